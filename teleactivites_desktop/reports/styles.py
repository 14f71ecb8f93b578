"""The one look of all documents: calm, slate blue for what matters, readable in black and white.

Sizes and distances are multiples of 8 points.

Nothing is told by colour alone: bars bear their values, series have different greys and patterns.
"""

from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from teleactivites_desktop.reports.fonts import BOLD, OBLIQUE, REGULAR

GRID = 8.0

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 7 * GRID
TOP = 8 * GRID
BOTTOM = 7 * GRID
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

INK = HexColor(0x1E2730)
MUTED = HexColor(0x56626E)
LINE = HexColor(0xC9D1D9)
FAINT = HexColor(0xEEF1F4)
ACCENT = HexColor(0x3F5E7D)
ACCENT_LIGHT = HexColor(0xB9C7D6)
PAPER = HexColor(0xFFFFFF)

SHADES = tuple(HexColor(value) for value in (0x2F4A66, 0x9FB3C8, 0x5F7F9F, 0xDCE4EC, 0x466583, 0xBFCCDA))
"""Fills of neighbouring parts: dark and light by turns, so that grey print still tells them apart."""

SMALL = 7.5
TEXT = 9.0


@dataclass(frozen=True)
class Styles:
    """The paragraph styles, by role."""

    text: ParagraphStyle
    lead: ParagraphStyle
    words: ParagraphStyle
    small: ParagraphStyle
    cell: ParagraphStyle
    cell_right: ParagraphStyle
    cell_code: ParagraphStyle
    cell_head: ParagraphStyle
    cell_head_right: ParagraphStyle
    title: ParagraphStyle
    subtitle: ParagraphStyle
    chapter: ParagraphStyle
    heading: ParagraphStyle
    figure: ParagraphStyle
    figure_label: ParagraphStyle


def make_styles() -> Styles:
    """Return the styles."""
    text = _style("text", TEXT, 13.0, after=GRID / 2)
    small = _style("small", SMALL, 10.0, colour=MUTED, before=3.0)
    cell = _style("cell", SMALL, 10.0)
    head = _style("cell_head", SMALL, 10.0, font=BOLD, colour=MUTED)
    return Styles(
        text=text,
        lead=_style("lead", 10.5, 16.0, after=GRID),
        words=_style("words", TEXT, 13.0, font=OBLIQUE, after=GRID / 2),
        small=small,
        cell=cell,
        cell_code=_style("cell_code", SMALL, 10.0, colour=ACCENT),
        cell_right=ParagraphStyle("cell_right", cell, alignment=TA_RIGHT),
        cell_head=head,
        cell_head_right=ParagraphStyle("cell_head_right", head, alignment=TA_RIGHT),
        title=_style("title", 24.0, 32.0, font=BOLD, colour=ACCENT, after=GRID),
        subtitle=_style("subtitle", 12.0, 16.0, colour=MUTED, after=GRID),
        chapter=_style("chapter", 16.0, 24.0, font=BOLD, colour=ACCENT, before=2 * GRID, after=GRID),
        heading=_style("heading", 10.5, 14.0, font=BOLD, before=2 * GRID, after=GRID / 2),
        figure=_style("figure", 22.0, 26.0, font=BOLD, colour=ACCENT, alignment=TA_CENTER),
        figure_label=_style("figure_label", SMALL, 10.0, colour=MUTED, alignment=TA_CENTER),
    )


def _style(
    name: str,
    size: float,
    leading: float,
    *,
    font: str = REGULAR,
    colour: Color = INK,
    before: float = 0.0,
    after: float = 0.0,
    alignment: Literal[0, 1, 2, 4] = 0,
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
        alignment=alignment,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


STYLES = make_styles()
