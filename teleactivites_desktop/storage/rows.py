"""Revisions as rows and back; JSON as it is stored."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from teleactivites_desktop.core.history.canonical import Canonical
from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.storage.session import SqlRow

REVISION_COLUMNS = "site, seq, id, previous, record, kind, parents, at, officer, digest, salt, patch"
_KINDS = {kind.value: kind for kind in Kind}
_encode_as_it_stands = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_decode = json.JSONDecoder().raw_decode  # as stored there is no space around; looking for it costs a third


def to_text(value: object) -> str:
    """Return JSON with its keys sorted: equal values give equal texts."""
    return _encode(value)


def from_text(text: str) -> Any:
    """Return the value of stored JSON."""
    return _decode(text)[0]


def revision_row(revision: Revision, row: int) -> SqlRow:
    """Return `revision` as `REVISION_COLUMNS` and its row."""
    return (
        revision.site,
        revision.seq,
        revision.id,
        revision.previous,
        revision.record,
        revision.kind.value,
        _ids_text(revision.parents),
        revision.at,
        revision.officer,
        revision.digest,
        revision.salt,
        None if revision.patch is None else _patch_text(revision.patch),
        row,
    )


def _patch_text(patch: Patch) -> str:
    """Return a patch as it is stored; one that came as canonical JSON is stored as it came."""
    return patch.text.decode() if isinstance(patch, Canonical) else _encode_as_it_stands(patch)


def insert_revisions(table: str) -> str:
    """Return the insert of `revision_row` into `table`."""
    return f"INSERT INTO {table} ({REVISION_COLUMNS}, row) VALUES ({', '.join('?' * 13)})"


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
        _ids(parents),
        at,
        officer,
        digest,
        salt,
        None if patch is None else _decode(patch)[0],
    )


def _ids_text(ids: Sequence[str]) -> str:
    """Return ids, which are hexadecimal, as a JSON list: nothing in them is escaped."""
    listed = '","'.join(ids)
    return f'["{listed}"]' if ids else "[]"


def _ids(listed: str) -> tuple[str, ...]:
    """Return the ids of a JSON list of ids."""
    return () if listed == "[]" else tuple(listed[2:-2].split('","'))


def by_record(revisions: Iterable[Revision]) -> dict[str, list[Revision]]:
    """Return the revisions parted by record, each in the order given."""
    parted: dict[str, list[Revision]] = {}
    for revision in revisions:
        parted.setdefault(revision.record, []).append(revision)
    return parted
