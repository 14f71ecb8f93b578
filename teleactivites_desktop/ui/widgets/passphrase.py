"""A passphrase being typed: hidden, to be shown on request."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.icons import set_icon


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
