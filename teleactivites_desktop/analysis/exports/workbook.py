"""Exports as a workbook: the data with labels, the codes beside on a second sheet, and the codebook."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from teleactivites_desktop.analysis.exports.rows import Cell, Row
from teleactivites_desktop.analysis.exports.tables import LongTable, long_tables
from teleactivites_desktop.analysis.exports.variables import Kind, Variable
from teleactivites_desktop.i18n import _

_WIDEST = 40
_LONGEST_NAME = 26
"""Characters of a sheet's name (Excel takes 31, none of those replaced); a number may come after them."""
_MOST_ROWS = 1_048_575
"""Rows that a sheet holds under its head; more start a new sheet."""


def write_xlsx(variables: Sequence[Variable], rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a workbook: labels in place of codes, heads frozen, a sheet for each table, a codebook.

    Everything that is not a number or a date is written as text: no answer ever becomes a formula.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = _Formats(book)
        sheet = _new_sheet(book, variables, formats, _("Fiches"))
        tables = [_TableSheet(book, table, formats) for table in long_tables(variables)]
        for place, row in enumerate(rows):
            line = place % _MOST_ROWS
            if place and line == 0:
                name = _("Fiches {first}").format(first=place + 1)
                sheet = _new_sheet(book, variables, formats, name)
            _write_row(sheet, line + 1, variables, row.cells, formats)
            for table in tables:
                table.write(row.cells)
        _write_codebook(book, variables, formats)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.date = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text = book.add_format({"num_format": "@"})


class _TableSheet:
    """The sheet of a table of the paper: a row for each line used; a second one where it is full."""

    def __init__(self, book: Any, table: LongTable, formats: _Formats) -> None:
        self._book, self._table, self._formats = book, table, formats
        number = Variable("ligne", _("Ligne"), Kind.NUMBER, "")
        shared = len(table.shared)
        self._columns = (*table.columns[:shared], number, *table.columns[shared:])
        self._rows = 0
        self._sheet = self._new()

    def write(self, cells: Sequence[Cell]) -> None:
        """Write the lines of one response."""
        shared = len(self._table.shared)
        for number, found in self._table.lines(cells):
            if self._rows == _MOST_ROWS:
                self._sheet, self._rows = self._new(), 0
            self._rows += 1
            line = [*found[:shared], number, *found[shared:]]
            _write_row(self._sheet, self._rows, self._columns, line, self._formats)

    def _new(self) -> Any:
        """Return a new sheet, called as the table is, as far as Excel takes its name."""
        taken = {sheet.name.casefold() for sheet in self._book.worksheets()}
        taken.add(_("Dictionnaire").casefold())
        name = wanted = re.sub(r"[\[\]:*?/\\]", "_", self._table.name)[:_LONGEST_NAME]
        while name.casefold() in taken:
            name = f"{wanted} {len(taken)}"
        return _new_sheet(self._book, self._columns, self._formats, name)


def _new_sheet(book: Any, variables: Sequence[Variable], formats: _Formats, name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, variable in enumerate(variables):
        sheet.set_column(column, column, min(max(len(variable.label) // 2, 10), _WIDEST))
    for column, variable in enumerate(variables):
        sheet.write_string(0, column, variable.label, formats.head)
    return sheet


def _write_row(
    sheet: Any, line: int, variables: Sequence[Variable], cells: Sequence[Cell], formats: _Formats
) -> None:
    for column, (variable, cell) in enumerate(zip(variables, cells, strict=True)):
        if cell is None:
            continue
        if variable.kind is Kind.DATE and len(str(cell)) == 10:
            sheet.write_datetime(line, column, date.fromisoformat(str(cell)), formats.date)
        elif variable.labels:
            sheet.write_string(line, column, variable.labels.get(str(cell), str(cell)))
        elif isinstance(cell, str):
            sheet.write_string(line, column, cell, formats.text)
        else:
            sheet.write_number(line, column, cell)


def _write_codebook(book: Any, variables: Sequence[Variable], formats: _Formats) -> None:
    sheet = book.add_worksheet(_("Dictionnaire"))
    sheet.freeze_panes(1, 0)
    for column, (head, width) in enumerate(
        ((_("Variable"), 24), (_("Libellé"), 60), (_("Nature"), 12), (_("Code"), 14), (_("Sens du code"), 50))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, formats.head)
    line = 0
    for variable in variables:
        for place, (code, words) in enumerate(variable.labels.items() or [("", "")]):
            line += 1
            told = (variable.name, variable.label, variable.kind.value) if place == 0 else ("", "", "")
            for column, words_ in enumerate((*told, code, words)):
                sheet.write_string(line, column, words_, formats.text)
