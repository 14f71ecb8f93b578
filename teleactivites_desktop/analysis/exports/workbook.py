"""Exports as a workbook: the data with labels, the codes beside on a second sheet, and the codebook."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from teleactivites_desktop.analysis.exports.rows import Cell, Row
from teleactivites_desktop.analysis.exports.variables import Kind, Variable
from teleactivites_desktop.i18n import _

_WIDEST = 40
_MOST_ROWS = 1_048_575
"""Rows that a sheet holds under its head; more start a new sheet."""


def write_xlsx(variables: Sequence[Variable], rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a workbook: labels in place of codes, heads frozen, a codebook sheet.

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
        sheet = None
        for place, row in enumerate(rows):
            line = place % _MOST_ROWS
            if line == 0:
                sheet = _new_sheet(book, variables, formats, place + 1)
            _write_row(sheet, line + 1, variables, row.cells, formats)
        if sheet is None:
            _new_sheet(book, variables, formats, 1)
        _write_codebook(book, variables, formats)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.date = book.add_format({"num_format": "dd/mm/yyyy"})
        self.text = book.add_format({"num_format": "@"})


def _new_sheet(book: Any, variables: Sequence[Variable], formats: _Formats, first: int) -> Any:
    name = _("Fiches") if first == 1 else _("Fiches {first}").format(first=first)
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
