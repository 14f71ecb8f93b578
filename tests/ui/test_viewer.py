"""The preview: words are found without their accents, thumbnails lead to their page, files are told."""

from pathlib import Path

import pytest
from page_world import bring_up, type_on
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services import document_choices
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.reports.documents import DocumentsTab
from teleactivites_desktop.ui.reports.page import ReportsPage

SLOW_MS = 90_000


@pytest.fixture
def tab(qtbot: QtBot, context: Context) -> DocumentsTab:
    """The codebook is in front: several pages, made quickly."""
    page = ReportsPage(context)
    qtbot.addWidget(page)
    bring_up(page)
    assert isinstance(page.tab, DocumentsTab)
    page.tab.catalogue.choose("codebook")
    qtbot.waitUntil(lambda: page.tab.preview.page_count > 3, timeout=SLOW_MS)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=SLOW_MS)
    return page.tab


def test_words_are_found_one_after_the_other_and_marked(qtbot: QtBot, tab: DocumentsTab) -> None:
    viewer = tab.viewer
    type_on(viewer.search, "teletravail")
    qtbot.waitUntil(lambda: viewer.count.text().startswith("1 / "), timeout=SLOW_MS)
    assert len(viewer.found) > 3
    before = viewer.preview.verticalScrollBar().value()
    for _each in viewer.found[1:]:
        viewer.step(1)
    assert viewer.preview.verticalScrollBar().value() > before
    viewer.step(1)
    assert viewer.place == 0, "after the last comes the first"
    viewer.search.setText("zzz")
    qtbot.waitUntil(lambda: viewer.count.text() == "introuvable", timeout=SLOW_MS)


def test_a_thumbnail_leads_to_its_page(qtbot: QtBot, tab: DocumentsTab) -> None:
    viewer = tab.viewer
    viewer.pages.click()
    qtbot.waitUntil(lambda: viewer.thumbnails.page_count == viewer.preview.page_count, timeout=SLOW_MS)
    place = viewer.thumbnails.page_places()[2].center()
    point = QPoint(place.x(), place.y() - viewer.thumbnails.verticalScrollBar().value())
    QTest.mouseClick(viewer.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert viewer.preview.current_page == 3
    viewer.pages.click()
    assert viewer.thumbnails.isHidden()


def test_what_is_saved_offers_its_folder_and_choices_are_remembered(
    qtbot: QtBot, tab: DocumentsTab, context: Context, tmp_path: Path
) -> None:
    tab.catalogue.choose("letters")
    tab.choices.letter.text.setPlainText("Bonjour {prenom}")
    tab.save_to(tmp_path / "lettres")
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=SLOW_MS)
    assert (tmp_path / "lettres.pdf").exists()
    assert "lettres.pdf" in tab.saved.text
    assert "Ouvrir le dossier" in {button.text() for button in tab.saved.findChildren(QPushButton)}
    assert document_choices.recalled(context.workspace).letter == "Bonjour {prenom}"
