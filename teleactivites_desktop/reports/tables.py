"""Tables of text. Long ones are cut into pieces: one big table costs the square of its rows to lay out."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, Table, TableStyle

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.reports.fonts import BOLD, REGULAR, fitted, width_of
from teleactivites_desktop.reports.layout import text
from teleactivites_desktop.reports.styles import FAINT, GRID, INK, LINE, MUTED, SMALL, STYLES, WIDTH

CHUNK = 400
"""Rows per piece; 500 stay linear (measured: 10,000 rows in one table take 3.8 s, in pieces 0.85 s)."""


def small_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], right: Sequence[int] = ()
) -> Table:
    """Return a table whose texts wrap. `widths`: shares of the page's; `right`: right-aligned columns."""
    points = [share * WIDTH for share in widths]
    lines = [(heads, True)] if any(heads) else []
    lines += [(row, False) for row in rows]
    cells = [
        [
            _cell(words, room, i in right, head)
            for i, (words, room) in enumerate(zip(line, points, strict=True))
        ]
        for line, head in lines
    ]
    style = TableStyle(_look(headed=any(heads)))
    for column in right:
        style.add("ALIGN", (column, 0), (column, -1), "RIGHT")
    return Table(cells, colWidths=points, style=style, repeatRows=int(any(heads)), hAlign="LEFT")


def long_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    right: Sequence[int] = (),
    size: float = SMALL,
) -> list[Flowable]:
    """Return a list of many rows, one line each: texts too long for their column are shortened.

    The pieces stand without a gap; each repeats the heads at the top of a page.
    """
    points = [share * WIDTH for share in widths]
    style = TableStyle([*_look(headed=True), ("FONTSIZE", (0, 0), (-1, -1), size)])
    for column in right:
        style.add("ALIGN", (column, 0), (column, -1), "RIGHT")
    head = [
        fitted(typeset(words), BOLD, size, room - GRID) for words, room in zip(heads, points, strict=True)
    ]
    pieces: list[Flowable] = []
    for start in range(0, max(len(rows), 1), CHUNK):
        body = [
            [fitted(cell, REGULAR, size, room - GRID) for cell, room in zip(row, points, strict=True)]
            for row in rows[start : start + CHUNK]
        ]
        pieces.append(
            Table(
                [head, *body],
                colWidths=points,
                rowHeights=[2 * GRID] * (len(body) + 1),
                style=style,
                repeatRows=1,
                hAlign="LEFT",
            )
        )
    return pieces


def _cell(words: str, room: float, right: bool, head: bool) -> Any:
    """Return plain text where one line does, which is quicker, else a paragraph."""
    font = BOLD if head else REGULAR
    if "\n" not in words and width_of(words, font, SMALL) < room - GRID:
        return typeset(words)
    if head:
        return text(words, STYLES.cell_head_right if right else STYLES.cell_head)
    return text(words, STYLES.cell_right if right else STYLES.cell)


def _look(*, headed: bool) -> list[Any]:
    first = 1 if headed else 0
    look: list[Any] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("FONTSIZE", (0, 0), (-1, -1), SMALL),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), GRID / 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), GRID / 2),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, first), (-1, -1), 0.25, FAINT),
    ]
    if headed:
        look += [
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, LINE),
            ("TEXTCOLOR", (0, 0), (-1, 0), MUTED),
            ("FONTNAME", (0, 0), (-1, 0), BOLD),
        ]
    return look
