"""Lists that somebody already has (a spreadsheet of people) as rows of text: CSV of any kind, or .xlsx.

Encoding and delimiter of a CSV are told by its bytes: a mark, else UTF-8 where it is valid, else Windows-1252
(what a French Excel writes); the delimiter is the one that cuts most lines into as many cells as the first.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from teleactivites_desktop.errors import DamagedFileError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.archive import LARGEST_FILE, check_archive, not_a_workbook
from teleactivites_desktop.xlsform.sheets import cell_text

MOST_ROWS = 50_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ";,\t|"
_TRIED_LINES = 50
_WORKBOOK = b"PK\x03\x04"
_FORMULA_LIKE = ("=", "+", "-", "@")


@dataclass(frozen=True)
class ListRow:
    """A row: its line as a spreadsheet counts it (the first is 1), and its texts, one for each column."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PlainList:
    """A list as read: the heads of its columns, and its rows, without the empty ones."""

    heads: tuple[str, ...]
    rows: tuple[ListRow, ...]


def read_list(content: bytes) -> PlainList:
    """Return the list in `content`, the bytes of a CSV or of the first filled sheet of an .xlsx.

    Dates come as 12/11/2007, numbers with a decimal comma: what an officer would type. Raises
    DamagedFileError for what is neither, is too large, or has no row of heads.
    """
    if len(content) > LARGEST_FILE:
        raise DamagedFileError(
            _("Ce fichier est trop gros : {limit} Mo au plus.").format(limit=LARGEST_FILE >> 20)
        )
    rows = _of_workbook(content) if content.startswith(_WORKBOOK) else _of_text(content)
    return _with_heads([(line, cells) for line, cells in rows if any(cells)])


def _with_heads(rows: Sequence[tuple[int, list[str]]]) -> PlainList:
    if len(rows) < 2:
        raise DamagedFileError(
            _("Cette liste est vide : il faut une ligne d'en-têtes, puis une ligne par personne.")
        )
    if len(rows) > MOST_ROWS + 1:
        raise DamagedFileError(
            _("Cette liste a plus de {limit} lignes : coupez-la en plusieurs fichiers.").format(
                limit=MOST_ROWS
            )
        )
    wide = max(len(cells) for _line, cells in rows)
    heads, *others = [(line, (*cells, *[""] * (wide - len(cells)))) for line, cells in rows]
    return PlainList(heads[1], tuple(ListRow(line, cells) for line, cells in others))


def _of_workbook(content: bytes) -> list[tuple[int, list[str]]]:
    check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
            if rows:
                return [(line, [_typed(cell) for cell in cells]) for line, cells in enumerate(rows, 1)]
    except CalamineError as error:
        raise not_a_workbook() from error
    return []


def _typed(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, float) and not cell.is_integer():
        return repr(cell).replace(".", ",")
    return cell_text(cell)


def _of_text(content: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[int, list[str]]] = []
    try:
        before = 0
        for cells in reader:
            rows.append((before + 1, [_plain(cell) for cell in cells]))
            before = reader.line_num
            if len(rows) > MOST_ROWS + 2:
                break
    except csv.Error as error:
        raise DamagedFileError(
            _("La ligne {line} de cette liste n'est pas lisible : vérifiez ses guillemets.").format(
                line=reader.line_num
            )
        ) from error
    return rows


def _plain(cell: str) -> str:
    """Return a cell of a CSV as typed: an apostrophe that kept it from being a formula goes."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_LIKE) else cell


def _decoded(content: bytes) -> str:
    known = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    for encoding in filter(None, (known, "utf-8", "cp1252")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DamagedFileError(
        _("Ce fichier n'est ni un CSV ni un classeur .xlsx : enregistrez la liste dans l'un de ces formats.")
    )


def _delimiter(text: str) -> str:
    """Return the delimiter: of those that cut the first line, the one that cuts most others as it does."""
    lines = text.splitlines()[:_TRIED_LINES]

    def agreement(mark: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=mark)]
        except csv.Error:
            return 0, 0
        first = widths[0] if widths else 0
        return (Counter(widths)[first], first) if first > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)
