"""The pages of a PDF one under the other, drawn in the background as they come into sight."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.reports.pages import Found, PageSize, page_sizes, render_page
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import GRID, Role, Theme

GAP = 2 * GRID
MARGIN = GRID
_KEPT = 24
"""Drawn pages kept: enough to scroll back and forth, some 60 MB at most on a usual screen."""
_READABLE = 1.5
"""Pixels per point beyond which a page is not widened: a wide screen shows more of it instead."""
_STEP = 1.2
_MARK_OPACITY = 0.35
_SMALLEST, _GREATEST = 0.25, 4.0


class Preview(QAbstractScrollArea):
    """A preview, fitted to its width times `zoom`. Arrows and page keys scroll, Ctrl with + - 0 zooms."""

    opened = Signal()
    """The pages of what `show_pdf` was given are there."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__()
        self._theme, self._tasks = theme, tasks
        self._pdf: Path | None = None
        self._sizes: Sequence[PageSize] = ()
        self._drawn: dict[tuple[int, int], QImage] = {}
        self._asked: set[tuple[int, int]] = set()
        self._found: Sequence[Found] = ()
        self._current = -1
        self.zoom = 1.0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(_("Aperçu des pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(5 * GRID)
        self.setMinimumWidth(30 * GRID)
        theme.changed.connect(self.viewport().update)

    @property
    def pdf(self) -> Path | None:
        """Return the file in sight."""
        return self._pdf

    def go_to_page(self, number: int) -> None:
        """Bring page `number` (from 1) to the top."""
        places = self.page_places()
        if 0 < number <= len(places):
            self.verticalScrollBar().setValue(places[number - 1].top() - MARGIN)

    def show_found(self, found: Sequence[Found], current: int) -> None:
        """Mark what was found, and bring the one at place `current` into sight."""
        self._found, self._current = found, current
        if 0 <= current < len(found):
            marked = self._marks(found[current])
            if marked:
                middle = marked[0].center()
                self.verticalScrollBar().setValue(middle.y() - self.viewport().height() // 2)
                self.horizontalScrollBar().setValue(middle.x() - self.viewport().width() // 2)
        self.viewport().update()

    @property
    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._sizes)

    @property
    def current_page(self) -> int:
        """Return the number (from 1) of the page in the middle of what is seen, 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        places = [number for number, place in enumerate(self.page_places(), 1) if place.top() <= middle]
        return places[-1] if places else min(1, self.page_count)

    def clear(self) -> None:
        """Show nothing."""
        self._pdf, self._sizes = None, ()
        self._found, self._current = (), -1
        self._forget()

    def show_pdf(self, pdf: Path) -> None:
        """Show the pages of `pdf`, from where one was: a document made again keeps its place."""
        self._tasks.run(lambda progress: page_sizes(pdf), lambda sizes: self._opened(pdf, sizes))

    def set_zoom(self, zoom: float) -> None:
        """Show the pages `zoom` times as wide as fits (1.0)."""
        self.zoom = min(max(zoom, _SMALLEST), _GREATEST)
        self._forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._forget()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with Ctrl and + - 0, go to either end with Home and End, else scroll."""
        bar = self.verticalScrollBar()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
                self.set_zoom(self.zoom * _STEP)
            elif event.key() == Qt.Key.Key_Minus:
                self.set_zoom(self.zoom / _STEP)
            elif event.key() == Qt.Key.Key_0:
                self.set_zoom(1.0)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight; those that are not drawn yet stay white and are asked for."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color(Role.SUNKEN))
        offset_x, offset_y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for number, place in enumerate(self.page_places()):
            shown = place.translated(-offset_x, -offset_y)
            if not shown.intersects(self.viewport().rect()):
                continue
            image = self._image(number, place.width())
            if image is None:
                painter.fillRect(shown, Qt.GlobalColor.white)
            else:
                painter.drawImage(shown, image)
            painter.setPen(self._theme.color(Role.FAINT))
            painter.drawRect(shown.adjusted(0, 0, -1, -1))
        self._paint_found(painter, -offset_x, -offset_y)

    def _paint_found(self, painter: QPainter, dx: int, dy: int) -> None:
        """Mark what was found; the one being looked at has a frame besides."""
        for place, found in enumerate(self._found):
            for mark in self._marks(found):
                shown = mark.translated(dx, dy)
                if shown.intersects(self.viewport().rect()):
                    painter.setOpacity(_MARK_OPACITY)
                    painter.fillRect(shown, self._theme.color(Role.WARNING))
                    painter.setOpacity(1.0)
                    if place == self._current:
                        painter.setPen(self._theme.color(Role.ACCENT))
                        painter.drawRect(shown.adjusted(-1, -1, 0, 0))

    def _marks(self, found: Found) -> list[QRect]:
        """Return where the words stand, in pixels from the top left of the whole."""
        places = self.page_places()
        if found.page >= len(places):
            return []
        page, size = places[found.page], self._sizes[found.page]
        scale = page.width() / size.width
        return [
            QRect(
                page.left() + round(left * scale),
                page.top() + round((size.height - top) * scale),
                max(round((right - left) * scale), 1),
                max(round((top - bottom) * scale), 1),
            ).adjusted(-1, -1, 1, 1)
            for left, bottom, right, top in found.places
        ]

    def _opened(self, pdf: Path, sizes: Sequence[PageSize]) -> None:
        self._pdf, self._sizes = pdf, sizes
        self._found, self._current = (), -1
        self._forget()
        self.opened.emit()

    def _forget(self) -> None:
        self._drawn.clear()
        self._asked.clear()
        self._lay_out()
        self.viewport().update()

    def _page_width(self, size: PageSize) -> int:
        widest = max(each.width for each in self._sizes)
        room = min(max(self.viewport().width() - 2 * MARGIN, GRID), round(_READABLE * widest))
        return max(round(room * self.zoom * size.width / widest), 1)

    def page_places(self) -> list[QRect]:
        """Return where each page stands, in pixels from the top left of the whole."""
        places: list[QRect] = []
        top = MARGIN
        for size in self._sizes:
            width = self._page_width(size)
            height = round(width * size.height / size.width)
            left = max((self.viewport().width() - width) // 2, MARGIN)
            places.append(QRect(left, top, width, height))
            top += height + GAP
        return places

    def _lay_out(self) -> None:
        places = self.page_places()
        whole = QSize(
            max((place.right() for place in places), default=0) + MARGIN,
            (places[-1].bottom() if places else 0) + MARGIN,
        )
        seen = self.viewport().size()
        self.verticalScrollBar().setPageStep(seen.height())
        self.verticalScrollBar().setRange(0, max(whole.height() - seen.height(), 0))
        self.horizontalScrollBar().setPageStep(seen.width())
        self.horizontalScrollBar().setRange(0, max(whole.width() - seen.width(), 0))

    def _image(self, number: int, width: int) -> QImage | None:
        key = (number, round(width * self.devicePixelRatioF()))
        if key not in self._drawn and key not in self._asked and self._pdf is not None:
            pdf, scale = self._pdf, key[1] / self._sizes[number].width
            self._asked.add(key)
            self._tasks.run(
                # What was scrolled past or resized meanwhile is not drawn: the page in sight comes first.
                lambda progress: render_page(pdf, number, scale) if key in self._asked else None,
                lambda image: self._keep(pdf, key, image),
            )
        return self._drawn.get(key)

    def _keep(self, pdf: Path, key: tuple[int, int], image: QImage | None) -> None:
        if image is None or pdf != self._pdf or key not in self._asked:
            return
        self._asked.discard(key)
        while len(self._drawn) >= _KEPT:
            self._drawn.pop(next(iter(self._drawn)))
        self._drawn[key] = image
        self.viewport().update()
