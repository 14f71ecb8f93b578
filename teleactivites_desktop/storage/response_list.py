"""Lists of responses: filtered, searched, sorted, page by page, instant whatever their number.

Two ways lead to a page, and the shorter is taken. Few responses pass the filters, or are found by the words:
they are gathered and sorted. Many do: the index of the order is followed from where the last page ended,
until the page is full.
"""

from dataclasses import dataclass, field
from math import isqrt
from typing import Any

from teleactivites_desktop.core.stored import Filters, Page, PageKey, ResponseLine, Sort, SortColumn
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.storage.session import Session, SqlRow
from teleactivites_desktop.storage.words import Term, match_expression, row_condition, typed_terms

LINE_COLUMNS = (
    "record, paper, territory, batch, received, questionnaire, status, name, place,"
    " changed_at, changed_by, changed_site, conflicts"
)
_KEYS = {
    SortColumn.PAPER: ("paper_key",),
    SortColumn.NAME: ("name_key",),
    SortColumn.PLACE: ("place_key",),
    SortColumn.BATCH: ("territory", "batch", "paper_key"),
    SortColumn.STATUS: ("status",),
    SortColumn.RECEIVED: ("received",),
    SortColumn.CHANGED: ("changed_at",),
}
"""The columns of each order; `db/migrations` has an index for each."""
_FOUND = "SELECT rowid FROM response_search WHERE response_search MATCH :words"
_MOST = 0.3
"""Part of the responses beyond which words are looked for in each row in turn: measured at 100,000."""
_STATUSES = {status.value: status for status in Status}
_STATUS_PLACE = 6


@dataclass(frozen=True)
class _Conditions:
    """Conditions on rows of `response`, joined by AND, and their parameters."""

    all: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)

    def also(self, condition: str, params: dict[str, Any]) -> "_Conditions":
        return _Conditions((*self.all, condition), self.params | params)

    def unindexed(self) -> "_Conditions":
        """Return the same conditions, out of sight of the indexes: a row is fetched first, then looked at."""
        return _Conditions(tuple(f"+({condition})" for condition in self.all), self.params)

    def where(self) -> str:
        return f" WHERE {' AND '.join(self.all)}" if self.all else ""


class ResponseList:
    """Counts and pages of responses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, filters: Filters) -> int:
        """Return how many responses pass `filters`."""
        plain, terms = _plain(filters), typed_terms(filters.text)
        if filters.text.strip() and not terms:
            return 0
        if terms and not plain.all:
            found = self._session.value(
                _FOUND.replace("rowid", "count(*)"), {"words": match_expression(terms)}
            )
            return int(found)
        conditions = plain.also(f"row IN ({_FOUND})", {"words": match_expression(terms)}) if terms else plain
        return int(
            self._session.value(f"SELECT count(*) FROM response{conditions.where()}", conditions.params)
        )

    def page(self, filters: Filters, sort: Sort, after: PageKey | None, limit: int) -> Page:
        """Return at most `limit` lines that follow `after` (from the start when None)."""
        terms = typed_terms(filters.text)
        if filters.text.strip() and not terms:
            return Page((), None)
        conditions, gathered = self._shorter_way(_plain(filters), terms, limit)
        columns = (*_KEYS[sort.column], "row")
        # A plus hides a column from the planner: the conditions' indexes are used, not the order's.
        ordered = [f"+{name}" if gathered else name for name in columns]
        if after is not None:
            conditions = conditions.also(*_after(after, ordered, sort))
        direction = " DESC" if sort.descending else ""
        rows = self._session.rows(
            f"SELECT {LINE_COLUMNS}, {', '.join(columns)} FROM response{conditions.where()}"
            f" ORDER BY {', '.join(name + direction for name in ordered)} LIMIT :limit",
            conditions.params | {"limit": limit},
        )
        width = len(columns)
        last = PageKey(tuple(rows[-1][-width:-1]), rows[-1][-1]) if len(rows) == limit else None
        return Page(tuple(line_of(row[:-width]) for row in rows), last)

    def _shorter_way(self, plain: _Conditions, terms: list[Term], limit: int) -> tuple[_Conditions, bool]:
        """Return the conditions as they are to be asked, and whether what passes is to be gathered."""
        rows = self._session.value("SELECT max(row) FROM response") or 0
        # Following the order over n rows meets one that passes in n / passing: both ways cost the same here.
        few = isqrt(limit * rows)
        looked_at = plain.also(*row_condition(terms)) if terms else plain
        if plain.all and self._are_at_most(few, plain):
            return looked_at, True
        if not terms:
            return plain.unindexed(), False
        words = {"words": match_expression(terms)}
        found = self._count_found(words)
        # Most rows have the words: the next ones are near, and need not be looked up in a list of them all.
        if found > rows * _MOST:
            return looked_at.unindexed(), False
        return plain.unindexed().also(f"row IN ({_FOUND})", words), found <= few

    def _count_found(self, words: dict[str, str]) -> int:
        return int(self._session.value(_FOUND.replace("rowid", "count(*)"), words))

    def _are_at_most(self, few: int, conditions: _Conditions) -> bool:
        found = self._session.value(
            f"SELECT count(*) FROM (SELECT 1 FROM response{conditions.where()} LIMIT :most)",
            conditions.params | {"most": few + 1},
        )
        return bool(found <= few)


def line_of(row: SqlRow) -> ResponseLine:
    """Return the line of a row of `LINE_COLUMNS`."""
    columns = list(row)
    columns[_STATUS_PLACE] = _STATUSES[columns[_STATUS_PLACE]]
    return ResponseLine(*columns)


def _plain(filters: Filters) -> _Conditions:
    """Return the conditions of `filters`, save for its text."""
    conditions = _Conditions()
    for name in ("territory", "batch"):
        if value := getattr(filters, name):
            conditions = conditions.also(f"{name} = :{name}", {name: value})
    if filters.status is not None:
        conditions = conditions.also("status = :status", {"status": filters.status.value})
    if filters.in_conflict:
        conditions = conditions.also("record IN (SELECT record FROM conflict)", {})
    return conditions


def _after(after: PageKey, ordered: list[str], sort: Sort) -> tuple[str, dict[str, Any]]:
    names = [f"after_{i}" for i in range(len(ordered))]
    compares = "<" if sort.descending else ">"
    marks = ", ".join(f":{name}" for name in names)
    return f"({', '.join(ordered)}) {compares} ({marks})", dict(
        zip(names, (*after.key, after.row), strict=True)
    )
