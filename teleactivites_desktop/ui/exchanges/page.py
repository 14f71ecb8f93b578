"""The page Échanges: reading (with its rehearsal), writing, the exchange folder, invitations, undo.

The work is done behind the window, on a connection of its own; what changed is announced when it is done.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import JournalEntry
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import campaigns, documents, exchanging
from teleactivites_desktop.services.exchanging import (
    Reading,
    Refusals,
    Rehearsal,
    UndoRefusedError,
    Written,
)
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import EVERYTHING, Changed, Context, PageName, ReadFile
from teleactivites_desktop.ui.control.page import TopicName
from teleactivites_desktop.ui.exchanges import dialogs
from teleactivites_desktop.ui.exchanges.folder import FolderGesture
from teleactivites_desktop.ui.exchanges.overview import ExchangeOverview
from teleactivites_desktop.ui.exchanges.rehearsal import RehearsalView
from teleactivites_desktop.ui.exchanges.words import Places, counts_words
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.widgets.text import Level

Result = TypeVar("Result")
SUFFIX = ".tlx"


class ExchangesPage(Page):
    """Two views: where exchanges stand, and the rehearsal of a file being read."""

    interests = frozenset({Changed.PARTNERS, Changed.CAMPAIGN, Changed.RESPONSES})

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Échanges"))
        self.add_action(_("Dossier d’échange"), lambda: self.folder.begin(self), key="Ctrl+D", icon="folder")
        self.add_action(_("Écrire un fichier"), self.ask_for_whom, key="Ctrl+E", icon="export")
        self.set_main_action(_("Lire un fichier"), self._choose_file, key="Ctrl+O", icon="import")
        self._path: Path | None = None
        self._rehearsal: Rehearsal | None = None
        self.overview = ExchangeOverview(context)
        self.folder = FolderGesture(context, self.overview.result, self._work)
        self.rehearsal = RehearsalView(context)
        self._views = QStackedWidget()
        self._views.addWidget(self.overview)
        self._views.addWidget(self.rehearsal)
        self.body.addWidget(self._views)
        self.setAcceptDrops(True)
        self.overview.partners.write_wanted.connect(self.ask_for_whom)
        self.overview.write_form.wanted.connect(self._choose_where)
        self.overview.invite_form.wanted.connect(self._choose_invitation)
        self.overview.undo_wanted.connect(self.undo)
        self.overview.partners.invite_wanted.connect(self._ask_invitation)
        QShortcut(QKeySequence("Ctrl+Shift+D"), self, lambda: self.folder.choose(self))
        QShortcut(QKeySequence("Ctrl+I"), self, self._ask_invitation)
        self.rehearsal.left.connect(self._show_overview)
        self.rehearsal.merge_wanted.connect(self._merge)
        self.rehearsal.print_wanted.connect(self._choose_pdf)

    @property
    def rehearsing(self) -> bool:
        """Tell whether a rehearsal is in front."""
        return self._views.currentWidget() is self.rehearsal

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read again where exchanges stand."""
        self.overview.show_status(self._places())

    def open_target(self, target: object) -> None:
        """Show the rehearsal of the file that was asked for."""
        if isinstance(target, ReadFile):
            self.rehearse(target.path)

    def rehearse(self, path: Path) -> None:
        """Show what reading the file would do."""
        self._path = path
        self._work(
            lambda own, progress: exchanging.rehearse(own, path, progress),
            self._rehearsed,
            _("Lecture de {file}…").format(file=path.name),
        )

    def write(self, to: Path, territory: str = "", full: bool = False) -> None:
        """Write an exchange file into the folder `to`."""
        self._work(
            lambda own, _progress: exchanging.write(own, to, territory=territory, full=full),
            self._written,
            _("Écriture du fichier…"),
        )

    def invite(self, to: Path, told: str) -> None:
        """Write an invitation at `to`, opened by the passphrase `told`."""
        self._work(
            lambda own, _progress: campaigns.invite(own, to, told),
            self._invited,
            _("Écriture de l’invitation…"),
        )

    def undo(self) -> None:
        """Take the last reading back, or show what stands in the way."""
        self._work(
            lambda own, progress: exchanging.undo(own, progress),
            self._undone,
            _("Annulation de la fusion…"),
            self._undo_failed,
        )

    def save_rehearsal(self, path: Path) -> None:
        """Write the rehearsal in front as a PDF."""
        rehearsed, refused = self._rehearsal, self.rehearsal.refusals.refused
        if rehearsed is not None:
            self._work(
                lambda own, _progress: documents.rehearsal(own, rehearsed, path, refused),
                lambda _result: self._tell_saved(path),
                _("Écriture de {file}…").format(file=path.name),
            )

    def ask_for_whom(self, territory: str = "") -> None:
        """Open the form that writes a file, for `territory` ("" for all)."""
        own = self.context.workspace.identity.territory
        others = {code: name for code, name in self._places().territories.items() if code != own}
        self.overview.invite_form.hide()
        self.overview.write_form.ask(others, territory)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept an exchange file dropped on the page."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Rehearse the exchange file that was dropped."""
        if path := _dropped(event):
            self.rehearse(path)

    def _work(
        self,
        work: Callable[[Workspace, Progress], Result],
        done: Callable[[Result], object],
        title: str,
        failed: Callable[[BaseException], object] | None = None,
    ) -> Task[Result]:
        workspace = self.context.workspace

        def on_own_connection(progress: Progress) -> Result:
            progress(0, 0)
            with closing(workspace.reopen()) as own:
                return work(own, progress)

        return self.context.tasks.run(on_own_connection, done, failed, title=title)

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        coming = [change.after.values for change in rehearsal.lines if change.kind is Kind.CAMPAIGN]
        names = {
            path.removeprefix("territories."): str(name)
            for values in coming
            for path, name in values.items()
            if path.startswith("territories.")
        }
        known = self._places()
        places = Places({**known.territories, **names}, known.sites)
        self.rehearsal.show_rehearsal(rehearsal, Readers(self.context.workspace), places)
        self._views.setCurrentWidget(self.rehearsal)
        self._show_heading(False)

    def _merge(self, confirmed: frozenset[str], refused: Refusals) -> None:
        if (path := self._path) is not None:
            self._work(
                lambda own, progress: exchanging.read(
                    own,
                    path,
                    lambda fingerprint, _territory: fingerprint in confirmed,
                    refused=refused,
                    progress=progress,
                ),
                self._merged,
                _("Fusion de {file}…").format(file=path.name),
            )

    def _merged(self, reading: Reading) -> None:
        self._show_overview()
        self.context.navigator.announce(EVERYTHING)
        strip = self.overview.result
        strip.tell(
            _("{file} est lu : {counts}.").format(
                file=reading.path.name, counts=counts_words(reading.counts, reading.refused)
            ),
            Level.GOOD,
        )
        strip.add_action(_("Annuler cette fusion"), self.undo)
        if reading.counts.conflicts:
            strip.add_action(
                _("Décider des conflits"),
                lambda: self.context.navigator.open(PageName.CONTROL, TopicName.CONFLICTS),
            )

    def _written(self, written: Written) -> None:
        self.overview.write_form.hide()
        self.context.navigator.announce({Changed.PARTNERS})
        self._tell_written(
            ngettext(
                "{file} est écrit : {n} modification.",
                "{file} est écrit : {n} modifications.",
                written.revisions,
            ).format(file=written.path.name, n=number(written.revisions)),
            written.path.parent,
        )

    def _invited(self, path: Path) -> None:
        self.overview.invite_form.hide()
        self._tell_written(
            _(
                "L’invitation {file} est écrite. Dites la phrase secrète au téléphone, jamais avec elle."
            ).format(file=path.name),
            path.parent,
        )

    def _tell_written(self, text: str, folder: Path) -> None:
        self.overview.result.tell(text, Level.GOOD)
        self.overview.result.add_action(
            _("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )

    def _undo_failed(self, error: BaseException) -> None:
        if isinstance(error, UndoRefusedError):
            self.overview.later.show_edits(self.context.workspace, error, self._places())
        else:
            self.context.tasks.failed.emit(error)

    def _undone(self, entry: JournalEntry) -> None:
        self.overview.later.hide()
        self.context.navigator.announce(EVERYTHING)
        self.overview.result.tell(
            _("La lecture de {file} est annulée : tout est comme avant elle.").format(file=entry.file),
            Level.GOOD,
        )

    def _places(self) -> Places:
        store = self.context.workspace.store
        return Places(membership(store).territories, {site.record: site for site in store.sites.list()})

    def _show_overview(self) -> None:
        self._views.setCurrentWidget(self.overview)
        self._show_heading(True)

    def _show_heading(self, shown: bool) -> None:
        for place in range(self.heading.count()):
            item = self.heading.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                widget.setVisible(shown)

    def _choose_file(self) -> None:
        if path := dialogs.choose_exchange_file(self):
            self.rehearse(path)

    def _choose_where(self, territory: str, full: bool) -> None:
        if folder := dialogs.choose_folder(self, _("Dossier où écrire le fichier d’échange")):
            self.write(folder, territory, full)

    def _choose_pdf(self) -> None:
        if self._path is not None and (path := dialogs.choose_pdf(self, self._path.stem)):
            self.save_rehearsal(path)

    def _tell_saved(self, path: Path) -> None:
        strip = self.rehearsal.result
        strip.tell(_("La répétition est enregistrée : {file}.").format(file=path.name), Level.GOOD)
        strip.add_action(_("Ouvrir le PDF"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _ask_invitation(self) -> None:
        self.overview.write_form.hide()
        self.overview.invite_form.ask()

    def _choose_invitation(self, told: str) -> None:
        if path := dialogs.choose_invitation_place(self):
            self.invite(path, told)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the exchange file that is being dropped, None where it is something else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 else None
    return path if path and path.suffix.lower() == SUFFIX else None
