"""Exports and imports of the page Rapports: what leaves is said before, what enters is tried out before."""

from pathlib import Path

import pytest
from page_world import Heard, bring_up
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services.exports import Mode
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.reports.exports import ExportsTab
from teleactivites_desktop.ui.reports.imports import ImportsTab
from teleactivites_desktop.ui.reports.page import ReportsPage, TabName

SLOW_MS = 60_000
LIST = "Nom;Commune de résidence;Divers\nDupond;Briançon;x\nMartin;Gap-les-Bains;y\n"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ReportsPage:
    made = ReportsPage(context)
    qtbot.addWidget(made)
    return made


def settled(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=SLOW_MS)


def test_what_will_leave_is_said_written_and_noted(
    qtbot: QtBot, page: ReportsPage, context: Context, tmp_path: Path
) -> None:
    tab = page.show_tab(TabName.EXPORTS)
    assert isinstance(tab, ExportsTab)
    bring_up(page)
    qtbot.waitUntil(lambda: "60 fiches" in tab.leaving.text(), timeout=SLOW_MS)
    assert "2. Nom" in tab.left_out.text()
    tab.modes[Mode.IDENTIFIED].click()
    qtbot.waitUntil(lambda: "nommées" in tab.leaving.text(), timeout=SLOW_MS)
    assert "2. Nom" not in tab.left_out.text()
    tab.export_to(tmp_path / "fiches")
    settled(qtbot, context)
    assert (tmp_path / "fiches.xlsx").exists()
    assert "fiches.xlsx" in tab.result.text
    assert [(noted.file, noted.mode) for noted in tab.journal.rows] == [("fiches.xlsx", "identified")]
    tab.write_questionnaire(tmp_path)
    settled(qtbot, context)
    assert list(tmp_path.glob("*-ddi.xml"))


def test_a_list_becomes_drafts_and_can_be_taken_back(
    qtbot: QtBot, page: ReportsPage, context: Context, tmp_path: Path
) -> None:
    heard = Heard(context)
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.encode("cp1252"))
    tab = page.show_tab(TabName.IMPORTS)
    assert isinstance(tab, ImportsTab)
    bring_up(page)
    tab.open_list(path)
    qtbot.waitUntil(tab.bring_in.isEnabled, timeout=SLOW_MS)
    assert tab.mapping.targets == ("nom", "commune", "")
    assert [fault[:3] for fault in tab.faults.rows] == [(3, "8. Commune de résidence", "Gap-les-Bains")]
    tab.mapping.boxes[1].setCurrentIndex(0)
    assert not tab.bring_in.isEnabled(), "what was tried out is no longer what is chosen"
    qtbot.waitUntil(tab.bring_in.isEnabled, timeout=SLOW_MS)
    assert not tab.faults.rows
    tab.bring_in.click()
    settled(qtbot, context)
    drafts = context.workspace.store.drafts
    assert len(drafts.list()) == 2
    assert any(Changed.DRAFTS in changed for changed in heard.changed)
    actions = {button.text(): button for button in tab.result.findChildren(QPushButton)}
    actions["Annuler cet import"].click()
    assert drafts.list() == []


def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    qtbot: QtBot, page: ReportsPage, context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x00\x01\x02")
    tab = page.show_tab(TabName.IMPORTS)
    assert isinstance(tab, ImportsTab)
    bring_up(page)
    tab.open_list(path)
    settled(qtbot, context)
    assert "CSV" in tab.result.text
