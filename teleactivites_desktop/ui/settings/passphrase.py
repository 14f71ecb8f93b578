"""The passphrase that opens the database: changing one's own, and when the window asks for it again."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import campaigns, locking
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.passphrase import NewPassphrase, PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, divider, label


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
            self.body.addLayout(self._locking())
            self.body.addWidget(divider())
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

    def _locking(self) -> QHBoxLayout:
        context = self._context
        self.after = QComboBox()
        self.after.setAccessibleName(_("Verrouiller sans activité"))
        for minutes in locking.CHOICES:
            self.after.addItem(_minutes_words(minutes), minutes)
        self.after.setCurrentIndex(self.after.findData(locking.minutes_before_locking(context.workspace)))
        self.after.activated.connect(self._lock_after)
        now = ActionButton(context.theme, _("Verrouiller"), context.navigator.lock, key="Ctrl+L", icon="lock")
        line = QHBoxLayout()
        line.addWidget(label(_("Verrouiller sans activité"), "muted"))
        line.addWidget(self.after)
        line.addStretch(1)
        line.addWidget(now)
        return line

    def _lock_after(self) -> None:
        locking.lock_after(self._context.workspace, int(self.after.currentData()))
        self._context.navigator.announce({Changed.SETTINGS})

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


def _minutes_words(minutes: int) -> str:
    if not minutes:
        return _("jamais")
    return ngettext("après {n} minute", "après {n} minutes", minutes).format(n=minutes)
