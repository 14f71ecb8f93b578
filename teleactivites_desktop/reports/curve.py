"""Numbers over time, drawn straight on the page. The scale starts at zero."""

from collections.abc import Sequence
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.reports.fonts import BOLD, REGULAR, width_of
from teleactivites_desktop.reports.styles import ACCENT, FAINT, GRID, INK, LINE, MUTED, SMALL


class Curve(Flowable):
    """Numbers over time: a line over a light surface, the greatest and the last point with their value."""

    def __init__(
        self,
        points: Sequence[tuple[str, int]],
        height: float = 16 * GRID,
        *,
        least: float = 0.0,
        others: Sequence[int] = (),
    ) -> None:
        """`least`: the height it may shrink to where the page ends; `others`: a second, dashed line."""
        super().__init__()
        self._points = list(points)
        self._others = list(others)
        self._most, self._least = height, least or height
        self.height = height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        self.height = max(min(self._most, height), self._least)
        return width, self.height

    def draw(self) -> None:
        """Draw scale, surface, line and labels."""
        canvas: Canvas = self.canv
        base, top, left = 3 * GRID, self.height - 2 * GRID, 4 * GRID
        counts = [*(count for _label, count in self._points), *self._others]
        scale = nice_ceiling(max(counts, default=0))
        self._draw_scale(canvas, left, base, top, scale)
        step = (self.width - left - 2 * GRID) / max(len(self._points) - 1, 1)
        places = [
            (left + GRID + i * step, base + (top - base) * count / scale)
            for i, (_label, count) in enumerate(self._points)
        ]
        _surface(canvas, places, base)
        _dashed(
            canvas,
            [(x, base + (top - base) * n / scale) for (x, _y), n in zip(places, self._others, strict=False)],
        )
        self._draw_labels(canvas, places, base)

    def _draw_scale(self, canvas: Canvas, left: float, base: float, top: float, scale: int) -> None:
        canvas.setFont(REGULAR, SMALL)
        canvas.setLineWidth(0.5)
        for part in (0, 1, 2):
            y = base + (top - base) * part / 2
            canvas.setStrokeColor(LINE)
            canvas.line(left, y, self.width, y)
            canvas.setFillColor(MUTED)
            canvas.drawRightString(left - GRID / 2, y - 2.6, number(scale * part / 2))

    def _draw_labels(self, canvas: Canvas, places: list[tuple[float, float]], base: float) -> None:
        labels = [label for label, _count in self._points]
        widest = max((width_of(label, REGULAR, SMALL) for label in labels), default=0.0) + GRID
        every = max(1, round(widest * len(labels) / max(self.width - 6 * GRID, 1.0) + 0.5))
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, SMALL)
        for i in range(0, len(labels), every):
            canvas.drawCentredString(places[i][0], base - 1.5 * GRID, labels[i])
        counts = [count for _label, count in self._points]
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, SMALL)
        for i in {counts.index(max(counts)), len(counts) - 1} if counts else set():
            canvas.drawCentredString(places[i][0], places[i][1] + 5, number(counts[i]))


def _surface(canvas: Canvas, places: list[tuple[float, float]], base: float) -> None:
    if len(places) > 1:
        path = canvas.beginPath()
        path.moveTo(places[0][0], base)
        for x, y in places:
            path.lineTo(x, y)
        path.lineTo(places[-1][0], base)
        path.close()
        canvas.setFillColor(FAINT)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.25)
    for (x1, y1), (x2, y2) in pairwise(places):
        canvas.line(x1, y1, x2, y2)
    canvas.setFillColor(ACCENT)
    for x, y in places:
        canvas.circle(x, y, 1.5 if len(places) > 30 else 2.0, stroke=0, fill=1)


def _dashed(canvas: Canvas, places: list[tuple[float, float]]) -> None:
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.setDash(4, 2.5)
    for (x1, y1), (x2, y2) in pairwise(places):
        canvas.line(x1, y1, x2, y2)
    canvas.restoreState()


def nice_ceiling(count: float) -> int:
    """Return the round even number (2, 4, 10, 20, 40, 100...) at or above `count`: a scale with a middle."""
    scale = 2
    while scale < count:
        first = int(str(scale)[0])
        scale = scale * 2 if first in (1, 2) else scale * 5 // 2
    return scale
