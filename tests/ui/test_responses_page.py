"""Fiches: found while one types, read at the right, corrected, withdrawn and put back, without a mouse."""

from collections.abc import Callable

import pytest
from page_world import Heard, bring_up, press, press_on, prove_model, type_on
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import editing, responses
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName, SearchFor
from teleactivites_desktop.ui.listing import PAGE_SIZE, Column, PagedModel
from teleactivites_desktop.ui.responses.page import ResponsesPage
from teleactivites_desktop.ui.theme import TEXT, make_font


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ResponsesPage:
    made = ResponsesPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    return made


def shown(page: ResponsesPage) -> list[str]:
    return [line.paper for line in page.model.rows]


def withdrawn(page: ResponsesPage) -> bool:
    return page.model.rows[0].status is Status.WITHDRAWN


def answers(page: ResponsesPage) -> dict[str, str]:
    return {line.caption: line.text for line in page.detail.answers.lines.rows}


def test_everything_is_listed_by_number_and_the_first_is_read(page: ResponsesPage) -> None:
    assert len(shown(page)) == 60
    assert shown(page)[:2] == ["GBD-0001", "GBD-0002"]
    assert page.count.text() == "60\u00a0fiches"
    assert page.detail.stored is not None
    assert page.detail.stored.line.paper == "GBD-0001"


def test_the_list_is_a_sound_model(page: ResponsesPage) -> None:
    tester = prove_model(page.model)
    sheet = prove_model(page.detail.answers.lines)
    page.filters.search.setText("saint")
    page.filters.search.clear()
    assert tester
    assert sheet


def test_typing_narrows_the_list_at_each_letter(page: ResponsesPage) -> None:
    type_on(page.filters.search, "quaranta")
    assert shown(page) == ["HD-0007"]
    assert page.count.text() == "1 fiche sur 60"
    press_on(page.filters.search, Qt.Key.Key_Escape)
    assert len(shown(page)) == 60


def test_nothing_found_says_what_to_do(page: ResponsesPage) -> None:
    type_on(page.filters.search, "zzzz")
    assert shown(page) == []
    assert page.detail.stored is None


def test_chips_narrow_by_territory_and_status(page: ResponsesPage) -> None:
    page.filters.show_filters(Filters(territory="HD"))
    assert len(shown(page)) == 15
    assert all(paper.startswith("HD-") for paper in shown(page))
    page.filters.show_filters(Filters(status=Status.INCOMPLETE))
    assert shown(page)
    assert all(line.status is Status.INCOMPLETE for line in page.model.rows)


def test_the_batch_chip_narrows_to_its_batch(page: ResponsesPage) -> None:
    page.filters.show_filters(Filters(batch="GBEQ-A"))
    assert {line.batch for line in page.model.rows} == {"GBEQ-A"}


def test_sorting_by_name_follows_french_order(page: ResponsesPage) -> None:
    page.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    names = [line.name for line in page.model.rows]
    assert names[0].lower() < names[-1].lower()
    assert sorted(shown(page)) != shown(page)


def test_the_keyboard_goes_from_search_to_list_to_correction(page: ResponsesPage, context: Context) -> None:
    heard = Heard(context)
    type_on(page.filters.search, "quaranta")
    press_on(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    press_on(page.table, Qt.Key.Key_Return)
    record = page.model.rows[0].record
    assert heard.opened == [(PageName.ENTRY, OpenResponse(record, ""))]


def test_enter_on_an_answer_corrects_that_very_question(page: ResponsesPage, context: Context) -> None:
    heard = Heard(context)
    sheet = page.detail.answers
    row = next(i for i, line in enumerate(sheet.lines.rows) if line.key == "commune")
    sheet.setCurrentIndex(sheet.lines.index(row, 0))
    sheet.setFocus()
    press_on(sheet, Qt.Key.Key_Return)
    assert isinstance(heard.opened[0][1], OpenResponse)
    assert heard.opened[0][1].question == "commune"


@pytest.mark.parametrize("key", ["F2", "Ctrl+P", "Ctrl+Del", "Ctrl+F", "Ctrl+H"])
def test_each_action_has_a_key(page: ResponsesPage, context: Context, key: str) -> None:
    heard = Heard(context)
    page.table.setFocus()
    press(page, key)
    done = {
        "F2": lambda: heard.opened[0][0] is PageName.ENTRY,
        "Ctrl+P": lambda: heard.opened[0][0] is PageName.REPORTS,
        "Ctrl+Del": lambda: page.detail.withdrawal.reason.hasFocus(),
        "Ctrl+F": lambda: page.filters.search.hasFocus(),
        "Ctrl+H": lambda: page.detail.tabs.currentIndex() == 1,
    }
    assert done[key]()


def test_answers_stand_under_their_sections_with_their_signs(page: ResponsesPage) -> None:
    page.open_target(SearchFor("GBEQ-0001"))
    headings = [line.caption for line in page.detail.answers.lines.rows if line.heading]
    assert headings[:2] == ["Bordereau", "A. Vous"]
    said = answers(page)
    assert said["2 bis. Prénom"] == "Thierry"
    assert said["8. Commune de résidence"] == "Réotier"
    assert said["3. Année de naissance"].startswith("! « 1868 »")


def test_blank_questions_are_shown_on_request(page: ResponsesPage) -> None:
    before = len(page.detail.answers.lines.rows)
    page.detail.blanks.setChecked(True)
    assert len(page.detail.answers.lines.rows) > before
    assert "sans réponse" in answers(page).values()


def test_withdrawing_asks_why_and_can_be_taken_back(page: ResponsesPage, context: Context) -> None:
    heard = Heard(context)
    page.table.setFocus()
    press(page, "Ctrl+Del")
    reason = page.detail.withdrawal.reason
    press_on(reason, Qt.Key.Key_Return)
    assert not withdrawn(page), "no reason, no withdrawal"
    type_on(reason, "double")
    press_on(reason, Qt.Key.Key_Return)
    assert withdrawn(page)
    assert answers(page)["Motif du retrait"] == "double"
    assert heard.said == ["Fiche GBD-0001 retirée."]
    undo = heard.undo[0]
    assert callable(undo)
    undo()
    assert not withdrawn(page)


def test_escape_withdraws_nothing(page: ResponsesPage) -> None:
    page.table.setFocus()
    press(page, "Ctrl+Del")
    type_on(page.detail.withdrawal.reason, "double")
    press_on(page.detail.withdrawal.reason, Qt.Key.Key_Escape)
    assert page.detail.withdrawal.isHidden()
    assert not withdrawn(page)


def test_the_history_says_who_when_where_and_what(page: ResponsesPage, context: Context) -> None:
    record = page.model.rows[0].record
    responses.withdraw(context.workspace, record, "double")
    page.refresh(frozenset())
    page.detail.show_tab(1)
    lines = page.detail.history.lines.rows
    assert lines[0].caption.startswith("Retrait — aujourd'hui")
    assert lines[0].caption.endswith("Martine Durand, GBEQ")
    status = next(line for line in lines if line.caption == "État de la fiche")
    assert (status.text, status.second) == ("gardée", "retirée")
    assert lines[-1].caption == "Première saisie"


def test_refreshing_stays_on_the_same_response(page: ResponsesPage, context: Context) -> None:
    page.table.selectRow(7)
    record = page.model.rows[7].record
    responses.withdraw(context.workspace, record, "double")
    page.refresh(frozenset())
    assert page.table.currentIndex().row() == 7
    assert page.detail.stored is not None
    assert page.detail.stored.line.record == record


def test_another_page_can_ask_for_a_response(page: ResponsesPage) -> None:
    record = page.model.rows[20].record
    page.open_target(OpenResponse(record))
    assert page.detail.stored is not None
    assert page.detail.stored.line.record == record


def test_an_empty_campaign_says_what_the_page_is_for(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    page = ResponsesPage(make_context(empty_workspace))
    qtbot.addWidget(page)
    bring_up(page)
    assert page.empty.isVisible()


def test_rows_are_fetched_as_one_scrolls_and_each_once() -> None:
    asked: list[object] = []

    def source(after: int | None, limit: int) -> tuple[list[int], int | None]:
        asked.append(after)
        first = 0 if after is None else after
        rows = list(range(first, min(first + limit, 100_000)))
        return rows, first + limit if first + limit < 100_000 else None

    model = PagedModel[int]([Column("n", str)])
    tester = prove_model(model)
    model.set_source(source)
    assert model.rowCount() == PAGE_SIZE
    while model.canFetchMore(QModelIndex()) and model.rowCount() < 10 * PAGE_SIZE:
        model.fetchMore(QModelIndex())
    assert list(model.rows) == list(range(10 * PAGE_SIZE))
    assert asked == [None, *range(PAGE_SIZE, 10 * PAGE_SIZE, PAGE_SIZE)]
    assert tester


def test_an_officer_faster_than_the_reading_withdraws_the_response_in_sight(page: ResponsesPage) -> None:
    page.table.setFocus()
    press_on(page.table, Qt.Key.Key_Down)
    press(page, "Ctrl+Del")
    assert page.detail.stored is not None
    assert page.detail.stored.line.paper == shown(page)[1]
    assert page.detail.withdrawal.reason.hasFocus()


def hours(page: ResponsesPage) -> object:
    stored = page.detail.stored
    assert stored is not None
    return stored.state.answers.get("heures")


def correct_hours(page: ResponsesPage, text: str) -> None:
    stored = page.detail.stored
    assert stored is not None
    workspace = page.context.workspace
    editing.edit(workspace, stored.line.paper, {"heures": text}, accept_warnings=True)
    page.context.navigator.announce({Changed.RESPONSES})


def test_the_last_change_is_taken_back_and_made_again_by_two_keys(page: ResponsesPage) -> None:
    page.table.setFocus()
    before = hours(page)
    correct_hours(page, "31")
    heard = Heard(page.context)
    press(page, "Ctrl+Z")
    assert hours(page) == before
    assert "dernier changement annulé" in heard.said[-1]
    press(page, "Ctrl+Y")
    assert hours(page) == 31
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    assert hours(page) == before


def test_nothing_to_take_back_is_said(page: ResponsesPage) -> None:
    page.table.setFocus()
    heard = Heard(page.context)
    press(page, "Ctrl+Z")
    assert "première saisie" in heard.errors[-1]


def test_an_earlier_state_is_brought_back_from_the_history(page: ResponsesPage) -> None:
    page.table.setFocus()
    before = hours(page)
    correct_hours(page, "31")
    correct_hours(page, "32")
    page.detail.show_tab(1)
    sheet = page.detail.history
    first = next(row for row, line in enumerate(sheet.lines.rows) if line.caption == "Première saisie")
    sheet.selectRow(first)
    heard = Heard(page.context)
    page.detail.go_back.click()
    assert hours(page) == before
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    assert hours(page) == 32
    headings = [line.caption.split(" — ")[0] for line in sheet.lines.rows if line.heading]
    assert headings == ["Annulation", "Correction", "Correction", "Correction", "Saisie"]


def test_undo_and_redo_stand_under_the_history(page: ResponsesPage) -> None:
    before = hours(page)
    correct_hours(page, "31")
    page.detail.show_tab(1)
    page.detail.undo.click()
    assert hours(page) == before
    page.detail.redo.click()
    assert hours(page) == 31


def test_a_heading_of_the_history_stands_whole_however_narrow(page: ResponsesPage) -> None:
    correct_hours(page, "31")
    page.detail.show_tab(1)
    sheet = page.detail.history
    for width in (620, 300):
        sheet.resize(width, 500)
        sheet.set_lines(list(sheet.lines.rows))
        heading = next(row for row, line in enumerate(sheet.lines.rows) if line.heading)
        caption = sheet.lines.rows[heading].caption
        lines = 1 + QFontMetrics(make_font(TEXT, bold=True)).horizontalAdvance(caption) // width
        assert sheet.rowHeight(heading) > lines * QFontMetrics(make_font(TEXT, bold=True)).height()
