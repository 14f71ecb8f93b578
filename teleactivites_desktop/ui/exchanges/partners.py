"""Who has what: one block for each other site, what to read over the telephone, what is missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import NBSP
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging import PartnerStatus, Status
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

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Partenaires"))
        self._theme = theme
        self.invite = ActionButton(
            theme, _("Inviter"), self.invite_wanted.emit, key="Ctrl+I", icon="key", role=ButtonRole.QUIET
        )
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
        if partner.label:
            top.addWidget(label(_("poste de {name}").format(name=partner.label), "muted"))
        top.addStretch(1)
        write = ActionButton(
            self._theme,
            _("Écrire pour lui"),
            lambda: self.write_wanted.emit(partner.territory),
            role=ButtonRole.QUIET,
        )
        write.setAccessibleName(
            _("Écrire un fichier pour {who}").format(who=places.of_territory(partner.territory))
        )
        top.addWidget(write)
        column.addLayout(top)
        for words, ink in (receipt_words(partner, now), held_words(partner)):
            column.addWidget(label(words, _LABEL_ROLES[ink], wrap=True))
        if code := self._codes.get(partner.site):
            words = _("Au téléphone, il lit le code {code}, s’il n’a rien changé depuis.")
            column.addWidget(label(words.format(code=spaced(code)), "hint", wrap=True))
        if partner.fingerprint:
            column.addWidget(label(_("Empreinte : {code}").format(code=partner.fingerprint), "hint"))
        return block


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
