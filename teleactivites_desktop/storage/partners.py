"""`store.partners`: what other sites said, what waits, and the journal of exchanges."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import JournalAction, JournalEntry, Signature, SiteRange, Statement
from teleactivites_desktop.storage.rows import (
    REVISION_COLUMNS,
    from_text,
    insert_revisions,
    revision_of,
    revision_row,
    to_text,
)
from teleactivites_desktop.storage.session import Session, SqlRow
from teleactivites_desktop.storage.tables import JOURNAL

_WITHIN = (
    "SELECT response.territory, response.batch, count(*) FROM response"
    " JOIN revision ON revision.record = response.record"
    " LEFT JOIN json_each(:vector) AS held ON held.key = revision.site"
    " WHERE response.batch <> '' AND {which} GROUP BY response.territory, response.batch"
)
_BEGUN = _WITHIN.format(which="revision.parents = '[]' AND revision.seq <= held.value")
_BEYOND = _WITHIN.format(which="revision.seq > coalesce(held.value, 0)")
_AHEAD = (
    "WITH held AS (SELECT key AS site, value AS seq FROM json_each(:vector)) SELECT DISTINCT record"
    " FROM revision LEFT JOIN held USING (site)"
    " WHERE kind = 'response' AND revision.seq > coalesce(held.seq, 0) AND EXISTS (SELECT 1 FROM"
    " revision AS older JOIN held ON held.site = older.site WHERE older.record = revision.record"
    " AND older.seq <= held.seq) ORDER BY revision.row DESC"
)
_ENTRY = "row, action, at, file, site, digest, brought, details, undone_at"


class Partners:
    """What is known of the other sites beside their revisions. Changes happen inside a transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def state(self, statement: Statement) -> None:
        """Keep what a site said last. The caller says which is the latest: a vector may go back."""
        self._session.write(
            "INSERT OR REPLACE INTO statement (site, vector, at, file) VALUES (:site, :vector, :at, :file)",
            {
                "site": statement.site,
                "vector": to_text(dict(statement.vector)),
                "at": statement.at,
                "file": statement.file,
            },
        )

    def statements(self) -> dict[str, Statement]:
        """Return the latest statement of each site."""
        rows = self._session.rows("SELECT site, vector, at, file FROM statement ORDER BY site")
        return {site: Statement(site, from_text(vector), at, file) for site, vector, at, file in rows}

    def batches_within(self, vector: Mapping[str, int]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return what somebody who holds `vector` has of each batch: (territory, batch) -> two counts.

        The responses that it holds, and the changes of any response of the batch that it lacks.
        """
        told = {"vector": to_text(dict(vector))}
        begun = {(where, batch): count for where, batch, count in self._session.rows(_BEGUN, told)}
        beyond = {(where, batch): count for where, batch, count in self._session.rows(_BEYOND, told)}
        return {key: (begun.get(key, 0), beyond.get(key, 0)) for key in begun.keys() | beyond.keys()}

    def records_ahead(self, vector: Mapping[str, int]) -> list[str]:
        """Return the responses that a holder of `vector` has, but not as they are here; the latest first."""
        return [record for (record,) in self._session.rows(_AHEAD, {"vector": to_text(dict(vector))})]

    def sign(self, signatures: Sequence[Signature]) -> None:
        """Keep signatures of chain heads."""
        self._session.write(
            "INSERT OR REPLACE INTO signature (site, seq, id, signature)"
            " VALUES (:site, :seq, :id, :signature)",
            [
                {"site": each.site, "seq": each.seq, "id": each.id, "signature": each.signature}
                for each in signatures
            ],
        )

    def signatures(self) -> list[Signature]:
        """Return all signatures kept, by site and number."""
        rows = self._session.rows("SELECT site, seq, id, signature FROM signature ORDER BY site, seq")
        return [Signature(*row) for row in rows]

    def drop_signatures(self, site: str, after: int) -> None:
        """Forget the signatures of `site` beyond its number `after`: an import was undone."""
        self._session.write(
            "DELETE FROM signature WHERE site = :site AND seq > :after", {"site": site, "after": after}
        )

    def park(self, revisions: Sequence[Revision]) -> None:
        """Make `revisions` the ones that wait, in place of those that did."""
        self._session.write("DELETE FROM parked")
        self._session.write_many(
            insert_revisions("parked"),
            [revision_row(revision, row) for row, revision in enumerate(revisions, 1)],
        )

    def parked(self) -> list[Revision]:
        """Return the revisions that wait, by site and number."""
        rows = self._session.rows(f"SELECT {REVISION_COLUMNS} FROM parked ORDER BY site, seq, row")
        return [revision_of(row) for row in rows]


class Journal:
    """The exchange files read and written here. Changes happen inside a transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, entry: JournalEntry) -> int:
        """Write an entry and return its number."""
        number = int(self._session.value("SELECT coalesce(max(row), 0) + 1 FROM journal"))
        self._session.write(
            insert(JOURNAL),
            {
                "row": number,
                "action": entry.action.value,
                "at": entry.at,
                "file": entry.file,
                "site": entry.site,
                "digest": entry.digest,
                "brought": to_text(entry.brought),
                "details": to_text(dict(entry.details)),
                "undone_at": entry.undone_at,
            },
        )
        return number

    def undone(self, number: int, at: str) -> None:
        """Note that the reading `number` was undone at the ISO time `at`."""
        self._session.write("UPDATE journal SET undone_at = :at WHERE row = :row", {"row": number, "at": at})

    def entries(self, action: JournalAction | None = None) -> list[JournalEntry]:
        """Return the entries, the latest first; only those of `action` where it is given."""
        rows = self._session.rows(
            f"SELECT {_ENTRY} FROM journal WHERE :action IN ('', action) ORDER BY row DESC",
            {"action": action.value if action else ""},
        )
        return [_entry(row) for row in rows]


def _entry(row: SqlRow) -> JournalEntry:
    number, action, at, file, site, digest, brought, details, undone_at = row
    return JournalEntry(
        JournalAction(action),
        at,
        file,
        site,
        digest,
        tuple(SiteRange(*found) for found in from_text(brought)),
        from_text(details),
        undone_at,
        number,
    )
