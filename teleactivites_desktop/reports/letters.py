"""Letters, one per person, addressed for the window of a French envelope (right-hand, 110 by 220 mm)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.styles import INK

_MARGIN = 22 * mm
_WINDOW_LEFT, _WINDOW_TOP = 110 * mm, 48 * mm
"""Where the address begins on the page: within the window of an envelope, sheet folded in three."""
_ADDRESS_SIZE, _ADDRESS_LEADING = 10.0, 13.5
_ADDRESS_ROOM = A4[0] - _WINDOW_LEFT - 12 * mm
_HEAD_ROOM = 90 * mm


@dataclass(frozen=True)
class Letter:
    """A letter: lines of the address, its date in words, its text (a blank line parts paragraphs)."""

    address: tuple[str, ...]
    day: str
    text: str


def write(letters: Iterable[Letter], imprint: Imprint, out: IO[bytes]) -> None:
    """Write the letters, each on pages of its own."""
    fonts.register()
    body = ParagraphStyle(
        "letter", fontName=fonts.REGULAR, fontSize=10.5, leading=15, textColor=INK, spaceAfter=7
    )
    dated = ParagraphStyle("dated", parent=body, alignment=TA_RIGHT)
    story: list[Flowable] = []
    for place, letter in enumerate(letters):
        story += [PageBreak()] if place else []
        story += [_Head(letter.address), Paragraph(escape(letter.day), dated), Spacer(1, 6 * mm)]
        story += [_paragraph(words, body) for words in letter.text.split("\n\n")]
    if not story:
        story = [Paragraph(typeset(_("Personne n'a donné à la fois un accord et une adresse.")), body)]
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=typeset(imprint.title),
        author=imprint.author,
        subject=typeset(imprint.context),
        creator="Téléactivités",
        lang=imprint.language,
        invariant=1,
        initialFontName=fonts.REGULAR,
    )
    frame = Frame(_MARGIN, _MARGIN, A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("letter", [frame])])
    document.build(story)


def _paragraph(words: str, style: ParagraphStyle) -> Flowable:
    """Return a paragraph; an empty one leaves room to sign."""
    if not words.strip():
        return Spacer(1, style.leading)
    return Paragraph(escape(typeset(words.strip("\n"))).replace("\n", "<br/>"), style)


class _Head(Flowable):
    """The upper part of a letter, with the address in its window."""

    def __init__(self, address: Sequence[str]) -> None:
        super().__init__()
        self._address = address

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        return width, _HEAD_ROOM - _MARGIN

    def draw(self) -> None:
        """Write the address, smaller where a line is too wide for the window."""
        canvas: Canvas = self.canv
        widest = max(fonts.width_of(line, fonts.REGULAR, _ADDRESS_SIZE) for line in self._address)
        canvas.setFont(fonts.REGULAR, _ADDRESS_SIZE * min(_ADDRESS_ROOM / widest, 1.0))
        canvas.setFillColor(INK)
        y = _HEAD_ROOM - _WINDOW_TOP - _ADDRESS_SIZE
        for line in self._address:
            canvas.drawString(_WINDOW_LEFT - _MARGIN, y, line)
            y -= _ADDRESS_LEADING
