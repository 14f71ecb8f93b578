"""Who is at work, and letting another officer in."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns, officers
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.passphrase import NewPassphrase, PassphraseField
from teleactivites_desktop.ui.widgets.text import label


class OfficerCard(Card):
    """The officer at work; of an unprotected database, another one can be chosen at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Agent"))
        self._context = context
        self._encrypted = context.workspace.store.encrypted
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(_("Agent au travail"))
        self.chooser.setEnabled(not self._encrypted)
        self.chooser.activated.connect(self._switch)
        self.add = ActionButton(context.theme, _("Ajouter un agent"), self._ask, icon="plus")
        self.form = OfficerForm(context, self._added)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.chooser, 1)
        line.addWidget(self.add)
        self.body.addLayout(line)
        hint = (
            _("Pour changer d’agent, verrouillez (Ctrl+L) : l’autre agent ouvre avec sa phrase secrète.")
            if self._encrypted
            else _("Son nom est inscrit dans l’historique de chaque fiche saisie ou corrigée.")
        )
        self.body.addWidget(label(hint, "hint", wrap=True))
        self.body.addWidget(self.form)

    def refresh(self) -> None:
        """Read the officers again."""
        workspace = self._context.workspace
        self.chooser.clear()
        for officer in officers.officers(workspace):
            self.chooser.addItem(officer.name, officer.record)
        at_work = officers.at_work(workspace)
        self.chooser.setCurrentIndex(max(self.chooser.findData(at_work.record), 0))

    def _ask(self) -> None:
        self.form.ask()

    def _added(self, record: str) -> None:
        if not self._encrypted:
            officers.switch(self._context.workspace, record)
        self._context.navigator.announce({Changed.CAMPAIGN, Changed.SETTINGS})
        self._context.navigator.confirm(_("L’agent est ajouté."))

    def _switch(self, place: int) -> None:
        officers.switch(self._context.workspace, str(self.chooser.itemData(place)))
        self._context.navigator.announce({Changed.CAMPAIGN, Changed.SETTINGS})


class OfficerForm(QWidget):
    """A new officer's name; of a protected database, a passphrase that opens it and the new one's own."""

    changed = Signal()

    def __init__(self, context: Context, added: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._added = context, added
        theme = context.theme
        self._encrypted = context.workspace.store.encrypted
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Prénom et nom du nouvel agent"))
        self.name.setAccessibleName(_("Prénom et nom du nouvel agent"))
        self.current = PassphraseField(theme, _("Votre phrase secrète"))
        self.new = NewPassphrase(theme, _("Phrase secrète du nouvel agent"))
        self.button = ActionButton(theme, _("Ajouter"), self._submit, icon="check")
        cancel = ActionButton(theme, _("Ne pas ajouter"), self.hide, role=ButtonRole.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.name)
        for field in (self.current, self.new):
            column.addWidget(field)
            field.setVisible(self._encrypted)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addWidget(cancel)
        line.addStretch(1)
        column.addLayout(line)
        self.name.returnPressed.connect(self._submit)
        self.name.textChanged.connect(self._check)
        self.new.changed.connect(self._check)
        self.hide()

    def ask(self) -> None:
        """Open the form."""
        self.name.clear()
        self.current.clear()
        self.new.clear()
        self._check()
        self.show()
        self.name.setFocus()

    def _check(self) -> None:
        ready = not self._encrypted or not self.new.problem()
        self.button.setEnabled(bool(self.name.text().strip()) and ready)

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        current, new = (self.current.text, self.new.text) if self._encrypted else (None, None)
        record = campaigns.add_officer(self._context.workspace, self.name.text(), current, new)
        self.hide()
        self._added(record)
