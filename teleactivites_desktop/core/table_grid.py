"""A table as it is looked at: heads and lines of texts; and as a spreadsheet takes it from the clipboard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from teleactivites_desktop.core.table_choice import Show
from teleactivites_desktop.core.tabulation import (
    SIGNS,
    Cell,
    Counts,
    Mark,
    Numbers,
    NumberTable,
    RowKind,
    Table,
    share,
    share_text,
)
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _


@dataclass(frozen=True)
class GridCell:
    """What a cell says: on the screen, and to a spreadsheet (no spaces in numbers, ``12,5%``)."""

    text: str
    plain: str


@dataclass(frozen=True)
class GridLine:
    """One line: its head, its cells, and whether it is about the base rather than an answer."""

    label: str
    cells: tuple[GridCell, ...]
    aside: bool = False


@dataclass(frozen=True)
class Grid:
    """A table to be shown: `heads` has one more entry than a line has cells."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[GridLine, ...]


def grid_of(table: Table, show: Show, *, nonresponse: bool) -> Grid:
    """Return a table of counts or shares; `nonresponse` adds the lines of who did not answer, and why."""
    columns = [table.total, *table.groups]
    heads = [column.label for column in table.columns]
    lines = [
        GridLine(
            row.label,
            tuple(_cell(counts, place, row.kind, show, whole=table.total.rows[place]) for counts in columns),
            aside=row.kind is not RowKind.ANSWER,
        )
        for place, row in enumerate(table.rows)
        if row.kind is RowKind.ANSWER or (nonresponse and _inhabited(table, place))
    ]
    lines.append(GridLine(_("Réponses"), tuple(_count(counts.answered) for counts in columns), aside=True))
    return Grid(table.title, ("", _("Ensemble"), *heads), tuple(lines))


def _inhabited(table: Table, place: int) -> bool:
    return table.total.rows[place].mark is not Mark.ZERO


def _cell(counts: Counts, place: int, kind: RowKind, show: Show, *, whole: Cell) -> GridCell:
    cell = counts.rows[place]
    if show is Show.ROW_SHARES:
        return _share(cell, whole)
    if show is Show.COLUMN_SHARES:
        return _share(cell, counts.answered if kind is RowKind.ANSWER else counts.everybody)
    return _count(cell)


def _count(cell: Cell) -> GridCell:
    return GridCell(cell.text, SIGNS[cell.mark] if cell.count is None else str(cell.count))


def _share(part: Cell, base: Cell) -> GridCell:
    known = share(part, base)
    text = share_text(part, base)
    return GridCell(text, text if known is None else f"{100 * known:.1f}".replace(".", ",") + "%")


def grid_of_numbers(table: NumberTable) -> Grid:
    """Return the statistics of a number, one line per group."""
    heads = (
        "",
        _("Réponses"),
        _("Moyenne"),
        _("Premier quart"),
        _("Médiane"),
        _("Dernier quart"),
    )
    everybody = Numbers(
        _("Ensemble"),
        table.total.answered,
        table.total.mean,
        table.total.median,
        table.total.low_quarter,
        table.total.high_quarter,
    )
    return Grid(table.title, heads, tuple(_statistics(n, table.years) for n in (*table.groups, everybody)))


def _statistics(numbers: Numbers, years: bool) -> GridLine:
    values = (numbers.mean, numbers.low_quarter, numbers.median, numbers.high_quarter)
    return GridLine(numbers.label, (_count(numbers.answered), *(_statistic(v, years) for v in values)))


def _statistic(value: float | None, years: bool) -> GridCell:
    if value is None:
        return GridCell(SIGNS[Mark.HIDDEN], SIGNS[Mark.HIDDEN])
    plain = f"{value:.1f}".replace(".", ",")
    return GridCell(str(round(value)) if years else number(value, 1), plain)


def as_text(grid: Grid) -> str:
    """Return the table parted by tabs, as spreadsheets paste it."""
    return "\n".join("\t".join(map(_one_line, line)) for line in _all_lines(grid)) + "\n"


def as_html(grid: Grid) -> str:
    """Return the table as HTML, as word processors and spreadsheets paste it with its heads."""
    first, *others = _all_lines(grid)
    heads = "".join(f"<th>{escape(words)}</th>" for words in first)
    body = "".join(
        f"<tr><th>{escape(label)}</th>{''.join(f'<td>{escape(words)}</td>' for words in cells)}</tr>"
        for label, *cells in others
    )
    return f"<table><caption>{escape(grid.title)}</caption><tr>{heads}</tr>{body}</table>"


def _all_lines(grid: Grid) -> Iterator[Sequence[str]]:
    yield (grid.title, *grid.heads[1:])
    for line in grid.lines:
        yield (line.label, *(cell.plain for cell in line.cells))


def _one_line(words: str) -> str:
    """Return words that stay in their cell; one that a spreadsheet would take for a formula is a text."""
    flat = " ".join(words.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") and len(flat) > 1 else flat
