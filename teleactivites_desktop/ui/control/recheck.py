"""All checks of the questionnaire over the whole base again: what a merge made wrong, for instance."""

from collections.abc import Collection
from contextlib import closing

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import rechecking
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.rechecking import Finding, Result
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label

MOST_SEEN_AGAIN = 2000
"""Records looked at again by themselves after each change: about a second, behind the window."""


class RecheckTopic(Topic):
    """What the checks say and the responses do not; Enter opens the paper at that very question."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _(
                "Refaire tous les contrôles du questionnaire sur toutes les fiches : après une fusion, deux "
                "corrections justes peuvent ne plus aller ensemble. Rien n’est modifié."
            ),
        )
        self._result: Result | None = None
        self._rules = ""
        self._readers = Readers(context.workspace)
        self.start = self._nothing.add_action(_("Contrôler toutes les fiches"), self.run, icon="check")
        self.start_current = self._nothing.add_action(
            _("Comme si toutes étaient du questionnaire actuel"), self.run_current, role=ButtonRole.PLAIN
        )
        self.current = ActionButton(
            context.theme, _("Règles du questionnaire actuel"), self.run_current, role=ButtonRole.QUIET
        )
        self.model = ListModel[Finding](
            [
                Column(_("Fiche"), lambda found: found.paper, width=13 * GRID),
                Column(_("Question"), self._caption, width=38 * GRID),
                Column(_("À revoir"), _words, lambda found: Role.WARNING if found.to_confirm else Role.BAD),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Incohérences"))
        self.table.activated.connect(self._edit)
        self.summary = label("", "muted", wrap=True)
        self.mend = ActionButton(context.theme, "", self._mend, icon="check", role=ButtonRole.PLAIN)
        self.set_view(self._view())

    @property
    def focus_widget(self) -> QWidget:
        """Return where one works: the list, or the button that makes it."""
        return self.table if self.model.rows else self.start

    def run(self) -> None:
        """Check everything, behind the window; it can be cancelled."""
        self._run("")

    def run_current(self) -> None:
        """Check everything by the rules of the current questionnaire, older responses too."""
        self._run(self.context.workspace.store.questionnaires.current_version())

    def _run(self, rules: str) -> None:
        self._rules = rules
        workspace = self.context.workspace

        def check(progress: Progress) -> Result:
            with closing(workspace.reopen()) as own:
                return rechecking.recheck(own, lambda done, total: progress(done, total), rules=rules)

        self.context.tasks.run(check, self._found, title=_("Contrôle de toutes les fiches"))

    def refresh(self) -> None:
        """Look again at the responses listed, where they are few: one may have been mended."""
        self._offer_current()
        if self._result is None:
            return
        records = {found.record for found in self._result.findings}
        if not 0 < len(records) <= MOST_SEEN_AGAIN:
            return
        workspace, checked, rules = self.context.workspace, self._result.checked, self._rules

        def check(progress: Progress) -> Result:
            with closing(workspace.reopen()) as own:
                again = rechecking.recheck(
                    own, lambda done, total: progress(done, total), records=records, rules=rules
                )
            return Result(checked, again.findings, again.counts)

        self.context.tasks.run(check, self._found)

    def _offer_current(self) -> None:
        """Offer the rules of the current questionnaire where responses may be of another."""
        several = len(self.context.workspace.store.questionnaires.versions()) > 1
        self.start_current.setVisible(several)
        self.current.setVisible(several and not self._rules)

    def _found(self, result: Result) -> None:
        self._result = result
        self._offer_current()
        started_here = self.start.hasFocus()
        fresh = [found for found in result.findings if not found.known]
        self.model.set_rows(fresh)
        self.tell_count(len(fresh))
        known = len(result.findings) - len(fresh)
        told = _summary(result.checked, len(fresh), known)
        if self._rules:
            told = _("Règles du questionnaire actuel : {told}").format(told=told)
        self.summary.setText(told)
        self._nothing.set_sentence(told)
        mendable = len(result.mendable)
        self.mend.setVisible(bool(mendable))
        self.mend.setText(
            ngettext("Mettre {n} fiche à jour", "Mettre {n} fiches à jour", mendable).format(
                n=number(mendable)
            )
        )
        if started_here:
            self.focus_widget.setFocus()

    def _caption(self, found: Finding) -> str:
        return self._readers.of(found.version).label(found.question)

    def _edit(self, index: QModelIndex | QPersistentModelIndex) -> None:
        found = self.model.rows[index.row()]
        self.context.navigator.open(PageName.ENTRY, OpenResponse(found.record, found.field))

    def _mend(self) -> None:
        if self._result is None:
            return
        records, workspace = self._result.mendable, self.context.workspace

        def mend(progress: Progress) -> int:
            with closing(workspace.reopen()) as own:
                return rechecking.mend_all(own, records, lambda done, total: progress(done, total))

        self.context.tasks.run(
            mend, lambda changed: self._mended(changed, records), title=_("Mise à jour des fiches")
        )

    def _mended(self, changed: int, records: Collection[str]) -> None:
        self.context.navigator.announce({Changed.RESPONSES})
        told = ngettext("{n} fiche mise à jour.", "{n} fiches mises à jour.", changed).format(
            n=number(changed)
        )
        left = len(records) - changed
        if left:
            told += " " + ngettext(
                "{n} fiche a des conflits à régler d’abord.",
                "{n} fiches ont des conflits à régler d’abord.",
                left,
            ).format(n=number(left))
        self.context.navigator.confirm(told)

    def _view(self) -> QWidget:
        again = ActionButton(
            self.context.theme, _("Refaire les contrôles"), self.run, role=ButtonRole.QUIET, icon="refresh"
        )
        self.mend.setToolTip(
            _("Une réponse qu’une règle refuse est mise de côté avec son texte ; les calculs sont refaits.")
        )
        actions = QHBoxLayout()
        actions.setSpacing(GRID)
        for button in (self.mend, again, self.current):
            actions.addWidget(button)
        actions.addStretch(1)
        view = QWidget()
        outer = QVBoxLayout(view)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID + 4)
        outer.addWidget(self.summary)
        outer.addLayout(actions)
        outer.addWidget(self.table, 1)
        return view


def _words(found: Finding) -> str:
    if not found.typed:
        return found.message
    return _("« {typed} » : {message}").format(typed=found.typed, message=found.message)


def _summary(checked: int, fresh: int, known: int) -> str:
    parts = [
        ngettext("{n} fiche contrôlée", "{n} fiches contrôlées", checked).format(n=number(checked)),
        ngettext("{n} incohérence nouvelle", "{n} incohérences nouvelles", fresh).format(n=number(fresh))
        if fresh
        else _("aucune incohérence nouvelle"),
    ]
    if known:
        parts.append(
            ngettext("{n} déjà signalée à la saisie", "{n} déjà signalées à la saisie", known).format(
                n=number(known)
            )
        )
    return f"{', '.join(parts)}."
