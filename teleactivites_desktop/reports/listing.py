"""Plain documents: a title, some sentences, then lists and tables under headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from teleactivites_desktop.reports.layout import Contents, Heading, Imprint, PageDone, build, text
from teleactivites_desktop.reports.styles import GRID, STYLES
from teleactivites_desktop.reports.tables import Lines, small_table

_ROOM = (20 * GRID, 14 * GRID)
"""What must be left on a page for a heading of a level and the first rows under it."""
_ROWS_PER_PAGE = 59
"""Rows of one line on a page."""
_MANY = 120
"""From so many rows on, a table is drawn as a list of one line each."""


@dataclass(frozen=True)
class Sheet:
    """A table under a heading ("" for none). `widths`: shares of the page; `right`: right-aligned columns.

    `one_line` shortens texts to one line each, for lists; else they wrap. Without `heads`: a heading alone.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...] = ()
    words: str = ""
    one_line: bool = False
    level: int = 0


@dataclass(frozen=True)
class Listing:
    """A plain document. `empty` is said where there is no row at all; `with_contents` adds contents."""

    imprint: Imprint
    lead: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    empty: str
    with_contents: bool = False


def expected_pages(listing: Listing) -> int:
    """Return about how many pages `listing` takes, from its rows: to tell how far its layout has come."""
    return 1 + sum(len(sheet.rows) for sheet in listing.sheets) // _ROWS_PER_PAGE


def write(listing: Listing, out: IO[bytes], page_done: PageDone = lambda: None) -> None:
    """Write the document as a PDF to `out`."""
    build(out, list(_story(listing)), listing.imprint, page_done=page_done)


def _story(listing: Listing) -> Iterator[Flowable]:
    yield text(listing.imprint.title, STYLES.chapter)
    for words in listing.lead:
        yield text(words)
    filled = [sheet for sheet in listing.sheets if sheet.rows or not sheet.heads]
    if not any(sheet.rows for sheet in filled):
        yield text(listing.empty)
        return
    if listing.with_contents:
        titles = [(s.title, f"s{i}") for i, s in enumerate(filled) if s.title and s.level == 0]
        yield Contents(titles)
    for place, sheet in enumerate(filled):
        yield from _sheet(sheet, f"s{place}")


def _sheet(sheet: Sheet, key: str) -> Iterator[Flowable]:
    yield CondPageBreak(_ROOM[min(sheet.level, 1)])
    heading = Heading(sheet.title, sheet.level, key)
    heading.keepWithNext = not sheet.heads  # with a long table the two would leave the page half empty
    yield heading if sheet.title else Spacer(1, GRID)
    if not sheet.heads:
        return
    if sheet.words:
        yield text(sheet.words, STYLES.words)
    if sheet.one_line or len(sheet.rows) > _MANY:
        yield Lines(sheet.heads, sheet.rows, sheet.widths, sheet.right)
    else:
        yield small_table(sheet.heads, _rows(sheet.rows), sheet.widths, sheet.right)


def _rows(rows: Sequence[tuple[str, ...]]) -> list[list[str]]:
    return [list(row) for row in rows]
