"""The rights of a person, by the officer's gestures: agreements, erasure and who did it, end of retention."""

from datetime import date

import pytest
from page_world import Heard, bring_up, press_on, prove_model, type_on
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from teleactivites_desktop.services import backups, duplicates, editing, erasure, retention
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.page import ControlPage, TopicName
from teleactivites_desktop.ui.responses.page import ResponsesPage
from teleactivites_desktop.ui.settings.retention import RetentionCard


@pytest.fixture
def page(qtbot: QtBot, context: Context, workspace: Workspace) -> ResponsesPage:
    """The page Fiches on the person of HD-0001."""
    made = ResponsesPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    made.open_target(OpenResponse(editing.find_response(workspace, "HD-0001")))
    made.detail.show_tab(2)
    return made


@pytest.fixture
def heard(context: Context) -> Heard:
    return Heard(context)


def settled(qtbot: QtBot, page: ControlPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)


def today(page: ResponsesPage) -> list[str]:
    return [line.text for line in page.detail.person.sheet.lines.rows]


def test_an_agreement_is_taken_back_with_a_reason_and_by_undo_given_again(
    page: ResponsesPage, heard: Heard, workspace: Workspace
) -> None:
    person = page.detail.person
    assert today(page) == ["✓ oui", "✓ oui", "✓ oui"]
    person.sheet.selectRow(1)
    press_on(person.sheet, Qt.Key.Key_Delete)
    type_on(person.why.reason, "par lettre")
    press_on(person.why.reason, Qt.Key.Key_Return)
    person.show_person(editing.find_response(workspace, "HD-0001"))
    assert today(page)[1] == "× retiré le 03/12/2007\u00a0: par lettre"
    assert person.take_back.isHidden()
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    person.show_person(editing.find_response(workspace, "HD-0001"))
    assert today(page)[1] == "✓ oui"


def test_all_that_is_held_is_told_and_printed(page: ResponsesPage, heard: Heard) -> None:
    person = page.detail.person
    assert "HD-0001" in person.held.text()
    person.print.click()
    name, target = heard.opened[-1]
    assert name is PageName.REPORTS
    assert isinstance(target, OpenResponse)
    assert target.document == "person"


def test_papers_linked_by_mistake_are_parted_before_anything_is_erased(
    page: ResponsesPage, workspace: Workspace, heard: Heard
) -> None:
    first, second = (editing.find_response(workspace, paper) for paper in ("HD-0001", "HD-0002"))
    duplicates.decide(workspace, first, second, duplicates.Decision.SAME)
    person = page.detail.person
    person.show_person(first)
    assert "HD-0002" in person.held.text()
    person.part.click()
    assert "HD-0002" not in person.held.text()
    assert person.part.isHidden()
    undo = heard.undo[-1]
    assert callable(undo)
    undo()
    assert "HD-0002" in person.held.text()


def test_erasing_takes_a_reason_and_a_press_on_purpose(page: ResponsesPage, workspace: Workspace) -> None:
    person = page.detail.person
    person.erase.click()
    assert not person.erasing.button.isEnabled()
    type_on(person.erasing.reason, "par lettre")
    press_on(person.erasing.reason, Qt.Key.Key_Return)
    assert not erasure.erased(workspace), "Enter in the field is no confirmation"
    assert person.erasing.button.isEnabled()
    person.erasing.button.click()
    (gone,) = erasure.erased(workspace)
    assert gone.erasure.reason == "par lettre"


def test_leaving_the_question_erases_nobody(page: ResponsesPage, workspace: Workspace) -> None:
    person = page.detail.person
    person.erase.click()
    type_on(person.erasing.reason, "par lettre")
    press_on(person.erasing.reason, Qt.Key.Key_Escape)
    assert person.erasing.isHidden()
    assert not erasure.erased(workspace)


def test_another_response_puts_the_question_away(page: ResponsesPage, workspace: Workspace) -> None:
    page.detail.person.erase.click()
    page.detail.person.show_person(editing.find_response(workspace, "HD-0002"))
    assert page.detail.person.erasing.isHidden()


def test_erasures_are_followed_and_copies_renewed(
    qtbot: QtBot, context: Context, workspace: Workspace
) -> None:
    backups.back_up(workspace, BackupReason.ASKED)
    erasure.erase(workspace, "HD-0007", "par lettre")
    control = ControlPage(context)
    qtbot.addWidget(control)
    bring_up(control)
    control.show_topic(TopicName.ERASURES)
    topic = control.erasures
    tester = prove_model(topic.model)
    assert [each.erasure.reason for each in topic.model.rows] == ["par lettre"]
    assert "1 sauvegarde" in topic.copies.text
    topic.renew()
    settled(qtbot, control)
    assert not topic.copies.text
    assert not erasure.outdated_copies(workspace)
    assert tester


def test_what_is_due_is_listed_and_anonymised(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    retention.set_retention(workspace, date(2007, 11, 30))
    control = ControlPage(context)
    qtbot.addWidget(control)
    bring_up(control)
    topic = control.retention
    settled(qtbot, control)
    assert len(topic.model.rows) == 60
    topic.ask()
    assert "ne s’annule pas" in topic.question.text
    topic.anonymise()
    settled(qtbot, control)
    assert not retention.due(workspace)
    assert not [line for line in workspace.store.responses.search("", 100) if line.name]


def test_the_last_day_is_typed_as_any_date(qtbot: QtBot, context: Context, workspace: Workspace) -> None:
    card = RetentionCard(context)
    qtbot.addWidget(card)
    card.refresh()
    type_on(card.day, "31 12 09")
    press_on(card.day, Qt.Key.Key_Return)
    assert retention.retention(workspace) is None
    assert "quatre chiffres" in card.told.text()
    card.day.setText("31122009")
    press_on(card.day, Qt.Key.Key_Return)
    assert retention.retention(workspace) == date(2009, 12, 31)
    assert "31 décembre 2009" in card.told.text().replace("\u00a0", " ")
    card.day.clear()
    press_on(card.day, Qt.Key.Key_Return)
    assert retention.retention(workspace) is None
