"""The tab that takes an existing list in: file, what its columns mean, what would come of it, then drafts."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import list_import
from teleactivites_desktop.services.list_columns import guess, target_labels
from teleactivites_desktop.services.list_import import Imported, ListOptions, Rehearsal
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.ui.context import Changed, Context, PageName
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.reports.list_mapping import ListMapping
from teleactivites_desktop.ui.reports.tab import ReportsTab
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.empty import EmptyState
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label

if TYPE_CHECKING:
    from teleactivites_desktop.xlsform.lists import PlainList

_PARTS = 1000
_SETTLED_MS = 600
Fault = tuple[int, str, str, str]
"""Line, question ("" for the whole line), what stood there, why it is refused."""


class ImportsTab(ReportsTab):
    """Three steps on one page: the columns, a rehearsal that writes nothing, the drafts."""

    needs_responses = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self.choose = self.add_action(_("Choisir une liste…"), self._choose, key="Ctrl+O", icon="import")
        self.bring_in = self.add_action(
            _("Importer"), self._bring_in, key="Ctrl+Return", icon="save", role=ButtonRole.PRIMARY
        )
        self.try_out = ActionButton(
            theme, _("Essayer à nouveau"), self.rehearse, icon="refresh", role=ButtonRole.QUIET
        )
        self.result = Strip(theme)
        self.empty = EmptyState(
            theme,
            _(
                "Une liste tenue dans un tableur devient des brouillons de fiches, à compléter à la page"
                " Saisie. Chaque case passe par les contrôles du questionnaire."
            ),
            "import",
        )
        self.begin = self.empty.add_action(_("Choisir une liste…"), self._choose, icon="import")
        self.mapping = ListMapping()
        self.mapping.changed.connect(self._reconsider)
        self.territory = QComboBox()
        self.batch = QLineEdit()
        self.close_clean = QCheckBox(_("Enregistrer tout de suite les fiches où rien ne manque"))
        self.summary = label("", wrap=True)
        self.faults = ListModel[Fault](
            [
                Column(_("Ligne"), lambda fault: str(fault[0]), width=7 * GRID, right=True),
                Column(_("Question"), lambda fault: fault[1] or _("toute la ligne"), width=20 * GRID),
                Column(_("Dans la liste"), lambda fault: fault[2], width=15 * GRID),
                Column(_("Pourquoi c’est refusé"), lambda fault: fault[3]),
            ],
            theme,
            self,
        )
        self._rehearsing: Task[Any] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.rehearse)
        self._file = Path()
        self._content: PlainList | None = None
        self._rehearsal: Rehearsal | None = None
        self._lay_out()
        self.put_away()

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Offer the territories; a rehearsal made before something changed is made anew."""
        chosen = self.territory.currentData() or self.context.workspace.identity.territory
        self.territory.blockSignals(True)
        self.territory.clear()
        for code, name in membership(self.context.workspace.store).territories.items():
            self.territory.addItem(name, code)
        self.territory.setCurrentIndex(max(self.territory.findData(chosen), 0))
        self.territory.blockSignals(False)
        self._reconsider()

    def shown(self) -> None:
        """Start where the next step is."""
        (self.begin if self._content is None else self.mapping).setFocus()

    def put_away(self) -> None:
        """Forget the list that was being imported."""
        self._content = None
        self._forget_rehearsal()
        self._show_steps()

    def open_list(self, path: Path) -> None:
        """Read the list `path`, and propose what its columns mean."""
        workspace = self.context.workspace

        def work(progress: Progress) -> "PlainList":
            return list_import.read(path)

        def opened(content: "PlainList") -> None:
            questionnaire = workspace.questionnaire
            targets = guess(questionnaire, content.heads, list_import.remembered(workspace))
            self._file, self._content = path, content
            self.mapping.show_list(content, target_labels(questionnaire), targets)
            self.result.clear()
            self._forget_rehearsal()
            self._show_steps()
            self.rehearse()

        self.context.tasks.run(work, opened, self._refused, title=_("Lecture de la liste…"))

    def rehearse(self) -> None:
        """Key every line behind the window, and show what is refused; nothing is written."""
        content = self._content
        if content is None:
            return
        workspace, targets, options = self.context.workspace, self.mapping.targets, self._options()
        self._forget_rehearsal()

        def work(progress: Progress) -> Rehearsal:
            with closing(workspace.reopen()) as own:
                return list_import.rehearse(
                    own, content, targets, options, lambda share: progress(round(share * _PARTS), _PARTS)
                )

        def done(rehearsal: Rehearsal) -> None:
            if targets == self.mapping.targets and options == self._options():
                self._rehearsed(rehearsal)

        self.summary.setText(_("Essai en cours…"))
        self._rehearsing = self.context.tasks.run(work, done, self._refused, title=_("Essai de la liste…"))
        self._rehearsing.cancelled.connect(
            lambda: self.summary.setText(_("Essai arrêté : rien n’est écrit."))
        )

    def leave(self) -> None:
        """Stop trying the list out."""
        self._settling.stop()
        if self._rehearsing is not None:
            self._rehearsing.cancel()

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        self.result.clear()
        self._rehearsal = rehearsal
        faults: list[Fault] = [(line, "", "", why) for line, why in rehearsal.skipped]
        faults += [(cell.line, cell.question, cell.typed, cell.why) for cell in rehearsal.cells]
        self.faults.set_rows(sorted(faults))
        self.summary.setText(_rehearsal_words(rehearsal))
        self.bring_in.setEnabled(bool(rehearsal.papers))

    def _bring_in(self) -> None:
        rehearsal, content = self._rehearsal, self._content
        if rehearsal is None or content is None:
            return
        workspace = self.context.workspace
        heads = dict(zip(content.heads, self.mapping.targets, strict=True))
        self.bring_in.setEnabled(False)

        def work(progress: Progress) -> Imported:
            with closing(workspace.reopen()) as own:
                return list_import.bring_in(
                    own, rehearsal, heads, lambda share: progress(round(share * _PARTS), _PARTS)
                )

        self.context.tasks.run(work, self._imported, self._refused, title=_("Import de la liste…"))

    def _imported(self, done: Imported) -> None:
        context = self.context
        context.navigator.announce({Changed.DRAFTS, Changed.RESPONSES, Changed.BATCHES})
        self.put_away()
        drafts = ngettext("{n} brouillon attend", "{n} brouillons attendent", len(done.drafts))
        told = _("{file} : {drafts} à la page Saisie.").format(
            file=self._file.name, drafts=drafts.format(n=number(len(done.drafts)))
        )
        if done.closed:
            closed = ngettext("{n} fiche est enregistrée.", "{n} fiches sont enregistrées.", done.closed)
            told += " " + closed.format(n=number(done.closed))
        self.result.tell(told, Level.GOOD)
        self.result.add_action(_("Aller à la saisie"), lambda: context.navigator.open(PageName.ENTRY))
        if done.drafts and not done.closed:
            self.result.add_action(_("Annuler cet import"), lambda: self._take_back(done))

    def _take_back(self, done: Imported) -> None:
        list_import.take_back(self.context.workspace, done)
        self.context.navigator.announce({Changed.DRAFTS})
        self.result.tell(_("L’import est annulé : ses brouillons sont retirés."), Level.GOOD)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.result.tell(str(error), Level.BAD)
            self.summary.setText("")
        else:
            self.context.errors.show(error)

    def _reconsider(self) -> None:
        """Forget what was tried out with other choices, and try the list out again."""
        self._forget_rehearsal()
        if self._content is not None:
            self._settling.start()

    def _forget_rehearsal(self) -> None:
        if self._rehearsing is not None:
            self._rehearsing.cancel()
        self._rehearsal = None
        self.faults.set_rows(())
        self.bring_in.setEnabled(False)

    def _options(self) -> ListOptions:
        return ListOptions(
            territory=str(self.territory.currentData() or ""),
            batch=self.batch.text().strip(),
            close=self.close_clean.isChecked(),
        )

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Liste à importer"), str(Path.home()), _("Listes (*.csv *.txt *.xlsx)")
        )
        if chosen:
            self.open_list(Path(chosen))

    def _show_steps(self) -> None:
        there = self._content is not None
        self.steps.setVisible(there)
        self.empty.setVisible(not there)
        for action in (self.choose, self.bring_in):
            action.setVisible(there)

    def _lay_out(self) -> None:
        columns = Card(_("Ce que disent les colonnes"))
        columns.body.addWidget(self.mapping, 1)
        usual = QHBoxLayout()
        usual.setSpacing(GRID)
        self.batch.setPlaceholderText(_("aucun"))
        for words, field in ((_("Territoire"), self.territory), (_("Lot"), self.batch)):
            field.setAccessibleName(words)
            usual.addWidget(label(words, "muted"))
            usual.addWidget(field, 1)
        columns.body.addLayout(usual)
        columns.body.addWidget(self.close_clean)
        self.territory.currentIndexChanged.connect(self._reconsider)
        self.batch.textChanged.connect(self._reconsider)
        self.close_clean.toggled.connect(self._reconsider)
        report = Card(_("Ce qui en vient"))
        report.corner.addWidget(self.try_out)
        report.body.addWidget(self.summary)
        table = Table(self.faults, _("Ce qui en vient"))
        report.body.addWidget(table, 1)
        self.steps = QWidget()
        row = QHBoxLayout(self.steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(columns, 5)
        row.addWidget(report, 6)
        self.body.addWidget(self.result)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.steps, 1)


def _rehearsal_words(rehearsal: Rehearsal) -> str:
    said = _("{rows} : {papers}, dont {clean} sans rien à revoir.").format(
        rows=ngettext("{n} ligne", "{n} lignes", rehearsal.rows).format(n=number(rehearsal.rows)),
        papers=ngettext("{n} fiche", "{n} fiches", len(rehearsal.papers)).format(
            n=number(len(rehearsal.papers))
        ),
        clean=number(rehearsal.clean),
    )
    if rehearsal.cells or rehearsal.skipped:
        said += " " + _(
            "Une case refusée reste dans son brouillon comme elle est écrite ; une ligne refusée n’entre pas."
        )
    return said
