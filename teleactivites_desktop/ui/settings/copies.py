"""The copies of the database: made now, onto another disk, or put back in its place after a rehearsal."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import backups, restoring
from teleactivites_desktop.services.backups import Backup, BackupReason
from teleactivites_desktop.services.restore_rehearsal import RestoreRehearsal
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_in_brief
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.passphrase import PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label

_MEGABYTE = 1_000_000
_PAPERS_NAMED = 12
"""Papers named one by one in a sentence."""


def reason_words(reason: BackupReason) -> str:
    """Return why a copy was made."""
    return {
        BackupReason.ASKED: _("demandée"),
        BackupReason.CLOSING: _("à la fermeture"),
        BackupReason.READING: _("avant une lecture"),
        BackupReason.RESTORING: _("avant un retour"),
    }[reason]


class CopiesCard(Card):
    """The list of copies and what one does with them; `restore_wanted` carries a copy and its passphrase."""

    restore_wanted = Signal(Path, object)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Sauvegardes"))
        self._context = context
        theme = context.theme
        self.now = ActionButton(theme, _("Sauvegarder maintenant"), self.back_up, key="Ctrl+B", icon="save")
        self.elsewhere = ActionButton(theme, _("Copier sur une clé…"), self._choose_place, icon="stick")
        self._last = label("", "hint", wrap=True)
        self.model = ListModel[Backup](
            [
                Column(_("Quand"), self._when, width=24 * GRID),
                Column(_("Pourquoi"), lambda copy: reason_words(copy.reason), width=24 * GRID),
                Column(
                    _("Taille"),
                    lambda copy: _("{n} Mo").format(n=number(copy.size / _MEGABYTE, 1)),
                    right=True,
                ),
            ],
            theme,
            self,
        )
        self.table = Table(self.model, _("Sauvegardes"))
        self.table.setMinimumHeight(24 * GRID)
        self.table.selectionModel().currentRowChanged.connect(lambda: self._put_away())
        self.passphrase = PassphraseField(theme, _("Phrase secrète de cette sauvegarde"))
        self.rehearse_button = ActionButton(
            theme, _("Revenir à cette sauvegarde…"), self._rehearse, icon="history"
        )
        self.question = Strip(theme)
        self._lay_out()

    def refresh(self) -> None:
        """Read the list of copies again."""
        workspace = self._context.workspace
        self.model.set_rows(backups.list_backups(workspace))
        last = backups.last_elsewhere(workspace)
        self._last.setText(
            _("Dernière copie sur un autre disque : {when}, {path}.").format(
                when=moment_in_brief(last.at, workspace.environment.now()), path=last.path
            )
            if last
            else _("Aucune copie sur un autre disque : si cet ordinateur se perd, tout est perdu avec lui.")
        )
        some = bool(self.model.rows)
        if some:
            self.table.selectRow(0)
        self.table.setVisible(some)
        self.rehearse_button.setVisible(some)
        self.passphrase.setVisible(some and workspace.store.encrypted)

    def back_up(self) -> None:
        """Make a copy in the folder of the database."""
        workspace = self._context.workspace

        def work(progress: Progress) -> Backup:
            with closing(workspace.reopen()) as own:
                return backups.back_up(own, BackupReason.ASKED, progress)

        self._context.tasks.run(
            work,
            lambda _copy: self._copied(_("Sauvegarde faite, ouverte et comparée : elle est bonne.")),
            title=_("Sauvegarde…"),
        )

    def copy_to(self, folder: Path) -> None:
        """Make a copy in a folder of another disk."""
        workspace = self._context.workspace

        def work(progress: Progress) -> Path:
            with closing(workspace.reopen()) as own:
                return backups.back_up_to(own, folder, progress)

        self._context.tasks.run(
            work,
            lambda path: self._copied(_("Copie faite et comparée : {file}.").format(file=path)),
            title=_("Copie…"),
        )

    def _copied(self, text: str) -> None:
        self._context.navigator.announce({Changed.BACKUPS})
        self._context.navigator.confirm(text)

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Où copier la base (clé, disque externe)"))
        if chosen:
            self.copy_to(Path(chosen))

    def chosen(self) -> Backup | None:
        """Return the copy that the list stands on."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _rehearse(self) -> None:
        """Say what coming back to the copy would do, before anything is done."""
        copy = self.chosen()
        if copy is None:
            return
        workspace = self._context.workspace
        passphrase = self.passphrase.text if workspace.store.encrypted else None

        def work(progress: Progress) -> RestoreRehearsal:
            with closing(workspace.reopen()) as own:
                return restoring.rehearse_open(own, copy.path, passphrase)

        self._context.tasks.run(work, lambda told: self._ask(copy, told, passphrase))

    def _ask(self, copy: Backup, told: RestoreRehearsal, passphrase: str | None) -> None:
        self.question.tell(_rehearsal_words(told), Level.WARNING)
        self.question.add_action(_("Y revenir"), lambda: self.restore_wanted.emit(copy.path, passphrase))

    def _put_away(self) -> None:
        self.question.clear()

    def _when(self, copy: Backup) -> str:
        return moment_in_brief(copy.at, self._context.workspace.environment.now())

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.now)
        line.addWidget(self.elsewhere)
        line.addStretch(1)
        back = QHBoxLayout()
        back.setSpacing(GRID)
        back.addWidget(self.passphrase, 1)
        back.addWidget(self.rehearse_button)
        if not self._context.workspace.store.encrypted:
            back.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(self._last)
        self.body.addWidget(self.table)
        self.body.addLayout(back)
        self.body.addWidget(self.question)


def _rehearsal_words(told: RestoreRehearsal) -> str:
    """Return what coming back to a copy does."""
    lacking = sum(told.lacking.values())
    only_here = ngettext(
        "Aucun autre poste n’a dit avoir {n} d’entre elles : un échange ne la rendra pas.",
        "Aucun autre poste n’a dit avoir {n} d’entre elles : un échange ne les rendra pas.",
        told.only_here,
    ).format(n=number(told.only_here))
    set_aside = ngettext(
        "Y revenir met de côté {n} modification faite depuis.",
        "Y revenir met de côté {n} modifications faites depuis.",
        lacking,
    )
    sentences = (
        ngettext(
            "Cette sauvegarde contient {there} fiche, contre {here} ici.",
            "Cette sauvegarde contient {there} fiches, contre {here} ici.",
            told.responses,
        ).format(there=number(told.responses), here=number(told.responses_here)),
        set_aside.format(n=number(lacking)) if lacking else _("Rien n’a changé depuis."),
        only_here if told.only_here else "",
        _named(_("Fiches qui n’y sont pas : {papers}."), told.gone),
        _named(_("Fiches qui y disent autre chose : {papers}."), told.changed),
        _("Ce qui est effacé ici y sera effacé de nouveau.") if told.erased_again else "",
        _("Une sauvegarde de l’état actuel est faite avant."),
    )
    return "\n".join(filter(None, sentences))


def _named(words: str, papers: Sequence[str]) -> str:
    """Return `words` with the numbers of some papers; "" where there is none."""
    if not papers:
        return ""
    more = len(papers) - _PAPERS_NAMED
    shown = ", ".join(papers[:_PAPERS_NAMED])
    return words.format(
        papers=_("{papers} et {n} autres").format(papers=shown, n=number(more)) if more > 0 else shown
    )
