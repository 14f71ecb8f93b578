"""The tab of exports: choose the form and how much is told of people, see what will leave, write it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import exports
from teleactivites_desktop.services.exports import Exported, ExportOptions, Format, Mode, Outlook
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.reports.choices import Choices
from teleactivites_desktop.ui.reports.export_words import (
    formats,
    leaving_words,
    left_out_words,
    mode_of,
    mode_words,
    whom_words,
)
from teleactivites_desktop.ui.reports.tab import ReportsTab
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label

_PARTS = 1000
_SETTLED_MS = 300
_CHOICES = 40 * GRID


class ExportsTab(ReportsTab):
    """Writes the responses for other programs. Nothing leaves before it was said what, and of whom."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.questionnaire = self.add_action(
            _("Questionnaire…"), self._choose_folder, icon="file", role=ButtonRole.PLAIN
        )
        self.questionnaire.setToolTip(_("Le classeur XLSForm et le dictionnaire DDI : aucune réponse dedans"))
        self.write = self.add_action(
            _("Exporter…"), self._choose_file, key="Ctrl+E", icon="export", role=ButtonRole.PRIMARY
        )
        self.result = Strip(context.theme)
        self.format = QComboBox()
        for format_, (words, _ending) in formats().items():
            self.format.addItem(words, format_)
        self.modes: dict[Mode, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self.choices = Choices(context.theme, context.workspace.environment.today)
        self.choices.show_for("exports")
        self.leaving = label("", wrap=True, selectable=True)
        self.whom = label("", "muted", wrap=True)
        self.left_out = label("", "muted", wrap=True)
        self.journal = ListModel[Exported](
            [
                Column(_("Quand"), self._when, width=23 * GRID),
                Column(_("Fichier"), lambda noted: noted.file, width=32 * GRID),
                Column(_("Contenu"), mode_of, width=24 * GRID),
                Column(_("Fiches"), lambda noted: number(noted.rows), right=True),
            ],
            context.theme,
            self,
        )
        self._looking: Task[Any] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._look)
        self._lay_out()
        self.choices.changed.connect(self._settling.start)

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Offer what can be chosen, say what would leave, show the journal."""
        workspace = self.context.workspace
        self.choices.offer(membership(workspace.store).territories, workspace.questionnaire)
        self.journal.set_rows(exports.journal(workspace))
        self._settling.start(0)

    def shown(self) -> None:
        """Start with the form."""
        self.format.setFocus()

    def leave(self) -> None:
        """Stop counting."""
        self._settling.stop()
        if self._looking is not None:
            self._looking.cancel()

    @property
    def mode(self) -> Mode:
        """Return how much is told of people."""
        return next(mode for mode, button in self.modes.items() if button.isChecked())

    def options(self) -> ExportOptions:
        """Return what is chosen."""
        return ExportOptions(self.mode, self.choices.options().selection)

    def export_to(self, path: Path) -> None:
        """Write the responses as chosen to `path`, and note it."""
        workspace, options = self.context.workspace, self.options()
        wanted = Format(self.format.currentData())
        ending = formats()[wanted][1]  # whatever was typed: a program goes by the ending
        target = path if path.suffix.lower() == ending else path.with_name(path.name + ending)

        def work(progress: Progress) -> Exported:
            with closing(workspace.reopen()) as own:
                return exports.export(own, target, wanted, options, _told(progress))

        self.context.tasks.run(
            work,
            lambda done: self._written(done, target),
            title=_("Export de {file}…").format(file=target.name),
        )

    def write_questionnaire(self, folder: Path) -> None:
        """Write the questionnaire to `folder`: workbook, choice files, DDI codebook."""
        workspace = self.context.workspace

        def work(progress: Progress) -> list[Path]:
            with closing(workspace.reopen()) as own:
                return exports.questionnaire(own, folder)

        def done(written: list[Path]) -> None:
            names = ", ".join(path.name for path in written)
            self._tell_written(_("Le questionnaire est enregistré : {names}.").format(names=names), folder)

        self.context.tasks.run(work, done, title=_("Enregistrement du questionnaire…"))

    def _look(self) -> None:
        """Count, behind the window, what would leave."""
        if self._looking is not None:
            self._looking.cancel()
        workspace, options = self.context.workspace, self.options()

        def work(progress: Progress) -> Outlook:
            with closing(workspace.reopen()) as own:
                return exports.outlook(own, options, _told(progress))

        self.leaving.setText(_("Comptage…"))
        self._looking = self.context.tasks.run(work, lambda found: self._tell(options, found))

    def _tell(self, options: ExportOptions, found: Outlook) -> None:
        if options != self.options():
            return
        self.write.setEnabled(found.people > 0)
        self.leaving.setText(leaving_words(options.mode, found))
        self.whom.setText(whom_words(options.mode))
        self.left_out.setText(left_out_words(found))

    def _written(self, done: Exported, path: Path) -> None:
        self.journal.set_rows(exports.journal(self.context.workspace))
        words = ngettext(
            "{file} est enregistré : {n} fiche. L’export est noté au journal.",
            "{file} est enregistré : {n} fiches. L’export est noté au journal.",
            done.rows,
        )
        self._tell_written(words.format(file=path.name, n=number(done.rows)), path.parent)

    def _tell_written(self, text: str, folder: Path) -> None:
        self.result.tell(text, Level.GOOD)
        self.result.add_action(
            _("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )

    def _choose_file(self) -> None:
        words, ending = formats()[Format(self.format.currentData())]
        day = f"{self.context.workspace.environment.today():%Y-%m-%d}"
        proposed = Path.home() / f"{_('Fiches')} {mode_words(self.mode)[0].lower()} {day}{ending}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Exporter les fiches"), str(proposed), f"{words} (*{ending})"
        )
        if chosen:
            self.export_to(Path(chosen))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Où enregistrer le questionnaire"), str(Path.home())
        )
        if chosen:
            self.write_questionnaire(Path(chosen))

    def _when(self, noted: Exported) -> str:
        return moment_in_brief(moment_from_iso(noted.at), self.context.workspace.environment.now())

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(_CHOICES)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(_("Format"), "strong"))
        self.format.setAccessibleName(_("Format"))
        column.addWidget(self.format)
        column.addSpacing(GRID)
        column.addWidget(label(_("Ce qui est dit de chaque personne"), "strong"))
        for mode in (Mode.PSEUDONYMISED, Mode.ANONYMOUS, Mode.IDENTIFIED):
            self._add_mode(mode, column)
        column.addSpacing(GRID)
        column.addWidget(self.choices, 1)
        leaving = Card(_("Ce qui va partir"))
        for each in (self.leaving, self.whom, self.left_out):
            leaving.body.addWidget(each)
        noted = Card(_("Journal des exports"))
        table = Table(self.journal, _("Journal des exports"))
        noted.body.addWidget(table, 1)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(leaving)
        right.addWidget(noted, 1)
        columns = QHBoxLayout()
        columns.setSpacing(3 * GRID)
        columns.addWidget(left)
        columns.addLayout(right, 1)
        self.body.addWidget(self.result)
        self.body.addLayout(columns, 1)

    def _add_mode(self, mode: Mode, column: QVBoxLayout) -> None:
        title, sentence = mode_words(mode)
        button = QRadioButton(title)
        button.setAccessibleDescription(sentence)
        button.setChecked(mode is Mode.PSEUDONYMISED)
        button.toggled.connect(lambda on: self._settling.start() if on else None)
        self._group.addButton(button)
        self.modes[mode] = button
        told = label(sentence, "hint", wrap=True)
        told.setIndent(3 * GRID)
        column.addWidget(button)
        column.addWidget(told)


def _told(progress: Progress) -> Callable[[float], None]:
    return lambda share: progress(round(share * _PARTS), _PARTS)
