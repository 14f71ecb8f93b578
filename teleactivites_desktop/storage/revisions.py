"""`store.revisions`: the histories, and the only way in for a change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.local import SiteRange
from teleactivites_desktop.storage.cleaning import Cleaning
from teleactivites_desktop.storage.materialiser import History, Materialiser
from teleactivites_desktop.storage.rows import (
    REVISION_COLUMNS,
    by_record,
    from_text,
    insert_revisions,
    revision_of,
    revision_row,
    to_text,
)
from teleactivites_desktop.storage.session import Session

CHUNK = 2000
"""Records or revisions handled at once: bounds the memory of large imports."""
_INSERT = insert_revisions("revision")
_SELECT = f"SELECT {REVISION_COLUMNS} FROM revision"
_SITES = (
    # Jumps from site to site in the index: the table has a line for each revision, a campaign a few sites.
    "WITH RECURSIVE known (site) AS (SELECT min(site) FROM revision UNION ALL"
    " SELECT (SELECT min(site) FROM revision WHERE revision.site > known.site) FROM known"
    " WHERE known.site IS NOT NULL) SELECT site, (SELECT max(seq) FROM revision WHERE"
    " revision.site = known.site) FROM known WHERE site IS NOT NULL"
)
_Item = TypeVar("_Item")


class Revisions:
    """The histories of all records. Changes happen inside `Store.transaction()`."""

    def __init__(
        self,
        session: Session,
        materialiser: Materialiser,
        cleaning: Cleaning,
        campaign_changed: Callable[[], None],
    ) -> None:
        self._session = session
        self._materialiser = materialiser
        self._cleaning = cleaning
        self._campaign_changed = campaign_changed

    def append(self, revisions: Sequence[Revision]) -> None:
        """Add revisions, each next in its site's chain, and bring the rows of their records up to date.

        What is known of an erased record is blanked, whether it was held before or comes now. Raises
        ValueError for a revision that is not its site's next one: `core.history.plan` says which are.
        """
        self._require_next(revisions)
        erased = self.erased_records({revision.record for revision in revisions})
        erased |= {revision.record for revision in revisions if revision.erases}
        obeying = [
            revision.blanked() if revision.record in erased and not revision.erases else revision
            for revision in revisions
        ]
        held = self.held_records({revision.record for revision in revisions})
        first = (self._session.value("SELECT max(row) FROM revision") or 0) + 1
        rows = {revision.id: row for row, revision in enumerate(obeying, first)}
        for chunk in chunks(obeying):
            self._session.write_many(
                _INSERT, [revision_row(revision, rows[revision.id]) for revision in chunk]
            )
        for record in erased & held:
            self.erase(record)
        histories = by_record(obeying)
        fresh = {
            record: History(history, [rows[revision.id] for revision in history])
            for record, history in histories.items()
            if record not in held
        }
        for records in chunks(list(fresh)):
            self._materialiser.add({record: fresh[record] for record in records})
        self.refresh([record for record in histories if record in held])
        if any(revision.kind in (Kind.CAMPAIGN, Kind.QUESTIONNAIRE) for revision in revisions):
            self._campaign_changed()

    def remove(self, ranges: Iterable[SiteRange]) -> None:
        """Take revisions out again (undo of an import), each range the end of its site's chain.

        Raises ValueError when something stands on them: see `standing_on`.
        """
        ranges = list(ranges)
        if self.standing_on(ranges):
            raise ValueError("later revisions stand on those to be removed")
        records = self._records_of(ranges)
        self._session.write(
            "DELETE FROM revision WHERE site = :site AND seq BETWEEN :first AND :last",
            [found._asdict() for found in ranges],
        )
        self.refresh(records)
        self._campaign_changed()

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
        for records in chunks(self._records_of(ranges)):
            for history in self.histories(records).values():
                for revision in history.revisions:
                    if revision.id not in removed and not removed.isdisjoint(revision.parents):
                        standing[revision.id] = revision
        return list(standing.values())

    def erase(self, record: str) -> None:
        """Blank patch and salt of every revision of `record`, but for those that erase it.

        What is being keyed of it, a correction or a verification, goes too.
        """
        for table in ("revision", "parked"):
            self._session.write(
                f"UPDATE {table} SET patch = NULL, salt = NULL"
                " WHERE record = :record AND json_extract(patch, '$.erased') IS NULL",
                {"record": record},
            )
        self._session.write(
            "DELETE FROM draft WHERE json_extract(state, '$.record') = :record", {"record": record}
        )
        self._cleaning.ask()

    def refresh(self, records: Sequence[str]) -> None:
        """Fold `records` again and write what lists show of them."""
        for chunk in chunks(records):
            histories = self.histories(chunk)
            self._materialiser.replace({record: histories.get(record, History([], [])) for record in chunk})

    def history(self, record: str) -> list[Revision]:
        """Return the revisions of `record` in the order in which they came here."""
        return self._select("WHERE record = :record ORDER BY row", {"record": record})

    def histories(self, records: Sequence[str]) -> dict[str, History]:
        """Return the histories of many records; those that have none are left out."""
        found = self._session.rows(
            f"SELECT {REVISION_COLUMNS}, row FROM revision"
            " WHERE record IN (SELECT value FROM json_each(:records)) ORDER BY row",
            {"records": to_text(list(records))},
        )
        histories: dict[str, tuple[list[Revision], list[int]]] = {}
        for row in found:
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

    def by_id(self, id_: str) -> Revision | None:
        """Return the revision with this id."""
        found = self._select("WHERE id = :id", {"id": id_})
        return found[0] if found else None

    def by_ids(self, ids: Collection[str]) -> dict[str, Revision]:
        """Return the revisions held among `ids`, by id."""
        found = self._select("WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": to_text(list(ids))})
        return {revision.id: revision for revision in found}

    def exists(self, id_: str) -> bool:
        """Tell whether the revision with this id is held."""
        return bool(self.known_ids([id_]))

    def known_ids(self, ids: Collection[str]) -> set[str]:
        """Return those of `ids` that are held."""
        return set(self._among("SELECT id FROM revision WHERE id IN", ids))

    def ids_between(self, site: str, first: int, last: int) -> list[str]:
        """Return the ids of the revisions `first` to `last` of `site`, in order."""
        found = self._session.rows(
            "SELECT id FROM revision WHERE site = :site AND seq BETWEEN :first AND :last ORDER BY seq",
            {"site": site, "first": first, "last": last},
        )
        return [id_ for (id_,) in found]

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

    def count(self) -> int:
        """Return how many revisions are held."""
        return int(self._session.value("SELECT count(*) FROM revision"))

    def _require_next(self, revisions: Iterable[Revision]) -> None:
        tips: dict[str, tuple[int, str]] = {}
        for revision in revisions:
            if revision.site not in tips:
                tip = self.tip(revision.site)
                tips[revision.site] = (tip.seq, tip.id) if tip else (0, "")
            seq, id_ = tips[revision.site]
            if (revision.seq, revision.previous) != (seq + 1, id_):
                raise ValueError(f"revision {revision.seq} of {revision.site} does not follow {seq}")
            tips[revision.site] = (revision.seq, revision.id)

    def held_records(self, records: Collection[str]) -> set[str]:
        """Return those of `records` of which something is held."""
        return set(self._among("SELECT DISTINCT record FROM revision WHERE record IN", records))

    def _records_of(self, ranges: Iterable[SiteRange]) -> list[str]:
        records: dict[str, None] = {}
        for found in ranges:
            rows = self._session.rows(
                "SELECT record FROM revision WHERE site = :site AND seq BETWEEN :first AND :last",
                found._asdict(),
            )
            records.update(dict.fromkeys(record for (record,) in rows))
        return list(records)

    def _among(self, query: str, values: Collection[str]) -> Iterator[str]:
        rows = self._session.rows(
            f"{query} (SELECT value FROM json_each(:values))", {"values": to_text(list(values))}
        )
        return (value for (value,) in rows)

    def _select(self, clauses: str, params: Mapping[str, Any]) -> list[Revision]:
        rows = self._session.rows(f"{_SELECT} {clauses}", params)
        return [revision_of(row) for row in rows]


def chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Yield `items` in runs of at most `CHUNK`."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
