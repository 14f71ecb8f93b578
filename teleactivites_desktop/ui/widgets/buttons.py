"""Buttons with their icon and, where they have one, the key that does the same."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton

from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.icons import set_icon
from teleactivites_desktop.ui.widgets.text import label


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
        self.setProperty("role", role.value)
        self._key: QLabel | None = None
        if key:
            self.setProperty("keyed", True)
            self._key = label(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key, "key"
            )
            self._key.setParent(self)
            self._key.setProperty("on", role.value)
            self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            set_icon(self, icon, theme, _INK[role])
        if slot is not None:
            self.clicked.connect(lambda: slot())

    @property
    def key(self) -> str:
        """Return the key that does the same, as it is shown; "" for none."""
        return "" if self._key is None else self._key.text()

    def sizeHint(self) -> QSize:
        """Return the button's size with room for its key."""
        hint = super().sizeHint()
        return hint if self._key is None else hint + QSize(self._key.sizeHint().width() + GRID, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button is never narrower than its words."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key at the right."""
        super().resizeEvent(event)
        if self._key is not None:
            hint = self._key.sizeHint()
            place = self.width() - hint.width() - GRID - 4, (self.height() - hint.height()) // 2
            self._key.setGeometry(*place, hint.width(), hint.height())


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
