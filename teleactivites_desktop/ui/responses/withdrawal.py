"""Asking why before something that weighs is done to a response, in the page: no dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.text import Level, label


class Reason(QFrame):
    """Says what will happen and asks why. Escape leaves everything as it is.

    Enter does it; or, where it is `final`, only goes to the button, which is then pressed on purpose.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, action: str, leave: str, hint: str, *, final: bool = False) -> None:
        """`action` and `leave` stand on the buttons, `hint` in the empty field."""
        super().__init__()
        self.setProperty("role", "strip")
        self.setProperty("level", (Level.BAD if final else Level.WARNING).value)
        self._final = final
        self._sentence = label("", wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(hint)
        self.button = ActionButton(theme, action, self._submit, role=ButtonRole.DANGER)
        self.reason.returnPressed.connect(self._entered)
        self.reason.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addStretch(1)
        line.addWidget(self.button)
        line.addWidget(ActionButton(theme, leave, self.leave, role=ButtonRole.QUIET))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID + 4, GRID, GRID, GRID)
        outer.setSpacing(GRID)
        outer.addWidget(self._sentence)
        outer.addWidget(self.reason)
        outer.addLayout(line)
        self.hide()

    def put(self, sentence: str) -> None:
        """Ask why, having said what will happen."""
        self._sentence.setText(sentence)
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

    def _entered(self) -> None:
        if not self._final:
            self._submit()
        elif self.button.isEnabled():
            self.button.setFocus()

    def _submit(self) -> None:
        if reason := self.reason.text().strip():
            self.hide()
            self.wanted.emit(reason)


class Withdrawal(Reason):
    """Taking a response out of the counts, with its reason."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            _("Retirer"),
            _("Ne pas retirer"),
            _("Motif : double, hors du champ, demande de la personne…"),
        )
        self.reason.setAccessibleName(_("Motif du retrait"))

    def ask(self, paper: str) -> None:
        """Ask why `paper` is withdrawn."""
        self.put(
            _(
                "La fiche {paper} ne comptera plus ; elle reste dans la liste avec son historique, "
                "et peut être remise."
            ).format(paper=paper)
        )
