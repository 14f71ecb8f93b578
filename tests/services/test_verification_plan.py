"""Which responses are keyed again: drawn once, 1 in n that follows from what was found, never by oneself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from keying_world import SITE, Clock
from verification_world import campaign, key_again, seat

from teleactivites_desktop.core.sampling import START, Reason
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import batches, responses, verification, verification_plan
from teleactivites_desktop.services.verification_plan import DueState
from teleactivites_desktop.services.workspace import SiteIdentity, Workspace

LOT = ("GBEQ", "GBEQ-A")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = campaign(tmp_path / "base.tldb", 20, clock)
    yield made
    made.store.close()


def due_papers(workspace: Workspace, state: DueState = DueState.READY) -> list[str]:
    return [each.line.paper for each in verification_plan.due(workspace) if each.state is state]


def test_nothing_is_due_before_a_draw_and_one_in_ten_after(workspace: Workspace) -> None:
    colleague = seat(workspace)
    assert verification_plan.due(colleague) == []
    drawn = verification_plan.draw(colleague, *LOT)
    assert (drawn.one_in, drawn.reason, drawn.verify_at) == (START, Reason.START, "GBEQ")
    first, second = due_papers(colleague)
    assert int(second[-4:]) - int(first[-4:]) == START


def test_the_start_is_drawn_once_for_all(workspace: Workspace) -> None:
    drawn = verification_plan.draw(workspace, *LOT)
    assert verification_plan.draw(seat(workspace), *LOT) == drawn
    assert verification_plan.plan(batches.batch(workspace, *LOT)) == drawn


def test_a_batch_without_responses_is_not_drawn(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="pas encore de fiche"):
        verification_plan.draw(workspace, "GBEQ", "GBEQ-Z")


def test_who_is_not_alone_does_not_verify_his_own_keying(workspace: Workspace) -> None:
    seat(workspace)
    verification_plan.draw(workspace, *LOT)
    assert due_papers(workspace) == []
    assert len(due_papers(workspace, DueState.COLLEAGUE)) == 2


def test_who_is_alone_waits_some_days(workspace: Workspace, clock: Clock) -> None:
    verification_plan.draw(workspace, *LOT)
    (first, _second) = verification_plan.due(workspace)
    assert (first.state, first.held_until) == (DueState.HELD, date(2007, 12, 6))
    clock.wait(3 * 86_400)
    assert len(due_papers(workspace)) == 2
    workspace.store.settings.set(verification_plan.HELD_DAYS, 10)
    assert due_papers(workspace) == []


def test_what_is_verified_or_withdrawn_is_due_no_more_and_the_batch_says_its_totals(
    workspace: Workspace,
) -> None:
    colleague = seat(workspace)
    verification_plan.draw(colleague, *LOT)
    first, second = due_papers(colleague)
    begun = key_again(colleague, first, {"heures": ("39", "39")})
    verification.finish(colleague, begun)
    assert due_papers(colleague) == [second]
    found = verification_plan.batch_rate(colleague, *LOT)
    assert (found.wrong, found.fields) == (1, len(begun.session.compared))
    verification.finish(colleague, key_again(colleague, second))
    assert due_papers(colleague) == []
    told = batches.batch(colleague, *LOT).fields["verified"]
    assert told == {"papers": 2, "fields": 2 * len(begun.session.compared), "wrong": 1}


def test_a_withdrawn_response_is_not_waited_for(workspace: Workspace) -> None:
    colleague = seat(workspace)
    verification_plan.draw(colleague, *LOT)
    first, second = due_papers(colleague)
    record = next(each.line.record for each in verification_plan.due(colleague) if each.line.paper == first)
    responses.withdraw(colleague, record, "en double")
    assert due_papers(colleague) == [second]


def test_a_poor_batch_is_verified_entirely(workspace: Workspace) -> None:
    colleague = seat(workspace)
    batches.tell(
        colleague,
        batches.Batch("GBEQ", "GBEQ-0"),
        {"verified": {"papers": 4, "fields": 400, "wrong": 9}, "sampling": {"one_in": 10, "start": 3}},
    )
    drawn = verification_plan.draw(colleague, *LOT)
    assert (drawn.one_in, drawn.reason) == (1, Reason.POOR)
    assert (drawn.evidence.wrong, drawn.evidence.fields) == (9, 400)
    assert len(due_papers(colleague)) == 20


def test_a_batch_that_turns_out_poor_is_drawn_again_whole(workspace: Workspace) -> None:
    colleague = seat(workspace)
    drawn = verification_plan.draw(colleague, *LOT)
    batches.tell(
        colleague,
        batches.Batch("GBEQ", "GBEQ-0"),
        {"verified": {"papers": 4, "fields": 400, "wrong": 6}, "sampling": {"one_in": 10, "start": 3}},
    )
    paper = due_papers(colleague)[0]
    verification.finish(colleague, key_again(colleague, paper, {"heures": ("39", "39")}))
    tightened = verification_plan.plan(batches.batch(colleague, *LOT))
    assert tightened is not None
    assert (tightened.one_in, tightened.start, tightened.reason) == (1, drawn.start, Reason.POOR)
    assert len(due_papers(colleague)) == 19


def test_good_keying_relaxes_the_next_batch(workspace: Workspace) -> None:
    batches.tell(
        workspace,
        batches.Batch("GBEQ", "GBEQ-0"),
        {"verified": {"papers": 60, "fields": 2_100, "wrong": 0}, "sampling": {"one_in": 10, "start": 3}},
    )
    drawn = verification_plan.draw(workspace, *LOT)
    assert (drawn.one_in, drawn.reason) == (20, Reason.GOOD)


def test_another_territory_sees_what_it_is_asked_to_verify(workspace: Workspace) -> None:
    seat(workspace)
    there = seat(workspace, "ad" * 16, "HL", SiteIdentity("f" * 16, "HD", b"\1" * 32))
    verification_plan.ask(workspace, *LOT, "HD")
    assert verification_plan.due(workspace) == []
    assert len(due_papers(there)) == 2
    assert verification_plan.ask(workspace, *LOT, "GBEQ").verify_at == SITE.territory
    assert verification_plan.due(there) == []


def test_an_unknown_territory_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="n'est pas de cette campagne"):
        verification_plan.ask(workspace, *LOT, "PACA")
    assert verification_plan.plan(batches.batch(workspace, *LOT)) is None
