"""A raised block of a page, with its heading."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label


class Card(QFrame):
    """A block: put content in `body`, small actions in `corner` at the right of the heading."""

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID - 4, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID + 4)
        self.corner = QHBoxLayout()
        self.corner.setSpacing(GRID)
        if heading:
            self.corner.addWidget(label(heading, "heading"))
            self.corner.addStretch(1)
            outer.addLayout(self.corner)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        outer.addLayout(self.body, 1)
