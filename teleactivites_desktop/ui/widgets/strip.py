"""A message in the page: a sign, a sentence, what one can do about it. Never a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.buttons import icon_button
from teleactivites_desktop.ui.widgets.icons import set_icon
from teleactivites_desktop.ui.widgets.text import Level, label, restyle

_SIGNS = {
    Level.INFO: ("info", Role.ACCENT),
    Level.GOOD: ("good", Role.GOOD),
    Level.WARNING: ("warning", Role.WARNING),
    Level.BAD: ("bad", Role.BAD),
}


class Strip(QFrame):
    """A message strip. Hidden until `tell`; `closable` adds a way to put it away."""

    closed = Signal()

    def __init__(self, theme: Theme, *, closable: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._theme = theme
        self._sign = QLabel()
        self._text = label("", wrap=True, selectable=True)
        self._actions: list[QPushButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(GRID + 4, 4, 4, 4)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._sign)
        self._layout.addWidget(self._text, 1)
        if closable:
            self._layout.addWidget(icon_button(theme, "close", _("Fermer ce message"), self.clear))
        self.setMinimumHeight(5 * GRID)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is being said, "" when the strip is put away."""
        return self._text.text() if not self.isHidden() else ""

    def tell(self, text: str, level: Level = Level.INFO) -> None:
        """Say `text`; what was said before goes, with its actions."""
        self._remove_actions()
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("level", level.value)
        icon, role = _SIGNS[level]
        set_icon(self._sign, icon, self._theme, role)
        restyle(self)
        self.show()

    def add_action(self, text: str, slot: Callable[[], object]) -> QPushButton:
        """Add something that one can do about it."""
        made = QPushButton(text)
        made.setProperty("role", "quiet")
        made.clicked.connect(lambda: slot())
        self._layout.insertWidget(2 + len(self._actions), made)
        self._actions.append(made)
        return made

    def clear(self) -> None:
        """Put the strip away."""
        self._remove_actions()
        self.hide()
        self.closed.emit()

    def _remove_actions(self) -> None:
        for action in self._actions:
            self._layout.removeWidget(action)
            action.deleteLater()
        self._actions.clear()
