"""The one window: rail, header, the page in front, status line. It navigates; use cases are the services'."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.context import EVERYTHING, Changed, Navigator, PageName, SearchFor
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.header import Footer, Header
from teleactivites_desktop.ui.navigation import Entry, Rail
from teleactivites_desktop.ui.tasks import Task, Tasks
from teleactivites_desktop.ui.theme import Theme
from teleactivites_desktop.ui.widgets.text import Level

if TYPE_CHECKING:  # what the first paint does not show is imported when it is first needed
    from teleactivites_desktop.ui.guide import GuideScreen
    from teleactivites_desktop.ui.page import Page
    from teleactivites_desktop.ui.palette import Finder, Palette
    from teleactivites_desktop.ui.widgets.progress import ProgressLine
    from teleactivites_desktop.ui.widgets.strip import Strip
    from teleactivites_desktop.ui.widgets.toast import Toast

PageFactory = Callable[[], "Page"]


def rail_entries() -> list[Entry]:
    """Return the entries of the rail, in order."""
    return [
        Entry(PageName.HOME, _("Accueil"), "home", "Ctrl+1"),
        Entry(PageName.ENTRY, _("Saisie"), "entry", "Ctrl+2"),
        Entry(PageName.RESPONSES, _("Fiches"), "responses", "Ctrl+3"),
        Entry(PageName.EXCHANGE, _("Échanges"), "exchange", "Ctrl+4"),
        Entry(PageName.CONTROL, _("Contrôle"), "control", "Ctrl+5"),
        Entry(PageName.REPORTS, _("Rapports"), "reports", "Ctrl+6"),
        Entry(PageName.SETTINGS, _("Réglages"), "settings", "Ctrl+7"),
    ]


class MainWindow(QMainWindow):
    """The window: `show_welcome` before a campaign is open, then `open_pages`."""

    painted = Signal()
    """Emitted once, after the first paint: what is heavy starts here."""
    closing = Signal()
    page_shown = Signal(PageName)

    def __init__(self, theme: Theme, navigator: Navigator, tasks: Tasks, errors: Errors) -> None:
        super().__init__()
        self.theme, self.navigator, self.tasks, self.errors = theme, navigator, tasks, errors
        self._factories: Mapping[PageName, PageFactory] = {}
        self._pages: dict[PageName, Page] = {}
        self._stale: dict[PageName, frozenset[Changed]] = {}
        self._current: PageName | None = None
        self._was_painted = False
        self._refused = False
        """What the strip says is a refusal, not a fault of ours."""
        self._refusal = 0
        """Refusals told so far: a task that succeeds settles those before it, not what its end told."""
        self._palette: Palette | None = None
        self.setWindowTitle(_("Téléactivités"))
        self._build()
        self._connect()

    @property
    def current(self) -> PageName | None:
        """Return the page in front; None before a campaign is open."""
        return self._current

    def show_welcome(self, welcome: QWidget) -> None:
        """Show `welcome` alone, without rail: no campaign is open."""
        self._hide_guide()
        self._frame.hide()
        self._all.addWidget(welcome)
        self._all.setCurrentWidget(welcome)

    def open_pages(self, factories: Mapping[PageName, PageFactory], first: PageName) -> None:
        """Show the window with its pages, `first` in front; each is built when it is first shown."""
        while self._all.count() > 1:
            self._remove(self._all.widget(1))
        self._factories = factories
        self._frame.show()
        self._all.setCurrentWidget(self._frame)
        self.go(first)

    def leave(self) -> None:
        """Put away what is under way on the page in front."""
        if self._current is not None:
            self._pages[self._current].leave()

    def close_pages(self) -> None:
        """Put all pages away: the campaign is being closed, maybe to be opened again."""
        self.leave()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._factories, self._current = {}, None

    def _remove(self, old: QWidget | None) -> None:
        if old is not None:
            self._all.removeWidget(old)
            old.deleteLater()

    def put_up(self, mark: QWidget) -> None:
        """Show `mark` over every page, until it is taken down."""
        self._column.insertWidget(1, mark)

    def take_down(self, mark: QWidget) -> None:
        """Take `mark` down."""
        self._column.removeWidget(mark)
        mark.deleteLater()

    @cached_property
    def strip(self) -> "Strip":
        """Return the strip that shows errors, over the page."""
        from teleactivites_desktop.ui.widgets.strip import Strip

        made = Strip(self.theme)
        self._column.insertWidget(1, made)
        return made

    @cached_property
    def progress(self) -> "ProgressLine":
        """Return the line that shows the task under way."""
        from teleactivites_desktop.ui.widgets.progress import ProgressLine

        made = ProgressLine()
        self._column.insertWidget(self._column.count() - 2, made)
        return made

    @cached_property
    def toast(self) -> "Toast":
        """Return the confirmation over the page."""
        from teleactivites_desktop.ui.widgets.toast import Toast

        return Toast(self._frame)

    @cached_property
    def guide(self) -> "GuideScreen":
        """Return the officer's guide, which covers the window."""
        from teleactivites_desktop.ui.guide import GuideScreen

        made = GuideScreen(self._all, self.theme)
        made.left.connect(self._left_guide)
        return made

    def show_guide(self) -> None:
        """Open the guide at what it says of the page in front."""
        self.guide.open(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the guide on F1, where nothing in front has a help of its own."""
        if event.key() == Qt.Key.Key_F1:
            self.show_guide()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the window covered while the guide is open."""
        super().resizeEvent(event)
        if "guide" in vars(self) and self.guide.isVisible():
            self.guide.setGeometry(self._all.rect())

    def page(self, name: PageName) -> "Page":
        """Return the page `name`, built now if it was not."""
        if name not in self._pages:
            made = self._factories[name]()
            self._pages[name] = made
            self._stack.addWidget(made)
            self._stale[name] = EVERYTHING
        return self._pages[name]

    def go(self, name: PageName, target: object = None) -> None:
        """Bring the page `name` to the front; `target` says what to show there."""
        if name not in self._factories:
            return
        if self._current is not None and self._current is not name:
            self._pages[self._current].leave()
        page = self.page(name)
        self._current = name
        self.rail.mark(name)
        self._stack.setCurrentWidget(page)
        self._refresh(name)
        if target is not None:
            page.open_target(target)
        page.shown()
        self.page_shown.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and after the very first time say so."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    @property
    def pages(self) -> Mapping[PageName, "Page"]:
        """Return the pages built so far."""
        return self._pages

    def build_next_page(self) -> None:
        """Build one of the pages that nobody has opened yet; nothing when all are there."""
        name = next((each for each in self._factories if each not in self._pages), None)
        if name is not None:
            self.page(name)

    def offer(self, find: "Finder") -> None:
        """Have the palette offer what `find` finds."""
        from teleactivites_desktop.ui.palette import Palette

        if self._palette is not None:
            self._palette.deleteLater()
        self._palette = Palette(self.header.search, self._frame, self.theme, find)
        self._palette.finished.connect(self._focus_page)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put away what is under way, then close."""
        self.leave()
        self.closing.emit()
        super().closeEvent(event)

    def _build(self) -> None:
        self.rail = Rail(self.theme, rail_entries())
        self.header = Header(self.theme)
        self.footer = Footer()
        self._stack = QStackedWidget()
        self._column = right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self._stack, 1)
        right.addWidget(self.footer)
        self._frame = QWidget()
        frame = QHBoxLayout(self._frame)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self.rail)
        frame.addLayout(right, 1)
        self._all = QStackedWidget()
        self._all.addWidget(self._frame)
        self.setCentralWidget(self._all)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.navigator.requested.connect(self.go)
        self.navigator.changed.connect(self._changed)
        self.navigator.confirmed.connect(lambda text, undo: self.toast.tell(text, undo))
        self.navigator.confirmed.connect(lambda *_done: self._settle())
        self.errors.told.connect(self._tell_error)
        self.errors.settled.connect(self._settle)
        self.errors.bug.connect(self._tell_bug)
        self.tasks.failed.connect(self.errors.show)
        self.tasks.started.connect(self._task_started)
        self.header.searched.connect(lambda text: self.go(PageName.RESPONSES, SearchFor(text)))
        self.header.search.left.connect(self._focus_page)
        QShortcut(QKeySequence("Ctrl+K"), self, self._focus_search)
        QShortcut(QKeySequence("Ctrl+L"), self, self.navigator.lock)
        for entry in rail_entries():
            QShortcut(QKeySequence(entry.key), self, lambda name=entry.name: self.go(name))

    def _focus_search(self) -> None:
        self.header.search.setFocus()
        self.header.search.selectAll()
        if self._palette is not None:
            self._palette.open()

    def _focus_page(self) -> None:
        if self._current is not None:
            self._pages[self._current].shown()

    def _hide_guide(self) -> None:
        if "guide" in vars(self):
            self.guide.hide()

    def _left_guide(self) -> None:
        if (shown := self._all.currentWidget()) is not None:
            (shown.focusWidget() or shown).setFocus()

    def _task_started(self, task: Task[object]) -> None:
        if task.title:
            self.progress.follow(task)
            refusal = self._refusal
            task.succeeded.connect(lambda _result: self._settle() if self._refusal == refusal else None)

    def _tell_error(self, sentence: str) -> None:
        self._refusal += 1
        self._refused = True
        self.strip.tell(sentence, Level.BAD)

    def _settle(self) -> None:
        """Put what was refused away: something has succeeded since. A fault of ours stays to be reported."""
        if self._refused:
            self._refused = False
            self.strip.clear()

    def _tell_bug(self, sentence: str, details: str) -> None:
        self._refused = False
        self.strip.tell(sentence, Level.BAD)
        self.strip.add_action(_("Signaler"), lambda: self._copy_report(details))

    def _copy_report(self, details: str) -> None:
        QGuiApplication.clipboard().setText(details)
        self.strip.tell(
            _("Le rapport est copié : collez-le dans un message à la personne qui suit le programme.")
        )

    def _changed(self, changed: frozenset[Changed]) -> None:
        for name in self._pages:
            self._stale[name] = self._stale.get(name, frozenset()) | changed
        if self._current is not None:
            self._refresh(self._current)

    def _refresh(self, name: PageName) -> None:
        stale = self._stale.pop(name, frozenset())
        page = self._pages[name]
        if stale & page.interests:
            page.refresh(stale)
