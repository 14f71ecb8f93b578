"""Rapports: the very pages are seen before they are printed or saved, and nothing is left of them after."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from page_world import Heard, bring_up, press_on, type_on
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services import batches
from teleactivites_desktop.services.documents import DOCUMENTS
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, OpenResponse, PrintBatch
from teleactivites_desktop.ui.reports.documents import DocumentsTab
from teleactivites_desktop.ui.reports.page import ReportsPage, TabName

SLOW_MS = 90_000
"""Making a first document loads the libraries that do it."""


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> DocumentsTab:
    made = ReportsPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    tab = made.show_tab(TabName.DOCUMENTS)
    assert isinstance(tab, DocumentsTab)
    return tab


def made_pages(qtbot: QtBot, page: DocumentsTab) -> int:
    qtbot.waitUntil(lambda: page.status.text().startswith("Page "), timeout=SLOW_MS)
    settled(qtbot, page)
    return page.preview.page_count


def settled(qtbot: QtBot, page: DocumentsTab) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=SLOW_MS)


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_summary_is_previewed_at_once_and_drawn(qtbot: QtBot, page: DocumentsTab) -> None:
    assert made_pages(qtbot, page) > 1
    image = page.preview.grab().toImage()
    inks = {image.pixel(x, image.height() // 2) for x in range(0, image.width(), 2)}
    assert len(inks) > 2, "white paper with something on it, on its ground"


def test_every_document_is_in_the_catalogue_and_reached_with_the_arrows(page: DocumentsTab) -> None:
    assert list(page.catalogue.lines) == list(DOCUMENTS)
    page.catalogue.lines[page.catalogue.current].setFocus()
    press_on(page.catalogue, Qt.Key.Key_Down)
    first, second, *_others = DOCUMENTS
    assert page.catalogue.current == second
    press_on(page.catalogue, Qt.Key.Key_Up)
    assert page.catalogue.current == first


def test_a_response_is_printed_from_another_page(qtbot: QtBot, page: DocumentsTab, context: Context) -> None:
    record = context.workspace.store.responses.by_paper("HD-0007")[0].record
    page.open_target(OpenResponse(record))
    qtbot.waitUntil(lambda: page.made is not None, timeout=SLOW_MS)
    made_pages(qtbot, page)
    assert page.made is not None
    assert "Quaranta" in text_of(page.made)


def test_a_document_on_one_paper_asks_for_its_number_and_names_an_unknown_one(
    qtbot: QtBot, page: DocumentsTab
) -> None:
    made_pages(qtbot, page)
    page.catalogue.choose("response")
    qtbot.waitUntil(lambda: page.status.text() == "Tapez un numéro de fiche.", timeout=SLOW_MS)
    type_on(page.choices.paper, "GBEQ-9999")
    qtbot.waitUntil(lambda: "GBEQ-9999" in page.status.text(), timeout=SLOW_MS)
    assert page.made is None


def test_the_choices_reach_the_document(qtbot: QtBot, page: DocumentsTab, tmp_path: Path) -> None:
    made_pages(qtbot, page)
    type_on(page.choices.title, "Conseil du 12")
    page.save_to(tmp_path / "synthese")
    settled(qtbot, page)
    assert "Conseil du 12" in text_of(tmp_path / "synthese.pdf")


def test_a_date_that_is_none_is_marked_and_left_out(page: DocumentsTab) -> None:
    type_on(page.choices.first, "99/99/2007")
    assert page.choices.options().selection.first is None
    assert page.choices.first.property("invalid") is True
    page.choices.first.clear()
    type_on(page.choices.first, "12/11/2007")
    chosen = page.choices.options().selection.first
    assert chosen is not None
    assert chosen.isoformat() == "2007-11-12"


def test_leaving_the_page_leaves_nothing_of_the_preview(qtbot: QtBot, page: DocumentsTab) -> None:
    made_pages(qtbot, page)
    assert page.made is not None
    folder = page.made.parent
    page.leave()
    assert not folder.exists()
    page.shown()
    assert made_pages(qtbot, page) > 1


def test_the_document_prints_every_page(
    qtbot: QtBot, page: DocumentsTab, context: Context, tmp_path: Path
) -> None:
    heard = Heard(context)
    record = context.workspace.store.responses.by_paper("HD-0007")[0].record
    page.open_target(OpenResponse(record))
    qtbot.waitUntil(lambda: page.made is not None, timeout=SLOW_MS)
    pages = made_pages(qtbot, page)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "imprime.pdf"))
    page.print_on(printer)
    qtbot.waitUntil(lambda: bool(heard.said), timeout=SLOW_MS)
    with pypdfium2.PdfDocument(tmp_path / "imprime.pdf") as printed:
        assert len(printed) == pages


def test_zoom_keeps_within_bounds(qtbot: QtBot, page: DocumentsTab) -> None:
    made_pages(qtbot, page)
    for _press in range(20):
        page.preview.set_zoom(page.preview.zoom * 2)
    assert page.preview.zoom == 4.0
    press_on(page.preview, Qt.Key.Key_End)
    assert page.preview.current_page == page.preview.page_count


def test_without_responses_the_page_says_what_to_do(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    page = ReportsPage(make_context(empty_workspace))
    qtbot.addWidget(page)
    bring_up(page)
    page.show_tab(TabName.TABLES)
    assert page.empty.isVisible()
    assert page.tab.action_row.isHidden()


def test_blank_questionnaires_are_printed_before_any_is_keyed(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    page = ReportsPage(make_context(empty_workspace))
    qtbot.addWidget(page)
    bring_up(page)
    tab = page.show_tab(TabName.DOCUMENTS)
    assert isinstance(tab, DocumentsTab)
    assert page.empty.isHidden()
    assert tab.catalogue.current == "blank"
    assert made_pages(qtbot, tab) > 0


def test_the_slip_of_one_batch_is_shown_and_no_other(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    for territory, code in (("GBEQ", "A"), ("GBEQ", "B"), ("HD", "A")):
        batches.set_up(empty_workspace, territory, code, expected=40)
    page = ReportsPage(make_context(empty_workspace))
    qtbot.addWidget(page)
    page.open_target(PrintBatch("GBEQ", "A"))
    bring_up(page)
    tab = page.tab
    assert isinstance(tab, DocumentsTab)
    assert made_pages(qtbot, tab) == 1
    assert tab.made is not None
    assert "Lot A" in text_of(tab.made)


@pytest.mark.parametrize("name", ["blank", "labels", "register"])
def test_documents_that_take_other_choices_are_made_too(qtbot: QtBot, page: DocumentsTab, name: str) -> None:
    page.catalogue.choose(name)
    assert made_pages(qtbot, page) > 0


def test_only_what_a_document_takes_reaches_it(page: DocumentsTab) -> None:
    page.choices.paper.setText("HD-0007")
    page.choices.title.setText("Conseil")
    page.choices.show_for("responses")
    assert page.choices.options().paper == ""
    assert page.choices.options().title == ""
    page.choices.show_for("blank")
    assert page.choices.options().paper == ""
    page.choices.show_for("response")
    assert page.choices.options().paper == "HD-0007"
