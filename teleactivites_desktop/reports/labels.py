"""Mailing labels on the common A4 sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.styles import INK


@dataclass(frozen=True)
class Format:
    """A sheet of labels: how many across and down, their size and the margins, in millimetres."""

    across: int
    down: int
    width: float
    height: float
    left: float
    top: float


FORMATS: Mapping[str, Format] = {
    "14": Format(2, 7, 99.1, 38.1, 4.65, 15.15),
    "21": Format(3, 7, 63.5, 38.1, 7.2, 15.15),
    "24": Format(3, 8, 70.0, 37.0, 0.0, 0.5),
}
"""Labels on a sheet -> its measures."""
_GAP = {"14": 2.5, "21": 2.55, "24": 0.0}
_PADDING = 5 * mm
_SIZE, _LEADING = 9.0, 12.0
_CAPITALS = 0.73
"""Height of the font's capitals, in sizes."""


def write(addresses: Iterable[Sequence[str]], format_: Format, imprint: Imprint, out: IO[bytes]) -> None:
    """Write the addresses on sheets of labels; an address too wide for its label is written smaller."""
    fonts.register()
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        lang=imprint.language,
        initialFontName=fonts.REGULAR,  # type: ignore[arg-type]
    )
    canvas.setTitle(typeset(imprint.title))
    canvas.setAuthor(imprint.author)
    place = -1
    for place, address in enumerate(addresses):
        on_sheet = place % (format_.across * format_.down)
        if place and on_sheet == 0:
            canvas.showPage()
        _draw(canvas, address, format_, on_sheet)
    if place < 0:
        canvas.setFont(fonts.REGULAR, _SIZE)
        words = _("Personne n'a donné à la fois un accord et une adresse.")
        canvas.drawString(20 * mm, A4[1] - 30 * mm, words)
    canvas.save()


def _draw(canvas: Canvas, address: Sequence[str], format_: Format, place: int) -> None:
    down, across = divmod(place, format_.across)
    gap = next(_GAP[name] for name, each in FORMATS.items() if each == format_)
    x = (format_.left + across * (format_.width + gap)) * mm + _PADDING
    middle = A4[1] - (format_.top + (down + 0.5) * format_.height) * mm
    y = middle + ((len(address) - 1) * _LEADING - _CAPITALS * _SIZE) / 2
    room = format_.width * mm - 2 * _PADDING
    canvas.setFillColor(INK)
    widest = max(fonts.width_of(line, fonts.REGULAR, _SIZE) for line in address)
    # Never cut: a shortened town or street does not arrive. 38 capitals fit at 5.7 points.
    canvas.setFont(fonts.REGULAR, _SIZE * min(room / widest, 1.0))
    for line in address:
        canvas.drawString(x, y, line)
        y -= _LEADING
