"""The rail at the left of the window: one entry for each page, Réglages apart at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from teleactivites_desktop.ui.context import PageName
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.icons import set_icon

WIDTH = 18 * GRID


@dataclass(frozen=True)
class Entry:
    """One entry of the rail. `key` is its shortcut (``"Ctrl+1"``), shown in its tooltip."""

    name: PageName
    title: str
    icon: str
    key: str


class Rail(QWidget):
    """The entries; `chosen` says which one the officer wants."""

    chosen = Signal(PageName)

    def __init__(self, theme: Theme, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._theme = theme
        self._buttons: dict[PageName, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, GRID)
        layout.setSpacing(2)
        for entry in entries:
            if entry.name is PageName.SETTINGS:
                layout.addStretch(1)
            layout.addWidget(self._make(entry))

    def mark(self, name: PageName) -> None:
        """Show that `name` is the page in front."""
        self._buttons[name].setChecked(True)

    def _make(self, entry: Entry) -> QPushButton:
        made = QPushButton(entry.title)
        made.setProperty("role", "rail")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolTip(QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText))
        set_icon(made, entry.icon, self._theme, Role.MUTED)
        made.clicked.connect(lambda: self.chosen.emit(entry.name))
        self._group.addButton(made)
        self._buttons[entry.name] = made
        return made
