"""The line on top (campaign, territory, officer, search) and the status line at the bottom."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.icons import icon_label
from teleactivites_desktop.ui.widgets.text import ElidedLabel, keycap


class SearchField(QLineEdit):
    """The search of the header: Enter searches, Escape gives the focus back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Chercher une fiche ou une action…"))
        self.setAccessibleName(_("Chercher une fiche"))
        self.setFixedWidth(44 * GRID)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape, what was typed forgotten."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Header(QWidget):
    """Campaign, territory and officer at the left, the search at the right."""

    searched = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(6 * GRID)
        self._campaign = ElidedLabel("strong")
        self._rest = ElidedLabel("muted")
        self.search = SearchField()
        self.search.returnPressed.connect(lambda: self.searched.emit(self.search.text().strip()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 0, 2 * GRID, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._campaign)
        layout.addWidget(self._rest)
        layout.addStretch(1)
        layout.addWidget(icon_label("search", theme, Role.MUTED))
        layout.addWidget(self.search)
        self._key = keycap("Ctrl K")
        layout.addWidget(self._key)

    def set_place(self, campaign: str, territory: str, officer: str) -> None:
        """Say where one works."""
        self._campaign.tell(campaign)
        self._rest.tell(" — ".join(("", *(part for part in (territory, officer) if part))))


class Footer(QWidget):
    """The status line: drafts, last exchange, backup; at its right whether the file is protected."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(3 * GRID + 4)
        self._status = ElidedLabel("hint")
        self._protection = ElidedLabel("hint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 0, 2 * GRID, 0)
        layout.addWidget(self._status)
        layout.addStretch(1)
        layout.addWidget(self._protection)

    def set_status(self, parts: list[str]) -> None:
        """Show the parts one after the other; there are none before a campaign is open."""
        self._status.tell("  ·  ".join(parts))

    def set_protection(self, text: str) -> None:
        """Say whether the database is protected by a passphrase."""
        self._protection.tell(text)
