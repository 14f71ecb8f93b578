"""The verifications of Contrôle: drawn, handed to another territory, opened with Enter, read afterwards."""

from collections.abc import Iterator

import pytest
from page_world import Heard, bring_up, press_on
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services import batches, verification, verification_plan
from teleactivites_desktop.ui.context import Context, OpenResponse, PageName, VerifyResponse
from teleactivites_desktop.ui.control.page import ControlPage, TopicName
from teleactivites_desktop.ui.control.verification import VerificationTopic


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[ControlPage]:
    made = ControlPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    made.show_topic(TopicName.VERIFICATION)
    settle(made, qtbot)
    yield made
    settle(made, qtbot)


def settle(page: ControlPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)


def stand_on_batch(topic: VerificationTopic, code: str) -> None:
    topic.tabs.setCurrentIndex(1)
    rows = [line.batch.code for line in topic.batches.lines.rows]
    topic.batches.selectRow(rows.index(code))


def draw(page: ControlPage, qtbot: QtBot, code: str = "GBEQ-A") -> None:
    stand_on_batch(page.verification, code)
    page.verification.draw.click()
    settle(page, qtbot)


def cells(topic: VerificationTopic, code: str) -> list[str]:
    model = topic.batches.lines
    row = [line.batch.code for line in model.rows].index(code)
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_a_batch_is_drawn_and_what_is_due_is_counted(page: ControlPage, qtbot: QtBot) -> None:
    topic = page.verification
    assert page.lines[TopicName.VERIFICATION].count == 0
    assert cells(topic, "GBEQ-A")[3] == "pas tiré"
    draw(page, qtbot)
    assert cells(topic, "GBEQ-A")[2:4] == ["GBEQ", "1 fiche sur 10"]
    assert page.lines[TopicName.VERIFICATION].count == len(topic.due.lines.rows) > 0


def test_why_so_many_are_drawn_is_said_in_full_under_the_list(page: ControlPage, qtbot: QtBot) -> None:
    topic = page.verification
    assert topic.why.text() == ""
    known: PatchValue = {"one_in": 1, "start": 0, "reason": "poor", "wrong": 9, "fields": 400}
    batch = batches.batch(page.context.workspace, "GBEQ", "GBEQ-A")
    batches.tell(page.context.workspace, batch, {"sampling": known})
    topic.refresh()
    settle(page, qtbot)
    stand_on_batch(topic, "GBEQ-A")
    said = "Lot GBEQ-A : trop d'erreurs : 9 sur 400 champs, 1,03 % au moins."
    assert topic.why.text() == said


def test_enter_keys_the_paper_again(page: ControlPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    heard = Heard(page.context)
    topic = page.verification
    topic.tabs.setCurrentIndex(0)
    topic.due.selectRow(0)
    press_on(topic.due, Qt.Key.Key_Return)
    record = topic.due.lines.rows[0].line.record
    assert heard.opened == [(PageName.ENTRY, VerifyResponse(record))]


def test_a_batch_handed_to_another_territory_is_due_here_no_more(page: ControlPage, qtbot: QtBot) -> None:
    topic = page.verification
    stand_on_batch(topic, "GBEQ-A")
    topic.verifier.setCurrentText("HD")
    topic.ask.click()
    settle(page, qtbot)
    assert cells(topic, "GBEQ-A")[2] == "HD"
    assert page.lines[TopicName.VERIFICATION].count == 0


def test_what_was_found_is_read_by_difference_and_by_question(page: ControlPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    topic, workspace = page.verification, page.context.workspace
    begun = verification.begin(workspace, topic.due.lines.rows[0].line.record)
    begun.session.go("nom")
    begun.session.enter("Zola")
    begun.session.enter("Zola")
    verification.finish(workspace, begun)
    topic.tabs.setCurrentIndex(2)
    settle(page, qtbot)
    (told,) = topic.differences.lines.rows
    assert (told.question, told.second) == ("nom", "Zola")
    assert [(each.question, each.faults) for each in topic.faults.lines.rows] == [("nom", 1)]
    heard = Heard(page.context)
    topic.differences.selectRow(0)
    press_on(topic.differences, Qt.Key.Key_Return)
    assert heard.opened == [(PageName.RESPONSES, OpenResponse(told.record, "nom"))]


def test_the_rate_is_told_with_its_interval(page: ControlPage, qtbot: QtBot) -> None:
    workspace = page.context.workspace
    batch = batches.batch(workspace, "GBEQ", "GBEQ-A")
    batches.tell(workspace, batch, {"verified": {"papers": 4, "fields": 100, "wrong": 10}})
    page.verification.refresh()
    settle(page, qtbot)
    assert cells(page.verification, "GBEQ-A")[4] == "10,00\u00a0% (4,90\u00a0% à 17,62\u00a0%)"
    assert verification_plan.plan(batch) is None
