"""Reading histories: of one record or many, by site and number, by id."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.local import SiteRange
from teleactivites_desktop.storage.rows import REVISION_COLUMNS, from_text, revision_of, to_text
from teleactivites_desktop.storage.session import Session

CHUNK = 2000
"""Records or revisions handled at once: bounds the memory of large imports."""
_SELECT = f"SELECT {REVISION_COLUMNS} FROM revision"
_SITES = (
    # Jumps from site to site in the index: the table has a line for each revision, a campaign a few sites.
    "WITH RECURSIVE known (site) AS (SELECT min(site) FROM revision UNION ALL"
    " SELECT (SELECT min(site) FROM revision WHERE revision.site > known.site) FROM known"
    " WHERE known.site IS NOT NULL) SELECT site, (SELECT max(seq) FROM revision WHERE"
    " revision.site = known.site) FROM known WHERE site IS NOT NULL"
)
_Item = TypeVar("_Item")
_place = itemgetter(-1)


class History(NamedTuple):
    """All revisions held of one record, and the rows that they stand in (same order)."""

    revisions: Sequence[Revision]
    rows: Sequence[int]


class Histories:
    """The histories of all records, to be read; `Revisions` adds to them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def history(self, record: str) -> list[Revision]:
        """Return the revisions of `record` in the order in which they came here."""
        return self._select("WHERE record = :record ORDER BY row", {"record": record})

    def histories(self, records: Sequence[str]) -> dict[str, History]:
        """Return the histories of many records; those that have none are left out."""
        found = self._session.rows(
            f"SELECT {REVISION_COLUMNS}, row FROM revision"
            " WHERE record IN (SELECT value FROM json_each(:records))",
            {"records": to_text(list(records))},
        )
        histories: dict[str, tuple[list[Revision], list[int]]] = {}
        for row in sorted(found, key=_place):  # SQLite would copy every patch twice to sort them
            revision = revision_of(row[:-1])
            revisions, rows = histories.setdefault(revision.record, ([], []))
            revisions.append(revision)
            rows.append(row[-1])
        return {record: History(*history) for record, history in histories.items()}

    def heads(self, record: str) -> tuple[str, ...]:
        """Return the ids that nothing in the history of `record` descends from, sorted: the next parents."""
        found = self._session.rows(
            "SELECT id, parents FROM revision WHERE record = :record", {"record": record}
        )
        seen = {parent for _id, parents in found for parent in from_text(parents)}
        return tuple(sorted(id_ for id_, _parents in found if id_ not in seen))

    def vector(self) -> dict[str, int]:
        """Return what is held: site -> its greatest number; all from 1 on are there."""
        return dict(self._session.rows(_SITES))

    def tip(self, site: str) -> Revision | None:
        """Return the latest revision of `site`."""
        found = self._select("WHERE site = :site ORDER BY seq DESC LIMIT 1", {"site": site})
        return found[0] if found else None

    def end(self, site: str) -> tuple[int, str]:
        """Return the number and the id of the latest revision of `site`; (0, "") where none is held."""
        found = self._session.rows(
            "SELECT seq, id FROM revision WHERE site = :site ORDER BY seq DESC LIMIT 1", {"site": site}
        )
        return (found[0][0], found[0][1]) if found else (0, "")

    def after(self, vector: Mapping[str, int], upto: Mapping[str, int] | None = None) -> Iterator[Revision]:
        """Yield what somebody who holds `vector` lacks, by site and number, up to `upto` (all held)."""
        for site, last in sorted((self.vector() if upto is None else upto).items()):
            seq = vector.get(site, 0)
            while seq < last:
                found = self._select(
                    "WHERE site = :site AND seq > :seq AND seq <= :last ORDER BY seq LIMIT :limit",
                    {"site": site, "seq": seq, "last": last, "limit": CHUNK},
                )
                if not found:
                    break
                yield from found
                seq = found[-1].seq

    def standing_on(self, ranges: Iterable[SiteRange]) -> list[Revision]:
        """Return the revisions outside `ranges` that follow one inside, in its site or its record."""
        ranges = list(ranges)
        later = []
        for found in ranges:
            later += self._select("WHERE site = :site AND seq > :last ORDER BY seq", found._asdict())
        removed: set[str] = set()
        for found in ranges:
            removed.update(self.ids_between(*found))
        standing = {revision.id: revision for revision in later if revision.id not in removed}
        for records in chunks(self.records_of(ranges)):
            following = [id_ for id_, parents in self._parents(records) if not removed.isdisjoint(parents)]
            standing |= self.by_ids([id_ for id_ in following if id_ not in removed])
        return list(standing.values())

    def _parents(self, records: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield id and parents of the revisions of `records` that have any; what they say is not read."""
        rows = self._session.rows(
            "SELECT id, parents FROM revision WHERE parents <> '[]'"
            " AND record IN (SELECT value FROM json_each(:records))",
            {"records": to_text(list(records))},
        )
        return ((id_, from_text(parents)) for id_, parents in rows)

    def records_of(self, ranges: Iterable[SiteRange]) -> list[str]:
        """Return the records that the revisions in `ranges` are of."""
        records: dict[str, None] = {}
        for found in ranges:
            rows = self._session.rows(
                "SELECT record FROM revision WHERE site = :site AND seq BETWEEN :first AND :last",
                found._asdict(),
            )
            records.update(dict.fromkeys(record for (record,) in rows))
        return list(records)

    def by_id(self, id_: str) -> Revision | None:
        """Return the revision with this id."""
        found = self._select("WHERE id = :id", {"id": id_})
        return found[0] if found else None

    def by_ids(self, ids: Collection[str]) -> dict[str, Revision]:
        """Return the revisions held among `ids`, by id."""
        found = self._select("WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": to_text(list(ids))})
        return {revision.id: revision for revision in found}

    def known_ids(self, ids: Collection[str]) -> dict[str, str]:
        """Return those of `ids` that are held: id -> the record that it is of."""
        return dict(
            self._session.rows(
                "SELECT id, record FROM revision WHERE id IN (SELECT value FROM json_each(:ids))",
                {"ids": to_text(list(ids))},
            )
        )

    def ids_between(self, site: str, first: int, last: int) -> list[str]:
        """Return the ids of the revisions `first` to `last` of `site`, in order."""
        found = self._session.rows(
            "SELECT id FROM revision WHERE site = :site AND seq BETWEEN :first AND :last ORDER BY seq",
            {"site": site, "first": first, "last": last},
        )
        return [id_ for (id_,) in found]

    def held_records(self, records: Collection[str]) -> set[str]:
        """Return those of `records` of which something is held."""
        return set(self._among("SELECT DISTINCT record FROM revision WHERE record IN", records))

    def _by_place(self, records: Collection[str]) -> list[str]:
        """Return those of `records` that are held, by where they stand: then each page is read once."""
        return list(
            self._among(
                "SELECT record FROM revision WHERE record IN", records, "GROUP BY record ORDER BY min(row)"
            )
        )

    def erased_records(self, records: Collection[str]) -> set[str]:
        """Return those of `records` that are erased here."""
        return set(self._among("SELECT record FROM erasure WHERE record IN", records))

    def records(self, kind: Kind) -> list[str]:
        """Return the ids of all records of `kind`, erased ones too, in the order in which they came."""
        found = self._session.rows(
            "SELECT record FROM revision WHERE kind = :kind GROUP BY record ORDER BY min(row)",
            {"kind": kind.value},
        )
        return [record for (record,) in found]

    def _among(self, query: str, values: Collection[str], order: str = "") -> Iterator[str]:
        rows = self._session.rows(
            f"{query} (SELECT value FROM json_each(:values)) {order}", {"values": to_text(list(values))}
        )
        return (value for (value,) in rows)

    def _select(self, clauses: str, params: Mapping[str, Any]) -> list[Revision]:
        rows = self._session.rows(f"{_SELECT} {clauses}", params)
        return [revision_of(row) for row in rows]


def chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Yield `items` in runs of at most `CHUNK`."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
