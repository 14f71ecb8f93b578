"""Locking the window: on demand, or when nobody has touched it for a while.

The campaign is closed, not covered: the key leaves the database library with the connection, another officer
may come to work with their own passphrase, and what is on disk is what a switched-off computer would hold.
Nothing is lost by it: a paper being keyed is a draft on disk at each field, and the window comes back to the
page where one was. What is under way (a merge, an export) ends first, behind a window that shows nothing.
"""

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from teleactivites_desktop.app.idleness import Idleness
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.problems import keep_journal
from teleactivites_desktop.ui.context import Changed, Context, PageName
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Progress

if TYPE_CHECKING:
    from teleactivites_desktop.app.opening import Opening
    from teleactivites_desktop.services.workspace import Workspace
    from teleactivites_desktop.ui.welcome.page import Welcome

_COPY_AFTER = timedelta(hours=4)
"""A window that locks ten times a day must not push the copies of other days out."""


class Locking(QObject):
    """Locks the campaign that `opening` has open in `window`."""

    def __init__(self, opening: "Opening", window: MainWindow) -> None:
        super().__init__(opening)
        self._opening, self._window = opening, window
        self._idleness: Idleness | None = None
        self._page: PageName | None = None
        self.locked = False
        window.navigator.locking.connect(self.lock)
        window.navigator.changed.connect(self._changed)

    def watch(self, context: Context | None) -> None:
        """Lock when nobody has touched the window for as long as the campaign's settings say; None: never."""
        from teleactivites_desktop.services.locking import minutes_before_locking

        minutes = minutes_before_locking(context.workspace) if context is not None else 0
        if minutes or self._idleness is not None:
            self._watcher().start(60.0 * minutes)

    def back_to(self, context: Context) -> PageName | None:
        """Return the page that was in front when it was locked, once."""
        page, self._page, self.locked = self._page, None, False
        return page

    def lock(self) -> None:
        """Hide everything, then close the campaign once what is under way has ended."""
        context = self._opening.context
        if context is None or self.locked:
            return
        if not context.workspace.store.encrypted:
            words = _("Cette base n’a pas de phrase secrète : il n’y a rien à verrouiller.")
            self._window.navigator.confirm(words)
            return
        self.locked, self._page = True, self._window.current
        self.watch(None)
        self._window.leave()
        welcome = self._opening.ask_passphrase(context.workspace.store.path, locked=True)
        welcome.set_busy(True)
        if self._window.tasks.busy:
            once = Qt.ConnectionType.SingleShotConnection
            self._window.tasks.idle.connect(lambda: self._close(welcome), once)
        else:
            self._close(welcome)

    def _close(self, welcome: "Welcome") -> None:
        context = self._opening.context
        if context is None:  # the window was closed meanwhile
            return
        self._opening.put_away()
        workspace = context.workspace
        if not _needs_copy(workspace):
            self._closed(welcome)
            return

        def copy(progress: Progress) -> None:
            from teleactivites_desktop.services import backups

            with closing(workspace.reopen()) as own:
                backups.back_up(own, backups.BackupReason.CLOSING)

        self._window.tasks.run(
            copy, lambda _result: self._closed(welcome), lambda error: self._not_copied(welcome, error)
        )

    def _not_copied(self, welcome: "Welcome", error: BaseException) -> None:
        """The campaign is closed all the same: how old the last copy is stands in the status line."""
        self._closed(welcome)
        if isinstance(error, UserError):
            keep_journal().warning("%s", error)
        else:
            self._window.errors.show(error)

    def _closed(self, welcome: "Welcome") -> None:
        context, self._opening.context = self._opening.context, None
        if context is not None:
            context.workspace.close()
            welcome.set_busy(False)

    def _expired(self) -> None:
        """Nobody is there; a question left open is answered with no, a work under way is waited for."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        elif not self._window.tasks.busy:
            self.lock()

    def _changed(self, changed: frozenset[Changed]) -> None:
        if Changed.SETTINGS in changed and self._opening.context is not None:
            self.watch(self._opening.context)

    def _watcher(self) -> Idleness:
        if self._idleness is None:
            environment = self._opening.environment
            wall, uptime = lambda: environment.milliseconds() / 1000, environment.uptime or (lambda: 0.0)
            self._idleness = Idleness(self._window, wall, uptime)
            self._idleness.expired.connect(self._expired)
        return self._idleness


def _needs_copy(workspace: "Workspace") -> bool:
    from teleactivites_desktop.services import backups

    latest = next(iter(backups.list_backups(workspace)), None)
    if latest is None:
        return True
    return workspace.store.changed and workspace.environment.now() - latest.at >= _COPY_AFTER
