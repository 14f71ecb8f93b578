"""A correction under way is on disk, opens again where it was left, and is gone with an erased person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import line, new_campaign, opened_again, stored

from teleactivites_desktop.core.history.chain import make_revision
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import editing, keying, responses
from teleactivites_desktop.services.editing import Correction, keep_correction, take_up
from teleactivites_desktop.services.workspace import Workspace

PAPER = "GBEQ-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb")
    list(keying.key_transcripts(made, [line(PAPER, answers={"heures": "35"}, accept_warnings=True)]))
    yield made
    made.store.close()


def record_of(workspace: Workspace) -> str:
    return editing.find_response(workspace, PAPER)


def begin(workspace: Workspace, **typed: str) -> Correction:
    correction = take_up(workspace, record_of(workspace))
    for name, text in typed.items():
        correction.session.go(name)
        correction.session.enter(text)
    assert keep_correction(workspace, correction)
    return correction


def test_a_correction_interrupted_goes_on_at_its_field_in_another_process(workspace: Workspace) -> None:
    correction = begin(workspace, nom="Faure", heures="40")
    again = opened_again(workspace.store.path)
    taken = take_up(again, record_of(again))
    assert taken.session.position == correction.session.position
    assert taken.session.touched() == ["nom", "heures"]
    editing.save_correction(again, taken)
    assert stored(again, PAPER).state.answers["heures"] == 40
    assert again.store.drafts.list() == []
    again.store.close()


def test_looking_at_a_response_leaves_no_draft(workspace: Workspace) -> None:
    assert not keep_correction(workspace, take_up(workspace, record_of(workspace)))
    assert workspace.store.drafts.list() == []


def test_a_correction_taken_back_leaves_no_draft(workspace: Workspace) -> None:
    correction = begin(workspace, heures="40")
    correction.session.undo()
    assert not keep_correction(workspace, correction)
    assert workspace.store.drafts.list() == []


def test_what_came_while_a_draft_waited_is_a_conflict_not_overwritten(workspace: Workspace) -> None:
    begin(workspace, heures="40")
    editing.edit(workspace, PAPER, {"heures": "20"})
    editing.save_correction(workspace, take_up(workspace, record_of(workspace)))
    assert stored(workspace, PAPER).state.conflicts == ("answers.heures",)


def test_a_command_line_edit_is_not_mixed_with_the_draft(workspace: Workspace) -> None:
    begin(workspace, heures="40")
    assert editing.edit(workspace, PAPER, {"nom": "Faure"})["changed"] == ["answers.nom", "status"]


def test_a_new_paper_of_that_number_is_not_the_correction(workspace: Workspace) -> None:
    begin(workspace, heures="40")
    (draft,) = workspace.store.drafts.list()
    assert (draft.kind, draft.record) == (DraftKind.CORRECTION, record_of(workspace))
    with pytest.raises(UserError, match="déjà pris"):
        keying.start(workspace, PAPER, "GBEQ")


def test_erasing_here_drops_the_draft(workspace: Workspace) -> None:
    begin(workspace, nom="Faure")
    responses.erase(workspace, record_of(workspace), "à sa demande")
    assert workspace.store.drafts.list() == []


def test_an_erasure_that_comes_from_elsewhere_drops_the_draft(workspace: Workspace) -> None:
    begin(workspace, nom="Faure")
    record = record_of(workspace)
    erasing = make_revision(
        site="fedcba9876543210",
        seq=1,
        previous="",
        record=record,
        kind=Kind.RESPONSE,
        parents=workspace.store.revisions.heads(record),
        at="f" * 16,
        officer="",
        salt="00" * 16,
        patch={"erased": "à sa demande"},
    )
    with workspace.store.transaction():
        workspace.store.revisions.append([erasing])
    assert workspace.store.drafts.list() == []
