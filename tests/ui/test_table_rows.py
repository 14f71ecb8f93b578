"""A table on the keying sheet: a grid keyed cell after cell, line after line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from entry_world import CONTROL, SHIFT, Desk
from hypothesis import given
from hypothesis import strategies as st
from page_world import make_environment
from PySide6.QtCore import Qt
from small_workbooks import CHILDREN, write

from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import (
    campaigns,
    keying,
    questionnaires,
    verification,
    verification_report,
)
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import PageName, ResumeDraft, VerifyResponse
from teleactivites_desktop.ui.entry import desk as papers
from teleactivites_desktop.ui.entry.cells import CellMaker
from teleactivites_desktop.ui.entry.grid import LEAST_WIDTH, GridLayout
from teleactivites_desktop.ui.entry.outline import progress
from teleactivites_desktop.ui.entry.rows import RowMaker, Sign
from teleactivites_desktop.ui.entry.sections import Progress

WORLD = Environment(lambda: datetime(2007, 12, 3, tzinfo=UTC), lambda count: b"\0" * count)


@pytest.fixture
def session(tmp_path: Path) -> EntrySession:
    loaded = questionnaires.load(write(tmp_path / "enfants.xlsx", CHILDREN, "1"))
    return EntrySession(loaded.questionnaire, WORLD, {})


def shown(session: EntrySession) -> list[tuple[str, str, str]]:
    """The cells of the table: where, text, meaning."""
    found = CellMaker(session, RowMaker(session)).table("enfants")
    assert found is not None
    rows, table = found
    places = (f"{line}{'ABC'[column]}" for line, column in table.cells)
    return [(place, row.typed, row.echo) for place, row in zip(places, rows, strict=True)]


def test_a_table_has_a_cell_for_each_question_of_the_lines_asked(session: EntrySession) -> None:
    for text in ("Faure", "Léa", "12", "1", "Tom"):
        session.enter(text)
    assert session.position == "enfants[2].age"
    assert shown(session) == [
        *(("1A", "Léa", ""), ("1B", "12", ""), ("1C", "1", "Oui")),
        *(("2A", "Tom", ""), ("2B", "", ""), ("2C", "", "–")),
        *(("3A", "", ""), ("3B", "", ""), ("3C", "", "–")),
    ]


def test_columns_go_by_their_titles_and_cells_by_title_and_line(session: EntrySession) -> None:
    session.enter("Faure")
    found = CellMaker(session, RowMaker(session)).table("enfants")
    assert found is not None
    rows, table = found
    assert table.titles == ("2. Prénom", "3. Âge", "4. École")
    assert table.lines == 4
    assert rows[1].label == "3. Âge, ligne 1"


def test_a_section_that_is_no_table_has_no_cells(session: EntrySession) -> None:
    assert CellMaker(session, RowMaker(session)).table("") is None


def test_a_cell_carries_its_sign(session: EntrySession) -> None:
    for text in ("Faure", "Léa", "45"):
        session.enter(text)
    found = CellMaker(session, RowMaker(session)).table("enfants")
    assert found is not None
    assert [row.signs for row in found[0][:3]] == [(), (Sign.REFUSED,), ()]


@given(
    widths=st.lists(st.integers(60, 260), min_size=1, max_size=14),
    room=st.integers(400, 1_600),
    lines=st.integers(1, 99),
    data=st.data(),
)
def test_a_grid_holds_its_cells_side_by_side_without_overlap(
    widths: list[int], room: int, lines: int, data: st.DataObject
) -> None:
    used = data.draw(st.integers(1, lines))
    cells = tuple((line, column) for line in range(1, used + 1) for column in range(len(widths)))
    current = data.draw(st.integers(0, len(cells) - 1))
    grid = GridLayout(room, 600, tuple(widths), cells, lines, current)
    assert all(width >= LEAST_WIDTH for width in grid.widths)
    if room >= grid.needed_width:
        last = grid.field(len(widths) - 1)
        assert last.x + last.width <= room
    for index in (0, current, len(cells) - 1):
        box = grid.field(index)
        assert grid.at(box.x, box.y) == grid.at(box.x + box.width - 1, box.y + box.height - 1) == index
    below = grid.message()
    assert all(
        box.y + box.height <= below.y or box.y >= below.y + below.height
        for box in (grid.field(index) for index in range(len(cells)))
    )


def test_the_line_that_waits_leaves_the_table_done(session: EntrySession) -> None:
    assert progress(session.fields("enfants")) is Progress.AHEAD
    for text in ("Faure", "Léa", "12"):
        session.enter(text)
    assert progress(session.fields("enfants")) is Progress.BEGUN
    session.enter("1")
    assert progress(session.fields("enfants")) is Progress.DONE


@pytest.fixture
def table_workspace(tmp_path: Path) -> Iterator[Workspace]:
    path = write(tmp_path / "enfants.xlsx", CHILDREN, "1")
    made = campaigns.create(
        tmp_path / "a.tldb",
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=make_environment(6),
        questionnaire=path,
    ).workspace
    yield made
    made.close()


@pytest.fixture
def table_desk(table_workspace: Workspace, make_desk: Callable[[Workspace], Desk]) -> Desk:
    """The window; it is closed before its workspace."""
    return make_desk(table_workspace)


def test_a_table_is_keyed_through_the_window_by_keys_alone(table_desk: Desk) -> None:
    desk = table_desk
    desk.begin()
    desk.enter("Faure")
    desk.enter("Léa")
    desk.enter("12")
    desk.type("1")
    assert desk.position == "enfants[2].prenom"
    assert [row.typed for row in desk.sheet.rows] == ["Léa", "12", "1", "", "", ""]
    assert isinstance(desk.sheet.layout_now(), GridLayout)
    assert ("/", "fin du tableau") in [(each.key, each.word) for each in desk.sheet.message.keys]
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


def begun(desk: Desk) -> Desk:
    """Two lines keyed, the third waits."""
    desk.begin()
    for text in ("Faure", "Léa", "1", "Tom", "2"):
        desk.enter(text)
    assert desk.position == "enfants[3].prenom"
    return desk


def test_every_cell_is_reached_and_mended_by_keys(table_desk: Desk) -> None:
    desk = begun(table_desk)
    desk.press(Qt.Key.Key_Up, held=SHIFT)
    desk.press(Qt.Key.Key_Up, held=SHIFT)
    assert (desk.position, desk.box) == ("enfants[1].prenom", "Léa")
    desk.enter("Zoé")
    desk.press(Qt.Key.Key_Down, held=SHIFT)
    assert desk.position == "enfants[2].age"
    desk.press(Qt.Key.Key_Minus, "-")
    desk.press(Qt.Key.Key_Minus, "-")
    assert desk.row("enfants[2].age").echo == "refus de répondre"
    desk.press(Qt.Key.Key_Return, "\r")
    desk.press(Qt.Key.Key_Asterisk, "*")
    assert desk.field("enfants[3].prenom").typed == "Tom", "ditto is of the line above"
    assert desk.position == "enfants[3].age"


def test_lines_are_put_in_taken_out_and_taken_back_by_keys(table_desk: Desk) -> None:
    desk = begun(table_desk)
    desk.press(Qt.Key.Key_Up, held=SHIFT)
    desk.press(Qt.Key.Key_Plus, "+", held=CONTROL)
    assert desk.position == "enfants[2].prenom"
    assert desk.box == ""
    assert desk.row("enfants[3].prenom").typed == "Tom"
    desk.press(Qt.Key.Key_Minus, "-", held=CONTROL)
    assert desk.box == "Tom"
    desk.press(Qt.Key.Key_Z, held=CONTROL)
    assert desk.row("enfants[3].prenom").typed == "Tom"
    draft = papers.left_open(desk.context.workspace)
    assert keying.resume(desk.context.workspace, draft).field("enfants[3].prenom").typed == "Tom"
    desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == "remarque"
    desk.press(Qt.Key.Key_Plus, "+", held=CONTROL)
    assert "tableau" in desk.message


def test_a_draft_opens_at_its_cell(table_desk: Desk) -> None:
    desk = begun(table_desk)
    desk.press(Qt.Key.Key_Up, held=SHIFT)
    desk.type("Th")
    desk.press(Qt.Key.Key_F8)
    (draft,) = desk.context.workspace.store.drafts.list()
    desk.window.go(PageName.ENTRY, ResumeDraft(draft.id))
    assert (desk.position, desk.box) == ("enfants[2].prenom", "Th")
    assert desk.sheet.editor.hasFocus()


def test_a_table_is_keyed_a_second_time_blind(table_desk: Desk) -> None:
    desk, workspace = table_desk, table_desk.context.workspace
    paper = {
        "paper": "GBEQ-0001",
        "territory": "GBEQ",
        "officer": "Paul Martin",
        "answers": {
            "nom": "Faure",
            "enfants[1].prenom": "Léa",
            "enfants[1].age": "1",
            "enfants[2].prenom": "Tom",
            "enfants[2].age": "2",
        },
    }
    list(keying.key_transcripts(workspace, [json.dumps(paper)]))
    workspace.store.settings.set(verification.WITH_TEXT, True)
    desk.window.go(PageName.ENTRY, VerifyResponse(find_response(workspace, "GBEQ-0001")))
    desk.enter("Faure")
    assert {row.name for row in desk.sheet.rows} == {f"enfants[1].{c}" for c in ("prenom", "age", "ecole")}
    desk.enter("Léa")
    desk.enter("1")
    desk.press(Qt.Key.Key_Slash, "/")
    assert (desk.position, desk.sounds.heard) == ("enfants[2].prenom", ["check"])
    assert "Tom" not in {row.typed for row in desk.sheet.rows}
    desk.press(Qt.Key.Key_F9)
    assert "Tom" in desk.message
    desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == "enfants[2].age"
    desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == "remarque"
    desk.enter("")
    desk.press(Qt.Key.Key_Return, "\r")
    assert "enfants[2].prenom" not in desk.stored("GBEQ-0001").state.answers
    told = verification_report.differences(workspace)
    assert [(each.question, each.booked_to, each.looked) for each in told] == [
        ("enfants[2].prenom", "Paul Martin", True),
        ("enfants[2].age", "Paul Martin", False),
    ]


def test_a_cell_is_chosen_by_a_click_too(table_desk: Desk) -> None:
    desk = begun(table_desk)
    layout = desk.sheet.layout_now()
    assert isinstance(layout, GridLayout)
    box = layout.field(1)
    assert desk.sheet.rows[layout.at(box.x + 4, box.y + 4)].name == "enfants[1].age"


def test_a_check_of_a_line_stands_in_a_column_of_its_own(tmp_path: Path) -> None:
    gap = {"type": "calculate", "name": "ecart", "calculation": "${age} - 3"}
    path = write(tmp_path / "ecart.xlsx", [*CHILDREN[:5], gap, *CHILDREN[5:]], "1")
    plain = questionnaires.load(path).questionnaire
    checked = [
        replace(question, warning=". >= 0") if question.name.endswith(".ecart") else question
        for question in plain.questions
    ]
    session = EntrySession(replace(plain, questions=tuple(checked)), WORLD, {})
    for text in ("Faure", "Léa", "2"):
        session.enter(text)
    session.end_section()
    assert session.position == "enfants[1].ecart"
    found = CellMaker(session, RowMaker(session)).table("enfants")
    assert found is not None
    rows, table = found
    assert table.titles[-1] == "Contrôle de la section"
    assert (rows[-1].name, table.cells[-1]) == ("enfants[1].ecart", (1, 3))
