"""Where the campaign stands, in figures: for the first page and the line at the bottom of the window."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teleactivites_desktop.core.local import JournalEntry
from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import conflicts
from teleactivites_desktop.services.batches import Batch, batches
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

WEEKS = 26
MOST_COMPARED = 5_000
"""Responses among which likely pairs are looked for unasked: about a second, behind the window."""
_EXCHANGES = 4


@dataclass(frozen=True)
class TerritoryFigures:
    """A territory: its papers keyed (withdrawn ones too) and expected, its batches.

    `expected` is 0 where no batch says how many; a batch that does not say is expected as it is.
    """

    code: str
    name: str
    keyed: int
    expected: int
    batches: tuple[Batch, ...]


@dataclass(frozen=True)
class WeekFigures:
    """A week: its Monday, and how many papers came in."""

    monday: date
    received: int


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody, in counts."""

    drafts: int
    conflicts: int
    incomplete: int


@dataclass(frozen=True)
class Sought:
    """What waits and is looked for: files of the exchange folder, likely pairs, verifications.

    `doubles` is None in a base where looking for them takes seconds.
    """

    files: int
    doubles: int | None
    verifications: int


@dataclass(frozen=True)
class Overview:
    """All that the first page shows."""

    territories: tuple[TerritoryFigures, ...]
    weeks: tuple[WeekFigures, ...]
    waiting: Waiting
    exchanges: tuple[JournalEntry, ...]

    @property
    def keyed(self) -> int:
        """Return how many papers are keyed in all."""
        return sum(territory.keyed for territory in self.territories)


def overview(workspace: Workspace) -> Overview:
    """Return where the campaign stands: counts over indexes, the answers are not looked at."""
    return Overview(
        territories=tuple(_territories(workspace)),
        weeks=weeks(workspace.store.responses.received_counts()),
        waiting=waiting(workspace),
        exchanges=tuple(workspace.store.journal.entries()[:_EXCHANGES]),
    )


def sought(workspace: Workspace, progress: Callable[[float], None]) -> Sought:
    """Return what waits and has to be looked for; what `progress` raises stops it."""
    # Loaded with the first count, not with the first page.
    from teleactivites_desktop.services import duplicates, verification_plan
    from teleactivites_desktop.services.exchanging import folder

    few = workspace.store.responses.count() <= MOST_COMPARED
    ready = verification_plan.DueState.READY
    return Sought(
        files=folder.waiting(workspace),
        doubles=len(duplicates.find(workspace, progress)) if few else None,
        verifications=sum(each.state is ready for each in verification_plan.due(workspace)),
    )


def waiting(workspace: Workspace) -> Waiting:
    """Return what waits."""
    incomplete = workspace.store.responses.count(Filters(status=Status.INCOMPLETE))
    return Waiting(len(workspace.store.drafts.list()), conflicts.count(workspace), incomplete)


def weeks(received: Mapping[str, int], most: int = WEEKS) -> tuple[WeekFigures, ...]:
    """Return the weeks up to the last one with papers, at most `most`; those without any are there too.

    `received`: ISO date -> count; what is no date is left out.
    """
    by_monday: dict[date, int] = {}
    for text, count in received.items():
        day = _day(text)
        if day is not None:
            monday = day - timedelta(days=day.weekday())
            by_monday[monday] = by_monday.get(monday, 0) + count
    if not by_monday:
        return ()
    last = max(by_monday)
    first = max(min(by_monday), last - timedelta(weeks=most - 1))
    span = (last - first).days // 7 + 1
    mondays = [first + timedelta(weeks=i) for i in range(span)]
    return tuple(WeekFigures(monday, by_monday.get(monday, 0)) for monday in mondays)


def _territories(workspace: Workspace) -> Iterable[TerritoryFigures]:
    names = membership(workspace.store).territories
    piles = _batches(workspace)
    for code in (*names, *sorted(piles.keys() - names.keys())):
        mine = tuple(piles.get(code, ()))
        told = any(batch.expected for batch in mine)
        yield TerritoryFigures(
            code=code,
            name=names.get(code, code),
            keyed=sum(batch.keyed for batch in mine),
            expected=sum(batch.expected or batch.keyed for batch in mine) if told else 0,
            batches=mine,
        )


def _batches(workspace: Workspace) -> Mapping[str, list[Batch]]:
    """Return the batches of each territory by code, then papers of batches not heard of, or of none ("")."""
    found: dict[str, list[Batch]] = {}
    told = set()
    for batch in batches(workspace):
        told.add((batch.territory, batch.code))
        found.setdefault(batch.territory, []).append(batch)
    for pile, keyed in workspace.store.responses.batch_counts().items():
        if pile not in told:
            found.setdefault(pile[0], []).append(Batch(*pile, keyed))
    return found


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
