"""Taking a response out of the counts, with its reason, in the page: no dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.text import Level, label


class Withdrawal(QFrame):
    """Asks why. Enter withdraws, Escape leaves everything as it is."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.setProperty("level", Level.WARNING.value)
        self._sentence = label("", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Motif : double, hors du champ, demande de la personne…"))
        self.reason.setAccessibleName(_("Motif du retrait"))
        self.button = ActionButton(theme, _("Retirer"), self._submit, role=ButtonRole.DANGER)
        self.reason.returnPressed.connect(self._submit)
        self.reason.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.reason, 1)
        line.addWidget(self.button)
        line.addWidget(ActionButton(theme, _("Ne pas retirer"), self.leave, role=ButtonRole.QUIET))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID + 4, GRID, GRID, GRID)
        outer.addWidget(self._sentence)
        outer.addLayout(line)
        self.hide()

    def ask(self, paper: str) -> None:
        """Ask why `paper` is withdrawn."""
        self._sentence.setText(
            _(
                "La fiche {paper} ne comptera plus ; elle reste dans la liste avec son historique, "
                "et peut être remise."
            ).format(paper=paper)
        )
        self.reason.clear()
        self.button.setEnabled(False)
        self.show()
        self.reason.setFocus()

    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        if reason := self.reason.text().strip():
            self.hide()
            self.wanted.emit(reason)
