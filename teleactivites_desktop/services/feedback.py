"""Feedback for who keys: speed without pauses, slips, and which question causes most. It never travels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from teleactivites_desktop.core.entry import Counters
from teleactivites_desktop.services.workspace import Workspace

_COUNTS = "keying.counts"
"""Setting: day -> officer's record -> counts of that day."""
_PILES = "keying.batches"
"""Setting: territory and batch -> its counts, without names."""
_PAPERS = "papers"
KEPT_DAYS = 400
"""Days of counts kept: a campaign of a year, and its last month twice."""


@dataclass(frozen=True)
class Feedback:
    """What was keyed in some days: how many papers, and the counts of all of them together."""

    papers: int
    counters: Counters

    def worst_questions(self) -> list[tuple[str, int]]:
        """Return the questions with their slips (refused and corrected), the most slips first."""
        slips = self.counters.refused + self.counters.corrected
        return sorted(slips.items(), key=lambda item: (-item[1], item[0]))


def add_counters(workspace: Workspace, counters: Counters, territory: str, batch: str) -> None:
    """Add the counts of one finished paper to those of today and of the officer at work, and of its batch."""
    piles = workspace.store.settings.get(_PILES, {})
    pile = f"{territory}/{batch}"
    workspace.store.settings.set(_PILES, {**piles, pile: _added(piles.get(pile, {}), counters)})
    today = workspace.environment.today()
    oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
    days = workspace.store.settings.get(_COUNTS, {})
    kept = {day: officers for day, officers in days.items() if day >= oldest}
    officers = kept.setdefault(today.isoformat(), {})
    officers[workspace.officer] = _added(officers.get(workspace.officer, {}), counters)
    workspace.store.settings.set(_COUNTS, kept)


def batch_totals(workspace: Workspace, territory: str, batch: str) -> Feedback | None:
    """Return what the keying of a batch took here, whoever keyed; None where nothing was keyed here."""
    counts = workspace.store.settings.get(_PILES, {}).get(f"{territory}/{batch}")
    return Feedback(counts[_PAPERS], Counters(counts)) if counts else None


def feedback(workspace: Workspace, *, officer: str = "", since: str = "") -> Feedback:
    """Return the feedback of one officer ("": all of this site), from the ISO day `since` on."""
    papers, total = 0, Counters()
    for counts in _chosen(workspace, officer, since):
        papers += counts[_PAPERS]
        total.add(Counters(counts))
    return Feedback(papers, total)


def _added(before: Mapping[str, Any], counters: Counters) -> dict[str, Any]:
    total = Counters(before)
    total.add(counters)
    return {_PAPERS: before.get(_PAPERS, 0) + 1, **total.to_json()}


def _chosen(workspace: Workspace, officer: str, since: str) -> Iterator[Mapping[str, Any]]:
    for day, officers in workspace.store.settings.get(_COUNTS, {}).items():
        for name, counts in officers.items():
            if day >= since and officer in ("", name):
                yield counts
