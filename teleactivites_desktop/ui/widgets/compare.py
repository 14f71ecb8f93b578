"""Two versions side by side, line by line, what differs marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import Level, label, tag


@dataclass(frozen=True)
class Line:
    """One line of a comparison: what it is about, and what each side holds, as shown."""

    caption: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Tell whether the sides hold different things."""
        return self.left != self.right


class SideBySide(QScrollArea):
    """Two columns under their headings. A line that differs carries a sign and stands on a soft ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def compare(self, left: str, right: str, lines: Sequence[Line]) -> None:
        """Show `lines` under the headings `left` and `right`."""
        grid_holder = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(left, "strong", wrap=True), 0, 1)
        grid.addWidget(label(right, "strong", wrap=True), 0, 2)
        for row, line in enumerate(lines, 1):
            _add(grid, row, line)
        outer = QVBoxLayout(grid_holder)
        outer.setContentsMargins(0, 0, GRID, 0)
        outer.addLayout(grid)
        outer.addStretch(1)
        self.setWidget(grid_holder)


def _add(grid: QGridLayout, row: int, line: Line) -> None:
    grid.addWidget(label(line.caption, "muted", wrap=True), row, 0)
    for column, text in ((1, line.left), (2, line.right)):
        if line.differs:
            made = tag(f"≠ {text or '—'}", Level.WARNING)
            made.setWordWrap(True)
            made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        else:
            made = label(text or "—", wrap=True, selectable=True)
        grid.addWidget(made, row, column)
