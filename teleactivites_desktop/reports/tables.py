"""Tables of text: small ones whose texts wrap, and lists of many rows drawn line by line.

The library's own tables cost the square of their rows to lay out (10,000 rows: 3.8 s)."""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table, TableStyle

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.reports.fonts import BOLD, REGULAR, fitted, width_of
from teleactivites_desktop.reports.layout import text
from teleactivites_desktop.reports.styles import FAINT, GRID, INK, LINE, MUTED, SMALL, STYLES, WIDTH

_LINE = 12.0
_WIDE_LETTER = 0.9 * SMALL


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


class Lines(Flowable):
    """A list of many rows, one line each, drawn straight on the page; it breaks between lines.

    Texts too long for their column are shortened. Heads stand again on each page.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        right: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._heads, self._rows, self._widths = heads, rows, widths
        self._right = frozenset(right)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        self.height = (len(self._rows) + 1) * _LINE
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return two lists, the first filling `height`."""
        fitting = int(height // _LINE) - 1
        if fitting < 2:
            return []
        parts = (self._rows[:fitting], self._rows[fitting:])
        return [Lines(self._heads, rows, self._widths, sorted(self._right)) for rows in parts]

    def draw(self) -> None:
        """Draw heads and rows."""
        canvas: Canvas = self.canv
        columns = self._columns()
        y = self.height - _LINE
        canvas.setFillColor(MUTED)
        canvas.setFont(BOLD, SMALL)
        for head, (left, room, right) in zip(self._heads, columns, strict=True):
            _draw_cell(canvas, fitted(typeset(head), BOLD, SMALL, room), left, y + 4, room, right)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(0, y, self.width, y)
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, SMALL)
        for row in self._rows:
            y -= _LINE
            for words, (left, room, right) in zip(row, columns, strict=True):
                if words:
                    _draw_cell(canvas, _cut(words, room), left, y + 4, room, right)

    def _columns(self) -> list[tuple[float, float, bool]]:
        """Return (left, room, right-aligned) of each column."""
        columns, left = [], 0.0
        for place, share in enumerate(self._widths):
            width = share * self.width
            columns.append((left, width - GRID / 2, place in self._right))
            left += width
        return columns


def _cut(words: str, room: float) -> str:
    """Shorten a text to its column. Most are far from filling it: only the others are measured."""
    return words if len(words) * _WIDE_LETTER < room else fitted(words, REGULAR, SMALL, room)


def _draw_cell(canvas: Canvas, words: str, left: float, y: float, room: float, right: bool) -> None:
    if right:
        canvas.drawRightString(left + room, y, words)
    else:
        canvas.drawString(left, y, words + " ")  # readers that select the text see the gap


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
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
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
