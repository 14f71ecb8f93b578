"""What an import will do, before it does anything: pure, from what is held and what comes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from teleactivites_desktop.core.history.revision import Revision


class Holdings(Protocol):
    """What this site holds, asked in bulk."""

    def vector(self) -> Mapping[str, int]:
        """Return the greatest number held of each site; all numbers from 1 up to it are held."""

    def ids_between(self, site: str, first: int, last: int) -> Sequence[str]:
        """Return the ids of the revisions `first` to `last` of `site`, all of them held, in order."""

    def known_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return those of `ids` that are held: id -> the record that it is of."""

    def erased_records(self, records: Collection[str]) -> Collection[str]:
        """Return those of `records` that are erased here."""


Runs = dict[str, dict[int, Revision]]
"""Site -> number -> revision."""


class ParkedReason(StrEnum):
    """Why a revision cannot be applied yet."""

    GAP = "gap"
    """An earlier one of the same site is missing or parked."""
    PARENT = "parent"
    """A revision that its author saw is missing or parked."""
    BLANK = "blank"
    """It comes without its patch, and no erasure of its record is known here."""


class Parked(NamedTuple):
    """A revision to be kept aside until what it waits for comes."""

    revision: Revision
    reason: ParkedReason


class Gap(NamedTuple):
    """Revisions of `site` that are missing: numbers `first` to `last`."""

    site: str
    first: int
    last: int


class Fork(NamedTuple):
    """Two different revisions with one number: `site` has written twice (a copied or restored database)."""

    site: str
    seq: int
    ids: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do.

    `applicable`: in an order in which each follows its parents and its site's previous one, blanked where
    the record is erased; `erasing`: records that they erase here, whose held revisions are to be blanked;
    `known`: how many were held already; `missing_parents`: ids that parked revisions wait for and nothing
    brought; `strays`: those among the applicable that name a revision of another record as their parent.
    With `forks` nothing is applicable. With forks or strays the whole import is to be refused.
    """

    applicable: tuple[Revision, ...]
    known: int
    parked: tuple[Parked, ...]
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    erasing: frozenset[str]
    missing_parents: frozenset[str]
    strays: tuple[Revision, ...] = ()


def plan_import(
    held: Holdings, incoming: Iterable[Revision], stated: Mapping[str, int] | None = None
) -> ImportPlan:
    """Return what importing `incoming` will do: revisions in any order, verified, repeats allowed.

    Hand in the revisions parked earlier with the new ones. `stated` is the sender's vector: what it holds and
    neither brought nor finds here is a gap too.
    """
    vector = held.vector()
    runs, forks = _runs_by_site(incoming)
    known, held_forks = _split_known(held, vector, runs)
    forks += held_forks
    fresh = {revision.id: revision for run in runs.values() for revision in run.values()}
    parents = {parent for revision in fresh.values() for parent in revision.parents} - fresh.keys()
    present = held.known_ids(parents)
    erased_here = set(held.erased_records({revision.record for revision in fresh.values()}))
    erased = erased_here | {revision.record for revision in fresh.values() if revision.erases}
    order, parked = ([], []) if forks else _Sorting(vector, runs, set(present), erased).run()
    erasing = {revision.record for revision in order if revision.erases} - erased_here
    in_force = erased_here | erasing
    return ImportPlan(
        applicable=tuple(_obeying(revision, in_force) for revision in order),
        known=known,
        parked=tuple(Parked(_obeying(revision, in_force), reason) for revision, reason in parked),
        gaps=tuple(_gaps(vector, runs, stated or {})),
        forks=tuple(sorted(set(forks))),
        erasing=frozenset(erasing),
        missing_parents=frozenset(
            parent
            for revision, _ in parked
            for parent in revision.parents
            if parent in parents - present.keys()
        ),
        strays=tuple(revision for revision in order if _is_stray(revision, fresh, present)),
    )


def _is_stray(revision: Revision, fresh: Mapping[str, Revision], held: Mapping[str, str]) -> bool:
    """Tell whether a revision says that its author saw, of its record, what is of another one."""
    return any(
        (fresh[parent].record if parent in fresh else held[parent]) != revision.record
        for parent in revision.parents
    )


def _runs_by_site(incoming: Iterable[Revision]) -> tuple[Runs, list[Fork]]:
    runs: Runs = {}
    forks: list[Fork] = []
    for revision in incoming:
        run = runs.setdefault(revision.site, {})
        other = run.setdefault(revision.seq, revision)
        if other.id != revision.id:
            forks.append(_fork(revision.site, revision.seq, other.id, revision.id))
        elif other.patch is None:
            run[revision.seq] = revision
    return runs, forks


def _split_known(held: Holdings, vector: Mapping[str, int], runs: Runs) -> tuple[int, list[Fork]]:
    """Take out of `runs` what is held; return how many, and the forks against what is held."""
    known = 0
    forks: list[Fork] = []
    for site, run in runs.items():
        last = vector.get(site, 0)
        first = max(1, min(run) - 1)
        ids = dict(enumerate(held.ids_between(site, first, last), first)) if first <= last else {}
        for seq in [seq for seq in run if seq <= last]:
            revision = run.pop(seq)
            known += 1
            if revision.id != ids[seq]:
                forks.append(_fork(site, seq, ids[seq], revision.id))
        ids |= {seq: revision.id for seq, revision in run.items()}
        forks += [
            _fork(site, seq - 1, ids[seq - 1], revision.previous)
            for seq, revision in run.items()
            if seq - 1 in ids and ids[seq - 1] != revision.previous
        ]
    return known, forks


def _fork(site: str, seq: int, one: str, other: str) -> Fork:
    return Fork(site, seq, (min(one, other), max(one, other)))


class _Sorting:
    """Puts fresh revisions in an order in which they can be applied; each site advances as far as it can."""

    def __init__(
        self, vector: Mapping[str, int], runs: Runs, present: set[str], erased: Collection[str]
    ) -> None:
        """`present`: ids of parents that are held; `erased`: records whose blank revisions are explained."""
        self._runs = runs
        self._next = {site: vector.get(site, 0) + 1 for site in runs}
        self._present = present
        self._erased = erased
        self._waiting: dict[str, list[str]] = {}
        self._order: list[Revision] = []

    def run(self) -> tuple[list[Revision], list[tuple[Revision, ParkedReason]]]:
        """Return the applicable revisions in order, and the others with what holds them back."""
        sites = sorted(self._runs, reverse=True)
        while sites:
            sites += self._advance(sites.pop())
        return self._order, [parked for site in sorted(self._runs) for parked in self._parked(site)]

    def _advance(self, site: str) -> list[str]:
        """Apply what `site` allows; return the sites that waited for it."""
        woken: list[str] = []
        run = self._runs[site]
        while (revision := run.get(self._next[site])) is not None:
            if self._is_unexplained(revision):
                break
            absent = self._absent_parent(revision)
            if absent:
                self._waiting.setdefault(absent, []).append(site)
                break
            self._order.append(revision)
            self._present.add(revision.id)
            self._next[site] += 1
            woken += self._waiting.pop(revision.id, ())
        return woken

    def _is_unexplained(self, revision: Revision) -> bool:
        return revision.patch is None and revision.record not in self._erased

    def _absent_parent(self, revision: Revision) -> str:
        return next((parent for parent in revision.parents if parent not in self._present), "")

    def _parked(self, site: str) -> Iterator[tuple[Revision, ParkedReason]]:
        for seq, revision in sorted(self._runs[site].items()):
            if seq > self._next[site]:
                yield revision, ParkedReason.GAP
            elif seq == self._next[site]:
                blank = self._is_unexplained(revision)
                yield revision, ParkedReason.BLANK if blank else ParkedReason.PARENT


def _gaps(vector: Mapping[str, int], runs: Runs, stated: Mapping[str, int]) -> Iterator[Gap]:
    for site in sorted(runs.keys() | stated.keys()):
        expected = vector.get(site, 0) + 1
        for seq in sorted(runs.get(site, ())):
            if seq > expected:
                yield Gap(site, expected, seq - 1)
            expected = seq + 1
        if stated.get(site, 0) >= expected:
            yield Gap(site, expected, stated[site])


def _obeying(revision: Revision, erased: Collection[str]) -> Revision:
    """Blank a revision of an erased record, save the erasures themselves."""
    whole = revision.record not in erased or revision.erases or revision.patch is None
    return revision if whole else revision.blanked()
