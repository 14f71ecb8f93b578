"""The passphrase that opens the database: changing one's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.welcome.forms import LEAST_PASSPHRASE
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.passphrase import PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label


class NewPassphrase(QWidget):
    """A new passphrase, typed twice; what is wrong with it is said below."""

    changed = Signal()

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self.first = PassphraseField(theme, placeholder)
        self.second = PassphraseField(theme, _("La même, encore une fois"))
        self._hint = label("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self.first, self.second, self._hint):
            column.addWidget(widget)
        self.first.changed.connect(self._typed)
        self.second.changed.connect(self._typed)
        self._typed()

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.first.text

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def problem(self) -> str:
        """Return what is wrong, "" when nothing is."""
        if len(self.first.text) < LEAST_PASSPHRASE:
            return _("{count} caractères au moins ; plusieurs mots sont faciles à retenir.").format(
                count=LEAST_PASSPHRASE
            )
        if self.first.text != self.second.text:
            return _("Les deux saisies ne sont pas encore les mêmes.")
        return ""

    def _typed(self) -> None:
        self._hint.setText(self.problem())
        self.changed.emit()


class ProtectionCard(Card):
    """Whether the file is protected; changing the passphrase does not rewrite it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Protection"))
        self._context = context
        theme = context.theme
        self.current = PassphraseField(theme, _("Phrase secrète actuelle, ou code de secours"))
        self.new = NewPassphrase(theme, _("Nouvelle phrase secrète"))
        self.button = ActionButton(theme, _("Changer la phrase secrète"), self._submit, icon="key")
        self.new.changed.connect(self._check)
        self.current.changed.connect(self._check)
        if context.workspace.store.encrypted:
            self.body.addWidget(
                label(_("La base est chiffrée : elle ne s’ouvre qu’avec une phrase secrète."), wrap=True)
            )
            self.body.addWidget(self.current)
            self.body.addWidget(self.new)
            line = QHBoxLayout()
            line.addWidget(self.button)
            line.addStretch(1)
            self.body.addLayout(line)
        else:
            strip = Strip(theme, closable=False)
            self.body.addWidget(strip)
            strip.tell(
                _(
                    "Cette base n’a pas de phrase secrète : quiconque prend cet ordinateur ou ce fichier lit "
                    "les réponses, les noms et les adresses. Une base protégée se choisit à sa création."
                ),
                Level.WARNING,
            )
        self._check()

    def _check(self) -> None:
        self.button.setEnabled(bool(self.current.text) and not self.new.problem())

    def _submit(self) -> None:
        workspace, current, new = self._context.workspace, self.current.text, self.new.text
        path, environment = workspace.store.path, workspace.environment
        stored = workspace.store.officers.get(workspace.officer)
        name = stored.text("name") if stored else ""

        def work(progress: Progress) -> None:
            campaigns.change_passphrase(path, current, new, environment, officer=name)

        self._context.tasks.run(
            work, lambda _result: self._done(), title=_("Changement de la phrase secrète…")
        )

    def _done(self) -> None:
        self.current.clear()
        self.new.clear()
        self._context.navigator.confirm(_("La phrase secrète est changée."))
