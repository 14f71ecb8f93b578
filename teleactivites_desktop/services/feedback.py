"""Feedback for who keys: speed without pauses, slips, and which question causes most. It never travels."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from teleactivites_desktop.core.entry import Counters
from teleactivites_desktop.services.workspace import Workspace

_COUNTS = "keying.counts"
"""Setting: day -> officer's record -> counts of that day."""
KEPT_DAYS = 400
"""Days of counts kept: a campaign of a year, and its last month twice."""


@dataclass(frozen=True)
class Feedback:
    """What was keyed in some days: papers, keystrokes, seconds at work, slips by question."""

    papers: int = 0
    keystrokes: int = 0
    seconds: float = 0.0
    refused: Mapping[str, int] = field(default_factory=dict)
    checked: Mapping[str, int] = field(default_factory=dict)
    corrected: Mapping[str, int] = field(default_factory=dict)

    @property
    def keystrokes_per_hour(self) -> float:
        """Return the speed without pauses; 0.0 before a second of work."""
        return self.keystrokes * 3600 / self.seconds if self.seconds >= 1 else 0.0

    @property
    def faults_per_thousand(self) -> float:
        """Return the texts refused per 1,000 keystrokes; 0.0 without keystrokes."""
        return sum(self.refused.values()) * 1000 / self.keystrokes if self.keystrokes else 0.0

    def worst_questions(self) -> list[tuple[str, int]]:
        """Return the questions with their slips (refused and corrected), the most slips first."""
        slips = Counter(self.refused)
        slips.update(self.corrected)
        return sorted(slips.items(), key=lambda item: (-item[1], item[0]))


def add_counters(workspace: Workspace, counters: Counters) -> None:
    """Add the counts of one finished paper to those of today and of the officer at work."""
    today = workspace.environment.today()
    oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
    days = workspace.store.settings.get(_COUNTS, {})
    kept = {day: officers for day, officers in days.items() if day >= oldest}
    officers = kept.setdefault(today.isoformat(), {})
    officers[workspace.officer] = _sum(
        [officers.get(workspace.officer, {}), {"papers": 1, **counters.to_json()}]
    )
    workspace.store.settings.set(_COUNTS, kept)


def feedback(workspace: Workspace, *, officer: str = "", since: str = "") -> Feedback:
    """Return the feedback of one officer ("": all of this site), from the ISO day `since` on."""
    return Feedback(**_sum(_chosen(workspace, officer, since)))


def _chosen(workspace: Workspace, officer: str, since: str) -> Iterator[Mapping[str, Any]]:
    for day, officers in workspace.store.settings.get(_COUNTS, {}).items():
        for name, counts in officers.items():
            if day >= since and officer in ("", name):
                yield counts


def _sum(parts: Any) -> dict[str, Any]:
    total: dict[str, Any] = {"papers": 0, "keystrokes": 0, "seconds": 0.0}
    slips = {name: Counter[str]() for name in ("refused", "checked", "corrected")}
    for part in parts:
        for name in total:
            total[name] += part.get(name, 0)
        for name, counts in slips.items():
            counts.update(part.get(name, {}))
    return {**total, **{name: dict(counts) for name, counts in slips.items()}}
