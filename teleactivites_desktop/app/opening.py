"""From the first paint to an open campaign: find it, ask for its passphrase, or ask which one.

What is heavy (database, cryptography) is imported by the worker while the window is already there; the store
itself is opened on the window's thread, where it is used.
"""

import gc
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from teleactivites_desktop.app.doorbell import Doorbell
from teleactivites_desktop.app.locking import Locking
from teleactivites_desktop.app.sample_campaign import SampleCampaign
from teleactivites_desktop.errors import UserError, WrongPassphraseError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations
from teleactivites_desktop.services.problems import keep_journal
from teleactivites_desktop.ui.context import Context, Navigator, PageName, ReadFile
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Progress, Tasks
from teleactivites_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from teleactivites_desktop.app.status import Status
    from teleactivites_desktop.core.environment import Environment
    from teleactivites_desktop.exchange.vault import Unlocked
    from teleactivites_desktop.ui.welcome.page import Welcome
    from teleactivites_desktop.ui.welcome.requests import Create, Join


class Opening(QObject):
    """Opens campaigns in `window`; `database` None means the one used last.

    `file`: an exchange file whose rehearsal is shown once a campaign is open.
    """

    def __init__(
        self,
        window: MainWindow,
        database: Path | None,
        environment: "Environment | None" = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._named = database
        self._given = environment
        self._file = file
        self._doorbell = Doorbell(self)
        self._doorbell.rung.connect(self._come_forward)
        self._welcome: Welcome | None = None
        self._status: Status | None = None
        self.context: Context | None = None
        self._locking = Locking(self, window)
        self._sample = SampleCampaign(self, window)
        window.navigator.restoring.connect(self._restore)

    @cached_property
    def _environment(self) -> "Environment":
        from teleactivites_desktop.services.environments import real_environment

        return self._given or real_environment()

    def begin(self) -> None:
        """Load what opening needs, behind the window; then open, or ask."""
        keep_journal()
        self._window.tasks.run(_load, lambda _result: self._loaded())

    @property
    def environment(self) -> "Environment":
        """Return the world outside."""
        return self._environment

    def close(self) -> None:
        """Let what runs end, copy the database if anything was written, and give it back."""
        self._doorbell.silence()
        self._window.tasks.stop()
        if self.context is None:
            return
        from teleactivites_desktop.services.backups import back_up_on_closing

        workspace, self.context = self.context.workspace, None
        if self._sample.close(workspace):
            return
        try:
            back_up_on_closing(workspace)
        except UserError as error:  # the window is gone: the next start shows how old the last copy is
            keep_journal().warning("%s", error)
        finally:
            workspace.close()

    def _restore(self, copy: Path, passphrase: str | None) -> None:
        """Close the campaign, put `copy` in its place, open it again; at a refusal, as it was."""
        from teleactivites_desktop.services import restoring

        if self.context is None:
            return
        workspace, self.context = self.context.workspace, None
        path, environment = workspace.store.path, self._environment
        self.put_away()
        self._window.tasks.stop()
        workspace.close()
        task = self._window.tasks.run(
            lambda progress: restoring.restore(path, copy, passphrase, environment, progress),
            lambda _result: self._restored(path, passphrase),
            lambda error: self._not_restored(path, passphrase, error),
            title=_("Retour à la sauvegarde…"),
        )
        task.cancelled.connect(lambda: self.open(path, passphrase))

    def put_away(self) -> None:
        """Close the pages of the campaign, which is about to be closed too."""
        self._locking.watch(None)
        self._window.close_pages()
        if self._status is not None:
            self._window.navigator.changed.disconnect(self._status.refresh)
            self._status.deleteLater()
            self._status = None

    def _restored(self, path: Path, passphrase: str | None) -> None:
        self.open(path, passphrase)
        self._window.navigator.confirm(_("La sauvegarde est en place."))

    def _not_restored(self, path: Path, passphrase: str | None, error: BaseException) -> None:
        self.open(path, passphrase)
        self._window.errors.show(error)

    def _loaded(self) -> None:
        path = self._named or locations.default_database()
        if path.is_file():
            self.open(path, None)
        else:
            self.ask()

    def front(self) -> "Welcome":
        """Return the first window's page, shown now if it was not."""
        return self._welcome or self.ask()

    def ask(self) -> "Welcome":
        """Show the first window: create, join, open."""
        from teleactivites_desktop.services.campaigns import TERRITORIES
        from teleactivites_desktop.ui.welcome.page import Welcome

        welcome = Welcome(
            self._window.theme,
            list(TERRITORIES.items()),
            self._named or locations.usual_database(),
            locations.recent_databases(),
        )
        welcome.asked.connect(self._asked)
        welcome.guide_wanted.connect(self._window.show_guide)
        self._welcome = welcome
        self._window.show_welcome(welcome)
        return welcome

    def open(self, path: Path, passphrase: str | None, unlocked: "Unlocked | None" = None) -> None:
        """Open the campaign at `path`; ask the keychain, or for its passphrase, when it has one.

        `passphrase` was typed; `unlocked` is what the keychain opened.
        """
        from teleactivites_desktop.services import keychain
        from teleactivites_desktop.services.campaigns import needs_passphrase, open_workspace

        if passphrase is None and unlocked is None and needs_passphrase(path):
            if keychain.is_kept(path) and not self._locking.locked:
                self._ask_keychain(path)
            else:
                self.ask_passphrase(path, locked=self._locking.locked)
            return
        try:
            workspace = open_workspace(path, passphrase, self._environment, unlocked=unlocked)
        except WrongPassphraseError as error:
            self.ask_passphrase(path, locked=self._locking.locked)
            self._tell(str(error))
            return
        except UserError as error:
            if self._welcome is None:
                self.ask()
            self._tell(str(error))
            return
        self._opened(Context(workspace, *self._tools()))

    def _tools(self) -> tuple[Theme, Tasks, Errors, Navigator]:
        window = self._window
        return window.theme, window.tasks, window.errors, window.navigator

    def _ask_keychain(self, path: Path) -> None:
        from teleactivites_desktop.services import keychain

        def recalled(unlocked: "Unlocked | None") -> None:
            if unlocked is not None:
                self.open(path, None, unlocked)
            else:
                self.ask_passphrase(path)
                self._tell(_("Le trousseau de cet ordinateur n’ouvre plus cette campagne : tapez la phrase."))

        self._window.tasks.run(lambda progress: keychain.recall(path), recalled)

    def ask_passphrase(self, path: Path, *, locked: bool = False) -> "Welcome":
        """Ask for the passphrase of the campaign at `path`; `locked` says that it was open until now."""
        from teleactivites_desktop.services.attempts import Attempts

        welcome = self.front()
        welcome.show_unlock(path, locked=locked, wait=Attempts(path, self._environment).seconds_left())
        return welcome

    def _tell(self, sentence: str) -> None:
        if self._welcome is not None:
            self._welcome.tell(sentence)

    def _asked(self, request: object) -> None:
        from teleactivites_desktop.ui.welcome.requests import Create, Join, LookAround, Open

        if isinstance(request, Open):
            self.open(request.path, request.passphrase)
        elif isinstance(request, LookAround):
            self._sample.look_around()
        elif isinstance(request, Create | Join):
            self._window.tasks.run(
                lambda progress: _make(request, self._environment),
                lambda code: self._made(request, code),
                self.failed,
            )

    def _made(self, request: "Create | Join", code: str) -> None:
        if code and self._welcome is not None:
            name = request.path.name
            self._welcome.show_recovery(code, name, lambda: self.open(request.path, request.passphrase))
        else:
            self.open(request.path, request.passphrase)

    def failed(self, error: BaseException) -> None:
        """Say why no campaign could be made, in the first window."""
        if isinstance(error, UserError):
            self._tell(str(error))
            return
        self._tell(_("La campagne n’a pas pu être ouverte."))
        self._window.errors.show(error)

    def _opened(self, context: Context) -> None:
        from teleactivites_desktop.app.offers import Offers
        from teleactivites_desktop.app.pages import factories
        from teleactivites_desktop.app.status import Status
        from teleactivites_desktop.ui.entry.desk import left_open

        self._welcome = None
        self.context = context
        if not self._sample.welcome(context.workspace.store.path):
            locations.remember_database(context.workspace.store.path)
        self._status = Status(self._window, context)
        first = PageName.ENTRY if left_open(context.workspace) else PageName.HOME
        self._window.open_pages(factories(context), self._locking.back_to(context) or first)
        self._locking.watch(context)
        self._window.offer(Offers(self._window, context).find)
        self._doorbell.listen(context.workspace.store.path)
        self._read_file()
        gc.collect()
        gc.freeze()  # what stays is not searched for garbage again and again: 3 ms of a key

    def _come_forward(self, file: str) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        self._file = Path(file) if file else None
        if self.context is not None:  # else it is locked: the file waits for the passphrase
            self._read_file()

    def _read_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            self._window.go(PageName.EXCHANGE, ReadFile(file))


def _load(progress: Progress) -> None:
    """Import what opening a campaign needs."""
    import teleactivites_desktop.services.campaigns
    import teleactivites_desktop.services.keying
    import teleactivites_desktop.storage.database  # noqa: F401


def _make(request: "Create | Join", environment: "Environment") -> str:
    """Create or join, and give the database back: it is opened again where it is used."""
    from teleactivites_desktop.services import campaigns
    from teleactivites_desktop.ui.welcome.requests import Create

    if isinstance(request, Create):
        made = campaigns.create(
            request.path,
            territory=request.territory,
            officer=request.officer,
            passphrase=request.passphrase,
            environment=environment,
        )
    else:
        made = campaigns.join(
            request.path,
            request.invitation,
            request.told,
            territory=request.territory,
            officer=request.officer,
            passphrase=request.passphrase,
            environment=environment,
        )
    made.workspace.close()
    return made.recovery_code
