"""Printing a PDF through the system's dialog: pages are drawn behind the window, then painted one by one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.reports.pages import POINTS_PER_INCH, PageSize, page_sizes, render_page
from teleactivites_desktop.ui.tasks import Tasks

MOST_DOTS = 300
"""Dots per inch at which pages are drawn: text is sharp, a page stays under 40 MB."""


class Printing(QObject):
    """One print: `done` is called with the number of pages printed; errors go where tasks send them."""

    def __init__(self, tasks: Tasks, pdf: Path, printer: QPrinter, done: Callable[[int], object]) -> None:
        super().__init__()
        self._tasks, self._pdf, self._printer, self._done = tasks, pdf, printer, done
        self._painter = QPainter()
        self._pages: list[int] = []
        self._printed = 0

    def start(self) -> None:
        """Find out the pages, then print those that the dialog asked for."""
        pdf = self._pdf
        self._tasks.run(lambda progress: page_sizes(pdf), self._begin, title=_("Impression…"))

    def _begin(self, sizes: list[PageSize]) -> None:
        first = self._printer.fromPage() or 1
        last = self._printer.toPage() or len(sizes)
        self._pages = list(range(first - 1, min(last, len(sizes))))
        if not self._pages:
            self._done(0)
            return
        size = sizes[self._pages[0]]
        page = QPageSize(QSizeF(size.width, size.height), QPageSize.Unit.Point)
        self._printer.setPageSize(page)
        self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        self._printer.setFullPage(True)
        if not self._painter.begin(self._printer):
            raise UserError(_("L’imprimante ne répond pas : vérifiez qu’elle est allumée et branchée."))
        self._next()

    def _next(self) -> None:
        pdf, number = self._pdf, self._pages[self._printed]
        scale = min(self._printer.resolution(), MOST_DOTS) / POINTS_PER_INCH
        self._tasks.run(lambda progress: render_page(pdf, number, scale), self._paint)

    def _paint(self, image: QImage) -> None:
        if self._printed:
            self._printer.newPage()
        self._painter.drawImage(QRectF(self._painter.viewport()), image)
        self._printed += 1
        if self._printed < len(self._pages):
            self._next()
        else:
            self._painter.end()
            self._done(self._printed)
