"""A passphrase being typed: hidden, to be shown on request; a new one twice, with what it is worth."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from teleactivites_desktop.core.passphrase import Judged, Strength, judge
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.icons import set_icon
from teleactivites_desktop.ui.widgets.text import label, restyle


class PassphraseField(QWidget):
    """A field for a passphrase, with an eye to see what was typed."""

    submitted = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder or _("Phrase secrète"))
        self.edit.returnPressed.connect(self.submitted)
        self.edit.textChanged.connect(self.changed)
        self._eye = QPushButton()
        self._eye.setProperty("role", "quiet")
        self._eye.setCheckable(True)
        self._eye.setFixedSize(4 * GRID, 4 * GRID)
        self._eye.toggled.connect(self._show)
        self._show(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._eye)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def clear(self) -> None:
        """Forget what was typed, and hide again."""
        self.edit.clear()
        self._eye.setChecked(False)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        name = _("Cacher ce qui est tapé") if shown else _("Voir ce qui est tapé")
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(name)
        set_icon(self._eye, "eye-off" if shown else "eye", self._theme, Role.MUTED)


class PassphraseWorth(QWidget):
    """What a passphrase that is being chosen is worth, in a word that is not colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "hint", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._words.text()

    def tell(self, judged: Judged) -> None:
        """Say what a passphrase is worth."""
        self._say(judged.words, "good" if judged.strength is Strength.GOOD else "hint")

    def tell_problem(self, words: str) -> None:
        """Say what is still wrong."""
        self._say(words, "hint")

    def _say(self, words: str, role: str) -> None:
        self._words.setText(words)
        self._words.setProperty("role", role)
        restyle(self._words)


class NewPassphrase(QWidget):
    """A new passphrase, typed twice; what it is worth, or what is wrong with it, is said below."""

    changed = Signal()

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self.first = PassphraseField(theme, placeholder)
        self.second = PassphraseField(theme, _("La même, encore une fois"))
        self.worth = PassphraseWorth()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self.first, self.second, self.worth):
            column.addWidget(widget)
        self.first.changed.connect(self._typed)
        self.second.changed.connect(self._typed)
        self.setFocusProxy(self.first)
        self._typed()

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.first.text

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def problem(self) -> str:
        """Return what is wrong, "" when nothing is."""
        judged = judge(self.first.text)
        if judged.strength is Strength.REFUSED:
            return judged.words
        if self.first.text != self.second.text:
            return _("Les deux saisies ne sont pas encore les mêmes.")
        return ""

    def _typed(self) -> None:
        problem = self.problem()
        if problem and self.second.text:
            self.worth.tell_problem(problem)
        else:
            self.worth.tell(judge(self.first.text))
        self.changed.emit()
