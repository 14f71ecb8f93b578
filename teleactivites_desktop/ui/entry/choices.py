"""The choices of the current question, numbered as they are keyed; or what a search in a list finds.

One column where all lines fit, else two; a list that is longer still shows the lines around the marked one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from teleactivites_desktop.ui.theme import GRID, HINT, TEXT, Role, Theme, make_font

LEAST, GREATEST = 17, 28
CODE_GAP = 10
LONG = 36
"""Characters that a field shows at least."""


@dataclass(frozen=True)
class Item:
    """One line: the code to key, what it means, what tells it from another; `chosen` in the field now."""

    code: str
    label: str
    detail: str = ""
    enabled: bool = True
    chosen: bool = False


class Choices(QWidget):
    """Paints items, and says which one was clicked."""

    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._items: list[Item] = []
        self._marked = -1
        self._text = ""
        theme.changed.connect(self.update)

    @property
    def items(self) -> Sequence[Item]:
        """Return what is shown."""
        return self._items

    @property
    def marked(self) -> int:
        """Return the line that Enter takes, -1 for none."""
        return self._marked

    def show_items(self, items: Sequence[Item], marked: int = -1) -> None:
        """Show `items`, the one at `marked` highlighted."""
        if list(items) != self._items or marked != self._marked:
            self._items, self._marked = list(items), marked
            self.update()

    def show_text(self, text: str) -> None:
        """Show a text that is too long for its field, in full, where there are no choices."""
        shown = text if len(text) > LONG else ""
        if shown != self._text:
            self._text = shown
            self.update()

    def sizeHint(self) -> QSize:
        """Return a size for a list of ten."""
        return QSize(40 * GRID, 10 * GREATEST)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the line clicked."""
        point = event.position().toPoint()
        for index, place in self._places():
            if place.contains(point):
                self.picked.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._items:
            self._full_text(painter)
        places = self._places()
        one_column = all(place.x() == 0 for _index, place in places)
        small = not one_column or any(place.height() < GREATEST - 6 for _index, place in places)
        font = make_font(HINT if small else TEXT)
        bold = make_font(HINT if small else TEXT, bold=True)
        metrics = QFontMetrics(bold)
        code_width = max((metrics.horizontalAdvance(item.code) for item in self._items), default=0)
        for index, place in places:
            item = self._items[index]
            self._ground(painter, place, item, marked=index == self._marked)
            painter.setFont(bold)
            painter.setPen(self._theme.color(Role.ACCENT if item.enabled else Role.FAINT))
            code = QRect(place.x() + GRID, place.y(), code_width, place.height())
            painter.drawText(code, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, item.code)
            painter.setFont(bold if item.chosen else font)
            self._words(painter, place.adjusted(GRID + code_width + CODE_GAP, 0, -4, 0), item)

    def _places(self) -> list[tuple[int, QRect]]:
        """Return the lines in sight, each with its rectangle."""
        count = max(1, len(self._items))
        columns = 1 if count * LEAST <= self.height() else 2
        lines = -(-count // columns)
        pitch = max(LEAST, min(GREATEST, self.height() // lines))
        lines = min(lines, max(1, self.height() // pitch))
        shown = lines * columns
        first = max(0, min(self._marked - shown // 2, count - shown))
        width = (self.width() - (columns - 1) * GRID) // columns
        return [
            (index, QRect((place // lines) * (width + GRID), place % lines * pitch, width, pitch))
            for place, index in enumerate(range(first, min(first + shown, len(self._items))))
        ]

    def _full_text(self, painter: QPainter) -> None:
        painter.setFont(make_font(TEXT))
        painter.setPen(self._theme.color(Role.TEXT))
        how = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(self.rect(), how, self._text)

    def _ground(self, painter: QPainter, place: QRect, item: Item, *, marked: bool) -> None:
        if marked or item.chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(Role.ACCENT_SOFT))
            painter.drawRoundedRect(QRectF(place).adjusted(0, 0.5, 0, -0.5), 4, 4)
        if marked:
            painter.setBrush(self._theme.color(Role.ACCENT))
            painter.drawRoundedRect(QRectF(place.x(), place.y() + 3, 3, place.height() - 6), 1.5, 1.5)

    def _words(self, painter: QPainter, place: QRect, item: Item) -> None:
        metrics = painter.fontMetrics()
        left = place.width() - metrics.horizontalAdvance(item.label) - GRID
        detail_width = min(max(place.width() // 2, left), metrics.horizontalAdvance(item.detail))
        painter.setPen(self._theme.color(Role.TEXT if item.enabled else Role.FAINT))
        room = place.adjusted(0, 0, -(detail_width + GRID if detail_width else 0), 0)
        label = metrics.elidedText(item.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
        if detail_width:
            painter.setPen(self._theme.color(Role.MUTED))
            detail = metrics.elidedText(item.detail, Qt.TextElideMode.ElideRight, detail_width)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
