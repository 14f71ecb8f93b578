"""How this site verifies: whether free text is keyed again, how long an officer who is alone waits."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.verification import WITH_TEXT
from teleactivites_desktop.services.verification_plan import HELD_DAYS, USUAL_HELD_DAYS
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label

MOST_DAYS = 90


class VerificationCard(Card):
    """Each change is kept at once; days when the field is left, or on Enter."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Contrôle par double saisie"))
        self._context = context
        self.text = QCheckBox(_("Saisir aussi les textes libres une seconde fois"))
        self.text.clicked.connect(self._keep)
        self.days = QLineEdit()
        self.days.setValidator(QIntValidator(0, MOST_DAYS, self))
        self.days.setMaximumWidth(8 * GRID)
        self.days.editingFinished.connect(self._keep)
        words = label(_("Jours avant de contrôler ses propres fiches, si l’on est seul"), wrap=True)
        words.setBuddy(self.days)
        self.days.setAccessibleName(words.text())
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.days)
        line.addWidget(words, 1)
        self.body.addWidget(self.text)
        self.body.addLayout(line)

    def refresh(self) -> None:
        """Show the settings as they are."""
        settings = self._context.workspace.store.settings
        self.text.setChecked(bool(settings.get(WITH_TEXT, False)))
        self.days.setText(str(settings.get(HELD_DAYS, USUAL_HELD_DAYS)))

    def _keep(self) -> None:
        settings = self._context.workspace.store.settings
        told = (self.text.isChecked(), int(self.days.text() or USUAL_HELD_DAYS))
        if told != (bool(settings.get(WITH_TEXT, False)), settings.get(HELD_DAYS, USUAL_HELD_DAYS)):
            settings.set(WITH_TEXT, told[0])
            settings.set(HELD_DAYS, told[1])
            self._context.navigator.announce({Changed.SETTINGS, Changed.BATCHES})
