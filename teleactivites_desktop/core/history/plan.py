"""What an import will do, before it does anything: pure, from what is held and what comes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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

    def known_ids(self, ids: Collection[str]) -> Collection[str]:
        """Return those of `ids` that are held."""

    def erased_records(self, records: Collection[str]) -> Collection[str]:
        """Return those of `records` that are erased here."""


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
    brought.
    With `forks` nothing is applicable: the whole import is refused.
    """

    applicable: tuple[Revision, ...]
    known: int
    parked: tuple[Parked, ...]
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    erasing: frozenset[str]
    missing_parents: frozenset[str]


def plan_import(
    held: Holdings, incoming: Iterable[Revision], stated: Mapping[str, int] | None = None
) -> ImportPlan:
    """Return what importing `incoming` will do: revisions in any order, verified, repeats allowed.

    Hand in the revisions parked earlier with the new ones. `stated` is the sender's vector: what it holds and
    did not bring is a gap too.
    """
    raise NotImplementedError
