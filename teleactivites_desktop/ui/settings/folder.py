"""How many of our own files stay in the exchange folder."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging import folder
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label


class FolderCard(Card):
    """The count is kept when the field is left, or on Enter."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Dossier d’échange"))
        self._context = context
        self.count = QLineEdit()
        self.count.setValidator(QIntValidator(1, folder.MOST_KEPT, self))
        self.count.setMaximumWidth(8 * GRID)
        self.count.editingFinished.connect(self._keep)
        words = label(_("Fichiers de ce poste gardés dans le dossier (le dernier suffit)"), wrap=True)
        words.setBuddy(self.count)
        self.count.setAccessibleName(words.text())
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.count)
        line.addWidget(words, 1)
        self.body.addLayout(line)

    def refresh(self) -> None:
        """Show the setting as it is."""
        self.count.setText(str(folder.kept(self._context.workspace)))

    def _keep(self) -> None:
        workspace = self._context.workspace
        told = int(self.count.text() or folder.USUALLY_KEPT)
        if told != folder.kept(workspace):
            folder.keep(workspace, told)
            self._context.navigator.announce({Changed.SETTINGS})
