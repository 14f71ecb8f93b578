"""Who has what: one block for each other site, what to read over the telephone, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import NBSP, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exchanging import PartnerStatus, Status
from teleactivites_desktop.services.shutting_out import ShutOut
from teleactivites_desktop.ui.exchanges.words import Places, held_words, receipt_words
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import divider, label

_LABEL_ROLES = {Role.GOOD: "good", Role.WARNING: "warning", Role.BAD: "bad", Role.MUTED: "muted"}


class Partners(Card):
    """The other sites; `write_wanted` carries the territory for which a file is to be written."""

    write_wanted = Signal(str)
    invite_wanted = Signal()
    key_wanted = Signal()
    """An invitation is to be opened, for the campaign's new key."""
    shut_out_wanted = Signal(object)
    """Carries the `PartnerStatus`."""
    accept_wanted = Signal(str)
    readmit_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Partenaires"))
        self._theme = theme
        self.invite = ActionButton(
            theme, _("Inviter"), self.invite_wanted.emit, key="Ctrl+I", icon="key", role=ButtonRole.QUIET
        )
        self.open_key = ActionButton(
            theme, _("Ouvrir une invitation"), self.key_wanted.emit, role=ButtonRole.QUIET
        )
        self.corner.addWidget(self.open_key)
        self.corner.addWidget(self.invite)
        self._codes: Mapping[str, str] = {}
        self._holder = QWidget()
        self.body.addWidget(self._holder)

    def show_partners(
        self,
        partners: Sequence[PartnerStatus],
        places: Places,
        now: datetime,
        codes: Mapping[str, str] | None = None,
    ) -> None:
        """Show each partner, those of one territory side by side; `codes`: what each should read out."""
        self._codes = codes or {}
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + 4)
        if not partners:
            column.addWidget(label(_no_partner(), "muted", wrap=True))
        for place, partner in enumerate(sorted(partners, key=lambda each: (each.territory, each.label))):
            if place:
                column.addWidget(divider())
            column.addWidget(self._block(partner, places, now))
        self.body.replaceWidget(self._holder, holder)
        self._holder.deleteLater()
        self._holder = holder

    def _block(self, partner: PartnerStatus, places: Places, now: datetime) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(label(places.of_territory(partner.territory), "strong"))
        top.addStretch(1)
        column.addLayout(top)
        if partner.label:
            column.addWidget(label(_("poste de {name}").format(name=partner.label), "muted", wrap=True))
        if partner.shut_out:
            self._show_shut_out(partner, partner.shut_out, top, column)
            return block
        who = places.of_territory(partner.territory)
        write = self._action(_("Écrire pour lui"), lambda: self.write_wanted.emit(partner.territory))
        write.setAccessibleName(_("Écrire un fichier pour {who}").format(who=who))
        top.addWidget(write)
        for words, ink in (receipt_words(partner, now), held_words(partner)):
            column.addWidget(label(words, _LABEL_ROLES[ink], wrap=True))
        if code := self._codes.get(partner.site):
            words = _("Au téléphone, il lit le code {code}, s’il n’a rien changé depuis.")
            column.addWidget(label(words.format(code=spaced(code)), "hint", wrap=True))
        if partner.former_key:
            words = _(
                "! Il écrit encore avec l’ancienne clé, qu’un poste mis à l’écart peut avoir : donnez-lui "
                "une invitation."
            )
            column.addWidget(label(words, "warning", wrap=True))
        foot = QHBoxLayout()
        if partner.fingerprint:
            foot.addWidget(label(_("Empreinte : {code}").format(code=partner.fingerprint), "hint"))
        foot.addStretch(1)
        shut_out = self._action(_("Mettre à l’écart…"), lambda: self.shut_out_wanted.emit(partner))
        shut_out.setAccessibleName(_("Mettre à l’écart le poste de {who}").format(who=partner.label or who))
        foot.addWidget(shut_out)
        column.addLayout(foot)
        return block

    def _show_shut_out(
        self, partner: PartnerStatus, word: ShutOut, top: QHBoxLayout, column: QVBoxLayout
    ) -> None:
        top.addWidget(self._action(_("Réadmettre"), lambda: self.readmit_wanted.emit(partner.site)))
        column.addWidget(label(f"✗{NBSP}{word.words[:1].upper()}{word.words[1:]}", "bad", wrap=True))
        if not word.beyond:
            return
        column.addWidget(
            label(
                ngettext(
                    "! {n} modification de ce poste, lue ici avant de l’apprendre, n’est pas acceptée "
                    "ailleurs.",
                    "! {n} modifications de ce poste, lues ici avant de l’apprendre, ne sont pas acceptées "
                    "ailleurs.",
                    word.beyond,
                ).format(n=number(word.beyond)),
                "warning",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        line.addWidget(
            self._action(_("Les faire accepter partout"), lambda: self.accept_wanted.emit(partner.site))
        )
        line.addStretch(1)
        column.addLayout(line)

    def _action(self, text: str, slot: Callable[[], object]) -> ActionButton:
        return ActionButton(self._theme, text, slot, role=ButtonRole.QUIET)


class ThisSite(Card):
    """What this site reads aloud on the telephone."""

    def __init__(self) -> None:
        super().__init__(_("Au téléphone"))
        self._code = label("", "code", selectable=True)
        self._fingerprint = label("", "", selectable=True, wrap=True)
        self.body.addWidget(label(_("Code de ce que contient ce poste"), "muted"))
        self.body.addWidget(self._code)
        self.body.addWidget(
            label(
                _(
                    "Deux postes qui lisent le même code contiennent exactement la même chose. Sinon, chacun "
                    "écrit un fichier pour l’autre."
                ),
                "hint",
                wrap=True,
            )
        )
        self.body.addWidget(label(_("Empreinte de ce poste"), "muted"))
        self.body.addWidget(self._fingerprint)

    def show_site(self, status: Status) -> None:
        """Show the code and the fingerprint."""
        self._code.setText(spaced(status.code))
        self._fingerprint.setText(status.fingerprint)


def spaced(code: str) -> str:
    """Return a telephone code as it is read out: ``123 456``."""
    return f"{code[:3]}{NBSP}{code[3:]}"


def _no_partner() -> str:
    return _(
        "Aucun autre poste n’est connu. Invitez un territoire, ou lisez le fichier d’un poste qui a déjà "
        "rejoint la campagne."
    )
