"""Lists of responses: filtered, searched, sorted, page by page, instant whatever their number.

Two ways lead to a page, and the shorter is taken. Few responses pass the filters: they are gathered and
sorted. Many do: the index of the order is followed from where the last page ended, until the page is full.
"""

from typing import Any, NamedTuple

from teleactivites_desktop.core.stored import Filters, Page, PageKey, ResponseLine, Sort, SortColumn
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.storage.session import Session, SqlRow
from teleactivites_desktop.storage.words import match_expression

LINE_COLUMNS = (
    "record, paper, territory, batch, received, questionnaire, status, name, place,"
    " changed_at, changed_by, changed_site, conflicts"
)
_STATUS_PLACE = 6
_FEW = 1000
"""Up to how many responses are gathered and sorted: some 3 ms; the index is followed for more."""
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
_STATUSES = {status.value: status for status in Status}


class _Where(NamedTuple):
    """Conditions that indexes may serve, and their parameters."""

    conditions: list[str]
    params: dict[str, Any]

    def sql(self, *more: str) -> str:
        conditions = [*self.conditions, *more]
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""


class ResponseList:
    """Counts and pages of responses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, filters: Filters) -> int:
        """Return how many responses pass `filters`."""
        where = _where(filters)
        return int(self._session.value(f"SELECT count(*) FROM response{where.sql()}", where.params))

    def page(self, filters: Filters, sort: Sort, after: PageKey | None, limit: int) -> Page:
        """Return at most `limit` lines that follow `after` (from the start when None)."""
        where = _where(filters)
        few = where.conditions and self._are_few(where)
        columns = [*_KEYS[sort.column], "row"]
        direction, compares = (" DESC", "<") if sort.descending else ("", ">")
        # A unary plus hides the column from the planner: the filters' indexes are used, not the order's.
        ordered = [f"+{name}" if few else name for name in columns]
        more, params = [], dict(where.params)
        if not few:
            where = _Where([f"+{condition}" for condition in where.conditions], params)
        if after is not None:
            names = [f"after_{i}" for i in range(len(columns))]
            more.append(f"({', '.join(ordered)}) {compares} (:{', :'.join(names)})")
            params |= dict(zip(names, (*after.key, after.row), strict=True))
        rows = self._session.rows(
            f"SELECT {LINE_COLUMNS}, {', '.join(columns)} FROM response{where.sql(*more)}"
            f" ORDER BY {', '.join(name + direction for name in ordered)} LIMIT :limit",
            params | {"limit": limit},
        )
        width = len(columns)
        lines = tuple(line_of(row[:-width]) for row in rows)
        last = PageKey(tuple(rows[-1][-width:-1]), rows[-1][-1]) if len(rows) == limit else None
        return Page(lines, last)

    def _are_few(self, where: _Where) -> bool:
        found = self._session.value(
            f"SELECT count(*) FROM (SELECT 1 FROM response{where.sql()} LIMIT :few)",
            where.params | {"few": _FEW + 1},
        )
        return bool(found <= _FEW)


def line_of(row: SqlRow) -> ResponseLine:
    """Return the line of a row of `LINE_COLUMNS`."""
    columns = list(row)
    columns[_STATUS_PLACE] = _STATUSES[columns[_STATUS_PLACE]]
    return ResponseLine(*columns)


def _where(filters: Filters) -> _Where:
    conditions: list[str] = []
    params: dict[str, Any] = {}
    for name in ("territory", "batch"):
        if value := getattr(filters, name):
            conditions.append(f"{name} = :{name}")
            params[name] = value
    if filters.status is not None:
        conditions.append("status = :status")
        params["status"] = filters.status.value
    if filters.in_conflict:
        conditions.append("record IN (SELECT record FROM conflict)")
    if filters.text.strip():
        expression = match_expression(filters.text)
        conditions.append(
            "row IN (SELECT rowid FROM response_search WHERE response_search MATCH :words)"
            if expression
            else "row IS NULL"
        )
        params["words"] = expression
    return _Where(conditions, params)
