"""Pages of a PDF as images. PDFium is not made for several threads: call this from the one task at a time."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from teleactivites_desktop.ui.tasks import Progress

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PageSize:
    """Width and height of a page, in points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True)
class Found:
    """Words found: the page (from 0), and their places as (left, bottom, right, top) in points."""

    page: int
    places: tuple[tuple[float, float, float, float], ...]


def find_words(pdf: Path, words: str, progress: Progress) -> list[Found]:
    """Return where `words` stand in `pdf`, capitals and accents aside, in the order of reading."""
    import pypdfium2

    wanted = _folded(" ".join(words.split()))
    found: list[Found] = []
    if not wanted:
        return found
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            progress(number, len(document))
            page = document[number]
            text = page.get_textpage()
            found += (Found(number, places) for places in _places(text, wanted))
            text.close()
            page.close()
    return found


def _places(
    text: "pypdfium2.PdfTextPage", wanted: str
) -> Iterator[tuple[tuple[float, float, float, float], ...]]:
    # One character for each of the page: a fold that lengthened the text would move what follows.
    content = _folded(text.get_text_range())
    start = content.find(wanted)
    while start >= 0:
        count = text.count_rects(start, len(wanted))
        yield tuple(text.get_rect(place) for place in range(count))
        start = content.find(wanted, start + len(wanted))


def _folded(text: str) -> str:
    return "".join(
        " " if letter.isspace() else unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text
    )


def page_sizes(pdf: Path) -> list[PageSize]:
    """Return the size of each page of the file `pdf`."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [PageSize(*document.get_page_size(i)) for i in range(len(document))]


def render_page(pdf: Path, number: int, scale: float) -> QImage:
    """Return page `number` (from 0) of `pdf` drawn at `scale` pixels per point, on white."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=scale, prefer_bgrx=True)
        drawn = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        bitmap.close()
        page.close()
    return drawn
