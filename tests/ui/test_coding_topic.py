"""Coding open answers: many at once, with the keys, and taken back."""

import pytest
from page_world import Heard, bring_up, press_on
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services import coding
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.control.coding import CodingTopic
from teleactivites_desktop.ui.control.page import ControlPage, TopicName

SLOW_MS = 30_000


@pytest.fixture
def topic(qtbot: QtBot, context: Context) -> CodingTopic:
    page = ControlPage(context)
    qtbot.addWidget(page)
    bring_up(page)
    page.show_topic(TopicName.CODING)
    page.coding.choose_pair("metier")
    settle(qtbot, page.coding)
    return page.coding


def settle(qtbot: QtBot, topic: CodingTopic) -> None:
    qtbot.waitUntil(lambda: not topic.context.tasks.busy, timeout=SLOW_MS)


def waiting(context: Context) -> int:
    return sum(answer.count for answer in coding.to_code(context.workspace, "metier", "metier_code"))


def test_the_question_that_most_answers_wait_under_comes_first(qtbot: QtBot, context: Context) -> None:
    page = ControlPage(context)
    qtbot.addWidget(page)
    bring_up(page)
    counts: list[int] = []
    page.coding.counted.connect(counts.append)
    page.show_topic(TopicName.CODING)
    settle(qtbot, page.coding)
    every = coding.waiting(context.workspace)
    assert page.coding.pair.currentText().endswith(f"({max(every.values())})")
    assert every["metier", "metier_code"] == waiting(context)
    assert counts[-1] == sum(every.values())


def test_the_page_fits_the_smallest_window(topic: CodingTopic) -> None:
    assert topic.minimumSizeHint().width() <= 860, "1366 points less the rail, the topics and margins"


def test_several_answers_get_one_code_with_enter_and_it_is_undone(
    qtbot: QtBot, topic: CodingTopic, context: Context
) -> None:
    heard = Heard(context)
    before = waiting(context)
    assert before > 3
    topic.table.selectRow(0)
    QTest.keyClick(topic.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = [topic.model.rows[row] for row in (0, 1)]
    topic.code.setCurrentText(coding.codes(context.workspace, "metier_code")[2][1])
    press_on(topic.table, Qt.Key.Key_Return)
    settle(qtbot, topic)
    assert waiting(context) == before - sum(answer.count for answer in chosen)
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    settle(qtbot, topic)
    assert waiting(context) == before


def test_a_code_is_proposed_and_without_one_nothing_is_written(
    qtbot: QtBot, topic: CodingTopic, context: Context
) -> None:
    topic.alike.setChecked(True)
    topic.table.selectRow(1)
    assert topic.code.currentData() == topic.model.rows[1].proposed != ""
    topic.code.setCurrentText("berger")
    before = waiting(context)
    topic.give()
    settle(qtbot, topic)
    assert waiting(context) == before
    assert "un code" in topic.status.text()


def test_each_line_gets_the_code_proposed_for_it(qtbot: QtBot, topic: CodingTopic, context: Context) -> None:
    topic.table.selectAll()
    alike = [row for row in topic.model.rows if row.proposed]
    before = waiting(context)
    topic.accept()
    settle(qtbot, topic)
    assert waiting(context) == before - sum(row.count for row in alike)
    stored = context.workspace.store.responses.get(alike[0].records[0])
    assert stored is not None
    assert stored.fields["answers.metier_code"] == alike[0].proposed
