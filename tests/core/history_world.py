"""A made-up world of sites that hold histories in memory and carry files to each other, for the laws."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from teleactivites_desktop.core.history.chain import ChainBreak, make_revision, verify_run
from teleactivites_desktop.core.history.clock import Clock
from teleactivites_desktop.core.history.fold import Folded, fold
from teleactivites_desktop.core.history.plan import ImportPlan, plan_import
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind, Patch, Revision

START = 1_194_870_600_000
"""12 November 2007, in milliseconds."""


def record_id(number: int) -> str:
    return format(number, "032x")


@dataclass
class File:
    """What one site carries to another: revisions, and what the sender holds."""

    revisions: list[Revision]
    vector: dict[str, int]


@dataclass
class Site:
    """One site: its database in memory. `skew` is how far its wall clock is wrong, in milliseconds."""

    id: str
    skew: int = 0
    held: dict[str, list[Revision]] = field(default_factory=dict)
    parked: list[Revision] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)

    # What `Holdings` asks.

    def vector(self) -> Mapping[str, int]:
        return {site: len(run) for site, run in self.held.items()}

    def ids_between(self, site: str, first: int, last: int) -> Sequence[str]:
        return [revision.id for revision in self.held[site][first - 1 : last]]

    def known_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        return {revision.id: revision.record for revision in self.all() if revision.id in ids}

    def erased_records(self, records: Collection[str]) -> Collection[str]:
        return {revision.record for revision in self.all() if revision.erases} & set(records)

    # What a site does.

    def all(self) -> list[Revision]:
        return [revision for run in self.held.values() for revision in run]

    def history(self, record: str) -> list[Revision]:
        return [revision for revision in self.all() if revision.record == record]

    def folds(self) -> dict[str, Folded]:
        histories = defaultdict(list)
        for revision in self.all():
            histories[revision.record].append(revision)
        return {record: fold(history) for record, history in histories.items()}

    def write(self, record: str, patch: Patch, now: int, parents: Iterable[str] | None = None) -> Revision:
        """Append a revision on the heads that this site sees; on an erased record it is blanked."""
        run = self.held.setdefault(self.id, [])
        made = make_revision(
            site=self.id,
            seq=len(run) + 1,
            previous=run[-1].id if run else "",
            record=record,
            kind=Kind.RESPONSE,
            parents=fold(self.history(record)).heads if parents is None else parents,
            at=self.clock.tick(now + self.skew),
            officer="",
            salt=format(len(run) + 1, "032x"),
            patch=patch,
        )
        run.append(made)
        self._blank(self.erased_records({record}))
        return made

    def erase(self, record: str, now: int) -> Revision:
        return self.write(record, {ERASED_PATH: "demande"}, now)

    def file(self, since: Mapping[str, int] | None = None) -> File:
        """Return a file of what a partner that holds `since` lacks; everything when nothing is known."""
        vector = since or {}
        revisions = [r for site, run in self.held.items() for r in run[vector.get(site, 0) :]]
        return File(revisions, dict(self.vector()))

    def read(self, file: File, now: int) -> ImportPlan:
        """Import as the program does: plan, then apply, park the rest, blank what was erased."""
        plan = plan_import(self, [*self.parked, *file.revisions], file.vector)
        if plan.forks:
            return plan
        for revision in plan.applicable:
            run = self.held.setdefault(revision.site, [])
            assert revision.seq == len(run) + 1, "applied out of order"
            assert self.known_ids(revision.parents).keys() == set(revision.parents), "applied before a parent"
            run.append(revision)
            self.clock.observe(revision.at, now + self.skew)
        self.parked = [revision for revision, _ in plan.parked]
        self._blank(plan.erasing)
        return plan

    def broken(self) -> ChainBreak | None:
        """Return the first break found in the chains held."""
        breaks = (verify_run(run, site=site) for site, run in self.held.items())
        return next((found for found in breaks if found), None)

    def copy(self, new_id: str) -> "Site":
        """Return another incarnation that starts from what this site holds."""
        return Site(new_id, held={site: list(run) for site, run in self.held.items()})

    def snapshot(self) -> "Site":
        """Return this very site as it is now, to come back to."""
        held = {site: list(run) for site, run in self.held.items()}
        return Site(self.id, self.skew, held, list(self.parked), copy(self.clock))

    def _blank(self, records: Collection[str]) -> None:
        for run in self.held.values():
            run[:] = [r.blanked() if r.record in records and not r.erases else r for r in run]


def site_id(number: int) -> str:
    return format(number + 1, "016x")


def exchange_until_equal(sites: Sequence[Site], now: int) -> None:
    """Let the first read everybody in full, then everybody read the first."""
    for site in sites[1:]:
        sites[0].read(site.file(), now)
    for site in sites[1:]:
        site.read(sites[0].file(), now)


def content(site: Site) -> dict[str, tuple[Revision, ...]]:
    return {name: tuple(run) for name, run in sorted(site.held.items())}
