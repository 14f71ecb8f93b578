"""The tab of documents: they stand at the left, choices in the middle, the very pages at the right."""

from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from teleactivites_desktop.core.typography import percent
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import document_choices, documents, responses
from teleactivites_desktop.services.documents import DOCUMENTS, PUBLISHING, WITH_TWIN
from teleactivites_desktop.services.letters import field_names
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PrintBatch
from teleactivites_desktop.ui.reports.catalogue import Catalogue
from teleactivites_desktop.ui.reports.choices import Choices
from teleactivites_desktop.ui.reports.printing import Printing
from teleactivites_desktop.ui.reports.tab import ReportsTab
from teleactivites_desktop.ui.reports.viewer import Viewer
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ButtonRole
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level

_SETTLED_MS = 400
"""Time after the last change of a choice before the document is made anew."""
_PARTS = 1000
_CHOICES = 39 * GRID


class DocumentsTab(ReportsTab):
    """Makes documents. What is previewed stands in a folder of its own that goes when the tab is left."""

    needs_responses = False  # blank questionnaires and slips of batches are printed before any is keyed

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.save = self.add_action(_("Enregistrer"), self._choose_file, key="Ctrl+S", icon="save")
        self.print = self.add_action(
            _("Imprimer"), self._choose_printer, key="Ctrl+P", icon="print", role=ButtonRole.PRIMARY
        )
        self.catalogue = Catalogue(context.theme, DOCUMENTS)
        self.choices = Choices(context.theme, context.workspace.environment.today)
        self.viewer = Viewer(context)
        self.preview, self.status = self.viewer.preview, self.viewer.status
        self.saved = Strip(context.theme)
        QShortcut(QKeySequence.StandardKey.Find, self, self.viewer.begin_search)
        self._folder: TemporaryDirectory[str] | None = None
        self._numbers = count(1)
        self._recalled = False
        self._wanted: Path | None = None
        """The document asked for last: what comes of an earlier wish is thrown away."""
        self.made: Path | None = None
        self._making: Task[Any] | None = None
        self._printing: Printing | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.make)
        self._lay_out()
        self.catalogue.lines[self._first()].setChecked(True)
        self.catalogue.chosen.connect(self._chosen)
        self.choices.changed.connect(self._settling.start)

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Offer what can be chosen now, and make the document again."""
        workspace = self.context.workspace
        self.choices.offer(membership(workspace.store).territories, workspace.questionnaire)
        if not self._recalled:
            self._recalled = True
            fields = field_names(workspace.questionnaire)
            self.choices.recall(document_choices.recalled(workspace), document_choices.languages(), fields)
        self._chosen(self.catalogue.current)

    def open_target(self, target: object) -> bool:
        """Show one response, or the slip of a batch, as it is printed."""
        if isinstance(target, PrintBatch):
            self.choices.batch.setText(f"{target.territory}/{target.code}")
            self.catalogue.choose("batches")
            return True
        if not isinstance(target, OpenResponse):
            return False
        stored = responses.get(self.context.workspace, target.record)
        if stored is not None:
            self.choices.paper.setText(stored.line.paper)
            self.catalogue.choose(target.document)
        return True

    def shown(self) -> None:
        """Start in the list of documents; make again what was put away."""
        self.catalogue.lines[self.catalogue.current].setFocus()
        if self.made is None:
            self._settling.start(0)

    def leave(self) -> None:
        """Put away what was previewed: it may show people."""
        self._settling.stop()
        self.viewer.leave()
        self.saved.clear()
        if self._making is not None:
            self._making.cancel()
        self.made = self._wanted = None
        self.viewer.clear()
        self.viewer.tell("")
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def hideEvent(self, event: QHideEvent) -> None:
        """Make nothing any more."""
        super().hideEvent(event)
        self._settling.stop()

    def make(self) -> None:
        """Make the document as chosen, behind the window, and show its pages."""
        name, options = self.catalogue.current, self.choices.options()
        if DOCUMENTS[name].needs_paper and not options.paper:
            self.made = None
            self.viewer.clear()
            self.viewer.tell(_("Tapez un numéro de fiche."))
            return
        if self._making is not None:
            self._making.cancel()
        workspace, target = self.context.workspace, self._target()

        def work(progress: Progress) -> Path:
            with closing(workspace.reopen()) as own:
                documents.write(
                    own, name, target, options, lambda share: progress(round(share * _PARTS), _PARTS)
                )
            return target

        self.viewer.tell(_("Mise en page…"))
        self._wanted = target
        self._making = self.context.tasks.run(work, self._ready, lambda error: self._failed(error, target))
        self._making.progress.moved.connect(
            lambda done, total, _text: self.viewer.tell(
                _("Mise en page… {share}").format(share=percent(done / total))
            )
        )

    def _first(self) -> str:
        """Return the document shown first: the questionnaire to hand out before anything is keyed."""
        keyed = self.context.workspace.store.responses.count()
        return next(iter(DOCUMENTS)) if keyed else "blank"

    def _target(self) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="teleactivites-", ignore_cleanup_errors=True)
        return Path(self._folder.name) / f"{next(self._numbers)}.pdf"

    def _ready(self, pdf: Path) -> None:
        if pdf != self._wanted:
            pdf.unlink(missing_ok=True)
            return
        if self.made is not None:
            self.made.unlink(missing_ok=True)
        self.made = pdf
        self.viewer.show_pdf(pdf)

    def _failed(self, error: BaseException, pdf: Path) -> None:
        if pdf != self._wanted:
            return
        self.made = None
        self.viewer.clear()
        if isinstance(error, UserError):
            self.viewer.tell(str(error), "bad")
        else:
            self.viewer.tell("")
            self.context.errors.show(error)

    def _chosen(self, name: str) -> None:
        if name:
            self.choices.show_for(name)
            self._settling.start(0)

    def _choose_file(self) -> None:
        name = self.catalogue.current
        proposed = f"{_(DOCUMENTS[name].title)} {self.context.workspace.environment.today():%Y-%m-%d}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(
            self,
            _("Enregistrer le document"),
            str(Path.home() / proposed),
            ";;".join([_("Documents PDF (*.pdf)"), *([_("Page web (*.html)")] if name in WITH_TWIN else [])]),
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the document as chosen to `path`."""
        workspace, name = self.context.workspace, self.catalogue.current
        options = replace(self.choices.options(), publish=True)
        target = path if path.suffix else path.with_suffix(".pdf")
        taken = self.choices.taken

        def work(progress: Progress) -> Path:
            with closing(workspace.reopen()) as own:
                document_choices.remember(own, options, taken)
                documents.write(
                    own, name, target, options, lambda share: progress(round(share * _PARTS), _PARTS)
                )
            return target

        self.context.tasks.run(
            work, self._tell_saved, title=_("Enregistrement de {file}…").format(file=target.name)
        )

    def _tell_saved(self, path: Path) -> None:
        self.saved.tell(_("{file} est enregistré.").format(file=path.name), Level.GOOD)
        self.saved.add_action(
            _("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        )

    def _choose_printer(self) -> None:
        if self.made is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the document in sight; one that publishes figures is entered in the register first."""
        made = self.made
        if made is None:
            return
        if self.catalogue.current not in PUBLISHING:
            self._print(made, printer)
            return
        workspace, name = self.context.workspace, self.catalogue.current
        options = replace(self.choices.options(), publish=True)
        target = self._target()

        def work(progress: Progress) -> Path:
            with closing(workspace.reopen()) as own:
                documents.write(own, name, target, options)
            return target

        self.context.tasks.run(work, lambda pdf: self._print(pdf, printer), title=_("Impression…"))

    def _print(self, pdf: Path, printer: QPrinter) -> None:
        self._printing = Printing(self.context.tasks, pdf, printer, self._printed)
        self._printing.start()

    def _printed(self, pages: int) -> None:
        self._printing = None
        words = ngettext("{n} page envoyée à l’imprimante.", "{n} pages envoyées à l’imprimante.", pages)
        self.context.navigator.confirm(words.format(n=pages))

    def _lay_out(self) -> None:
        self.choices.setFixedWidth(_CHOICES)
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * GRID)
        columns.addWidget(self.catalogue)
        columns.addWidget(self.choices)
        columns.addWidget(self.viewer, 1)
        self.body.addWidget(self.saved)
        self.body.addWidget(holder, 1)
