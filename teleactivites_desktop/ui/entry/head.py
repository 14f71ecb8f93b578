"""The current question in full, and how it is keyed. Painted: a change of words lays out nothing."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from teleactivites_desktop.ui.theme import GRID, HINT, TEXT, Role, Theme, make_font

CAPTION, TITLE, HOW = 18, 38, 34
"""Heights: of the number, of two lines of the question, of two lines of the hint."""
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class Head(QWidget):
    """Three texts, one above the other, a line under them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._texts = ("", "", "")
        self._small = make_font(HINT)
        self._strong = make_font(TEXT, bold=True)
        self.setFixedHeight(CAPTION + TITLE + HOW + GRID)
        theme.changed.connect(self.update)

    def show_texts(self, caption: str, title: str, how: str) -> None:
        """Show the number, the question, and how it is keyed."""
        if (caption, title, how) != self._texts:
            self._texts = (caption, title, how)
            self.setAccessibleName(f"{caption} {title}")
            self.setToolTip(title)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint them."""
        painter = QPainter(self)
        caption, title, how = self._texts
        self._text(painter, 0, CAPTION, caption, small=True)
        self._text(painter, CAPTION, TITLE, title, small=False)
        self._text(painter, CAPTION + TITLE, HOW, how, small=True)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color(Role.LINE))

    def _text(self, painter: QPainter, y: int, height: int, text: str, *, small: bool) -> None:
        painter.setFont(self._small if small else self._strong)
        painter.setPen(self._theme.color(Role.MUTED if small else Role.TEXT))
        painter.drawText(QRect(0, y, self.width(), height), _WRAPPED, text)
