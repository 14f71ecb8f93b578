"""A line of what waits: how many, what, and the way there. One presses it as a button."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.ui.theme import GRID, TEXT, TITLE, Role, Theme, make_font

_COUNT = 8 * GRID


class TodoLine(QPushButton):
    """Count, words, a sentence under them. Made checkable, it shows that it is the one in front."""

    def __init__(self, theme: Theme, words: str, hint: str, slot: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self._words, self._hint = words, hint
        self._count: int | None = None
        self.setProperty("role", "todo")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: slot())
        theme.changed.connect(self.update)
        self.set_count(None)

    @property
    def count(self) -> int | None:
        """Return the count shown, None while it is not known."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Show how many wait; nothing to do is said in muted ink, and can still be opened."""
        self._count = count
        shown = "" if count is None else number(count)
        self.setAccessibleName(f"{shown} {self._words}. {self._hint}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for two lines of words."""
        metrics = QFontMetrics(make_font(TEXT))
        return QSize(_COUNT + metrics.horizontalAdvance(max(self._words, self._hint, key=len)), 7 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return a smaller width: words are cut with an ellipsis."""
        return QSize(30 * GRID, 7 * GRID)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the frame of the focus."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the count, the words, the hint and the arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.rect().adjusted(1, 1, -1, -1)
        role = Role.ACCENT_SOFT if self.isChecked() else Role.SUNKEN if self.underMouse() else Role.RAISED
        painter.setPen(self._theme.color(Role.ACCENT if self.hasFocus() else role))
        painter.setBrush(self._theme.color(role))
        painter.drawRoundedRect(ground, 6, 6)
        waits = bool(self._count)
        count = "…" if self._count is None else number(self._count)
        painter.setFont(make_font(TITLE, bold=True))
        painter.setPen(self._theme.color(Role.TEXT if waits else Role.MUTED))
        painter.drawText(QRect(0, 0, _COUNT - GRID, self.height()), Qt.AlignmentFlag.AlignCenter, count)
        self._paint_words(painter, waits)
        painter.setFont(make_font(TITLE))
        painter.setPen(self._theme.color(Role.MUTED))
        arrow = QRect(self.width() - 4 * GRID, 0, 3 * GRID, self.height())
        painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "›")

    def _paint_words(self, painter: QPainter, waits: bool) -> None:
        width = self.width() - _COUNT - 5 * GRID
        for font, role, text, top in (
            (make_font(TEXT, bold=waits), Role.TEXT if waits else Role.MUTED, self._words, GRID),
            (make_font(TEXT - 2), Role.MUTED, self._hint, 3 * GRID + 4),
        ):
            painter.setFont(font)
            painter.setPen(self._theme.color(role))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            place = QRect(_COUNT, top, width, 2 * GRID + 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
