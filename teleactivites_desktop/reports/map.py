"""The map: one circle per commune, its surface proportional to the number of people, valleys named.

Drawn from the communes' coordinates alone: a soft ground under all communes stands for the department, so
that no boundary file is needed; where the officer gives an outline, it is drawn instead.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from teleactivites_desktop.core.geojson import Ring
from teleactivites_desktop.core.tabulation import Cell, Mark
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.charts import Legend
from teleactivites_desktop.reports.fonts import BOLD, OBLIQUE, REGULAR, width_of
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

_KM_PER_DEGREE = 111.2
_GROUND_KM = 6.5
_LARGEST = 2.5 * GRID
_TALLEST = 70 * GRID
"""A land longer from north to south than from east to west must leave room for its heading on the page."""
_COVERED = 0.12
"""Share of the map that circles may cover in all: more would hide one another."""
_TINY_TEXT = 6.5
_EVEN_ODD = 0
"""The library's number for filling a shape so that rings inside others are holes."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A commune: where it is (degrees), how many people, the valley and the territory it lies in."""

    name: str
    latitude: float
    longitude: float
    cell: Cell
    valley: str = ""
    territory: str = ""


class PlaceMap(Flowable):
    """The map of `places` over the `ground` (all communes). The most numerous places bear their name."""

    def __init__(
        self,
        places: Sequence[Place],
        ground: Sequence[Place],
        named: int = 6,
        width: float = WIDTH,
        outline: Sequence[Ring] = (),
    ) -> None:
        """`outline`: rings of the area, drawn in place of the soft ground."""
        super().__init__()
        self._outline = outline
        self._places = list(places)
        self._ground = list(ground)
        self._named = named
        self.width = width
        self._scale = _Scale(self._ground, width, outline)
        territories = dict.fromkeys(place.territory for place in self._places if place.territory)
        self._shades = {name: shade for shade, name in enumerate(sorted(territories))}
        self._legend = Legend(list(self._shades) if len(self._shades) > 1 else [], width)
        self.height = self._scale.height + self._legend.height
        self._least = min((place.cell.count or 0 for place in self._shown()), default=0)
        self._most = max((place.cell.count or 0 for place in self._places), default=0)
        self._largest = self._fitting_radius()
        self._boxes: list[Box] = []
        self._circles: list[Box] = []

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw ground, circles, names, legend; what the shades mean stands under the map."""
        canvas: Canvas = self.canv
        self._legend.draw(canvas, self._legend.height)
        canvas.translate(0, self._legend.height)
        self._boxes, self._circles = [], []
        self._draw_ground(canvas)
        self._draw_circles(canvas)
        self._draw_legend(canvas)
        shown = sorted(self._shown(), key=lambda place: -(place.cell.count or 0))
        for place in shown[: self._named]:
            x, y = self._scale.point(place.latitude, place.longitude)
            away = self._radius(place.cell.count or 0) + 2
            self._name(canvas, place.name, x, y, away, BOLD, [*self._boxes, *self._circles])
        named = {place.name for place in shown[: self._named]}
        for valley, x, y in self._valleys():
            if valley not in named:
                self._name_valley(canvas, valley, x, y)

    def _shown(self) -> list[Place]:
        return [place for place in self._places if place.cell.count]

    def _radius(self, count: float) -> float:
        return max(self._largest * math.sqrt(count / max(self._most, 1)), 2.0)

    def _fitting_radius(self) -> float:
        """Return the radius of the largest circle: smaller where many large ones would cover the map."""
        counts = sum(place.cell.count or 0 for place in self._places) / max(self._most, 1)
        room = _COVERED * self.width * self.height
        return _LARGEST * min(1.0, math.sqrt(room / max(math.pi * _LARGEST**2 * counts, 1.0)))

    def _draw_ground(self, canvas: Canvas) -> None:
        if self._outline:
            self._draw_outline(canvas)
            return
        radius = _GROUND_KM * self._scale.points_per_km
        points = [self._scale.point(place.latitude, place.longitude) for place in self._ground]
        for colour, more in ((LINE, 1.0), (FAINT, 0.0)):
            canvas.setFillColor(colour)
            for x, y in points:
                canvas.circle(x, y, radius + more, stroke=0, fill=1)
        canvas.setFillColor(MUTED)
        for x, y in points:
            canvas.circle(x, y, 0.6, stroke=0, fill=1)

    def _draw_outline(self, canvas: Canvas) -> None:
        """Draw the rings as one shape: those inside others are holes."""
        path = canvas.beginPath()
        for ring in self._outline:
            first, *others = (self._scale.point(latitude, longitude) for longitude, latitude in ring)
            path.moveTo(*first)
            for point in others:
                path.lineTo(*point)
            path.close()
        canvas.setFillColor(FAINT)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.75)
        canvas.setLineJoin(1)
        canvas.drawPath(path, stroke=1, fill=1, fillMode=_EVEN_ODD)

    def _draw_circles(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setStrokeColor(PAPER)
        canvas.setLineWidth(0.75)
        canvas.setFillAlpha(0.85)
        for place in sorted(self._shown(), key=lambda place: -(place.cell.count or 0)):
            x, y = self._scale.point(place.latitude, place.longitude)
            shade = self._shades.get(place.territory)
            canvas.setFillColor(ACCENT if shade is None else SHADES[shade % len(SHADES)])
            canvas.setStrokeColor(ACCENT if (shade or 0) % 2 else PAPER)  # those between are light
            radius = self._radius(place.cell.count or 0)
            canvas.circle(x, y, radius, stroke=1, fill=1)
            self._circles.append((x - radius, y - radius, x + radius, y + radius))
        canvas.restoreState()
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(0.75)
        canvas.setFillColor(PAPER)
        for place in self._places:
            if place.cell.mark is Mark.HIDDEN:
                x, y = self._scale.point(place.latitude, place.longitude)
                canvas.circle(x, y, 2.5, stroke=1, fill=1)
                self._circles.append((x - 3.0, y - 3.0, x + 3.0, y + 3.0))

    def _valleys(self) -> list[tuple[str, float, float]]:
        """Return each valley's short name and its middle, the one with most people first."""
        members: dict[str, list[Place]] = {}
        counts = {place.valley: 0 for place in self._ground if place.valley}
        for place in self._places:
            if place.valley in counts:
                counts[place.valley] += place.cell.count or 0
        for place in self._ground:
            if place.valley:
                members.setdefault(place.valley, []).append(place)
        order = sorted(members, key=lambda name: -counts[name])
        named = []
        for valley in order:
            points = [self._scale.point(place.latitude, place.longitude) for place in members[valley]]
            x = sum(point[0] for point in points) / len(points)
            y = sum(point[1] for point in points) / len(points)
            named.append((valley.split(" (")[0], x, y))
        return named

    def _name_valley(self, canvas: Canvas, words: str, x: float, y: float) -> None:
        """Write a valley's name beside the circles, or across them where they leave no room."""
        if not self._name(canvas, words, x, y, 0.0, OBLIQUE, [*self._boxes, *self._circles]):
            self._name(canvas, words, x, y, 0.0, OBLIQUE, self._boxes)

    def _name(
        self, canvas: Canvas, words: str, x: float, y: float, away: float, font: str, taken: Sequence[Box]
    ) -> bool:
        """Write a name beside or near a point where nothing `taken` is; tell whether there was room."""
        size = SMALL if font == BOLD else _TINY_TEXT
        width = width_of(words, font, size)
        for left, bottom in _positions(x, y, width, size, away):
            box = (left - 1, bottom - 1.5, left + width + 1, bottom + size)
            inside = box[0] >= 0 and box[2] <= self.width and box[1] >= 0 and box[3] <= self._scale.height
            if inside and not any(_overlap(box, other) for other in taken):
                self._boxes.append(box)
                _write_haloed(canvas, left, bottom, words, font, size)
                return True
        return False

    def _draw_legend(self, canvas: Canvas) -> None:
        """Draw three circles with their number, and what the hollow one means, at the top left."""
        canvas.setFont(REGULAR, SMALL)
        height = self._scale.height
        top = height - GRID
        canvas.setStrokeColor(ACCENT)
        canvas.setFillColor(PAPER)
        canvas.circle(2.5, top - 2.5, 2.5, stroke=1, fill=1)
        canvas.setFillColor(MUTED)
        words = _("secret statistique")
        canvas.drawString(1.5 * GRID, top - 5, words)
        x, base = 0.0, top - 3 * GRID - 2 * self._largest
        for size in legend_sizes(self._least, self._most):
            radius = self._radius(size)
            canvas.setFillColor(ACCENT)
            canvas.circle(x + radius, base + radius, radius, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.drawCentredString(x + radius, base - 1.5 * GRID, number(size))
            x += 2 * radius + 2 * GRID
        right = max(x, 2 * GRID + width_of(words, REGULAR, SMALL))
        self._boxes.append((0.0, base - 2 * GRID, right, height))
        self._draw_kilometres(canvas)

    def _draw_kilometres(self, canvas: Canvas) -> None:
        length = 20 * self._scale.points_per_km
        right = self.width - GRID
        canvas.setStrokeColor(MUTED)
        canvas.setLineWidth(1)
        canvas.line(right - length, GRID, right, GRID)
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, SMALL)
        canvas.drawCentredString(right - length / 2, GRID + 4, "20 km")
        self._boxes.append((right - length, 0, right, 3 * GRID))


class _Scale:
    """From degrees to points: equal distances are equal in both directions."""

    def __init__(self, places: Sequence[Place], width: float, outline: Sequence[Ring] = ()) -> None:
        edge = [point for ring in outline for point in ring]
        latitudes = [p.latitude for p in places] + [y for _x, y in edge] or [44.0, 45.0]
        longitudes = [p.longitude for p in places] + [x for x, _y in edge] or [5.0, 7.0]
        self._squeeze = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
        span = (max(longitudes) - min(longitudes)) * self._squeeze * _KM_PER_DEGREE + 2 * _GROUND_KM
        tall = (max(latitudes) - min(latitudes)) * _KM_PER_DEGREE + 2 * _GROUND_KM
        self.points_per_km = min(width / span, _TALLEST / tall)
        margin = _GROUND_KM / _KM_PER_DEGREE
        self._south = min(latitudes) - margin
        self._west = min(longitudes) - margin / self._squeeze
        self.height = tall * self.points_per_km

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        per_degree = self.points_per_km * _KM_PER_DEGREE
        return (longitude - self._west) * self._squeeze * per_degree, (latitude - self._south) * per_degree


def legend_sizes(least: int, most: int) -> list[int]:
    """Return up to three round numbers from `least` to `most`, the smallest first, else these two."""
    rounds = [step * 10**power for power in range(9) for step in (1, 2, 5)]
    between = [size for size in rounds if least <= size <= most][-3:]
    return between if len(between) > 1 else sorted({least, most} - {0})


def _positions(x: float, y: float, width: float, size: float, away: float) -> Iterable[tuple[float, float]]:
    """Yield where a name may stand, best first, as its left and bottom."""
    if away:
        yield x + away, y - size / 3
        yield x - away - width, y - size / 3
        yield x - width / 2, y + away
        yield x - width / 2, y - away - size
    else:
        for step in range(9):
            for sign in (1, -1):
                yield x - width / 2, y - size / 3 + sign * step * size * 0.6


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _write_haloed(canvas: Canvas, x: float, y: float, words: str, font: str, size: float) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(PAPER)
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(3)
    canvas.drawString(x, y, words, mode=1)
    canvas.setFillColor(INK if font == BOLD else MUTED)
    canvas.drawString(x, y, words)
