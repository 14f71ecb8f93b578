"""The two forms of the page, in the page: for whom to write a file, and whom to invite."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout

from teleactivites_desktop.core.passphrase import Strength, judge
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.passphrase import PassphraseField, PassphraseWorth
from teleactivites_desktop.ui.widgets.text import label


class InlineForm(Card):
    """A form that opens above the page's content and leaves on Escape."""

    def __init__(self, theme: Theme, heading: str) -> None:
        super().__init__(heading)
        self.corner.addWidget(ActionButton(theme, _("Fermer"), self.hide, key="Esc", role=ButtonRole.QUIET))
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class WriteForm(InlineForm):
    """For whom, and whether everything; `wanted` says (territory, full)."""

    wanted = Signal(str, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Écrire un fichier d’échange"))
        self.whom = QComboBox()
        self.whom.setAccessibleName(_("Pour qui"))
        self.whom.setMinimumWidth(40 * GRID)
        self.full = QCheckBox(_("Fichier complet : tout ce qui est ici, même ce qu’ils ont déjà"))
        self.button = ActionButton(
            theme, _("Choisir où l’écrire…"), self._submit, icon="export", role=ButtonRole.PRIMARY
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(label(_("Pour"), "muted"))
        line.addWidget(self.whom)
        line.addSpacing(GRID)
        line.addWidget(self.full)
        line.addStretch(1)
        line.addWidget(self.button)
        self.body.addLayout(line)
        self.body.addWidget(
            label(
                _("Le fichier est chiffré : seuls les postes de la campagne peuvent le lire."),
                "hint",
                wrap=True,
            )
        )

    def ask(self, territories: Mapping[str, str], chosen: str = "") -> None:
        """Open the form; `chosen` is the territory proposed, "" for all."""
        self.whom.clear()
        self.whom.addItem(_("tous les territoires"), "")
        for code, name in territories.items():
            self.whom.addItem(f"{name} ({code})", code)
        self.whom.setCurrentIndex(max(self.whom.findData(chosen), 0))
        self.full.setChecked(False)
        self.show()
        self.button.setFocus()

    def _submit(self) -> None:
        self.wanted.emit(str(self.whom.currentData()), self.full.isChecked())


class InviteForm(InlineForm):
    """The passphrase that is told by telephone; `wanted` carries it."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Inviter un territoire"))
        self.passphrase = PassphraseField(theme, _("Phrase secrète à dire au téléphone"))
        self.button = ActionButton(
            theme, _("Choisir où écrire l’invitation…"), self._submit, icon="key", role=ButtonRole.PRIMARY
        )
        self.passphrase.changed.connect(self._check)
        self.passphrase.submitted.connect(self._submit)
        self.body.addWidget(
            label(
                _(
                    "L’invitation est un fichier : donnez-le par clé ou par courriel, et dites la phrase "
                    "secrète au téléphone. Elle apporte le questionnaire et la clé de la campagne ; un poste "
                    "qui a déjà rejoint la campagne y prend la clé quand elle a été renouvelée."
                ),
                "muted",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.passphrase, 1)
        line.addWidget(self.button)
        self.body.addLayout(line)
        self._worth = PassphraseWorth()
        self.body.addWidget(self._worth)

    def ask(self) -> None:
        """Open the form."""
        self.passphrase.clear()
        self._check()
        self.show()
        self.passphrase.setFocus()

    def _check(self) -> None:
        judged = judge(self.passphrase.text)
        self._worth.tell(judged)
        self.button.setEnabled(judged.strength is not Strength.REFUSED)

    def _submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self.passphrase.text)
