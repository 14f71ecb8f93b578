"""The sheets of a workbook as rows of text, read by calamine: labels stay letter for letter as typed.

(pyxform, the gate, rewrites typographic apostrophes and no-break spaces; nothing is taken from it.)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from teleactivites_desktop.xlsform.archive import check_archive, not_a_workbook
from teleactivites_desktop.xlsform.columns import KNOWN, Column, column
from teleactivites_desktop.xlsform.problems import SHEETS

MOST_ROWS = 50_000
"""Rows read of one sheet; the largest published forms have some 10,000 (choices)."""

_BLANKS = " \t\r\n"
"""What is trimmed around a cell. No-break spaces are the author's typography, and stay."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its texts by (column name, language), without empties."""

    number: int
    cells: Mapping[tuple[str, str], str]

    def get(self, name: str) -> str:
        """Return the cell of column `name`; "" where it is empty. No-break spaces around it go too."""
        return self.cells.get((name, ""), "").strip()

    def labels(self, name: str) -> dict[str, str]:
        """Return the texts of the translated column `name`: language -> text."""
        return {language: text for (found, language), text in self.cells.items() if found == name}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns and its rows, without the empty ones. `missing` where the workbook has none."""

    name: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    missing: bool = False

    def raw_rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row's number and its texts by header as typed."""
        headers = {(one.name, one.language): one.header for one in self.columns}
        for row in self.rows:
            yield row.number, {headers[key]: text for key, text in row.cells.items()}


@dataclass(frozen=True)
class Book:
    """A workbook: the sheets of XLSForm by name, and the names of all of its sheets."""

    sheets: Mapping[str, Sheet]
    names: Sequence[str] = field(default_factory=tuple)


def read_book(content: bytes) -> Book:
    """Return the sheets of the workbook `content`; raises DamagedFileError where it cannot be read."""
    check_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        by_name = {name.strip().lower(): name for name in workbook.sheet_names}
        sheets = {name: _read_sheet(workbook, name, by_name.get(name)) for name in SHEETS}
        return Book(sheets, tuple(workbook.sheet_names))
    except CalamineError as error:
        raise not_a_workbook() from error


def _read_sheet(workbook: CalamineWorkbook, name: str, title: str | None) -> Sheet:
    if title is None:
        return Sheet(name, missing=True)
    rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    if not rows:
        return Sheet(name)
    headers = [cell_text(cell).strip() for cell in rows[0]]
    known = KNOWN[name]
    columns = tuple(column(place, header, known) for place, header in enumerate(headers) if header)
    read = (_row(number, columns, cells) for number, cells in enumerate(rows[1:], 2))
    return Sheet(name, columns, tuple(row for row in read if row.cells))


def _row(number: int, columns: Sequence[Column], cells: Sequence[object]) -> Row:
    texts = ((one, cell_text(cells[one.place])) for one in columns if one.place < len(cells))
    return Row(number, {(one.name, one.language): text for one, text in texts if text.strip()})


def cell_text(cell: object) -> str:
    """Return a cell as the author reads it: 3.0 as "3", dates in ISO 8601, "TRUE" and "FALSE"."""
    if isinstance(cell, str):
        return cell.strip(_BLANKS)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    return str(cell)
