"""Is a workbook safe to read? It is measured before any reader takes memory for it.

A workbook of a few kilobytes may hold gigabytes (zeros compress well), and one filled cell in Excel's last
row makes a reader lay out a million rows. Cells that are only formatted cost nothing and count for nothing.
"""

import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from teleactivites_desktop.errors import DamagedFileError
from teleactivites_desktop.i18n import _

LARGEST_FILE = 20 << 20
"""Bytes of the largest workbook read; ours has 20 kB, the largest published forms have some 2 MB."""

LARGEST_CONTENT = 250 << 20
"""Bytes of the largest unpacked content. One sheet formatted down to Excel's last row takes some 60 MB."""

MOST_CELLS = 2_000_000
"""Cells of the rectangle around the filled cells of one sheet: what a reader lays out in memory."""

_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    KeyError,  # no workbook inside
    EOFError,
    OSError,
    RuntimeError,  # encrypted, or packed in a way that Python does not know
)


def check_archive(content: bytes) -> None:
    """Raise DamagedFileError where `content` is no .xlsx file, or one too large to read."""
    if len(content) > LARGEST_FILE:
        raise DamagedFileError(
            _("Ce classeur est trop gros : {size} Mo, pour {limit} Mo au plus.").format(
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
            "Ce fichier n'est pas un classeur .xlsx lisible : il est abîmé, protégé par un mot de passe ou "
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
                        _("Ce classeur est trop gros une fois déplié : supprimez ses feuilles inutiles.")
                    )
                if extent:
                    extent.feed(chunk)
        if extent and extent.cells > MOST_CELLS:
            raise DamagedFileError(
                _(
                    "Une feuille de ce classeur a une cellule remplie très loin des autres ({cell}) : "
                    "effacez-la, puis enregistrez."
                ).format(cell=extent.farthest)
            )


class _Extent:
    """Follows the XML of one sheet: how far do its filled cells go?"""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._cell = ""
        self._rows = 0
        self._columns = 0
        self.farthest = ""

    @property
    def cells(self) -> int:
        """Return how many cells the rectangle from A1 to the farthest filled row and column has."""
        return self._rows * self._columns

    def feed(self, chunk: bytes) -> None:
        """Read on; raises ExpatError for what is no XML."""
        self._parser.Parse(chunk, False)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._cell = attributes.get("r", "")
        elif local in ("v", "is") and self._cell:
            self._note_filled()

    def _note_filled(self) -> None:
        letters = self._cell.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        row = int(self._cell[len(letters) :] or 0)
        if row > self._rows or column > self._columns:
            self.farthest = self._cell
        self._rows = max(self._rows, row)
        self._columns = max(self._columns, column)

    def _refuse_doctype(self, *declaration: object) -> None:
        raise not_a_workbook()
