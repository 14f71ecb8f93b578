"""One immutable change of one record, and its place in its site's hash chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.values import PatchValue

Patch = Mapping[str, PatchValue]
"""Flat: path -> value, e.g. ``{"answers.commune": "05157", "status": "kept"}``; None takes a path away."""


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
