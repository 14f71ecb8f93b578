"""What one site keeps for itself: drafts, what partners said, the journal of exchanges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from teleactivites_desktop.core.values import PatchValue

NEW_SITE_DUE = "new_site_due"
"""Setting of a database that was restored: it must take a new site identity before it writes."""

ERASED_BEFORE = "erased_before"
"""Setting of a database that was restored: what its predecessor had erased, to be erased in it again."""


class DraftKind(StrEnum):
    """What a draft is of."""

    NEW = "new"
    CORRECTION = "correction"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper being keyed. `state` is `EntrySession.to_draft()`; `updated` an ISO time with its zone.

    Of a stored response being corrected or verified, `state` also has its `record` (an erasure finds it by
    that), the `kind`, and the `heads` on which it was opened.
    """

    id: str
    paper: str
    territory: str
    batch: str
    officer: str
    position: str
    state: Mapping[str, PatchValue]
    updated: str

    @property
    def kind(self) -> DraftKind:
        """Return what the draft is of."""
        return DraftKind(str(self.state.get("kind", DraftKind.NEW)))

    @property
    def record(self) -> str:
        """Return the stored response that is keyed again; "" for a new paper."""
        return str(self.state.get("record", ""))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a site said last that it holds: site -> number; `at`: stamp of saying; `file`: where."""

    site: str
    vector: Mapping[str, int]
    at: str
    file: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A site's signature (hexadecimal) of its chain at its revision `seq`, whose id is `id`."""

    site: str
    seq: int
    id: str
    signature: str


class SiteRange(NamedTuple):
    """Revisions `first` to `last` of a site."""

    site: str
    first: int
    last: int


class JournalAction(StrEnum):
    """What was done with an exchange file."""

    READ = "read"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An exchange file that was read or written.

    `site`: who wrote it (read) or for whom (written, "" for all); `digest`: SHA-256 of the file; `brought`:
    the revisions that reading it added here, or that it holds; `details`: counts and whatever the service
    wants back; `at`, `undone_at`: ISO times with their zone, "" when not undone. `number` is given by the
    journal, 0 before.
    """

    action: JournalAction
    at: str
    file: str
    site: str = ""
    digest: str = ""
    brought: tuple[SiteRange, ...] = ()
    details: Mapping[str, PatchValue] = field(default_factory=dict)
    undone_at: str = ""
    number: int = 0
