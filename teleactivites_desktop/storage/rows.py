"""Revisions as rows and back; JSON as it is stored."""

import json
from collections.abc import Iterable
from typing import Any

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.storage.session import SqlRow

REVISION_COLUMNS = "site, seq, id, previous, record, kind, parents, at, officer, digest, salt, patch"
_KINDS = {kind.value: kind for kind in Kind}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_decode = json.JSONDecoder().decode


def to_text(value: object) -> str:
    """Return JSON with its keys sorted: equal values give equal texts."""
    return _encode(value)


def from_text(text: str) -> Any:
    """Return the value of stored JSON."""
    return _decode(text)


def revision_row(revision: Revision, row: int) -> dict[str, object]:
    """Return `revision` as the parameters of an insert; its patch as the very text that was hashed."""
    return {
        "row": row,
        "site": revision.site,
        "seq": revision.seq,
        "id": revision.id,
        "previous": revision.previous,
        "record": revision.record,
        "kind": revision.kind.value,
        "parents": _encode(revision.parents) if revision.parents else "[]",
        "at": revision.at,
        "officer": revision.officer,
        "digest": revision.digest,
        "salt": revision.salt,
        "patch": None if revision.patch is None else canonical_json(revision.patch).decode(),
    }


def revision_of(row: SqlRow) -> Revision:
    """Return the revision of a row of `REVISION_COLUMNS`."""
    site, seq, id_, previous, record, kind, parents, at, officer, digest, salt, patch = row
    return Revision(
        site,
        seq,
        id_,
        previous,
        record,
        _KINDS[kind],
        tuple(_decode(parents)) if parents != "[]" else (),
        at,
        officer,
        digest,
        salt,
        None if patch is None else _decode(patch),
    )


def by_record(revisions: Iterable[Revision]) -> dict[str, list[Revision]]:
    """Return the revisions parted by record, each in the order given."""
    parted: dict[str, list[Revision]] = {}
    for revision in revisions:
        parted.setdefault(revision.record, []).append(revision)
    return parted
