"""The page Réglages."""

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

import teleactivites_desktop
from teleactivites_desktop.i18n import SOURCE_LANGUAGE, _, has_catalogue
from teleactivites_desktop.services import locations
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.entry.page import AUTO_ADVANCE, MUTED
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.settings.copies import CopiesCard
from teleactivites_desktop.ui.settings.folder import FolderCard
from teleactivites_desktop.ui.settings.integrity import IntegrityCard
from teleactivites_desktop.ui.settings.officer import OfficerCard
from teleactivites_desktop.ui.settings.passphrase import ProtectionCard
from teleactivites_desktop.ui.settings.problems import ProblemsCard
from teleactivites_desktop.ui.settings.questionnaire import QuestionnaireCard
from teleactivites_desktop.ui.settings.retention import RetentionCard
from teleactivites_desktop.ui.settings.verification import VerificationCard
from teleactivites_desktop.ui.sounds import CHECK, REFUSED, muted_sounds
from teleactivites_desktop.ui.theme import APPEARANCE, GRID, Appearance
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.chips import Chips
from teleactivites_desktop.ui.widgets.text import label


class SettingsPage(Page):
    """Two columns of cards; each change is kept at once."""

    interests = frozenset({Changed.SETTINGS, Changed.BACKUPS, Changed.CAMPAIGN})

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Réglages"))
        self.officer = OfficerCard(context)
        self.protection = ProtectionCard(context)
        self.copies = CopiesCard(context)
        self.integrity = IntegrityCard(context)
        self.retention = RetentionCard(context)
        self.folder = FolderCard(context)
        self.questionnaire = QuestionnaireCard(context)
        self.verification = VerificationCard(context)
        self.problems = ProblemsCard(context)
        self.copies.restore_wanted.connect(self._restore)
        QShortcut(QKeySequence("Ctrl+B"), self, self.copies.now.click)
        self.appearance = Chips("", single=True)
        self.appearance.set_choices(
            [
                (Appearance.SYSTEM.value, _("comme le système")),
                (Appearance.LIGHT.value, _("clair")),
                (Appearance.DARK.value, _("sombre")),
            ]
        )
        self.appearance.choose(frozenset({context.theme.appearance.value}))
        self.appearance.changed.connect(self._look)
        self.language = Chips("", single=True)
        self.language.set_choices(_languages())
        self.language.choose(frozenset({locations.language()}))
        self.language.changed.connect(self._speak)
        self.sounds = {
            REFUSED: QCheckBox(_("Un son grave quand une réponse est refusée")),
            CHECK: QCheckBox(_("Un son aigu quand une réponse est à vérifier")),
        }
        self.advance = QCheckBox(_("Passer à la question suivante dès qu’un code est complet"))
        for box in self.sounds.values():
            box.clicked.connect(self._keep)
        self.advance.clicked.connect(self._keep)
        self.about = label("", "muted", wrap=True, selectable=True)
        self._lay_out()

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Show the settings as they are."""
        workspace = self.context.workspace
        settings = workspace.store.settings
        muted = muted_sounds(settings.get(MUTED))
        for name, box in self.sounds.items():
            box.setChecked(name not in muted)
        self.advance.setChecked(bool(settings.get(AUTO_ADVANCE, True)))
        self.officer.refresh()
        self.copies.refresh()
        self.retention.refresh()
        self.folder.refresh()
        self.verification.refresh()
        self.problems.refresh()
        if Changed.CAMPAIGN in changed:
            self.questionnaire.refresh()
        questionnaire = workspace.questionnaire
        self.about.setText(
            "\n".join(
                (
                    _("Téléactivités {version}, sous licence MIT").format(
                        version=teleactivites_desktop.__version__
                    ),
                    _("Questionnaire : {title}, version {version}").format(
                        title=questionnaire.text(questionnaire.titles), version=questionnaire.version
                    ),
                    _("Base : {path}").format(path=workspace.store.path),
                )
            )
        )

    def shown(self) -> None:
        """Start with the officer."""
        (self.officer.chooser if self.officer.chooser.isEnabled() else self.officer.add).setFocus()

    def _look(self) -> None:
        chosen = next(iter(self.appearance.chosen()), "")
        if not chosen:  # one of the three is always on
            self.appearance.blockSignals(True)
            self.appearance.choose(frozenset({self.context.theme.appearance.value}))
            self.appearance.blockSignals(False)
            return
        self.context.theme.choose(Appearance(chosen))
        locations.remember(APPEARANCE, chosen)

    def _speak(self) -> None:
        chosen = next(iter(self.language.chosen()), "")
        if chosen:
            locations.remember(locations.LANGUAGE, chosen)
            self.context.navigator.confirm(_("La langue change au prochain démarrage."))
        else:
            self.language.blockSignals(True)
            self.language.choose(frozenset({locations.language()}))
            self.language.blockSignals(False)

    def _keep(self) -> None:
        settings = self.context.workspace.store.settings
        settings.set(MUTED, [name for name, box in self.sounds.items() if not box.isChecked()])
        settings.set(AUTO_ADVANCE, self.advance.isChecked())
        self.context.navigator.announce({Changed.SETTINGS})

    def _restore(self, copy: Path, passphrase: str | None) -> None:
        self.context.navigator.restore(copy, passphrase)

    def _lay_out(self) -> None:
        look = Card(_("Affichage"))
        look.body.addWidget(self.appearance)
        look.body.addWidget(self.language)
        self.language.setVisible(len(_languages()) > 1)
        keying = Card(_("Saisie"))
        keying.body.addWidget(self.advance)
        for box in self.sounds.values():
            keying.body.addWidget(box)
        about = Card(_("À propos"))
        about.body.addWidget(self.about)
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        campaign = (self.questionnaire, self.retention, self.integrity, self.copies, self.protection)
        for cards in (
            (self.officer, look, keying, self.verification, self.folder, self.problems, about),
            campaign,
        ):
            column = QVBoxLayout()
            column.setSpacing(2 * GRID)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        self.body.addWidget(scroll)


def _languages() -> list[tuple[str, str]]:
    """Return the languages that there is a catalogue for, each in its own words."""
    names = {"fr": "français", "en": "English"}
    return [(code, name) for code, name in names.items() if code == SOURCE_LANGUAGE or has_catalogue(code)]
