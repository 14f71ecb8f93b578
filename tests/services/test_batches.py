"""Batches: expected and keyed counts, gaps, what is lost, closing only when the counts agree."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import batches, campaigns, papers
from teleactivites_desktop.services.batches import AGREED, Batch
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    seconds = iter(range(1_000_000))
    start = datetime(2007, 11, 12, 9, tzinfo=UTC)
    environment = Environment(lambda: start + timedelta(seconds=next(seconds)), random.Random(1).randbytes)
    path: Path = tmp_path_factory.mktemp("batches") / "c.tldb"
    made = campaigns.create(
        path, territory="GBEQ", officer="Anne", passphrase=None, environment=environment
    ).workspace
    yield made
    made.close()


def key(workspace: Workspace, batch: str, *numbers: str) -> None:
    version = workspace.store.questionnaires.current_version()
    for paper in numbers:
        papers.store_paper(
            workspace, paper=paper, territory="GBEQ", batch=batch, content={"status": "kept"}, version=version
        )


def test_a_batch_never_seen_is_empty(workspace: Workspace) -> None:
    assert batches.batch(workspace, "GBEQ", "inconnu") == Batch("GBEQ", "inconnu")
    assert batches.missing(workspace, Batch("GBEQ", "inconnu")) == []


def test_expected_and_keyed_are_counted_and_gaps_are_named(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "A", expected=5, first="A-0001", last="A-0005")
    key(workspace, "A", "A-0001", "A-0004")
    found = batches.batch(workspace, "GBEQ", "A")
    assert (found.keyed, found.expected, found.agrees) == (2, 5, False)
    assert batches.missing(workspace, found) == ["A-0002", "A-0003", "A-0005"]


def test_without_a_range_gaps_lie_between_the_papers_keyed(workspace: Workspace) -> None:
    key(workspace, "B", "B-0008", "B-0011")
    assert batches.missing(workspace, batches.batch(workspace, "GBEQ", "B")) == ["B-0009", "B-0010"]


def test_a_paper_keyed_in_another_batch_is_not_missing(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "M", expected=4, first="M-0009", last="M-0012")
    key(workspace, "M", "M-0009")
    key(workspace, "N", "M-0010")
    key(workspace, "", "M-0012")
    found = batches.batch(workspace, "GBEQ", "M")
    assert (found.keyed, batches.missing(workspace, found)) == (1, ["M-0011"])


def test_a_lost_paper_is_no_gap_and_counts(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "C", expected=2, first="C-1", last="C-2")
    key(workspace, "C", "C-1")
    batches.tell_lost(workspace, batches.batch(workspace, "GBEQ", "C"), "C-2", "mouillée")
    found = batches.batch(workspace, "GBEQ", "C")
    assert (found.lost, found.agrees, batches.missing(workspace, found)) == ({"C-2": "mouillée"}, True, [])


def test_a_keyed_paper_is_not_lost_and_a_loss_has_a_reason(workspace: Workspace) -> None:
    key(workspace, "D", "D-1")
    found = batches.batch(workspace, "GBEQ", "D")
    with pytest.raises(UserError, match="est saisie"):
        batches.tell_lost(workspace, found, "D-1", "perdue")
    with pytest.raises(UserError, match="ce qui est arrivé"):
        batches.tell_lost(workspace, found, "D-2", " ")


def test_a_batch_closes_when_the_counts_agree_or_a_reason_is_given(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "E", expected=2)
    key(workspace, "E", "E-1")
    with pytest.raises(UserError, match="2 attendues"):
        batches.close(workspace, batches.batch(workspace, "GBEQ", "E"))
    batches.close(workspace, batches.batch(workspace, "GBEQ", "E"), "une fiche rendue à la mairie")
    assert batches.batch(workspace, "GBEQ", "E").closed == "une fiche rendue à la mairie"
    batches.reopen(workspace, batches.batch(workspace, "GBEQ", "E"))
    assert batches.batch(workspace, "GBEQ", "E").closed == ""
    key(workspace, "E", "E-2")
    batches.close(workspace, batches.batch(workspace, "GBEQ", "E"))
    assert batches.batch(workspace, "GBEQ", "E").closed == AGREED


@pytest.mark.parametrize(
    ("expected", "first", "last"), [(-1, "", ""), (3, "F-9", "F-2"), (3, "F-1", "G-3"), (3, "F", "G")]
)
def test_what_cannot_be_a_batch_is_refused(
    workspace: Workspace, expected: int, first: str, last: str
) -> None:
    with pytest.raises(UserError):
        batches.set_up(workspace, "GBEQ", "F", expected=expected, first=first, last=last)
    assert [found.code for found in batches.batches(workspace) if found.code == "F"] == []


def test_batches_are_listed_by_territory_and_code(workspace: Workspace) -> None:
    batches.set_up(workspace, "HD", "A", expected=1)
    listed = [(found.territory, found.code) for found in batches.batches(workspace)]
    assert listed == sorted(listed)
    assert [found.code for found in batches.batches(workspace, "HD")] == ["A"]
