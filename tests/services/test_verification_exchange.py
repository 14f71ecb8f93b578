"""A batch verified at another territory: the request goes out, corrections and differences come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_sites import Campaign, campaign, key_papers, settle
from verification_world import key_again

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.verification import Verdict
from teleactivites_desktop.services import batches, verification, verification_plan, verification_report
from teleactivites_desktop.services.editing import find_response


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Campaign]:
    made = campaign(tmp_path, ("GBEQ", "HD"))
    key_papers(made, most=3)
    settle(made)
    yield made
    made.close()


def test_differences_found_elsewhere_come_back(pair: Campaign) -> None:
    here, there = pair.sites["GBEQ"], pair.sites["HD"]
    poor: PatchValue = {"papers": 4, "fields": 400, "wrong": 9}
    batches.tell(here, batches.Batch("GBEQ", "GBEQ-0"), {"verified": poor})  # so that all three are due
    verification_plan.ask(here, "GBEQ", "GBEQ-A", "HD")
    assert verification_plan.due(here) == []
    assert verification_plan.due(there) == []
    pair.send("GBEQ", "HD")
    (due, *_others) = verification_plan.due(there)
    paper = due.line.paper
    verification.finish(there, key_again(there, paper, {"naissance": ("1951", "1951")}))
    pair.send("HD", "GBEQ")
    stored = here.store.responses.get(find_response(here, paper))
    assert stored is not None
    assert stored.state.answers["naissance"] == 1951
    assert stored.state.conflicts == ()
    (told,) = verification_report.differences(here)
    assert (told.paper, told.question, told.verdict) == (paper, "naissance", Verdict.KEYER)
    assert told.verifier == "agent HD"
    assert told.booked_to != told.verifier
    assert verification_plan.batch_rate(here, "GBEQ", "GBEQ-A") == verification_plan.batch_rate(
        there, "GBEQ", "GBEQ-A"
    )
