"""Who takes part: shutting a partner out, taking it back, and receiving the campaign's new key."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaign_keys, shutting_out
from teleactivites_desktop.services.exchanging import PartnerStatus
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import EVERYTHING, Context
from teleactivites_desktop.ui.exchanges.forms import InlineForm
from teleactivites_desktop.ui.exchanges.partners import Partners
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.welcome.forms import FileField, choose_invitation
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.passphrase import PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label

Result = TypeVar("Result")


class ShutOutForm(InlineForm):
    """Why a partner is shut out, after what it does was said; `wanted` carries (site, reason)."""

    wanted = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Mettre un poste à l’écart"))
        self._site = ""
        self._who = label("", "strong", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Pourquoi ? Par exemple : ordinateur volé"))
        self.reason.setAccessibleName(_("Pourquoi ce poste est mis à l’écart"))
        self.button = ActionButton(
            theme, _("Mettre à l’écart"), self._submit, icon="lock", role=ButtonRole.DANGER
        )
        self.reason.textChanged.connect(self._check)
        self.reason.returnPressed.connect(self._submit)
        self.body.addWidget(self._who)
        self.body.addWidget(
            label(
                _(
                    "Ce qu’il a saisi jusqu’ici reste. Les fichiers qu’il écrira seront refusés ici, et chez "
                    "les autres dès qu’ils auront lu un fichier d’ici. La clé de la campagne est "
                    "renouvelée : donnez ensuite une invitation aux autres postes, lui ne lira plus rien de "
                    "nouveau."
                ),
                "muted",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.reason, 1)
        line.addWidget(self.button)
        self.body.addLayout(line)

    def ask(self, partner: PartnerStatus) -> None:
        """Open the form for `partner`."""
        self._site = partner.site
        self._who.setText(
            _("{territory}, poste de {name}, empreinte {code}").format(
                territory=partner.territory, name=partner.label or partner.site, code=partner.fingerprint
            )
        )
        self.reason.clear()
        self._check()
        self.show()
        self.reason.setFocus()

    def _check(self) -> None:
        self.button.setEnabled(bool(self.reason.text().strip()))

    def _submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self._site, self.reason.text())


class NewKeyForm(InlineForm):
    """An invitation that brings the campaign's new key; `wanted` carries (file, passphrase)."""

    wanted = Signal(Path, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Ouvrir une invitation"))
        self.file = FileField(choose_invitation)
        self.file.edit.setPlaceholderText(_("Fichier d’invitation reçu (.tli)"))
        self.file.edit.setAccessibleName(_("Fichier d’invitation reçu"))
        self.told = PassphraseField(theme, _("Phrase dite au téléphone"))
        self.button = ActionButton(
            theme, _("Prendre la nouvelle clé"), self._submit, icon="key", role=ButtonRole.PRIMARY
        )
        for changed in (self.file.changed, self.told.changed):
            changed.connect(self._check)
        self.told.submitted.connect(self._submit)
        self.body.addWidget(
            label(
                _(
                    "Quand un poste a été mis à l’écart, la clé de la campagne change : un autre poste vous "
                    "donne une invitation, qui apporte la nouvelle."
                ),
                "muted",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.file, 3)
        line.addWidget(self.told, 2)
        line.addWidget(self.button)
        self.body.addLayout(line)

    def ask(self) -> None:
        """Open the form."""
        self.told.clear()
        self._check()
        self.show()
        self.file.setFocus()

    def _check(self) -> None:
        self.button.setEnabled(self.file.path is not None and bool(self.told.text))

    def _submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self.file.path, self.told.text)


class Exclusion(QObject):
    """The forms of who takes part, and what this site hears of itself; what was done is told in `result`."""

    def __init__(self, context: Context, partners: Partners, result: Strip) -> None:
        super().__init__()
        self._context, self._partners, self._result = context, partners, result
        self.own = Strip(context.theme, closable=False)
        self.form = ShutOutForm(context.theme)
        self.key_form = NewKeyForm(context.theme)
        self.widgets = (self.own, self.form, self.key_form)
        partners.shut_out_wanted.connect(self._ask)
        partners.accept_wanted.connect(self._accept)
        partners.readmit_wanted.connect(self._readmit)
        partners.key_wanted.connect(self._ask_key)
        self.form.wanted.connect(self._shut_out)
        self.key_form.wanted.connect(self._take)

    def refresh(self) -> None:
        """Say whether this site itself was shut out."""
        workspace = self._context.workspace
        word = shutting_out.shut_outs(workspace).get(workspace.identity.site)
        self.own.setVisible(word is not None)
        if word is not None:
            words = _(
                "Ce poste est {word} : les autres refusent ses prochains fichiers. Appelez-les si ce n’est "
                "pas voulu."
            )
            self.own.tell(words.format(word=word.words), Level.WARNING)

    def _ask(self, partner: PartnerStatus) -> None:
        self.key_form.hide()
        self.form.ask(partner)

    def _ask_key(self) -> None:
        self.form.hide()
        self.key_form.ask()

    def _shut_out(self, site: str, reason: str) -> None:
        self._work(lambda own: shutting_out.shut_out(own, site, reason), self._was_shut_out)

    def _was_shut_out(self, _nothing: object) -> None:
        self.form.hide()
        self._tell(
            _(
                "Le poste est mis à l’écart et la clé de la campagne est renouvelée. Donnez une invitation "
                "aux autres postes : sans elle ils ne lisent pas ce qui est écrit d’ici."
            )
        )
        self._result.add_action(_("Écrire l’invitation"), self._partners.invite_wanted.emit).setFocus()

    def _accept(self, site: str) -> None:
        words = _("Ce qui est tenu ici de ce poste est accepté partout, et rien après.")
        self._work(lambda own: shutting_out.accept_held(own, site), lambda _nothing: self._tell(words))

    def _readmit(self, site: str) -> None:
        words = _("Le poste est réadmis. Donnez-lui une invitation : elle apporte la clé de la campagne.")
        self._work(lambda own: shutting_out.readmit(own, site), lambda _nothing: self._tell(words))

    def _take(self, file: Path, told: str) -> None:
        def done(new: bool) -> None:
            self.key_form.hide()
            self._tell(
                _("La clé de la campagne est à jour : les nouveaux fichiers se lisent ici.")
                if new
                else _("Ce poste avait déjà cette clé : rien n’a changé.")
            )

        self._work(lambda own: campaign_keys.take(own, file, told), done)

    def _tell(self, words: str) -> None:
        self._context.navigator.announce(EVERYTHING)
        self._result.tell(words, Level.GOOD)

    def _work(self, work: Callable[[Workspace], Result], done: Callable[[Result], object]) -> None:
        workspace = self._context.workspace

        def on_own_connection(progress: Progress) -> Result:
            with closing(workspace.reopen()) as own:
                return work(own)

        self._context.tasks.run(on_own_connection, done, title=_("Mise à jour de la campagne…"))
