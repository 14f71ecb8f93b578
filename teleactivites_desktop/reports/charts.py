"""Charts drawn straight on the page: bars with their values, stacked bars.

Scales start at zero. Nothing depends on colour: each bar bears its number, stacked parts alternate dark and
light greys with their value inside, hidden counts show the sign that the tables use.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from teleactivites_desktop.core.typography import percent, typeset
from teleactivites_desktop.reports.fonts import BOLD, REGULAR, fitted, width_of, wrapped
from teleactivites_desktop.reports.styles import (
    ACCENT,
    FAINT,
    GRID,
    INK,
    LINE,
    MUTED,
    PAPER,
    SHADES,
    SMALL,
    WIDTH,
)

_LINE_HEIGHT = 2 * GRID
_LEADING = 9.5


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length as a share of the scale (None: hidden), the texts at its right."""

    label: str
    length: float | None
    count: str
    share: str
    muted: bool = False


class BarTable(Flowable):
    """A frequency table that is its own bar chart: label, bar, percentage, line by line.

    `heads` are the headings of the label, number and percentage columns; `full` is the share that a bar of
    full length stands for, written above the bars. It breaks between lines.
    """

    def __init__(
        self,
        bars: Sequence[Bar],
        heads: tuple[str, str, str],
        full: float = 1.0,
        label_share: float = 0.4,
    ) -> None:
        super().__init__()
        self._full = full
        self._bars = list(bars)
        self._heads = heads
        self._label_share = label_share
        self._labels = [self._wrap(bar.label) for bar in bars]

    def _wrap(self, label: str) -> list[str]:
        return wrapped(typeset(label), REGULAR, SMALL, WIDTH * self._label_share - GRID, 2)

    def _height_of(self, line: int) -> float:
        return _LINE_HEIGHT + (len(self._labels[line]) - 1) * _LEADING

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        self.height = _LINE_HEIGHT + sum(map(self._height_of, range(len(self._bars))))
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return two tables, the first filling `height`; at least three lines stay together."""
        room, taken = height - _LINE_HEIGHT, 0
        while taken < len(self._bars) and room >= self._height_of(taken):
            room -= self._height_of(taken)
            taken += 1
        if taken == len(self._bars):
            return [self]
        taken = min(taken, len(self._bars) - 3)
        if taken < 3:
            return []
        parts = (self._bars[:taken], self._bars[taken:])
        return [BarTable(bars, self._heads, self._full, self._label_share) for bars in parts]

    def draw(self) -> None:
        """Draw the head, then each line."""
        canvas: Canvas = self.canv
        y = self.height - _LINE_HEIGHT
        self._draw_texts(canvas, y + 5, self._heads[0], self._heads[1], self._heads[2], head=True)
        left = self.width * self._label_share
        canvas.setFont(REGULAR, SMALL)
        canvas.drawString(left, y + 5, "0")
        canvas.drawRightString(left + self._room(), y + 5, percent(self._full))
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(0, y, self.width, y)
        for place, bar in enumerate(self._bars):
            y -= self._height_of(place)
            self._draw_line(canvas, y, place, bar)

    def _room(self) -> float:
        return float(self.width * (1 - self._label_share) - 12 * GRID)

    def _draw_line(self, canvas: Canvas, y: float, place: int, bar: Bar) -> None:
        height = self._height_of(place)
        middle = y + height / 2
        canvas.setFillColor(MUTED if bar.muted else INK)
        canvas.setFont(REGULAR, SMALL)
        lines = self._labels[place]
        for i, words in enumerate(lines):
            canvas.drawString(0, middle - 2.6 + (len(lines) - 1 - 2 * i) * _LEADING / 2, words + " ")
        left = self.width * self._label_share
        room = self._room()
        if bar.length is not None and not bar.muted:
            canvas.setFillColor(FAINT)
            canvas.rect(left, middle - 4, room, GRID, stroke=0, fill=1)
            canvas.setFillColor(ACCENT)
            canvas.rect(left, middle - 4, room * min(bar.length / self._full, 1.0), GRID, stroke=0, fill=1)
        self._draw_texts(canvas, middle - 2.6, "", bar.count, bar.share, muted=bar.muted)

    def _draw_texts(
        self, canvas: Canvas, y: float, label: str, count: str, share: str, *,
        head: bool = False, muted: bool = False,
    ) -> None:  # fmt: skip
        canvas.setFillColor(MUTED if head or muted else INK)
        canvas.setFont(BOLD if head else REGULAR, SMALL)
        canvas.drawString(0, y, label + " ")  # readers that select the text see the gap
        canvas.drawRightString(self.width - 5.5 * GRID, y, count)
        canvas.drawRightString(self.width, y, share)


@dataclass(frozen=True)
class Stack:
    """One stacked bar: its label, the share of each part (None: hidden), and its base in words."""

    label: str
    parts: tuple[float | None, ...]
    base: str


class Legend:
    """What the shades of a chart mean: a small square and a name each, on as many lines as they need."""

    def __init__(self, names: Sequence[str], width: float = WIDTH) -> None:
        self._width = width
        self._lines = self._arranged([typeset(name) for name in names]) if names else []
        self.height = len(self._lines) * 1.5 * GRID

    def _arranged(self, names: Sequence[str]) -> list[list[tuple[int, str, float]]]:
        """Return the lines: (part, words, x)."""
        lines: list[list[tuple[int, str, float]]] = [[]]
        x = 0.0
        for part, name in enumerate(names):
            needed = width_of(name, REGULAR, SMALL) + 3 * GRID
            if x and x + needed > self._width:
                lines.append([])
                x = 0.0
            lines[-1].append((part, name, x))
            x += needed
        return lines

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draw the lines from `top` down."""
        canvas.setFont(REGULAR, SMALL)
        for place, line in enumerate(self._lines):
            y = top - (place + 1) * 1.5 * GRID
            for part, name, x in line:
                _swatch(canvas, part, x, y, GRID, GRID)
                canvas.setFillColor(INK)
                canvas.drawString(x + 1.5 * GRID, y + 1, name)


class StackedBars(Flowable):
    """Shares of 100 % per group, one bar a group, with a legend of the parts above."""

    def __init__(self, names: Sequence[str], stacks: Sequence[Stack]) -> None:
        super().__init__()
        self._stacks = list(stacks)
        self._legend = Legend(names)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        self.height = self._legend.height + GRID / 2 + len(self._stacks) * 2.5 * GRID
        return self.width, self.height

    def draw(self) -> None:
        """Draw the legend, then the bars."""
        canvas: Canvas = self.canv
        self._legend.draw(canvas, self.height)
        y = self.height - self._legend.height - GRID / 2
        for stack in self._stacks:
            y -= 2.5 * GRID
            self._draw_stack(canvas, stack, y)

    def _draw_stack(self, canvas: Canvas, stack: Stack, y: float) -> None:
        left, room = 19 * GRID, self.width - 26 * GRID
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, SMALL)
        canvas.drawString(0, y + 5, fitted(stack.label, REGULAR, SMALL, left - GRID))
        canvas.setFillColor(MUTED)
        canvas.drawRightString(self.width, y + 5, stack.base)
        x = left
        for part, share in enumerate(stack.parts):
            if not share:
                continue
            _swatch(canvas, part, x, y, room * share, 2 * GRID)
            words = percent(share)
            if width_of(words, BOLD, SMALL) + 4 < room * share:
                canvas.setFillColor(PAPER if part % 2 == 0 else INK)
                canvas.setFont(BOLD, SMALL)
                canvas.drawCentredString(x + room * share / 2, y + 5, words)
            x += room * share
        if x < left + room - 1:
            self._draw_hidden(canvas, x, y, left + room - x, any(part is None for part in stack.parts))

    def _draw_hidden(self, canvas: Canvas, x: float, y: float, width: float, hidden: bool) -> None:
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.setDash(2, 2)
        canvas.rect(x, y, width, 2 * GRID, stroke=1, fill=0)
        canvas.setDash()
        if hidden and width > GRID:
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, SMALL)
            canvas.drawCentredString(x + width / 2, y + 5, "s")


def _swatch(canvas: Canvas, part: int, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillColor(SHADES[part % len(SHADES)])
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(0.75)
    canvas.rect(x, y, width, height, stroke=1, fill=1)
