"""`store.responses`: whole responses, by record or by number, and lists of them."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.state import response_state
from teleactivites_desktop.core.stored import Filters, Page, PageKey, ResponseLine, Sort, StoredResponse
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.versions import Renames, mapped
from teleactivites_desktop.storage.histories import CHUNK
from teleactivites_desktop.storage.questionnaires import Questionnaires
from teleactivites_desktop.storage.response_list import LINE_COLUMNS, ResponseList, line_of
from teleactivites_desktop.storage.rows import from_text
from teleactivites_desktop.storage.session import Session
from teleactivites_desktop.storage.words import next_paper, paper_key

DEFAULT_SORT = Sort()
ANY = Filters()
_STAMP_DIGITS, _QUARTER_DIGITS = 16, 7
"""Of a stamp; its first 7 tell some 17 minutes apart."""
_LISTED = ", ".join(f"response.{name.strip()}" for name in LINE_COLUMNS.split(","))
_WHOLE = (
    f"SELECT {_LISTED}, response_content.fields FROM response"
    " JOIN response_content ON response_content.row = response.row"
)
_LAST_OF_BATCH = "SELECT max(paper_key) FROM response WHERE territory = :territory AND batch = :batch"
_LAST_OF_TERRITORY = (
    # Jumps from batch to batch in the index, which has all of a territory's responses one after the other.
    "WITH RECURSIVE pile (batch) AS (SELECT min(batch) FROM response WHERE territory = :territory UNION ALL"
    " SELECT (SELECT min(batch) FROM response WHERE territory = :territory AND response.batch > pile.batch)"
    " FROM pile WHERE pile.batch IS NOT NULL) SELECT max((SELECT max(paper_key) FROM response"
    " WHERE territory = :territory AND response.batch = pile.batch)) FROM pile WHERE batch IS NOT NULL"
)


_COUNTED = (
    "SELECT response.row, response.questionnaire, response_content.fields, response.territory,"
    " response.batch, response.received, response.status FROM response"
    " JOIN response_content ON response_content.row = response.row"
    " WHERE response.row BETWEEN :first AND :last ORDER BY response.row"
)


class CountedLine(NamedTuple):
    """What counting asks of the line of a response."""

    territory: str
    batch: str
    received: str
    status: str


class Responses:
    """The responses as their histories make them; erased ones are gone."""

    def __init__(self, session: Session, questionnaires: Questionnaires) -> None:
        self._session = session
        self._questionnaires = questionnaires
        self._list = ResponseList(session)

    def count(self, filters: Filters = ANY) -> int:
        """Return how many responses pass `filters`."""
        return self._list.count(filters)

    def page(
        self,
        filters: Filters = ANY,
        sort: Sort = DEFAULT_SORT,
        after: PageKey | None = None,
        limit: int = 100,
    ) -> Page:
        """Return a page of the list, from where the last one ended."""
        return self._list.page(filters, sort, after, limit)

    def search(self, text: str, limit: int = 50) -> tuple[ResponseLine, ...]:
        """Return the first responses, by number, that what was typed finds."""
        return self._list.page(Filters(text=text), DEFAULT_SORT, None, limit).lines

    def get(self, record: str) -> StoredResponse | None:
        """Return a whole response."""
        rows = self._session.rows(f"{_WHOLE} WHERE response.record = :record", {"record": record})
        if not rows:
            return None
        return self._stored(line_of(rows[0][:-1]), from_text(rows[0][-1]))

    def by_paper(self, paper: str, territory: str = "") -> list[ResponseLine]:
        """Return the responses with this very number; several when two sites keyed one paper."""
        rows = self._session.rows(
            f"SELECT {LINE_COLUMNS} FROM response WHERE paper_key = :key"
            " AND :territory IN ('', territory) ORDER BY row",
            {"key": paper_key(paper), "territory": territory},
        )
        return [line_of(row) for row in rows]

    def keyed_between(self, territory: str, first: str, last: str) -> frozenset[str]:
        """Return the numbers from `first` to `last` that are keyed in a territory, in whatever batch."""
        rows = self._session.rows(
            "SELECT paper FROM response WHERE paper_key BETWEEN :first AND :last AND territory = :territory",
            {"first": paper_key(first), "last": paper_key(last), "territory": territory},
        )
        return frozenset(paper for (paper,) in rows)

    def last_paper(self, territory: str, batch: str = "") -> str:
        """Return the greatest number of a batch (of the territory when `batch` is ""); "" without any."""
        found = self._session.value(
            _LAST_OF_BATCH if batch else _LAST_OF_TERRITORY, {"territory": territory, "batch": batch}
        )
        return found.partition("\x01")[2] if found else ""

    def next_number(self, territory: str, batch: str = "") -> str:
        """Return the number to propose next: after the last of the batch, else of the territory."""
        last = self.last_paper(territory, batch) or self.last_paper(territory)
        return (last and next_paper(last)) or f"{territory}-0001"

    def batch_counts(self) -> dict[tuple[str, str], int]:
        """Return how many responses each batch has: (territory, batch) -> count, withdrawn ones included."""
        rows = self._session.rows("SELECT territory, batch, count(*) FROM response GROUP BY territory, batch")
        return {(territory, batch): count for territory, batch, count in rows}

    def status_counts(self) -> dict[tuple[str, str], int]:
        """Return how many responses stand where: (territory, status) -> count."""
        rows = self._session.rows(
            "SELECT territory, status, count(*) FROM response GROUP BY territory, status"
        )
        return {(territory, status): count for territory, status, count in rows}

    def received_counts(self) -> dict[str, int]:
        """Return how many papers came in each day: ISO date -> count, in order; "" are those without date."""
        return dict(
            self._session.rows("SELECT received, count(*) FROM response GROUP BY received ORDER BY received")
        )

    def keyed_counts(self, territories: Collection[str] = ()) -> dict[int, int]:
        """Return when papers were keyed: quarter of an hour or so (ms since 1970, UTC) -> how many, in order.

        Withdrawn ones are left out; `territories`: of these alone, where any is named.
        """
        marks = ", ".join(f":t{place}" for place in range(len(territories)))
        chosen = f"AND territory IN ({marks})" if territories else ""
        rows = self._session.rows(
            # Most responses have one revision, whose moment stands in their row: the histories, many times
            # as big, are read of the others only.
            f"""
            SELECT substr(moment, 1, {_QUARTER_DIGITS}) AS quarter, count(*) FROM (
                SELECT CASE WHEN revision IS NOT NULL THEN changed_at ELSE (
                    SELECT min("at") FROM revision
                    WHERE revision.record = response.record AND kind = 'response'
                ) END AS moment
                FROM response WHERE status <> 'withdrawn' {chosen}
            ) GROUP BY quarter ORDER BY quarter
            """,
            {f"t{place}": code for place, code in enumerate(territories)},
        )
        return {milliseconds_of(moment.ljust(_STAMP_DIGITS, "0")): count for moment, count in rows}

    def each_as(self, version: str) -> Iterator[tuple[ResponseLine, Mapping[str, PatchValue]]]:
        """Yield every response as `each`, its questions named as in `version` of the questionnaire."""
        lineage = self._questionnaires.lineage()
        renames: dict[str, Renames] = {}
        for line, fields in self.each():
            if line.questionnaire not in renames:
                renames[line.questionnaire] = lineage.renames(line.questionnaire, version)
            yield line, mapped(fields, renames[line.questionnaire])

    def rows_as(
        self, version: str, first: int, last: int
    ) -> Iterator[tuple[int, CountedLine, Mapping[str, PatchValue]]]:
        """Yield the responses of rows `first` to `last` (they never change) as `each_as`, at one moment.

        Of their lines only what counting asks for: a whole one costs as much as reading its answers.
        """
        lineage = self._questionnaires.lineage()
        renames: dict[str, Renames] = {}
        for row, questionnaire, fields, *line in self._session.rows(_COUNTED, {"first": first, "last": last}):
            if questionnaire not in renames:
                renames[questionnaire] = lineage.renames(questionnaire, version)
            yield row, CountedLine(*line), mapped(from_text(fields), renames[questionnaire])

    def row_of(self, record: str) -> int | None:
        """Return the row that a response stands in, None when there is none."""
        found: int | None = self._session.value(
            "SELECT row FROM response WHERE record = :record", {"record": record}
        )
        return found

    def each(self) -> Iterator[tuple[ResponseLine, Mapping[str, PatchValue]]]:
        """Yield every response with its flat paths, in the order of arrival, without holding a lock.

        Questions have the names of the response's own version; `each_as` gives those of another.
        """
        last = 0
        while rows := self._session.rows(
            f"{_WHOLE.replace('SELECT', 'SELECT response.row,')}"
            " WHERE response.row > :last ORDER BY response.row LIMIT :limit",
            {"last": last, "limit": CHUNK},
        ):
            for row in rows:
                yield line_of(row[1:-1]), from_text(row[-1])
            last = rows[-1][0]

    def _stored(self, line: ResponseLine, fields: Mapping[str, PatchValue]) -> StoredResponse:
        paths = (
            self._session.rows("SELECT path FROM conflict WHERE record = :record", {"record": line.record})
            if line.conflicts
            else ()
        )
        state = response_state(Folded(fields, conflicts={path: () for (path,) in paths}))
        return StoredResponse(line, state, fields)
