"""A table on the keying sheet: a row for each line, the one being keyed open."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from entry_world import Desk
from page_world import make_environment
from PySide6.QtCore import Qt
from small_workbooks import CHILDREN, write

from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import campaigns, questionnaires
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.entry.outline import progress
from teleactivites_desktop.ui.entry.rows import Row, RowMaker, Sign
from teleactivites_desktop.ui.entry.sections import Progress

WORLD = Environment(lambda: datetime(2007, 12, 3, tzinfo=UTC), lambda count: b"\0" * count)


@pytest.fixture
def session(tmp_path: Path) -> EntrySession:
    loaded = questionnaires.load(write(tmp_path / "enfants.xlsx", CHILDREN, "1"))
    return EntrySession(loaded.questionnaire, WORLD, {})


def told(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.label, row.typed) for row in rows]


def test_lines_are_rows_and_the_one_being_keyed_is_open(session: EntrySession) -> None:
    maker = RowMaker(session)
    for text in ("Faure", "Léa", "12", "1", "Tom"):
        session.enter(text)
    assert session.position == "enfants[2].age"
    assert told(maker.rows("enfants")) == [
        ("Ligne 1", "Léa · 12 · Oui"),
        ("Prénom (2)", "Tom"),
        ("Âge (2)", ""),
        ("École (2)", ""),
        ("Ligne 3", ""),
    ]
    assert [row.skipped for row in maker.rows("enfants")] == [False, False, False, True, False]
    session.go("enfants[1].prenom")
    assert told(maker.rows("enfants"))[-2:] == [("Ligne 2", "Tom"), ("Ligne 3", "")]


def test_the_line_that_waits_leaves_the_table_done(session: EntrySession) -> None:
    assert progress(session.fields("enfants")) is Progress.AHEAD
    for text in ("Faure", "Léa", "12"):
        session.enter(text)
    assert progress(session.fields("enfants")) is Progress.BEGUN
    session.enter("1")
    assert progress(session.fields("enfants")) is Progress.DONE


def test_a_line_with_something_to_see_again_carries_the_sign(session: EntrySession) -> None:
    for text in ("Faure", "Léa", "45"):
        session.enter(text)
    session.go("enfants[2].prenom")
    first = RowMaker(session).rows("enfants")[0]
    assert first.signs == (Sign.REFUSED,)
    assert first.typed == "Léa · 45"
    assert first.name == "enfants[1].prenom"


@pytest.fixture
def table_desk(tmp_path: Path, make_desk: Callable[[Workspace], Desk]) -> Iterator[Desk]:
    path = write(tmp_path / "enfants.xlsx", CHILDREN, "1")
    workspace = campaigns.create(
        tmp_path / "a.tldb",
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=make_environment(6),
        questionnaire=path,
    ).workspace
    yield make_desk(workspace)
    workspace.close()


def test_a_table_is_keyed_through_the_window_by_keys_alone(table_desk: Desk) -> None:
    desk = table_desk
    desk.begin()
    desk.enter("Faure")
    desk.enter("Léa")
    desk.enter("12")
    desk.type("1")
    assert desk.position == "enfants[2].prenom"
    assert told(list(desk.sheet.rows))[0] == ("Ligne 1", "Léa · 12 · Oui")
    desk.enter("Tom")
    desk.enter("45")
    assert desk.message == "Moins de 30."
    desk.enter("2")
    assert desk.position == "enfants[3].prenom"
    desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == "remarque"
    desk.enter("")
    assert desk.position == ""
    desk.press(Qt.Key.Key_Return, "\r")
    stored = desk.stored("GBEQ-0001")
    assert stored.state.status is Status.COMPLETE
    assert stored.state.answers == {
        "nom": "Faure",
        "enfants[1].prenom": "Léa",
        "enfants[1].age": 12,
        "enfants[1].ecole": "oui",
        "enfants[2].prenom": "Tom",
        "enfants[2].age": 2,
    }
    assert stored.state.calculated == {"total": 14}
