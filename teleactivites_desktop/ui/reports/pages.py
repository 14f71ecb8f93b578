"""Pages of a PDF as images. PDFium is not made for several threads: call this from the one task at a time."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PageSize:
    """Width and height of a page, in points (1/72 inch)."""

    width: float
    height: float


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
