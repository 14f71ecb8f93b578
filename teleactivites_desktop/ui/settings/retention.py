"""Until when the campaign keeps names: one day for all territories."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from teleactivites_desktop.core.entry.dates import show_date
from teleactivites_desktop.core.typography import date_in_words
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import retention
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label


class RetentionCard(Card):
    """The day is kept when the field is left, or on Enter; what cannot be read is said, and nothing kept."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Conservation des noms"))
        self._context = context
        self.day = QLineEdit()
        self.day.setMaximumWidth(16 * GRID)
        self.day.setPlaceholderText(_("31/12/2009"))
        self.day.editingFinished.connect(self._keep)
        words = label(_("Dernier jour où les noms sont gardés, dans tous les territoires"), wrap=True)
        words.setBuddy(self.day)
        self.day.setAccessibleName(words.text())
        self.told = label("", "hint", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.day)
        line.addWidget(words, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.told)

    def refresh(self) -> None:
        """Show the day as it is."""
        day = retention.retention(self._context.workspace)
        self.day.setText(show_date(day.isoformat()) if day else "")
        self.told.setText(
            _("Après le {day}, Contrôle propose d’anonymiser les fiches ; rien ne se fait tout seul.").format(
                day=date_in_words(day)
            )
            if day
            else _("Sans date, rien n’est proposé à l’anonymisation.")
        )

    def _keep(self) -> None:
        workspace = self._context.workspace
        typed = self.day.text().strip()
        try:
            day = retention.read_day(workspace, typed) if typed else None
        except UserError as refused:
            self.told.setText(str(refused))
            return
        if day != retention.retention(workspace):
            retention.set_retention(workspace, day)
            self._context.navigator.announce({Changed.CAMPAIGN})
        self.refresh()
