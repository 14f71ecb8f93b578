"""Buttons with their icon and, where they have one, the key that does the same."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from teleactivites_desktop.ui.theme import GRID, HINT, Role, Theme, make_font
from teleactivites_desktop.ui.widgets.icons import set_icon


class ButtonRole(StrEnum):
    """What a button is to the officer; one PRIMARY at most on a page."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    DANGER = "danger"


_INK = {
    ButtonRole.PRIMARY: Role.ON_ACCENT,
    ButtonRole.PLAIN: Role.TEXT,
    ButtonRole.QUIET: Role.ACCENT,
    ButtonRole.DANGER: Role.BAD,
}


class ActionButton(QPushButton):
    """A button that shows its key at its right."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        slot: Callable[[], object] | None = None,
        *,
        key: str = "",
        icon: str = "",
        role: ButtonRole = ButtonRole.PLAIN,
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._ink = _INK[role]
        self._key = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setProperty("role", role.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            set_icon(self, icon, theme, self._ink)
        if slot is not None:
            self.clicked.connect(lambda: slot())

    def sizeHint(self) -> QSize:
        """Return the button's size with room for its key."""
        return super().sizeHint() + QSize(self._key_width(), 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button is never narrower than its words."""
        return self.sizeHint()

    def _key_width(self) -> int:
        if not self._key:
            return 0
        return self.fontMetrics().horizontalAdvance(self._key) + GRID

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, its words shifted left, and its key."""
        if not self._key:
            super().paintEvent(event)
            return
        width = self._key_width()
        self._paint_shifted(width)
        painter = QPainter(self)
        painter.setFont(make_font(HINT))
        ink = self._theme.color(self._ink if self.isEnabled() else Role.MUTED)
        ink.setAlphaF(0.85)
        painter.setPen(ink)
        place = QRect(self.width() - width - GRID, 0, width, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_shifted(self, width: int) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(0, 0, -width, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)


def icon_button(theme: Theme, icon: str, name: str, slot: Callable[[], object]) -> QPushButton:
    """Return a small quiet button that is an icon only; `name` says what it does (tooltip, screen reader)."""
    made = QPushButton()
    made.setProperty("role", "quiet")
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFixedSize(4 * GRID, 4 * GRID)
    set_icon(made, icon, theme, Role.MUTED)
    made.clicked.connect(lambda: slot())
    return made
