"""The fonts of every document: DejaVu Sans, shipped, embedded as subsets.

It is the one free family with all that French needs here (œ, €, « », ≥, ☐, ✓): docs/decisions and
`resources/fonts/LICENSE.txt`.
"""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from teleactivites_desktop import shipped_data

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"
OBLIQUE = "DejaVuSans-Oblique"


@cache
def register() -> None:
    """Make the fonts known to the PDF library; doing it again costs nothing."""
    for name in (REGULAR, BOLD, OBLIQUE):
        pdfmetrics.registerFont(TTFont(name, shipped_data.path(f"resources/fonts/{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=OBLIQUE, boldItalic=BOLD)


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of `text` in points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))


def fitted(text: str, font: str, size: float, width: float) -> str:
    """Return `text`, shortened with an ellipsis where it is wider than `width` points."""
    if width_of(text, font, size) <= width:
        return text
    shown = text
    while shown and width_of(shown + "…", font, size) > width:
        shown = shown[:-1]
    return shown.rstrip(" ,;:") + "…"


def wrapped(text: str, font: str, size: float, width: float, lines: int) -> list[str]:
    """Return `text` broken at spaces into at most `lines` lines of `width` points, the last one shortened."""
    done: list[str] = []
    waiting = text.split(" ")
    while waiting:
        if len(done) == lines - 1:
            done.append(fitted(" ".join(waiting), font, size, width))
            break
        taken = 1
        while taken < len(waiting) and width_of(" ".join(waiting[: taken + 1]), font, size) <= width:
            taken += 1
        done.append(fitted(" ".join(waiting[:taken]), font, size, width))
        waiting = waiting[taken:]
    return done
