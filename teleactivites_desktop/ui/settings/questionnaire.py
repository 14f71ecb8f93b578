"""The questionnaire of the campaign: which version, and adopting a changed one, having seen what changes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.questionnaire_changes import ChangeKind, QuestionChange
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import versions
from teleactivites_desktop.services.versions import Proposal
from teleactivites_desktop.ui.context import EVERYTHING, Context
from teleactivites_desktop.ui.sheet import Sheet, SheetLine
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label

_INK = {ChangeKind.ADDED: Role.GOOD, ChangeKind.REMOVED: Role.BAD, ChangeKind.RENAMED: Role.ACCENT}


class QuestionnaireCard(Card):
    """The current version; a workbook compared with it; what was renamed, said by the officer; adopted."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Questionnaire"))
        self._context = context
        theme = context.theme
        self._proposal: Proposal | None = None
        self._current = label("", wrap=True)
        self.choose = ActionButton(theme, _("Importer une version modifiée…"), self._choose, icon="import")
        self.trouble = Strip(theme)
        self.summary = label("", wrap=True)
        self.renames: dict[tuple[str, str], QCheckBox] = {}
        self._boxes = QVBoxLayout()
        self.sheet = Sheet(theme, (_("Question"), _("Ce qui change")))
        self.sheet.setMinimumHeight(26 * GRID)
        self.adopt = ActionButton(theme, _("Adopter cette version"), self._adopt, icon="check")
        self.give_up = ActionButton(theme, _("Renoncer"), self.put_away, role=ButtonRole.QUIET)
        self.panel = QWidget()
        self._lay_out()
        self.put_away()

    @property
    def proposal(self) -> Proposal | None:
        """Return what is proposed, None while nothing is."""
        return self._proposal

    def refresh(self) -> None:
        """Say which version is current; a comparison with another one is put away."""
        workspace = self._context.workspace
        made = workspace.questionnaire
        held = len(workspace.store.questionnaires.versions())
        told = _("{title}, version {version}").format(title=made.text(made.titles), version=made.version)
        if held > 1:
            told += " " + _("({n} versions : chaque fiche garde la sienne)").format(n=number(held))
        self._current.setText(told)
        self.put_away()

    def put_away(self) -> None:
        """Forget what was proposed."""
        self._proposal = None
        self.panel.hide()
        self.trouble.hide()
        self.choose.setEnabled(True)

    def compare(self, path: Path) -> None:
        """Read a workbook, behind the window, and show what it changes."""
        workspace = self._context.workspace

        def work(progress: Progress) -> Proposal:
            with closing(workspace.reopen()) as own:
                return versions.compare(own, path)

        self.trouble.hide()
        self.choose.setEnabled(False)
        self._context.tasks.run(work, self._compared, self._refused, title=_("Lecture du questionnaire…"))

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Questionnaire modifié"), "", _("Classeurs XLSForm (*.xlsx)")
        )
        if chosen:
            self.compare(Path(chosen))

    def _refused(self, error: BaseException) -> None:
        self.put_away()
        if isinstance(error, UserError):
            self.trouble.tell(str(error), Level.BAD)
        else:
            self._context.errors.show(error)

    def _compared(self, proposal: Proposal) -> None:
        self._clear_boxes()
        for old, new in proposal.undecided:
            words = _("« {old} » s’appelle maintenant « {new} » : {label}").format(
                old=old, new=new, label=_label(proposal, new)
            )
            box = QCheckBox(words)
            box.setChecked(True)
            box.toggled.connect(self._reconsider)
            self.renames[old, new] = box
            self._boxes.addWidget(box)
        self._proposal = proposal
        self._reconsider()
        self.panel.show()
        self.adopt.setFocus()

    def _reconsider(self) -> None:
        """Show what changes with the renames that are ticked."""
        if self._proposal is None:
            return
        if not self._proposal.known:
            said = {old: new if box.isChecked() else "" for (old, new), box in self.renames.items()}
            self._proposal = versions.reconsidered(self._context.workspace, self._proposal, said)
        self.summary.setText(_summary(self._proposal, bool(self.renames)))
        self.sheet.set_lines(list(_lines(self._proposal)))

    def _adopt(self) -> None:
        if self._proposal is None:
            return
        workspace = self._context.workspace
        before = workspace.store.questionnaires.current_version()
        try:
            versions.adopt_proposal(workspace, self._proposal)
        except UserError as error:
            self.trouble.tell(str(error), Level.BAD)
            return
        version = self._proposal.package.questionnaire.version
        self._context.navigator.announce(EVERYTHING)
        self._context.navigator.confirm(
            _("Version {version} adoptée. Les autres postes la recevront au prochain échange.").format(
                version=version
            ),
            lambda: self._take_back(before),
        )

    def _take_back(self, version: str) -> None:
        versions.make_current(self._context.workspace, version)
        self._context.navigator.announce(EVERYTHING)

    def _clear_boxes(self) -> None:
        for box in self.renames.values():
            self._boxes.removeWidget(box)
            box.deleteLater()
        self.renames = {}

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._current, 1)
        top.addWidget(self.choose)
        end = QHBoxLayout()
        end.setSpacing(GRID)
        end.addWidget(self.adopt)
        end.addWidget(self.give_up)
        end.addStretch(1)
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        inside.addWidget(self.summary)
        inside.addLayout(self._boxes)
        inside.addWidget(self.sheet)
        inside.addLayout(end)
        self.body.addLayout(top)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.panel)


def _label(proposal: Proposal, name: str) -> str:
    made = proposal.package.questionnaire
    return made.text(made.by_name[name].labels) or name


def _summary(proposal: Proposal, asks: bool) -> str:
    counts = {
        ChangeKind.ADDED: ngettext(
            "{n} question ajoutée", "{n} questions ajoutées", _count(proposal, "added")
        ),
        ChangeKind.REMOVED: ngettext("{n} supprimée", "{n} supprimées", _count(proposal, "removed")),
        ChangeKind.RENAMED: ngettext("{n} renommée", "{n} renommées", _count(proposal, "renamed")),
        ChangeKind.CHANGED: ngettext("{n} modifiée", "{n} modifiées", _count(proposal, "changed")),
    }
    parts = [
        words.format(n=number(_count(proposal, kind)))
        for kind, words in counts.items()
        if _count(proposal, kind)
    ]
    told = _("Version {version} : {parts}.").format(
        version=proposal.package.questionnaire.version,
        parts=", ".join(parts) or _("rien ne change pour la saisie"),
    )
    if asks:
        told += " " + _("Décochez ce qui n’est pas la même question : ses réponses ne la suivraient pas.")
    return told


def _count(proposal: Proposal, kind: str) -> int:
    return len(proposal.comparison.of_kind(ChangeKind(kind)))


def _lines(proposal: Proposal) -> Iterator[SheetLine]:
    """Yield what changes of the form, then question by question."""
    for sentence in proposal.comparison.form:
        yield SheetLine(_("Formulaire"), sentence)
    for change in proposal.comparison.questions:
        yield SheetLine(change.label, "\n".join(_words(proposal, change)), ink=_INK.get(change.kind))


def _words(proposal: Proposal, change: QuestionChange) -> Iterator[str]:
    if change.kind is ChangeKind.ADDED:
        yield _("+ ajoutée")
    elif change.kind is ChangeKind.REMOVED:
        kept = proposal.answered.get(change.before, 0)
        if kept:
            words = ngettext(
                "– supprimée ; {n} fiche garde sa réponse",
                "– supprimée ; {n} fiches gardent leur réponse",
                kept,
            )
            yield words.format(n=number(kept))
        else:
            yield _("– supprimée")
    elif change.kind is ChangeKind.RENAMED:
        yield _("= renommée : {old} → {new}").format(old=change.before, new=change.name)
    yield from change.details
