"""The strip of sections: where one is, what is done, what is to be seen again."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from teleactivites_desktop.ui.theme import GRID, HINT, Role, Theme, make_font

HEIGHT = 4 * GRID + 4
PADDING = 8
SLACK = 4
"""So that rounding never shortens a title that fits."""


class Progress(Enum):
    """How far a section is; each has its own sign."""

    AHEAD = ""
    BEGUN = "›"
    DONE = "✓"
    TO_SEE = "!"


_INK = {Progress.DONE: Role.GOOD, Progress.TO_SEE: Role.BAD, Progress.BEGUN: Role.MUTED}


@dataclass(frozen=True)
class Tab:
    """One section of the strip."""

    name: str
    title: str
    progress: Progress


class SectionStrip(QWidget):
    """Paints the sections side by side; titles that are too long for their share are shortened."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tabs: list[Tab] = []
        self._current = ""
        self._font = make_font(HINT)
        self._bold = make_font(HINT, bold=True)
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)

    @property
    def tabs(self) -> Sequence[Tab]:
        """Return what is shown."""
        return self._tabs

    def show_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        """Show `tabs`, the one named `current` in front."""
        if list(tabs) != self._tabs or current != self._current:
            self._tabs, self._current = list(tabs), current
            self.update()

    def sizeHint(self) -> QSize:
        """Return a size for eight sections."""
        return QSize(100 * GRID, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the section clicked."""
        for tab, place in zip(self._tabs, self.places(), strict=True):
            if place.contains(event.position().toPoint()):
                self.chosen.emit(tab.name)

    def places(self) -> list[QRect]:
        """Return the rectangle of each tab: its natural width, or a fair share where all do not fit."""
        metrics = QFontMetrics(self._bold)
        natural = [
            metrics.horizontalAdvance(tab.title) + 2 * PADDING + 2 * GRID + SLACK for tab in self._tabs
        ]
        widths = fit(natural, self.width())
        places, x = [], 0
        for width in widths:
            places.append(QRect(x, 0, width, HEIGHT))
            x += width
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, self._theme.color(Role.LINE))
        for tab, place in zip(self._tabs, self.places(), strict=True):
            self._tab(painter, tab, place)

    def _tab(self, painter: QPainter, tab: Tab, place: QRect) -> None:
        current = tab.name == self._current
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(Role.ACCENT))
            painter.drawRoundedRect(QRectF(place.x(), HEIGHT - 3, place.width(), 3), 1.5, 1.5)
        font = self._bold if current else self._font
        painter.setFont(font)
        painter.setPen(self._theme.color(Role.TEXT if current else Role.MUTED))
        words = place.adjusted(PADDING, 0, -PADDING - 2 * GRID, -2)
        title = QFontMetrics(font).elidedText(tab.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        if tab.progress is not Progress.AHEAD:
            shown = QFontMetrics(font).horizontalAdvance(title)
            sign = QRect(words.x() + shown + 4, 0, 2 * GRID, HEIGHT - 2)
            painter.setFont(self._bold)
            painter.setPen(self._theme.color(_INK[tab.progress]))
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, tab.progress.value)


def fit(natural: Sequence[int], room: int) -> list[int]:
    """Return widths that add up to `room` at most: the widest are cut to one common width."""
    if sum(natural) <= room or not natural:
        return list(natural)
    left, cap = room, 0
    for place, width in enumerate(sorted(natural)):
        cap = left // (len(natural) - place)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in natural]
