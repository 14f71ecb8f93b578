"""What every tab of the page Rapports has: a view, actions at the right of the title, a refresh."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole


class ReportsTab(QWidget):
    """A tab: subclasses fill `self.body` and override what they need. It is built when first looked at."""

    needs_responses = True
    """Without a single response the page says what to do instead of showing the tab."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(2 * GRID)
        self.action_row = QWidget()
        """Stands at the right of the page's title while the tab is in front."""
        self._row = QHBoxLayout(self.action_row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)

    def add_action(
        self,
        text: str,
        slot: Callable[[], object],
        *,
        key: str = "",
        icon: str = "",
        role: ButtonRole = ButtonRole.PLAIN,
    ) -> ActionButton:
        """Add an action; its key (``"Ctrl+S"``) works while the tab is in front, and is shown on it."""
        made = ActionButton(self.context.theme, text, slot, key=key, icon=icon, role=role)
        self._row.addWidget(made)
        if key:
            QShortcut(QKeySequence(key), self, made.click)
        return made

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read again what `changed` touches. Called before the tab is first shown (with everything)."""

    def open_target(self, target: object) -> bool:
        """Show what another page asked for; False when it is not for this tab."""
        return False

    def shown(self) -> None:
        """Put the focus where the work starts. Called each time the tab comes to the front."""
        self.setFocus()

    def leave(self) -> None:
        """Put away what is under way. Called when another tab or page comes to the front."""
