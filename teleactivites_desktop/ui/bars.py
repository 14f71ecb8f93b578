"""Figures drawn as bars: how much is done of what is expected, and how much came each week."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, HINT, TEXT, Role, Theme, make_font

_ROW = 4 * GRID
_MINOR_ROW = 3 * GRID
_FIGURES = 13 * GRID
_THICK, _THIN = 12, 6
_VERTICAL = Qt.AlignmentFlag.AlignVCenter
_MIN_CAPTION = 8 * GRID


@dataclass(frozen=True)
class Bar:
    """One bar: `done` of `expected` (0: nobody said how many). A `minor` one stands under its main one."""

    caption: str
    done: int
    expected: int = 0
    minor: bool = False

    @property
    def figures(self) -> str:
        """Return what stands at its right: ``12 / 40``, and ✓ once everything is there."""
        if not self.expected:
            return number(self.done)
        text = f"{number(self.done)} / {number(self.expected)}"
        return f"{text} ✓" if self.done >= self.expected else text


class Bars(QWidget):
    """Horizontal bars under each other; a click, or arrows and Enter, `chosen` by their place."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[Bar] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> Sequence[Bar]:
        """Return what is shown."""
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show `bars`; a screen reader gets the same in words."""
        self._bars = tuple(bars)
        self._current = min(self._current, max(len(bars) - 1, 0))
        self.setAccessibleName(_("Avancement"))
        self.setAccessibleDescription(", ".join(f"{bar.caption} {bar.figures}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for every bar."""
        return QSize(50 * GRID, sum(_height(bar) for bar in self._bars))

    def minimumSizeHint(self) -> QSize:
        """Return the same height, narrower."""
        return QSize(30 * GRID, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, choose with Enter."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._current + step < len(self._bars):
            self._go(self._current + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the bar under the mouse."""
        self._go(self._place_at(event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the bar under the mouse."""
        if self._bars and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._place_at(event.position().y()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which bar Enter chooses."""
        super().focusInEvent(event)
        self.update()

    def _go(self, place: int) -> None:
        if place != self._current:
            self._current = place
            self.update()

    def _place_at(self, y: float) -> int:
        bottoms = accumulate(_height(bar) for bar in self._bars)
        return next((place for place, bottom in enumerate(bottoms) if y < bottom), len(self._bars) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw caption, track, bar and figures of each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        captions = self._caption_width()
        # Where nobody said how many are expected, the longest bar is the measure.
        most = max((max(bar.done, bar.expected) for bar in self._bars), default=0) or 1
        top = 0
        for place, bar in enumerate(self._bars):
            row = QRect(0, top, self.width(), _height(bar))
            if place == self._current and (self.hasFocus() or self.underMouse()):
                painter.setPen(self._theme.color(Role.ACCENT if self.hasFocus() else Role.SURFACE))
                painter.setBrush(self._theme.color(Role.SURFACE))
                painter.drawRoundedRect(row.adjusted(0, 1, -1, -2), 4, 4)
            self._paint_words(painter, bar, row, captions)
            track = row.adjusted(captions + 2 * GRID, 0, -_FIGURES - GRID, 0)
            self._paint_bar(painter, bar, track, bar.done / (bar.expected or most))
            top += row.height()

    def _caption_width(self) -> int:
        metrics = QFontMetrics(make_font(TEXT))
        widest = max((metrics.horizontalAdvance(bar.caption) for bar in self._bars), default=0)
        return max(min(widest + 2 * GRID, self.width() * 2 // 5), _MIN_CAPTION)

    def _paint_words(self, painter: QPainter, bar: Bar, row: QRect, captions: int) -> None:
        font = make_font(HINT if bar.minor else TEXT)
        painter.setFont(font)
        painter.setPen(self._theme.color(Role.MUTED if bar.minor else Role.TEXT))
        place = QRect(row.left() + (2 * GRID if bar.minor else 0), row.top(), captions, row.height())
        shown = QFontMetrics(font).elidedText(bar.caption, Qt.TextElideMode.ElideRight, captions)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | _VERTICAL, shown)
        figures = QRect(row.right() - _FIGURES, row.top(), _FIGURES, row.height())
        painter.drawText(figures, Qt.AlignmentFlag.AlignRight | _VERTICAL, bar.figures)

    def _paint_bar(self, painter: QPainter, bar: Bar, track: QRect, share: float) -> None:
        thickness = _THIN if bar.minor else _THICK
        whole = QRectF(track.left(), track.center().y() - thickness / 2 + 1, track.width(), thickness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Role.SUNKEN))
        painter.drawRoundedRect(whole, thickness / 2, thickness / 2)
        if bar.done:
            complete = bool(bar.expected) and bar.done >= bar.expected
            painter.setBrush(self._theme.color(Role.GOOD if complete else Role.ACCENT))
            filled = QRectF(whole)
            filled.setWidth(max(whole.width() * min(share, 1.0), thickness))
            painter.drawRoundedRect(filled, thickness / 2, thickness / 2)


def _height(bar: Bar) -> int:
    return _MINOR_ROW if bar.minor else _ROW


class Columns(QWidget):
    """Standing bars, one a week: (caption, count), the count written above each."""

    _COLUMN = 5 * GRID

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns: Sequence[tuple[str, int]] = ()
        self.setMinimumHeight(14 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def set_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        """Show `columns`, the latest at the right; a screen reader gets the same in words."""
        self._columns = tuple(columns)
        self.setAccessibleName(_("Fiches par semaine"))
        self.setAccessibleDescription(", ".join(f"{caption} {number(count)}" for caption, count in columns))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a calm height whatever the figures."""
        return QSize(50 * GRID, 16 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each column with its count above and its week below; the oldest go where room lacks."""
        if not self._columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(make_font(HINT))
        shown = self._columns[-max(self.width() // (self._COLUMN + GRID), 1) :]
        step = self.width() / len(shown)
        most = max(count for _caption, count in shown) or 1
        base = self.height() - 3 * GRID
        for place, (caption, count) in enumerate(shown):
            height = (base - 3 * GRID) * count / most
            left = place * step
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(Role.ACCENT if count else Role.SUNKEN))
            bar = QRectF(left + step * 0.2, base - max(height, 2), step * 0.6, max(height, 2))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(self._theme.color(Role.TEXT))
            above = QRectF(left, bar.top() - 2.5 * GRID, step, 2 * GRID)
            if count:
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, number(count))
            painter.setPen(self._theme.color(Role.MUTED))
            below = QRectF(left, base + 4, step, 2 * GRID)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, caption)
