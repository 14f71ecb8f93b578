"""What a page shows while it has nothing: what it is for, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.icons import icon_label
from teleactivites_desktop.ui.widgets.text import label


class EmptyState(QWidget):
    """One sentence in the middle, an icon above, an action below where there is one."""

    def __init__(self, theme: Theme, sentence: str, icon: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(2 * GRID)
        self._layout.addStretch(2)
        if icon:
            self._layout.addWidget(icon_label(icon, theme, Role.MUTED), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setFixedWidth(60 * GRID)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence)
        middle.addStretch(1)
        self._layout.addLayout(middle)
        self._layout.addStretch(3)

    def set_sentence(self, sentence: str) -> None:
        """Change what is said."""
        self._sentence.setText(sentence)

    def add_action(
        self,
        text: str,
        slot: Callable[[], object],
        *,
        key: str = "",
        icon: str = "",
        role: ButtonRole = ButtonRole.PRIMARY,
    ) -> ActionButton:
        """Add what to do first, under the sentence."""
        made = ActionButton(self._theme, text, slot, key=key, icon=icon, role=role)
        self._layout.insertWidget(self._layout.count() - 1, made, 0, Qt.AlignmentFlag.AlignHCenter)
        return made
