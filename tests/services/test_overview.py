"""The figures of the first page add up to what is held."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from keying_world import new_campaign

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.services import batches, keying, overview
from teleactivites_desktop.services.overview import WeekFigures, weeks
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "campagne.tldb")
    yield made
    made.close()


def key_samples(workspace: Workspace) -> None:
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    list(keying.key_transcripts(workspace, text.splitlines()))


def test_a_new_campaign_has_its_territories_and_nothing_else(workspace: Workspace) -> None:
    found = overview.overview(workspace)
    assert [territory.code for territory in found.territories] == ["GBD", "GBEQ", "HAD", "HD"]
    assert found.keyed == 0
    assert found.weeks == ()
    assert found.exchanges == ()
    assert (found.waiting.drafts, found.waiting.conflicts, found.waiting.incomplete) == (0, 0, 0)


def test_every_paper_is_counted_once_by_territory_batch_and_week(workspace: Workspace) -> None:
    key_samples(workspace)
    found = overview.overview(workspace)
    held = workspace.store.responses.count()
    assert found.keyed == held
    assert sum(batch.keyed for territory in found.territories for batch in territory.batches) == held
    assert sum(week.received for week in found.weeks) == held
    assert found.waiting.incomplete == 6


def test_a_batch_that_does_not_say_how_many_is_expected_as_it_is(workspace: Workspace) -> None:
    key_samples(workspace)
    batches.set_up(workspace, "GBEQ", "GBEQ-A", expected=40)
    mine = next(each for each in overview.overview(workspace).territories if each.code == "GBEQ")
    untold = next(batch.keyed for batch in mine.batches if batch.code == "GBEQ-B")
    assert mine.expected == 40 + untold
    others = [each.expected for each in overview.overview(workspace).territories if each.code != "GBEQ"]
    assert others == [0, 0, 0]


def test_papers_of_a_batch_or_a_territory_not_heard_of_are_counted_too(workspace: Workspace) -> None:
    patch = {"paper": "XX-0001", "territory": "XX", "batch": "XX-A", "status": "kept"}
    workspace.author(Kind.RESPONSE, workspace.new_record(), patch)
    last = overview.overview(workspace).territories[-1]
    assert (last.code, last.keyed, [batch.code for batch in last.batches]) == ("XX", 1, ["XX-A"])


def test_a_draft_waits(workspace: Workspace) -> None:
    patch = {"title": "Essai", "territories.GBEQ": "Briançonnais"}
    workspace.author(Kind.CAMPAIGN, "c" * 32, patch)
    keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    assert overview.waiting(workspace).drafts == 1


def test_weeks_begin_on_monday_and_miss_none() -> None:
    found = weeks({"2007-11-11": 2, "2007-11-12": 3, "2007-11-18": 4, "2007-11-26": 1, "": 9, "bientôt": 9})
    assert found == (
        WeekFigures(date(2007, 11, 5), 2),
        WeekFigures(date(2007, 11, 12), 7),
        WeekFigures(date(2007, 11, 19), 0),
        WeekFigures(date(2007, 11, 26), 1),
    )


def test_only_the_last_weeks_are_told() -> None:
    start = date(2007, 1, 1)
    found = weeks({(start + timedelta(weeks=i)).isoformat(): 1 for i in range(40)}, most=12)
    assert len(found) == 12
    assert found[-1].monday == start + timedelta(weeks=39)
