"""The person of a response: what they agree to today, all that is held on them, and erasing them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import enumerate_words, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import consents, duplicates, erasure
from teleactivites_desktop.services.consents import Consent, consent_words
from teleactivites_desktop.services.duplicates import Decision
from teleactivites_desktop.services.erasure import Held
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.responses.withdrawal import Reason
from teleactivites_desktop.ui.sheet import Sheet, SheetLine
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.text import label

_CHANGED = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.DRAFTS, Changed.BACKUPS})


class PersonTab(QWidget):
    """Consents on top, then what is held. `erased`: the response in front is gone."""

    erased = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._record = ""
        self._consents: list[Consent] = []
        theme = context.theme
        self.sheet = Sheet(theme, (_("Accord"), _("Aujourd’hui"), _("Sur le papier")), headed=True)
        self.take_back = ActionButton(theme, _("Retirer cet accord…"), self._ask_withdrawal, key="Del")
        self.give_again = ActionButton(theme, _("Rendre cet accord"), self._give_again, icon="undo")
        self.why = Reason(
            theme,
            _("Retirer l’accord"),
            _("Le garder"),
            _("Comment la personne l’a demandé : lettre du…, téléphone…"),
        )
        self.held = label("", wrap=True, selectable=True)
        self.part = ActionButton(theme, _("Ce n’est pas la même personne"), self._part, role=ButtonRole.QUIET)
        self.print = ActionButton(theme, _("Tout imprimer (PDF)"), self._print, icon="print")
        self.erase = ActionButton(
            theme, _("Effacer la personne…"), self._ask_erasure, icon="trash", role=ButtonRole.QUIET
        )
        self.erasing = Reason(
            theme,
            _("Effacer pour toujours"),
            _("Ne pas effacer"),
            _("Motif : demande de la personne, par lettre du…"),
            final=True,
        )
        self.why.wanted.connect(self._withdraw)
        self.erasing.wanted.connect(self._erase)
        for asking in (self.why, self.erasing):
            asking.left.connect(self.sheet.setFocus)
        self.sheet.selectionModel().currentRowChanged.connect(lambda: self._offer())
        shortcut = QShortcut(QKeySequence("Del"), self.sheet, self._ask_withdrawal)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._lay_out()
        for button in (self.give_again, self.part):  # what is not offered takes no room
            button.hide()

    def show_person(self, record: str) -> None:
        """Show the person of a response."""
        if record != self._record:
            self.why.hide()
            self.erasing.hide()
        self._record = record
        workspace = self._context.workspace
        self._consents = consents.consents_of(workspace, record)
        row = self.sheet.currentIndex().row()
        self.sheet.set_lines([_line(consent) for consent in self._consents])
        self.sheet.selectRow(max(row, 0))
        self._offer()
        held = erasure.held_on(workspace, record)
        self.held.setText(held_words(held))
        self.part.setVisible(len(held.papers) > 1)

    @property
    def current(self) -> Consent | None:
        """Return the agreement that the cursor stands on."""
        row = self.sheet.currentIndex().row()
        return self._consents[row] if 0 <= row < len(self._consents) else None

    def _offer(self) -> None:
        """Offer what can be done to the agreement in front."""
        current = self.current
        withdrawn = current is not None and current.withdrawn
        self.give_again.setVisible(withdrawn)
        self.take_back.setVisible(not withdrawn)
        self.take_back.setEnabled(current is not None)

    def _ask_withdrawal(self) -> None:
        if (current := self.current) is not None and not current.withdrawn:
            self.erasing.hide()
            self.why.put(
                _(
                    "« {purpose} » : l’accord sera retiré à la date d’aujourd’hui, pour toutes les fiches de "
                    "la personne. Listes, annuaire, étiquettes, tableaux et exports en tiennent compte "
                    "aussitôt, les autres territoires au prochain échange."
                ).format(purpose=current.words)
            )

    def _withdraw(self, reason: str) -> None:
        if (current := self.current) is not None:
            consents.withdraw(self._context.workspace, self._record, current.purpose, reason)
            self._told(_("Accord retiré."), partial(self._give_back, self._record, current.purpose))

    def _give_again(self) -> None:
        if (current := self.current) is not None and current.withdrawn:
            self._give_back(self._record, current.purpose)

    def _give_back(self, record: str, purpose: str) -> None:
        consents.give_again(self._context.workspace, record, purpose)
        self._told(_("L’accord est ce que dit le papier."), None)

    def _told(self, words: str, undo: object) -> None:
        self._context.navigator.announce({Changed.RESPONSES})
        self._context.navigator.confirm(words, undo)
        self.sheet.setFocus()

    def _part(self) -> None:
        """Say that the other papers are somebody else's, as Contrôle would ask."""
        others = duplicates.part(self._context.workspace, self._record)
        self._context.navigator.announce({Changed.RESPONSES, Changed.CONFLICTS})
        self._context.navigator.confirm(
            _("Les fiches ne sont plus liées."), partial(self._join_again, self._record, others)
        )
        self.show_person(self._record)

    def _join_again(self, record: str, others: list[str]) -> None:
        for other in others:
            duplicates.decide(self._context.workspace, record, other, Decision.SAME)
        self._context.navigator.announce({Changed.RESPONSES, Changed.CONFLICTS})
        self.show_person(record)

    def _print(self) -> None:
        self._context.navigator.open(PageName.REPORTS, OpenResponse(self._record, document="person"))

    def _ask_erasure(self) -> None:
        self.why.hide()
        held = erasure.held_on(self._context.workspace, self._record)
        words = ngettext(
            "La fiche {papers} sera effacée pour toujours, ici et dans les autres territoires, avec son "
            "historique et ses brouillons. Cela ne s’annule pas : imprimez d’abord ce qu’il faut garder.",
            "Les fiches {papers} seront effacées pour toujours, ici et dans les autres territoires, avec "
            "leur historique et leurs brouillons. Cela ne s’annule pas : imprimez d’abord ce qu’il faut "
            "garder.",
            len(held.papers),
        )
        self.erasing.put(words.format(papers=_papers(held)))

    def _erase(self, reason: str) -> None:
        workspace = self._context.workspace
        held = erasure.held_on(workspace, self._record)
        erasure.erase_person(workspace, [line.record for line in held.papers], reason)
        self._record = ""
        self.erased.emit()
        self._context.navigator.announce(_CHANGED)
        self._context.navigator.confirm(
            _("{papers} : effacé ici. Suivez les autres territoires dans Contrôle, Effacements.").format(
                papers=_papers(held)
            )
        )

    def _lay_out(self) -> None:
        consent = QHBoxLayout()
        consent.setSpacing(GRID)
        for button in (self.take_back, self.give_again):
            consent.addWidget(button)
        consent.addStretch(1)
        person = QHBoxLayout()
        person.setSpacing(GRID)
        for button in (self.print, self.erase):
            person.addWidget(button)
        person.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GRID, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self.sheet, 1)
        outer.addLayout(consent)
        outer.addWidget(self.why)
        outer.addWidget(label(_("Ce que l’on tient sur cette personne"), "heading"))
        outer.addWidget(self.held)
        outer.addWidget(self.part, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.part, 0, Qt.AlignmentFlag.AlignLeft)  # beside them it would squeeze the list
        outer.addLayout(person)
        outer.addWidget(self.erasing)


def held_words(held: Held) -> str:
    """Return all that is held on a person, in sentences."""
    count = len(held.papers)
    said = [
        ngettext("{n} fiche : {papers}.", "{n} fiches : {papers}.", count).format(
            n=number(count), papers=_papers(held)
        ),
        ngettext("{n} état dans l’historique.", "{n} états dans l’historique.", held.revisions).format(
            n=number(held.revisions)
        ),
    ]
    if held.drafts:
        said.append(
            ngettext("{n} brouillon.", "{n} brouillons.", len(held.drafts)).format(n=number(len(held.drafts)))
        )
    if held.copies:
        said.append(
            ngettext("{n} sauvegarde sur ce poste.", "{n} sauvegardes sur ce poste.", held.copies).format(
                n=number(held.copies)
            )
        )
    if held.elsewhere:
        said.append(
            _("Aussi tenue par {territories}.").format(territories=enumerate_words(list(held.elsewhere)))
        )
    if count == 1:
        said.append(_("D’autres fiches de la même personne se rapprochent dans Contrôle, doubles probables."))
    return " ".join(said)


def _papers(held: Held) -> str:
    return enumerate_words([line.paper for line in held.papers])


def _line(consent: Consent) -> SheetLine:
    sign, ink = ("✓ ", Role.GOOD) if consent.agreed else ("× " if consent.withdrawn else "– ", None)
    return SheetLine(
        consent.words,
        sign + consent_words(consent),
        consent.answer or "—",
        ink=Role.WARNING if consent.withdrawn else ink,
        second_ink=Role.MUTED,
        key=consent.purpose,
    )
