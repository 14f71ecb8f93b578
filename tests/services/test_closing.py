"""Closing a batch: totals without names travel, and its verification is drawn. Numbers from a reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import OFFICER, SITE, Clock, line, new_campaign
from verification_world import campaign

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import (
    batches,
    closing,
    feedback,
    keying,
    verification_plan,
    verification_report,
)
from teleactivites_desktop.services.workspace import Workspace

LOT = ("GBEQ", "GBEQ-A")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb", clock)
    yield made
    made.store.close()


def key_by_hand(workspace: Workspace, paper: str, clock: Clock) -> None:
    session, draft = keying.start(workspace, paper, *LOT)
    for typed in ("9999", "121107"):
        clock.wait(2)
        session.counters.strike(workspace.environment.now(), len(typed))
        session.enter(typed)
    keying.finish(workspace, draft, session)


def test_closing_tells_totals_without_names_and_draws(workspace: Workspace, clock: Clock) -> None:
    batches.set_up(workspace, *LOT, expected=2)
    for paper in ("GBEQ-0001", "GBEQ-0002"):
        key_by_hand(workspace, paper, clock)
    closing.close(workspace, batches.batch(workspace, *LOT))
    closed = batches.batch(workspace, *LOT)
    told = closed.fields[f"keying.{SITE.site}"]
    assert isinstance(told, dict)
    assert (told["papers"], told["keystrokes"], told["refused"]) == (2, 20, 2)
    assert told["seconds"] == 4
    assert OFFICER not in str(closed.fields)
    assert verification_plan.plan(closed) is not None
    assert closed.closed == batches.AGREED


def test_a_batch_that_does_not_agree_stays_as_it_was(workspace: Workspace, clock: Clock) -> None:
    batches.set_up(workspace, *LOT, expected=3)
    key_by_hand(workspace, "GBEQ-0001", clock)
    with pytest.raises(UserError, match="Dites pourquoi"):
        closing.close(workspace, batches.batch(workspace, *LOT))
    assert verification_plan.plan(batches.batch(workspace, *LOT)) is None
    closing.close(workspace, batches.batch(workspace, *LOT), "deux fiches jamais rendues")
    assert batches.batch(workspace, *LOT).closed == "deux fiches jamais rendues"


def test_a_batch_keyed_elsewhere_closes_without_totals(tmp_path: Path) -> None:
    made = campaign(tmp_path / "base.tldb", 1)
    closing.close(made, batches.batch(made, *LOT), "fini")
    assert not any(path.startswith("keying.") for path in batches.batch(made, *LOT).fields)
    made.store.close()


def test_totals_of_a_batch_are_not_those_of_another(workspace: Workspace, clock: Clock) -> None:
    key_by_hand(workspace, "GBEQ-0001", clock)
    assert feedback.batch_totals(workspace, "GBEQ", "GBEQ-B") is None
    mine = feedback.batch_totals(workspace, *LOT)
    assert mine is not None
    assert mine.papers == 1


def test_questions_that_hold_keying_up_are_listed(workspace: Workspace, clock: Clock) -> None:
    key_by_hand(workspace, "GBEQ-0001", clock)
    (found,) = verification_report.troubled_questions(workspace, [])
    assert (found.question, found.faults, found.refused) == ("date_reception", 0, 1)
    assert found.caption == "Date de réception"


def test_a_lost_paper_that_is_keyed_after_all_is_lost_no_more(workspace: Workspace, clock: Clock) -> None:
    batches.set_up(workspace, *LOT, expected=2)
    for paper in ("GBEQ-0001", "GBEQ-0002"):
        batches.tell_lost(workspace, batches.batch(workspace, *LOT), paper, "mouillée")
    key_by_hand(workspace, "GBEQ-0001", clock)
    list(keying.key_transcripts(workspace, [line("GBEQ-0002")]))
    found = batches.batch(workspace, *LOT)
    assert (found.lost, found.agrees) == ({}, True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("41", "GBEQ-0041"), ("0041", "GBEQ-0041"), ("GBEQ-0041", "GBEQ-0041"), (" 7 ", "GBEQ-0007"), ("", "")],
)
def test_digits_alone_are_a_number_of_the_batch(workspace: Workspace, typed: str, meant: str) -> None:
    assert keying.number_meant(workspace, typed, *LOT) == meant


def test_where_numbers_are_digits_alone_they_stay_so(workspace: Workspace, clock: Clock) -> None:
    key_by_hand(workspace, "0012", clock)
    assert keying.number_meant(workspace, "7", *LOT) == "7"
