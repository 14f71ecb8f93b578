"""`store.revisions`: the histories, and the only way in for a change."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.local import SiteRange
from teleactivites_desktop.storage.cleaning import Cleaning
from teleactivites_desktop.storage.histories import CHUNK, Histories, History, chunks
from teleactivites_desktop.storage.materialiser import Materialiser
from teleactivites_desktop.storage.rows import by_record, insert_revisions, revision_row
from teleactivites_desktop.storage.session import Session

_INSERT = insert_revisions("revision")
_SAYS = "patch IS NOT NULL AND json_extract(patch, '$.erased') IS NULL"
_KEYED = "json_extract(state, '$.record') = :record"
_SAID = (
    f"SELECT 1 FROM revision WHERE record = :record AND {_SAYS}"
    f" UNION ALL SELECT 1 FROM parked WHERE record = :record AND {_SAYS}"
    f" UNION ALL SELECT 1 FROM draft WHERE {_KEYED} LIMIT 1"
)


class Merged(NamedTuple):
    """A record to which an import added: its revisions `before`, and what all of them make."""

    record: str
    kind: Kind
    before: Sequence[Revision]
    after: Folded


class Revisions(Histories):
    """The histories of all records. Changes happen inside `Store.transaction()`."""

    def __init__(
        self,
        session: Session,
        materialiser: Materialiser,
        cleaning: Cleaning,
        campaign_changed: Callable[[], None],
    ) -> None:
        super().__init__(session)
        self._materialiser = materialiser
        self._cleaning = cleaning
        self._campaign_changed = campaign_changed

    def append(self, revisions: Sequence[Revision]) -> None:
        """Add revisions, each next in its site's chain, and bring the rows of their records up to date.

        What is known of an erased record is blanked, whether it was held before or comes now. Raises
        ValueError for a revision that is not its site's next one: `core.history.plan` says which are.
        """
        held = self.held_records({revision.record for revision in revisions})
        added, rows = self._take_in(revisions, set())
        self._add(added, rows, [record for record in added if record not in held])
        self.refresh([record for record in added if record in held])
        if _concern_campaign(revisions):
            self._campaign_changed()

    def merge(
        self, parts: Iterable[Sequence[Revision]], alone: Collection[str], told: Callable[[Merged], None]
    ) -> None:
        """Add all that an import brings: `parts`, each taken as `append` takes it, are not held together.

        `alone`: records of which nothing is held and that one revision makes; they are shown as they come.
        The others are read, folded and shown once, when all of theirs is there; `told` gets each of them.
        """
        first, changed, of_campaign = self._next_row(), dict[str, None](), False
        erased = set[str]()
        for part in parts:
            added, rows = self._take_in(part, erased)
            self._add(added, rows, [record for record in added if record in alone])
            changed.update(dict.fromkeys(record for record in added if record not in alone))
            of_campaign = of_campaign or _concern_campaign(part)
        for records in chunks(self._by_place(changed)):
            histories = self.histories(records)
            for record, after in self._materialiser.replace(histories).items():
                revisions, places = histories[record]
                before = [each for each, row in zip(revisions, places, strict=True) if row < first]
                told(Merged(record, revisions[0].kind, before, after))
        if of_campaign:
            self._campaign_changed()

    def remove(
        self, ranges: Iterable[SiteRange], told: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        """Take revisions out again (undo of an import), each range the end of its site's chain.

        `told` is told how many records are brought up to date, of how many; what it raises stops it. Raises
        ValueError when something stands on them: see `standing_on`.
        """
        ranges = list(ranges)
        if self.standing_on(ranges):
            raise ValueError("later revisions stand on those to be removed")
        records = self.records_of(ranges)
        self._session.write(
            "DELETE FROM revision WHERE site = :site AND seq BETWEEN :first AND :last",
            [found._asdict() for found in ranges],
        )
        self.refresh(records, told)
        self._cleaning.leave()
        self._campaign_changed()

    def erase(self, record: str) -> None:
        """Blank patch and salt of every revision of `record`, but for those that erase it.

        What is being keyed of it, a correction or a verification, goes too. Where nothing is said the file is
        not cleaned, unless an undo took out what may have said it.
        """
        if not self._session.rows(_SAID, {"record": record}):
            if self._cleaning.left:
                self._cleaning.ask()
            return
        for table in ("revision", "parked"):
            self._session.write(
                f"UPDATE {table} SET patch = NULL, salt = NULL WHERE record = :record AND {_SAYS}",
                {"record": record},
            )
        self._session.write(f"DELETE FROM draft WHERE {_KEYED}", {"record": record})
        self._cleaning.ask()

    def refresh(
        self, records: Sequence[str], told: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        """Fold `records` again and write what lists show of them; `told` as in `remove`."""
        for place, chunk in enumerate(chunks(records)):
            told(place * CHUNK, len(records))
            histories = self.histories(chunk)
            self._materialiser.replace({record: histories.get(record, History([], [])) for record in chunk})

    def last_row(self) -> int:
        """Return the place of the revision that came last, 0 without any: it only grows, undoing aside."""
        return int(self._session.value('SELECT coalesce(max("row"), 0) FROM revision') or 0)

    def changed_after(self, row: int) -> int:
        """Return how many responses and decisions on likeness changed since `row` was the last one.

        At least one where revisions were taken out since (an import undone).
        """
        changed = self._session.value(
            'SELECT count(DISTINCT record) FROM revision WHERE "row" > :row AND kind IN (:one, :other)',
            {"row": row, "one": Kind.RESPONSE.value, "other": Kind.LIKENESS.value},
        )
        return max(int(changed or 0), int(self.last_row() < row))

    def _take_in(
        self, revisions: Sequence[Revision], erased: set[str]
    ) -> tuple[dict[str, list[Revision]], Mapping[str, int]]:
        """Write the revisions as erasures allow; return them by record, and id -> row.

        `erased`: records erased by what came just before; those that this part erases are added.
        """
        self._require_next(revisions)
        records = {revision.record for revision in revisions}
        erased |= self.erased_records(records) | {each.record for each in revisions if each.erases}
        obeying = [
            revision.blanked() if revision.record in erased and not revision.erases else revision
            for revision in revisions
        ]
        rows = self._insert(obeying)
        for record in erased & records:
            self.erase(record)
        return by_record(obeying), rows

    def _insert(self, revisions: Sequence[Revision]) -> dict[str, int]:
        """Write the revisions, and return id -> row."""
        rows = {revision.id: row for row, revision in enumerate(revisions, self._next_row())}
        for chunk in chunks(revisions):
            self._session.write_many(
                _INSERT, [revision_row(revision, rows[revision.id]) for revision in chunk]
            )
        return rows

    def _next_row(self) -> int:
        return int(self._session.value("SELECT max(row) FROM revision") or 0) + 1

    def _add(
        self, added: Mapping[str, Sequence[Revision]], rows: Mapping[str, int], new: Sequence[str]
    ) -> None:
        """Show the `new` records: all of theirs is in what was `added`."""
        for records in chunks(new):
            self._materialiser.add(
                {
                    record: History(added[record], [rows[revision.id] for revision in added[record]])
                    for record in records
                }
            )

    def _require_next(self, revisions: Iterable[Revision]) -> None:
        tips: dict[str, tuple[int, str]] = {}
        for revision in revisions:
            if revision.site not in tips:
                tips[revision.site] = self.end(revision.site)
            seq, id_ = tips[revision.site]
            if (revision.seq, revision.previous) != (seq + 1, id_):
                raise ValueError(f"revision {revision.seq} of {revision.site} does not follow {seq}")
            tips[revision.site] = (revision.seq, revision.id)


def _concern_campaign(revisions: Iterable[Revision]) -> bool:
    return any(revision.kind in (Kind.CAMPAIGN, Kind.QUESTIONNAIRE) for revision in revisions)
