"""The pages small, beside the preview: a click goes to one, the one in sight is framed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.reports.preview import Preview
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import GRID, Role, Theme

_WIDTH = 12 * GRID


class Thumbnails(Preview):
    """All pages as thumbnails; `wanted` carries the number (from 1) of the one clicked."""

    wanted = Signal(int)

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__(theme, tasks)
        self.setMinimumWidth(0)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(_("Vignettes des pages"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown_page = 0

    def mark(self, number: int) -> None:
        """Frame page `number`, and keep it in sight."""
        self._shown_page = number
        places = self.page_places()
        if 0 < number <= len(places):
            bar, place = self.verticalScrollBar(), places[number - 1]
            if place.top() < bar.value() or place.bottom() > bar.value() + self.viewport().height():
                bar.setValue(place.center().y() - self.viewport().height() // 2)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the page clicked."""
        point = event.position().toPoint()
        point.setY(point.y() + self.verticalScrollBar().value())
        for number, place in enumerate(self.page_places(), 1):
            if place.contains(point):
                self.wanted.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages, and the frame of the one in sight."""
        super().paintEvent(event)
        places = self.page_places()
        if 0 < self._shown_page <= len(places):
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._theme.color(Role.ACCENT), 2))
            shown = places[self._shown_page - 1].translated(0, -self.verticalScrollBar().value())
            painter.drawRect(shown.adjusted(-2, -2, 2, 2))
