"""Withdrawing, putting back, erasing, and who changed what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import OFFICER, SITE, new_campaign

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.stored import Filters, Sort
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import integrity, responses
from teleactivites_desktop.services.responses import Change
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb")
    made.author(Kind.SITE, SITE.site, {"territory": "GBEQ", "label": "Briançon"})
    yield made
    made.store.close()


@pytest.fixture
def record(workspace: Workspace) -> str:
    record = workspace.new_record()
    patch = {"paper": "GBEQ-0001", "territory": "GBEQ", "status": "kept", "answers.nom": "Faure"}
    workspace.author(Kind.RESPONSE, record, patch)
    return record


def status(workspace: Workspace, record: str) -> tuple[Status, str]:
    stored = responses.get(workspace, record)
    assert stored is not None
    return stored.state.status, stored.state.reason


def test_withdrawn_and_put_back(workspace: Workspace, record: str) -> None:
    responses.withdraw(workspace, record, "  en double ")
    assert status(workspace, record) == (Status.WITHDRAWN, "en double")
    assert responses.count(workspace, Filters(status=Status.WITHDRAWN)) == 1
    assert [line.paper for line in responses.page(workspace, Filters(), Sort()).lines] == ["GBEQ-0001"]
    responses.restore(workspace, record)
    assert status(workspace, record) == (Status.COMPLETE, "")
    assert integrity.check(workspace.store) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(workspace: Workspace, record: str, reason: str) -> None:
    for action in (responses.withdraw, responses.erase):
        with pytest.raises(UserError, match="Dites pourquoi"):
            action(workspace, record, reason)
    assert len(workspace.store.revisions.history(record)) == 1


def test_what_cannot_be_done_is_said(workspace: Workspace, record: str) -> None:
    with pytest.raises(UserError, match="GBEQ-0001 n’est pas retirée"):
        responses.restore(workspace, record)
    responses.withdraw(workspace, record, "en double")
    with pytest.raises(UserError, match="GBEQ-0001 est déjà retirée"):
        responses.withdraw(workspace, record, "encore")
    responses.erase(workspace, record, "à sa demande")
    for action in (responses.withdraw, responses.erase):
        with pytest.raises(UserError, match="effacée"):
            action(workspace, record, "encore")


def test_an_erased_response_is_gone_with_its_drafts(workspace: Workspace, record: str) -> None:
    mine = Draft("d1", "GBEQ-0001", "GBEQ", "", OFFICER, "nom", {"typed": "Faure"}, "2007")
    other = Draft("d2", "GBEQ-0001", "HD", "", OFFICER, "nom", {}, "2007")
    workspace.store.drafts.save(mine)
    workspace.store.drafts.save(other)
    responses.erase(workspace, record, "à sa demande")
    assert responses.get(workspace, record) is None
    assert workspace.store.drafts.list() == [other]
    first, last = responses.history(workspace, record)
    assert first.blank
    assert first.changes == ()
    assert last.changes == (Change("erased", None, "à sa demande"),)


def test_the_history_says_who_where_and_what(workspace: Workspace, record: str) -> None:
    responses.withdraw(workspace, record, "en double")
    first, second = responses.history(workspace, record)
    assert (first.officer, first.territory, first.site_label) == ("MD", "GBEQ", "Briançon")
    assert Change("answers.nom", None, "Faure") in first.changes
    assert second.changes == (Change("reason", None, "en double"), Change("status", "kept", "withdrawn"))
    assert second.revision.at > first.revision.at


def test_before_is_what_the_author_had_seen(workspace: Workspace, record: str) -> None:
    """Two changes that had not seen each other both start from the first answer."""
    (first,) = workspace.store.revisions.heads(record)
    for name in ("Roux", "Blanc"):
        workspace.author(Kind.RESPONSE, record, {"answers.nom": name}, parents=(first,))
    told = [entry.changes for entry in responses.history(workspace, record)[1:]]
    assert told == [(Change("answers.nom", "Faure", name),) for name in ("Roux", "Blanc")]
    workspace.author(Kind.RESPONSE, record, {"answers.nom": "Roux"})
    # What it changes for who decides: the value shown until then was the latest.
    assert responses.history(workspace, record)[-1].changes == (Change("answers.nom", "Blanc", "Roux"),)


def test_an_unknown_officer_or_site_is_left_blank(workspace: Workspace) -> None:
    record = workspace.new_record()
    workspace.author(Kind.RESPONSE, record, {"paper": "X-1"}, officer="ab" * 16)
    (entry,) = responses.history(workspace, record)
    assert entry.officer == ""
    assert responses.history(workspace, "f" * 32) == []
