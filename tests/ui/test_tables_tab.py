"""The tab of tables: chosen with the keys, counted behind the window, kept, copied, never said too much."""

from pathlib import Path

import pytest
from page_world import Heard, bring_up
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.table_choice import Show, TableChoice
from teleactivites_desktop.services import named_tables
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.reports.page import ReportsPage, TabName
from teleactivites_desktop.ui.reports.tables import TablesTab

SLOW_MS = 60_000


@pytest.fixture
def tab(qtbot: QtBot, context: Context) -> TablesTab:
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.show_tab(TabName.TABLES)
    bring_up(page)
    assert isinstance(page.tab, TablesTab)
    qtbot.waitUntil(lambda: page.tab.made is not None, timeout=SLOW_MS)  # type: ignore[attr-defined]
    return page.tab


def choose(qtbot: QtBot, tab: TablesTab, choice: TableChoice) -> None:
    before = tab.made
    tab.choices.set_choice(choice)
    qtbot.waitUntil(lambda: tab.made is not before and not tab.context.tasks.busy, timeout=SLOW_MS)


def test_rows_columns_and_filter_are_counted_as_chosen(qtbot: QtBot, tab: TablesTab) -> None:
    wanted = TableChoice("civilite", "territory", where="statut", among=("vrp", "cae"), show=Show.ROW_SHARES)
    choose(qtbot, tab, wanted)
    assert tab.made is not None
    assert tab.made.choice == wanted
    assert tab.model.columns[1].title == "Ensemble"
    assert tab.title.text() == tab.made.table.title
    assert tab.status.text() == f"{tab.made.people} fiches comptées."


def test_a_number_offers_statistics_and_a_choice_does_not(qtbot: QtBot, tab: TablesTab) -> None:
    choose(qtbot, tab, TableChoice("heures", "territory", show=Show.STATISTICS))
    assert "Médiane" in [column.title for column in tab.model.columns]
    assert tab.choices.cells.findData(Show.STATISTICS) >= 0
    choose(qtbot, tab, TableChoice("statut"))
    assert tab.choices.cells.findData(Show.STATISTICS) < 0


def test_a_table_is_kept_for_all_and_undone(qtbot: QtBot, tab: TablesTab, context: Context) -> None:
    heard = Heard(context)
    choose(qtbot, tab, TableChoice("statut", "territory"))
    tab.keep_table()
    assert named_tables.named_tables(context.workspace) == [], "a name is asked for first"
    tab.name.setText("Statut")
    tab.in_summary.setChecked(True)
    tab.keep_table()
    (kept,) = named_tables.named_tables(context.workspace)
    assert kept == TableChoice("statut", "territory", name="Statut", in_summary=True)
    assert tab.named.currentData() == "Statut"
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    assert named_tables.named_tables(context.workspace) == []


def test_the_table_goes_to_a_spreadsheet(qtbot: QtBot, tab: TablesTab) -> None:
    choose(qtbot, tab, TableChoice("civilite", "territory"))
    tab.copy_table()
    held = QGuiApplication.clipboard().mimeData()
    assert held is not None
    assert held.text().splitlines()[0].split("\t")[1] == "Ensemble"
    assert "<table>" in held.html()


def test_what_cannot_be_published_is_said_and_nothing_is_left_to_copy(qtbot: QtBot, tab: TablesTab) -> None:
    tab.choices.set_choice(TableChoice("statut", "valley", ("GBEQ", "HD")))
    qtbot.waitUntil(lambda: "trop fin" in tab.status.text(), timeout=SLOW_MS)
    assert tab.made is None
    assert not tab.copy.isEnabled()
    assert list(tab.model.rows) == []


def test_variables_of_a_file_stand_in_the_lists_and_a_wrong_file_is_said(
    qtbot: QtBot, tab: TablesTab, context: Context, tmp_path: Path
) -> None:
    heard = Heard(context)
    tab.load_variables(shipped_data.path("resources/reference/derived_variables.csv"))
    qtbot.waitUntil(lambda: tab.choices.by.findData("section") >= 0, timeout=SLOW_MS)
    assert "Âge" in heard.said[-1]
    (tmp_path / "variables.csv").write_text("name;label;from;value;group\nv;;x;1;a\n", encoding="utf-8")
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=SLOW_MS)
    tab.load_variables(tmp_path / "variables.csv")
    assert "Ligne 2" in tab.status.text()


def test_four_territories_stand_beside_each_other_in_the_smallest_window(
    qtbot: QtBot, tab: TablesTab
) -> None:
    page = tab.window()
    page.resize(1366 - 18 * 8, 768)  # the rail at its side
    choose(qtbot, tab, TableChoice("foyer", "territory", show=Show.COLUMN_SHARES))
    assert tab.table.horizontalHeader().count() == 6
    assert tab.table.horizontalHeader().length() <= tab.table.viewport().width()
