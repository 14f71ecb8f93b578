"""Ctrl+Z on a stored response: the inverse is appended, others' work stays, everything travels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import stored
from verification_world import campaign, key_again, seat

from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import responses, undo, verification
from teleactivites_desktop.services.editing import edit, find_response
from teleactivites_desktop.services.integrity import check
from teleactivites_desktop.services.workspace import Workspace

PAPER = "GBEQ-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = campaign(tmp_path / "base.tldb", 1)
    yield made
    made.store.close()


@pytest.fixture
def record(workspace: Workspace) -> str:
    return find_response(workspace, PAPER)


def hours(workspace: Workspace) -> object:
    return stored(workspace, PAPER).state.answers.get("heures")


def test_a_correction_is_taken_back_and_made_again(workspace: Workspace, record: str) -> None:
    before = dict(stored(workspace, PAPER).fields)
    edit(workspace, PAPER, {"heures": "40", "date_reception": "12/11/2006"}, accept_warnings=True)
    after = dict(stored(workspace, PAPER).fields)
    done = undo.undo(workspace, record)
    assert done.kept == ()
    shown = dict(stored(workspace, PAPER).fields)
    assert shown.pop(next(path for path in shown if path.startswith("undone."))) is True
    assert shown == before
    undo.redo(workspace, record)
    assert dict(stored(workspace, PAPER).fields) == after
    assert check(workspace.store) == []
    assert len(workspace.store.revisions.history(record)) == 4


def test_a_first_keying_is_not_taken_back(workspace: Workspace, record: str) -> None:
    with pytest.raises(UserError, match="première saisie"):
        undo.undo(workspace, record)
    with pytest.raises(UserError, match="Rien à rétablir"):
        undo.redo(workspace, record)


def test_a_withdrawal_is_taken_back(workspace: Workspace, record: str) -> None:
    responses.withdraw(workspace, record, "en double")
    undo.undo(workspace, record)
    state = stored(workspace, PAPER).state
    assert (state.status, state.reason) == (Status.COMPLETE, "")


def test_taking_back_a_correction_under_a_withdrawal_leaves_it_withdrawn(
    workspace: Workspace, record: str
) -> None:
    edit(workspace, PAPER, {"heures": "40"}, accept_warnings=True)
    responses.withdraw(workspace, record, "en double")
    undo.undo(workspace, record)
    undo.undo(workspace, record)
    undo.redo(workspace, record)
    undo.redo(workspace, record)
    assert stored(workspace, PAPER).state.status is Status.WITHDRAWN


def test_a_verification_is_taken_back_with_its_corrections(workspace: Workspace, record: str) -> None:
    colleague = seat(workspace)
    verification.finish(colleague, key_again(colleague, PAPER, {"heures": ("39", "39")}))
    undo.undo(workspace, record)
    assert hours(workspace) == 35
    assert not any(path.startswith("verification.") for path in stored(workspace, PAPER).fields)


def test_an_earlier_state_is_brought_back(workspace: Workspace, record: str) -> None:
    first = workspace.store.revisions.history(record)[0]
    edit(workspace, PAPER, {"heures": "40"}, accept_warnings=True)
    edit(workspace, PAPER, {"nom": "Zola"})
    undo.restore_state(workspace, record, first.id)
    assert (hours(workspace), stored(workspace, PAPER).state.answers["nom"]) == (35, "Dupont")
    with pytest.raises(UserError, match="déjà dans cet état"):
        undo.restore_state(workspace, record, first.id)
    undo.undo(workspace, record)
    assert hours(workspace) == 40


def test_an_unknown_state_is_refused(workspace: Workspace, record: str) -> None:
    with pytest.raises(UserError, match="historique"):
        undo.restore_state(workspace, record, "f" * 64)


def test_nothing_of_an_erased_response_is_brought_back(workspace: Workspace, record: str) -> None:
    responses.erase(workspace, record, "à sa demande")
    for gesture in (undo.undo, undo.redo):
        with pytest.raises(UserError, match="effacée"):
            gesture(workspace, record)


def test_what_was_corrected_elsewhere_unseen_is_left_and_said(workspace: Workspace, record: str) -> None:
    from teleactivites_desktop.core.history.revision import Kind

    heads = workspace.store.revisions.heads(record)
    workspace.author(Kind.RESPONSE, record, {"answers.heures": 20, "status": "kept"}, parents=heads)
    workspace.author(
        Kind.RESPONSE, record, {"answers.heures": 30, "answers.nom": "Zola", "status": "kept"}, parents=heads
    )
    done = undo.undo(workspace, record)
    assert [
        caption for caption in done.kept if "hebdomadaire" in caption.lower() or "heures" in caption.lower()
    ]
    assert stored(workspace, PAPER).state.answers["nom"] == "Dupont"
    assert stored(workspace, PAPER).state.conflicts == ("answers.heures",)
