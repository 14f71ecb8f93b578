"""The preview with all that one does to it: thumbnails, words to find, zoom, which page one looks at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.reports.pages import Found, find_words
from teleactivites_desktop.ui.reports.preview import Preview
from teleactivites_desktop.ui.reports.thumbnails import Thumbnails
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import icon_button
from teleactivites_desktop.ui.widgets.text import label, restyle

_ZOOM_STEP = 1.2
_SETTLED_MS = 250
_SEARCH_WIDTH = 20 * GRID


class Viewer(QWidget):
    """Pages of a PDF. `status` says where one is, or what is under way."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme = context.theme
        self._tasks = context.tasks
        self.preview = Preview(theme, context.tasks)
        self.thumbnails = Thumbnails(theme, context.tasks)
        self.thumbnails.hide()
        self.thumbnails.wanted.connect(self.preview.go_to_page)
        self.status = label("", "hint")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher (Ctrl+F)"))
        self.search.setAccessibleName(_("Chercher dans le document"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.count = label("", "hint")
        self.found: Sequence[Found] = ()
        self.place = -1
        self._searching: Task[Any] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.look_up)
        self.search.textChanged.connect(self._settling.start)
        self.search.returnPressed.connect(self._step_or_find)
        self.pages = icon_button(theme, "responses", _("Vignettes des pages"), self.toggle_thumbnails)
        self.preview.verticalScrollBar().valueChanged.connect(self._tell_page)
        self.preview.opened.connect(self._opened)
        self._lay_out(context)

    def show_pdf(self, pdf: Path) -> None:
        """Show a document."""
        self.preview.show_pdf(pdf)

    def clear(self) -> None:
        """Show nothing."""
        self._stop_search()
        self.preview.clear()
        self.thumbnails.clear()
        self.count.clear()

    def leave(self) -> None:
        """Stop what is under way."""
        self._settling.stop()
        self._stop_search()

    def tell(self, text: str, role: str = "hint") -> None:
        """Say `text` under the pages."""
        self.status.setText(text)
        self.status.setProperty("role", role)
        restyle(self.status)

    def begin_search(self) -> None:
        """Put the cursor where one types what to find."""
        self.search.setFocus()
        self.search.selectAll()

    def toggle_thumbnails(self) -> None:
        """Show or hide the thumbnails."""
        shown = self.thumbnails.isHidden()
        self.thumbnails.setVisible(shown)
        if shown and self.preview.pdf is not None:
            self.thumbnails.show_pdf(self.preview.pdf)
            self.thumbnails.mark(self.preview.current_page)

    def look_up(self) -> None:
        """Find what is typed, behind the window."""
        self._stop_search()
        pdf, words = self.preview.pdf, self.search.text()
        if pdf is None or not words.strip():
            self._show_found([])
            return

        def work(progress: Progress) -> list[Found]:
            return find_words(pdf, words, progress)

        self._searching = self._tasks.run(work, self._show_found)

    def step(self, by: int) -> None:
        """Go to the next place found, or the one before."""
        if self.found:
            self.place = (self.place + by) % len(self.found)
            self._show_place()

    def _step_or_find(self) -> None:
        if self._settling.isActive():
            self._settling.stop()
            self.look_up()
        else:
            self.step(1)

    def _show_found(self, found: Sequence[Found]) -> None:
        self.found = found
        here = self.preview.current_page - 1
        after = (place for place, each in enumerate(found) if each.page >= here)
        self.place = next(after, 0) if found else -1
        self._show_place()

    def _show_place(self) -> None:
        self.preview.show_found(self.found, self.place)
        if self.found:
            self.count.setText(f"{number(self.place + 1)} / {number(len(self.found))}")
        else:
            self.count.setText(_("introuvable") if self.search.text().strip() else "")

    def _stop_search(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None

    def _opened(self) -> None:
        self._tell_page()
        if not self.thumbnails.isHidden() and self.preview.pdf is not None:
            self.thumbnails.show_pdf(self.preview.pdf)
        if self.search.text().strip():
            self.look_up()

    def _tell_page(self) -> None:
        page, total = self.preview.current_page, self.preview.page_count
        if total:
            self.tell(_("Page {page} sur {total}").format(page=page, total=total))
            self.thumbnails.mark(page)

    def _lay_out(self, context: Context) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.pages)
        foot.addWidget(self.status)
        foot.addStretch(1)
        theme = context.theme
        foot.addWidget(self.count)
        foot.addWidget(self.search)
        foot.addWidget(icon_button(theme, "up", _("Précédent"), lambda: self.step(-1)))
        foot.addWidget(icon_button(theme, "down", _("Suivant"), lambda: self.step(1)))
        foot.addWidget(
            icon_button(theme, "minus", _("Plus petit (Ctrl −)"), lambda: self._zoom(1 / _ZOOM_STEP))
        )
        foot.addWidget(icon_button(theme, "plus", _("Plus grand (Ctrl +)"), lambda: self._zoom(_ZOOM_STEP)))
        sheets = QHBoxLayout()
        sheets.setSpacing(GRID)
        sheets.addWidget(self.thumbnails)
        sheets.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(sheets, 1)
        column.addLayout(foot)

    def _zoom(self, by: float) -> None:
        self.preview.set_zoom(self.preview.zoom * by)
