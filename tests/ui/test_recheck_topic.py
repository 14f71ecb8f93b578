"""The topic "incohérences" of Contrôle: run, read, open at the field, mend, seen again after a correction."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from page_world import Heard, bring_up, press_on
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.services import editing, versions
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.page import ControlPage, TopicName


def merge_wrong(workspace: Workspace) -> str:
    """Bring a year of birth after the start of the activity, as a merge may."""
    for line, fields in workspace.store.responses.each():
        if "answers.debut_activite" in fields and "answers.naissance" in fields:
            workspace.author(Kind.RESPONSE, line.record, {"answers.naissance": 1990})
            workspace.author(Kind.RESPONSE, line.record, {"answers.debut_activite": 1985})
            return line.record
    raise LookupError("no such paper")


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[ControlPage]:
    made = ControlPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    yield made
    qtbot.waitUntil(lambda: not context.tasks.busy)


def run(page: ControlPage, qtbot: QtBot) -> None:
    page.show_topic(TopicName.RECHECK)
    page.recheck.start.click()
    qtbot.waitUntil(lambda: not page.context.tasks.busy)


def test_nothing_new_is_said_with_what_was_known(page: ControlPage, qtbot: QtBot) -> None:
    run(page, qtbot)
    assert page.lines[TopicName.RECHECK].count == 0
    assert page.recheck.summary.text() == (
        "60 fiches contrôlées, aucune incohérence nouvelle, 6 déjà signalées à la saisie."
    )
    assert page.recheck.focus_widget is page.recheck.start


def test_a_new_fault_opens_at_its_field_and_is_mended(
    page: ControlPage, workspace: Workspace, qtbot: QtBot
) -> None:
    record = merge_wrong(workspace)
    heard = Heard(page.context)
    run(page, qtbot)
    topic = page.recheck
    questions = [found.question for found in topic.model.rows]
    assert "debut_activite" in questions
    assert page.lines[TopicName.RECHECK].count == len(questions)
    topic.table.selectRow(questions.index("debut_activite"))
    press_on(topic.table, Qt.Key.Key_Return)
    assert heard.opened == [(PageName.ENTRY, OpenResponse(record, "debut_activite"))]
    assert topic.mend.text() == "Mettre 1 fiche à jour"
    topic.mend.click()
    qtbot.waitUntil(lambda: bool(heard.said) and not page.context.tasks.busy)
    assert heard.said == ["1 fiche mise à jour."]
    assert not [found for found in topic.model.rows if found.mendable]
    stored = workspace.store.responses.get(record)
    assert stored is not None
    assert "debut_activite" in stored.state.refused


def test_a_correction_elsewhere_takes_the_line_away(
    page: ControlPage, workspace: Workspace, qtbot: QtBot
) -> None:
    merge_wrong(workspace)
    run(page, qtbot)
    paper = page.recheck.model.rows[0].paper
    editing.edit(workspace, paper, {"naissance": "1950", "debut_activite": "1985"}, accept_warnings=True)
    page.context.navigator.announce({Changed.RESPONSES})
    qtbot.waitUntil(lambda: not page.context.tasks.busy)
    assert paper not in {
        found.paper for found in page.recheck.model.rows if found.question == "debut_activite"
    }


def test_an_empty_campaign_is_checked_without_a_word(
    make_context: Callable[[Workspace], Context], empty_workspace: Workspace, qtbot: QtBot
) -> None:
    page = ControlPage(make_context(empty_workspace))
    qtbot.addWidget(page)
    bring_up(page)
    run(page, qtbot)
    assert page.recheck.summary.text().startswith("0 fiche contrôlée, aucune incohérence")


def test_old_papers_are_held_to_the_rules_of_today(
    page: ControlPage, workspace: Workspace, qtbot: QtBot
) -> None:
    assert not page.recheck.start_current.isVisibleTo(page.recheck)
    record = workspace.store.responses.by_paper("GBEQ-0001")[0].record
    package = workspace.store.questionnaires.package(workspace.store.questionnaires.current_version())
    assert package is not None
    stricter = replace(
        package, version="f" * 32, compiled=package.compiled.replace("string-length(.) <= 80", "false()")
    )
    with workspace.store.transaction():
        workspace.store.questionnaires.add(stricter)
        versions.make_current(workspace, stricter.version)
    heard = Heard(page.context)
    page.refresh(frozenset({Changed.CAMPAIGN}))
    qtbot.waitUntil(lambda: not page.context.tasks.busy)
    page.show_topic(TopicName.RECHECK)
    page.recheck.start_current.click()
    qtbot.waitUntil(lambda: not page.context.tasks.busy)
    assert page.recheck.summary.text().startswith("Règles du questionnaire actuel : 60 fiches contrôlées, ")
    assert page.recheck.mend.isHidden()
    rows = page.recheck.model.rows
    page.recheck.table.selectRow([found.record for found in rows].index(record))
    press_on(page.recheck.table, Qt.Key.Key_Return)
    assert heard.opened == [(PageName.ENTRY, OpenResponse(record, "nom"))]
