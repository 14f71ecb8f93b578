"""The base of every page: title, main action at its right, one sentence while there is nothing to show."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from teleactivites_desktop.ui.context import EVERYTHING, Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.empty import EmptyState
from teleactivites_desktop.ui.widgets.text import label


class Page(QWidget):
    """A page: subclasses fill `self.body` and override `refresh`, `open_target` and `interests`."""

    interests: frozenset[Changed] = EVERYTHING
    """What makes this page refresh."""

    def __init__(self, context: Context, title: str, empty: str = "", icon: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        self.title = title
        self.action_buttons: list[ActionButton] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(GRID)
        self.title_label = label(title, "title")
        self.title_label.setMinimumHeight(4 * GRID + 2)
        self.heading.addWidget(self.title_label)
        self.heading.addStretch(1)
        outer.addLayout(self.heading)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(2 * GRID)
        self.empty = EmptyState(context.theme, empty, icon)
        self._stack = QStackedLayout()
        self._stack.addWidget(content)
        self._stack.addWidget(self.empty)
        outer.addLayout(self._stack, 1)

    def add_action(
        self,
        text: str,
        slot: Callable[[], object],
        *,
        key: str = "",
        icon: str = "",
        role: ButtonRole = ButtonRole.PLAIN,
    ) -> ActionButton:
        """Add an action at the right of the title; its key (``"Ctrl+N"``) is shown on it."""
        made = ActionButton(self.context.theme, text, slot, key=key, icon=icon, role=role)
        self.heading.addWidget(made)
        self.action_buttons.append(made)
        if key:
            QShortcut(QKeySequence(key), self, made.click)
        return made

    def set_main_action(
        self, text: str, slot: Callable[[], object], *, key: str = "", icon: str = ""
    ) -> ActionButton:
        """Add the page's main action: the one in the accent colour, furthest right."""
        return self.add_action(text, slot, key=key, icon=icon, role=ButtonRole.PRIMARY)

    def show_empty(self, empty: bool = True) -> None:
        """Show the sentence of what the page is for instead of its content."""
        self._stack.setCurrentIndex(1 if empty else 0)

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read again what `changed` touches. Called before the page is first shown (with everything)."""

    def open_target(self, target: object) -> None:
        """Show what another page asked for (`OpenResponse`, `SearchFor`...). Called after `refresh`."""

    def shown(self) -> None:
        """Put the focus where the officer's work starts. Called each time the page comes to the front."""
        self.setFocus()

    def leave(self) -> None:
        """Put away what is under way. Called when another page comes to the front, and before closing."""
