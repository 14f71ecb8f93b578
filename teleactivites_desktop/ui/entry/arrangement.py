"""How the parts of the keying view stand: sections on top, sheet and panel side by side, keys below."""

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from teleactivites_desktop.ui.entry.aside import Aside
from teleactivites_desktop.ui.entry.end import EndPanel
from teleactivites_desktop.ui.entry.keys import KeysBar, KeysScreen
from teleactivites_desktop.ui.entry.sections import SectionStrip
from teleactivites_desktop.ui.entry.sheet import Sheet
from teleactivites_desktop.ui.theme import GRID, Theme

ASIDE_LEAST, ASIDE_GREATEST = 40 * GRID, 60 * GRID


class KeyingLayout(QWidget):
    """The parts, in their places. It decides nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.strip = SectionStrip(theme)
        self.sheet = Sheet(theme)
        self.aside = Aside(theme)
        self.end = EndPanel(theme)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(self.sheet)
        for bar in (self.scroller.horizontalScrollBar(), self.scroller.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.sheet.update())  # titles stay in sight
        self.aside.setMinimumWidth(ASIDE_LEAST)
        self.aside.setMaximumWidth(ASIDE_GREATEST)
        self._both = QWidget()
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(2 * GRID)
        both.addWidget(self.scroller, 7)
        both.addWidget(self.aside, 3)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._both)
        self._stack.addWidget(self.end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.strip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(KeysBar())
        self.keys = KeysScreen(self)

    def show_sheet(self) -> None:
        """Show the questions."""
        self._stack.setCurrentWidget(self._both)

    def show_end(self) -> None:
        """Show the end of the paper, and give it the keys."""
        self._stack.setCurrentWidget(self.end)
        self.end.setFocus()

    def show_current(self) -> None:
        """Bring the current question in sight, where a section is higher than the window, or wider."""
        place = self.sheet.current_rect()
        middle = place.center()
        self.scroller.ensureVisible(middle.x(), middle.y(), place.width() // 2, place.height() // 2 + GRID)
