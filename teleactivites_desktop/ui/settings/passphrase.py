"""The passphrase that opens the database: changing one's own, and when the window asks for it again."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import campaigns, keychain, locking
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
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
        self.keychain = ActionButton(theme, "", self._use_keychain, role=ButtonRole.QUIET)
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
            line.addWidget(self.keychain)
            self.body.addLayout(line)
            self._name_keychain()
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

    def _name_keychain(self) -> None:
        kept = keychain.is_kept(self._context.workspace.store.path)
        self.keychain.setText(
            _("Oublier sur cet ordinateur") if kept else _("Ne plus la demander sur cet ordinateur")
        )
        self.keychain.setToolTip(
            _(
                "Le trousseau du système garde la clé : qui ouvre votre session ouvre la campagne. Une "
                "fenêtre verrouillée demande toujours la phrase secrète."
            )
        )

    def _use_keychain(self) -> None:
        workspace, current = self._context.workspace, self.current.text
        path, environment = workspace.store.path, workspace.environment
        kept = keychain.is_kept(path)
        if not kept and not current:
            self.current.setFocus()
            self._context.navigator.confirm(_("Tapez d’abord votre phrase secrète actuelle."))
            return

        def work(progress: Progress) -> None:
            if kept:
                keychain.forget(path)
            else:
                keychain.keep(path, current, environment)

        self._context.tasks.run(
            work, lambda _result: self._keychain_used(kept), title=_("Trousseau du système…")
        )

    def _keychain_used(self, was_kept: bool) -> None:
        self.current.clear()
        self._name_keychain()
        self._context.navigator.confirm(
            _("La phrase secrète sera de nouveau demandée.")
            if was_kept
            else _("Le trousseau de cet ordinateur ouvre maintenant la campagne.")
        )

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
