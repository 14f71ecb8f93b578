"""Is a workbook safe to read? It is measured before any reader takes memory for it.

A workbook of a few kilobytes may hold gigabytes (zeros compress well), and one filled cell in Excel's last
row makes a reader lay out a million rows. Cells that are only formatted cost nothing and count for nothing.
"""

import re
import zipfile
import zlib
from io import BytesIO

from teleactivites_desktop.errors import DamagedFileError
from teleactivites_desktop.i18n import _

LARGEST_FILE = 20 << 20
"""Bytes of the largest workbook read; ours has 20 kB, the largest published forms have some 2 MB."""

LARGEST_CONTENT = 250 << 20
"""Bytes of the largest unpacked content. One sheet formatted down to Excel's last row takes some 60 MB."""

MOST_CELLS = 2_000_000
"""Cells of the rectangle around the filled cells of one sheet: what a reader lays out in memory."""

_CHUNK = 1 << 20
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?<!/)>")
"""The opening of a cell that has content: one that is only formatted closes itself (`<c r="A1" s="1"/>`)."""

_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,  # no workbook inside
    EOFError,
    OSError,
    RuntimeError,  # encrypted, or packed in a way that Python does not know
)


def check_archive(content: bytes) -> None:
    """Raise DamagedFileError where `content` is no .xlsx file, or one too large to read."""
    if len(content) > LARGEST_FILE:
        raise DamagedFileError(
            _("Ce classeur est trop gros : {size} Mo, pour {limit} Mo au plus.").format(
                size=len(content) >> 20, limit=LARGEST_FILE >> 20
            )
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            archive.getinfo("xl/workbook.xml")
            _measure(archive)
    except _UNREADABLE as error:
        raise not_a_workbook() from error


def not_a_workbook() -> DamagedFileError:
    """Return the refusal of a file that cannot be read as a workbook."""
    return DamagedFileError(
        _(
            "Ce fichier n'est pas un classeur .xlsx lisible : il est abîmé, protégé par un mot de passe ou "
            "d'un autre format. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le au format .xlsx."
        )
    )


def _measure(archive: zipfile.ZipFile) -> None:
    left = LARGEST_CONTENT
    for member in archive.infolist():
        extent = _Extent() if member.filename.startswith("xl/worksheets/") else None
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise DamagedFileError(
                        _("Ce classeur est trop gros une fois déplié : supprimez ses feuilles inutiles.")
                    )
                if extent:
                    extent.feed(chunk)
        if extent and extent.cells > MOST_CELLS:
            raise DamagedFileError(
                _(
                    "Une feuille de ce classeur a une cellule remplie très loin des autres ({cell}) : "
                    "effacez-la, puis enregistrez."
                ).format(cell=extent.farthest)
            )


class _Extent:
    """Follows the XML of one sheet, piece by piece: how far do its filled cells go?

    A pattern, not a parser: a parser takes ten seconds for a million empty rows. It errs on the safe side;
    calamine reads the XML afterwards.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._rows = 0
        self._columns = 0
        self.farthest = ""

    @property
    def cells(self) -> int:
        """Return how many cells the rectangle from A1 to the farthest filled row and column has."""
        return self._rows * self._columns

    def feed(self, chunk: bytes) -> None:
        """Read on; raises DamagedFileError for what no spreadsheet program writes."""
        text = self._rest + chunk
        whole = text.rfind(b"<")
        if b"\0" in chunk or len(text) - whole > 2 * _CHUNK:
            raise not_a_workbook()
        for match in _FILLED_CELL.finditer(text, 0, whole):
            reference = _REFERENCE.search(match[0])
            if reference is None:
                raise not_a_workbook()
            self._note(reference[1].decode(), int(reference[2]))
        self._rest = text[whole:]

    def _note(self, letters: str, row: int) -> None:
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        if row > self._rows or column > self._columns:
            self.farthest = f"{letters}{row}"
        self._rows = max(self._rows, row)
        self._columns = max(self._columns, column)
