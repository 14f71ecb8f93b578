"""The slip laid on a pile of papers: which batch, how many, who did what and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import blocks
from teleactivites_desktop.reports.barcodes import draw_code128, draw_qr
from teleactivites_desktop.reports.fonts import REGULAR
from teleactivites_desktop.reports.layout import Heading, Imprint, build, text
from teleactivites_desktop.reports.styles import GRID, LINE, STYLES, WIDTH
from teleactivites_desktop.reports.tables import small_table

_REMARKS = 10
"""Lines for remarks."""


@dataclass(frozen=True)
class Slip:
    """A batch. `expected` 0: nobody said how many; `first`, `last` "": no range of numbers."""

    code: str
    territory: str
    expected: int
    keyed: int
    first: str
    last: str


class _Codes(Flowable):
    """The batch's code as Code 128 and QR."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.height = 9 * GRID

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Draw both codes at the right."""
        canvas: Canvas = self.canv
        draw_qr(canvas, self._code, self.width - 9 * GRID, 0, 9 * GRID)
        draw_code128(canvas, self._code, self.width - 10 * GRID, 2 * GRID, 5 * GRID)


def write(slips: Iterable[Slip], imprint: Imprint, out: IO[bytes]) -> None:
    """Write a page per batch to `out`."""
    story: list[Flowable] = []
    for place, slip in enumerate(slips):
        story += [PageBreak()] if place else []
        story += _page(slip, f"b{place}")
    build(out, story or [text(_("Il n'y a pas encore de lot."))], imprint)


def _page(slip: Slip, key: str) -> list[Flowable]:
    blank = "........................"
    span = f"{slip.first or blank} – {slip.last or blank}"
    steps = (_("Reçu"), _("Compté"), _("Saisi"), _("Contrôlé (double saisie)"), _("Classé"))
    return [
        Heading(_("Lot {code}").format(code=slip.code), 0, key),
        text(slip.territory, STYLES.subtitle),
        _Codes(slip.code),
        Spacer(1, 2 * GRID),
        blocks.figures(
            [
                (number(slip.expected) if slip.expected else "....", _("fiches attendues")),
                (number(slip.keyed), _("fiches saisies")),
            ]
        ),
        Spacer(1, 2 * GRID),
        text(_("Numéros : {span}").format(span=span), STYLES.lead),
        Spacer(1, 2 * GRID),
        small_table(
            ["", _("Date"), _("Agent"), _("Nombre"), _("Signature")],
            [[step, blank[:16], blank, blank[:10], blank] for step in steps],
            [0.26, 0.16, 0.24, 0.12, 0.22],
        ),
        Spacer(1, 3 * GRID),
        text(_("Remarques (fiches manquantes, illisibles, en double) :")),
        Table(
            [[""]] * _REMARKS,
            [WIDTH],
            3 * GRID,
            style=TableStyle(
                [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("FONTNAME", (0, 0), (-1, -1), REGULAR)]
            ),
        ),
    ]
