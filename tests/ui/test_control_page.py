"""Contrôle: what waits comes one at a time; one key decides, and the next one comes by itself."""

from collections.abc import Callable

import pytest
from page_partners import TwoSites
from page_world import Heard, bring_up, press, press_on, prove_model, type_on
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services import batches, conflicts, editing, exchanging, responses
from teleactivites_desktop.services.batch_words import runs
from teleactivites_desktop.services.duplicates import Decision, decisions
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control import likeness
from teleactivites_desktop.ui.control.page import ControlPage, TopicName
from teleactivites_desktop.ui.responses.changes import change_lines


def open_page(qtbot: QtBot, context: Context) -> ControlPage:
    made = ControlPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, page: ControlPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> ControlPage:
    return open_page(qtbot, context)


@pytest.fixture
def disputed(qtbot: QtBot, sites: TwoSites, make_context: Callable[[Workspace], Context]) -> ControlPage:
    """Two conflicts on HD-0001: hours, and village."""
    sites.exchange()
    for workspace, hours, village in ((sites.ours, "31", "Le Serre"), (sites.theirs, "42", "Les Prés hauts")):
        editing.edit(workspace, "HD-0001", {"heures": hours, "lieu_dit": village}, accept_warnings=True)
    exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)
    return open_page(qtbot, make_context(sites.ours))


def stored_hours(page: ControlPage) -> object:
    workspace = page.context.workspace
    record = editing.find_response(workspace, "HD-0001")
    stored = responses.get(workspace, record)
    assert stored is not None
    return stored.state.answers["heures"]


def test_conflicts_counted_behind_another_topic_leave_the_keys_to_it(disputed: ControlPage) -> None:
    disputed.show_topic(TopicName.GAPS)
    before = QApplication.focusWidget()
    assert before is disputed.gaps.focus_widget
    disputed.refresh(frozenset({Changed.CONFLICTS}))
    assert QApplication.focusWidget() is before
    disputed.show_topic(TopicName.CONFLICTS)
    assert QApplication.focusWidget() is disputed.conflicts.view


def test_one_key_decides_and_the_next_conflict_comes_by_itself(disputed: ControlPage) -> None:
    heard = Heard(disputed.context)
    view = disputed.conflicts.view
    first = disputed.conflicts.current
    assert first is not None
    assert disputed.lines[TopicName.CONFLICTS].count == 2
    press_on(view, Qt.Key.Key_1)
    second = disputed.conflicts.current
    assert second is not None
    assert second.path != first.path
    assert disputed.lines[TopicName.CONFLICTS].count == 1
    press_on(view, Qt.Key.Key_2)
    assert disputed.conflicts.current is None
    assert conflicts.open_conflicts(disputed.context.workspace) == []
    assert len(heard.said) == 2


def test_the_value_chosen_is_the_one_kept(disputed: ControlPage) -> None:
    while (conflict := disputed.conflicts.current) is not None and conflict.path != "answers.heures":
        disputed.conflicts.view.moved.emit(1)
    assert conflict is not None
    shown = [side.shown for side in conflict.sides]
    press_on(disputed.conflicts.view, Qt.Key.Key_1 if shown[0] == "42" else Qt.Key.Key_2)
    assert stored_hours(disputed) == 42


def test_a_key_beyond_the_choices_decides_nothing(disputed: ControlPage) -> None:
    press_on(disputed.conflicts.view, Qt.Key.Key_3)
    assert disputed.lines[TopicName.CONFLICTS].count == 2


def test_page_keys_walk_through_the_conflicts(disputed: ControlPage) -> None:
    first = disputed.conflicts.current
    press_on(disputed.conflicts.view, Qt.Key.Key_PageDown)
    second = disputed.conflicts.current
    press_on(disputed.conflicts.view, Qt.Key.Key_PageUp)
    assert first is not None
    assert second is not None
    assert first.path != second.path
    assert disputed.conflicts.current == first


def test_the_other_answers_stand_below_with_the_conflict_marked(disputed: ControlPage) -> None:
    lines = disputed.conflicts.view.sheet.lines
    tester = prove_model(lines)
    hours = next(line for line in lines.rows if line.key == "heures")
    assert "≠ en conflit" in hours.text
    assert tester


def test_likely_pairs_are_found_and_a_decision_is_remembered(qtbot: QtBot, page: ControlPage) -> None:
    assert page.lines[TopicName.LIKENESS].count == 3
    page.show_topic(TopicName.LIKENESS)
    pair = page.likeness.current
    assert pair is not None
    press_on(page.likeness.view, Qt.Key.Key_2)
    settled(qtbot, page)
    assert page.lines[TopicName.LIKENESS].count == 2
    decided = decisions(page.context.workspace)
    assert decided == {frozenset((pair.first, pair.second)): Decision.DIFFERENT}


def test_a_decision_on_a_pair_is_taken_back_from_its_toast(qtbot: QtBot, page: ControlPage) -> None:
    heard = Heard(page.context)
    page.show_topic(TopicName.LIKENESS)
    pair = page.likeness.current
    press_on(page.likeness.view, Qt.Key.Key_1)
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    settled(qtbot, page)
    assert not decisions(page.context.workspace)
    assert page.likeness.current == pair
    assert page.lines[TopicName.LIKENESS].count == 3


def test_a_pair_stands_side_by_side(page: ControlPage) -> None:
    page.show_topic(TopicName.LIKENESS)
    pair = page.likeness.current
    assert pair is not None
    lines = {line.key: line for line in page.likeness.view.sheet.lines.rows}
    assert lines["nom"].text
    assert lines["nom"].second
    rows = page.likeness.view.sheet.lines.rows
    assert (rows[0].text[:9].strip(" ·"), rows[0].second[:9].strip(" ·")) == pair.papers
    assert [line.key for line in rows[1:4]] == ["nom", "prenom", "naissance"], "what was compared comes first"


def test_a_large_base_is_searched_when_it_is_asked(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "MOST_COMPARED", 10)
    page = open_page(qtbot, context)
    assert page.lines[TopicName.LIKENESS].count is None
    page.show_topic(TopicName.LIKENESS)
    page.likeness.search_button.click()
    settled(qtbot, page)
    assert page.lines[TopicName.LIKENESS].count == 3
    page.refresh(frozenset(Changed))
    settled(qtbot, page)
    assert page.lines[TopicName.LIKENESS].count == 3


def test_a_search_that_leaving_stopped_is_taken_up_again(qtbot: QtBot, context: Context) -> None:
    page = ControlPage(context)
    qtbot.addWidget(page)
    bring_up(page)
    page.leave()
    settled(qtbot, page)
    page.shown()
    settled(qtbot, page)
    assert page.lines[TopicName.LIKENESS].count == 3


def test_incomplete_responses_open_at_the_refused_question(page: ControlPage) -> None:
    heard = Heard(page.context)
    tester = prove_model(page.faults.model)
    page.show_topic(TopicName.FAULTS)
    row = next(i for i, fault in enumerate(page.faults.model.rows) if fault.paper == "GBEQ-0001")
    fault = page.faults.model.rows[row]
    page.faults.table.selectRow(row)
    press_on(page.faults.table, Qt.Key.Key_Return)
    assert heard.opened == [(PageName.ENTRY, OpenResponse(fault.record, "naissance"))]
    assert "1868" in fault.message
    assert tester


def test_gaps_name_the_missing_numbers(qtbot: QtBot, page: ControlPage) -> None:
    workspace = page.context.workspace
    batches.set_up(workspace, "GBEQ", "GBEQ-A", expected=12, first="GBEQ-0001", last="GBEQ-0020")
    page.context.navigator.announce({Changed.BATCHES})
    settled(qtbot, page)
    missing = next(row for row in page.gaps.model.rows if row.batch.code == "GBEQ-A")
    assert len(missing.papers) == page.lines[TopicName.GAPS].count
    assert "GBEQ-0020" in missing.papers
    tester = prove_model(page.gaps.model)
    assert tester


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ((), []),
        (("GBEQ-0003",), ["GBEQ-0003"]),
        (("GBEQ-0003", "GBEQ-0004", "GBEQ-0005", "GBEQ-0009"), ["GBEQ-0003 à 0005", "GBEQ-0009"]),
        (("A-09", "A-10", "B-11"), ["A-09 à 10", "B-11"]),
    ],
)
def test_numbers_that_follow_each_other_are_told_as_one(papers: tuple[str, ...], told: list[str]) -> None:
    assert runs(papers) == told


def test_each_topic_has_its_key(page: ControlPage) -> None:
    for place, name in enumerate(page.lines, 1):
        press(page, f"Alt+{place}")
        assert page.topic is name


def test_a_topic_can_be_asked_for(page: ControlPage) -> None:
    page.open_target(TopicName.GAPS)
    assert page.topic is TopicName.GAPS


def test_a_digit_elsewhere_decides_nothing(disputed: ControlPage) -> None:
    disputed.lines[TopicName.CONFLICTS].setFocus()
    QTest.keySequence(disputed.lines[TopicName.CONFLICTS], QKeySequence("1"))
    assert disputed.lines[TopicName.CONFLICTS].count == 2


def test_nothing_waits_in_a_new_campaign(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    page = open_page(qtbot, make_context(empty_workspace))
    assert [page.lines[name].count for name in list(TopicName)[:4]] == [0, 0, 0, 0]


def test_a_note_is_typed_before_the_key_that_decides_and_travels(
    disputed: ControlPage, sites: TwoSites
) -> None:
    view = disputed.conflicts.view
    press(disputed, "N")
    note = disputed.focusWidget()
    assert note is not None
    type_on(note, "vu 2 fois sur le papier")
    assert disputed.lines[TopicName.CONFLICTS].count == 2
    press_on(note, Qt.Key.Key_Return)
    conflict = disputed.conflicts.current
    assert conflict is not None
    press_on(view, Qt.Key.Key_1)
    assert view.note == ""
    exchanging.read(sites.theirs, exchanging.write(sites.ours, sites.folder).path, lambda *_told: True)
    *_before, decision = responses.history(sites.theirs, conflict.record)
    told = {"path": conflict.path, "note": "vu 2 fois sur le papier"}
    assert told in (decision.revision.patch or {}).values()
    lines = change_lines([decision], Reader(sites.theirs.questionnaire), sites.theirs.environment.now())
    assert ("Raison donnée", "vu 2 fois sur le papier") in {(line.caption, line.second) for line in lines}


def test_the_history_shows_what_a_decision_did_not_keep(disputed: ControlPage, sites: TwoSites) -> None:
    conflict = disputed.conflicts.current
    assert conflict is not None
    lost = conflict.sides[1].shown
    press_on(disputed.conflicts.view, Qt.Key.Key_1)
    history = responses.history(sites.ours, conflict.record)
    lines = change_lines(history, Reader(sites.ours.questionnaire), sites.ours.environment.now())
    assert [line.second for line in lines if line.caption.startswith("Écarté")] == [lost]
    assert f"{lost} — écarté par une décision" in {line.second for line in lines}
