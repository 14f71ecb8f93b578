"""One immutable change of one record, and its place in its site's hash chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.values import PatchValue

Patch = Mapping[str, PatchValue]
"""Flat: path -> value, e.g. ``{"answers.commune": "05157", "status": "kept"}``; None takes a path away."""

ERASED_PATH = "erased"
"""The only path of a patch that erases its record; its value is the reason."""


class Kind(StrEnum):
    """The kinds of records that sites share."""

    CAMPAIGN = "campaign"
    QUESTIONNAIRE = "questionnaire"
    SITE = "site"
    OFFICER = "officer"
    BATCH = "batch"
    RESPONSE = "response"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change. Text fields are lower-case hexadecimal; `at` is a clock stamp (`core.history.clock`).

    `patch` and `salt` are None once the record was erased; `digest` = SHA-256(salt, canonical patch) keeps
    the chain whole. `previous` is the id of the same site's revision `seq` - 1 ("" for the first).
    """

    site: str
    seq: int
    id: str
    previous: str
    record: str
    kind: Kind
    parents: tuple[str, ...]
    at: str
    officer: str
    digest: str
    salt: str | None
    patch: Patch | None

    @property
    def erases(self) -> bool:
        """Tell whether this revision erases its record."""
        return self.patch is not None and ERASED_PATH in self.patch

    @property
    def rank(self) -> tuple[str, str, int, str]:
        """Return what orders revisions that have not seen each other: greatest clock, then site.

        `seq` and `id` only make the order total whatever a site may have written.
        """
        return self.at, self.site, self.seq, self.id

    def blanked(self) -> "Revision":
        """Return this revision without what it said, its header and so its place in the chain kept."""
        return Revision(
            site=self.site,
            seq=self.seq,
            id=self.id,
            previous=self.previous,
            record=self.record,
            kind=self.kind,
            parents=self.parents,
            at=self.at,
            officer=self.officer,
            digest=self.digest,
            salt=None,
            patch=None,
        )
