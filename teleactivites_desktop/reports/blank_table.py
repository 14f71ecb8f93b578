"""A table of the blank questionnaire: its columns' titles and choices, an empty row for each line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.reports.blank_blocks import Block, boxes_width, draw_boxes
from teleactivites_desktop.reports.fonts import BOLD, OBLIQUE, REGULAR, width_of, wrapped
from teleactivites_desktop.reports.styles import INK, LINE, MUTED, PAPER

if TYPE_CHECKING:
    from teleactivites_desktop.reports.blank import BlankQuestion

_TITLE, _WORDS = 7.0, 6.0
_TITLE_LEADING, _WORDS_LEADING = 8.5, 7.5
_ROW = 19.0
"""Height of a line: a hand writes in it."""
_NUMBER = 16.0
_PADDING = 4.0
_TEXT, _LEAST = 110.0, 42.0
"""Widths that columns ask for: one to write in, and the least of all."""
_MOST_LINES = 6
MOST_ROWS = 25
"""Rows of one piece: a longer table goes on under the same titles."""

_Words = list[tuple[str, str]]
"""Lines of a title, each with its font."""


class TableBlock(Block):
    """Rows `first` to `last` (from 1) of a table over the width of the page."""

    def __init__(self, columns: "Sequence[BlankQuestion]", first: int, last: int, width: float) -> None:
        self._columns = columns
        self._rows = range(first, last + 1)
        self._width = width
        self._widths = _widths(columns, width - _NUMBER)
        self._heads = [_head(c, w - 2 * _PADDING) for c, w in zip(columns, self._widths, strict=True)]
        self._head = max(_height(head) for head in self._heads) + 2 * _PADDING
        self.height = self._head + _ROW * len(self._rows) + 8

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw titles, then rows with their numbers, boxes where the screen takes codes."""
        canvas.setFillColor(PAPER)  # over the rule between the two columns of the page
        canvas.rect(x, top - self.height, self._width, self.height, stroke=0, fill=1)
        left = x + _NUMBER
        for column, width, head in zip(self._columns, self._widths, self._heads, strict=True):
            _draw_head(canvas, head, left + _PADDING, top - _PADDING)
            for place in range(len(self._rows)):
                bottom = top - self._head - place * _ROW - _ROW
                draw_boxes(canvas, column.boxes, left + width - _PADDING, bottom + (_ROW - 10) / 2)
            left += width
        self._rules(canvas, x, top)

    def _rules(self, canvas: Canvas, x: float, top: float) -> None:
        bottom = top - self._head - _ROW * len(self._rows)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.setFont(REGULAR, _WORDS)
        canvas.setFillColor(MUTED)
        for place, row in enumerate(self._rows):
            y = top - self._head - place * _ROW
            canvas.line(x, y, x + self._width, y)
            canvas.drawRightString(x + _NUMBER - _PADDING, y - _ROW / 2 - 2, str(row))
        canvas.rect(x, bottom, self._width, top - bottom, stroke=1, fill=0)
        left = x + _NUMBER
        for width in self._widths:
            canvas.line(left, top, left, bottom)
            left += width


def _widths(columns: "Sequence[BlankQuestion]", room: float) -> list[float]:
    """Return the widths of the columns: what they ask for, in proportion to the room."""
    asked = []
    for column in columns:
        choices = max(
            (width_of(f"{code} {label}", REGULAR, _WORDS) for code, label in column.choices), default=0
        )
        wanted = max(boxes_width(column.boxes), min(choices, _TEXT), _LEAST if column.boxes else _TEXT)
        asked.append(wanted + 2 * _PADDING)
    return [room * width / sum(asked) for width in asked]


def _head(column: "BlankQuestion", width: float) -> _Words:
    words = [(line, BOLD) for line in wrapped(typeset(column.label), BOLD, _TITLE, width, 3)]
    for code, label in column.choices[: 2 * _MOST_LINES]:
        words += [(line, REGULAR) for line in wrapped(f"{code} {typeset(label)}", REGULAR, _WORDS, width, 2)]
    if column.skip:
        words += [
            (line, OBLIQUE) for line in wrapped(typeset(column.skip), OBLIQUE, _WORDS, width, _MOST_LINES)
        ]
    return words


def _height(head: _Words) -> float:
    return sum(_TITLE_LEADING if font == BOLD else _WORDS_LEADING for _line, font in head)


def _draw_head(canvas: Canvas, head: _Words, x: float, top: float) -> None:
    y = top
    for line, font in head:
        y -= _TITLE_LEADING if font == BOLD else _WORDS_LEADING
        canvas.setFillColor(MUTED if font == OBLIQUE else INK)
        canvas.setFont(font, _TITLE if font == BOLD else _WORDS)
        canvas.drawString(x, y + 1.5, line)
