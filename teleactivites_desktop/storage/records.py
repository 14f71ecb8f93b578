"""`store.batches`, `store.officers`...: records that are not responses, as their histories make them."""

from teleactivites_desktop.core.history.fold import Contender
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.stored import Erasure, OpenConflict, StoredRecord
from teleactivites_desktop.storage.revisions import Revisions
from teleactivites_desktop.storage.rows import from_text
from teleactivites_desktop.storage.session import Session, SqlRow

_COLUMNS = "record, kind, fields, changed_at, changed_by, changed_site, conflicts"


class Records:
    """The records of one kind. There are few of them: lists are whole."""

    def __init__(self, session: Session, kind: Kind) -> None:
        self._session = session
        self._kind = kind

    def list(self) -> list[StoredRecord]:
        """Return all records of the kind, by id."""
        rows = self._session.rows(
            f"SELECT {_COLUMNS} FROM record WHERE kind = :kind ORDER BY record", {"kind": self._kind.value}
        )
        return [_stored(row) for row in rows]

    def get(self, record: str) -> StoredRecord | None:
        """Return one record."""
        rows = self._session.rows(
            f"SELECT {_COLUMNS} FROM record WHERE record = :record AND kind = :kind",
            {"record": record, "kind": self._kind.value},
        )
        return _stored(rows[0]) if rows else None

    def find(self, path: str, value: str) -> StoredRecord | None:
        """Return the first record whose text at `path` is `value`."""
        return next((stored for stored in self.list() if stored.text(path) == value), None)


class Erasures:
    """The records that were erased."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Erasure]:
        """Return all of them, the latest first."""
        rows = self._session.rows(
            "SELECT record, kind, reason, at, site FROM erasure ORDER BY at DESC, record"
        )
        return [Erasure(record, Kind(kind), reason, at, site) for record, kind, reason, at, site in rows]


class Conflicts:
    """The open conflicts of all records."""

    def __init__(self, session: Session, revisions: Revisions) -> None:
        self._session = session
        self._revisions = revisions

    def count(self) -> int:
        """Return how many there are: one for each path of each record."""
        return int(self._session.value("SELECT count(*) FROM conflict"))

    def list(self, record: str = "") -> list[OpenConflict]:
        """Return them by paper and path; only those of `record` where it is given."""
        rows = self._session.rows(
            "SELECT conflict.record, conflict.kind, coalesce(response.paper, ''), path, contenders"
            " FROM conflict LEFT JOIN response ON response.record = conflict.record"
            " WHERE :record IN ('', conflict.record) ORDER BY response.paper_key, conflict.record, path",
            {"record": record},
        )
        found = [(*row[:4], from_text(row[4])) for row in rows]
        revisions = self._revisions.by_ids({id_ for *_rest, ids in found for id_ in ids})
        return [
            OpenConflict(
                record,
                Kind(kind),
                paper,
                path,
                tuple(_contender(revisions[id_], path) for id_ in ids),
            )
            for record, kind, paper, path, ids in found
        ]


def _stored(row: SqlRow) -> StoredRecord:
    record, kind, fields, at, by, site, conflicts = row
    return StoredRecord(record, Kind(kind), from_text(fields), at, by, site, conflicts)


def _contender(revision: Revision, path: str) -> Contender:
    return Contender((revision.patch or {}).get(path), revision)
