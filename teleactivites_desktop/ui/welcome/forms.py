"""The forms of the first window: labels at the left, fields at the right, what is wrong beside the field."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.welcome.requests import Create, Join, Open
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.countdown import Countdown
from teleactivites_desktop.ui.widgets.passphrase import NewPassphrase, PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label

_RECOVERY_CODE = 56
"""Characters of a recovery code without its hyphens; no passphrase is refused for being shorter."""


class FileField(QWidget):
    """A file's path, typed or chosen."""

    changed = Signal()

    def __init__(self, choose: Callable[[QWidget, str], str], text: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit(text)
        self.edit.textChanged.connect(self.changed)
        self._choose = choose
        button = QPushButton(_("Parcourir…"))
        button.clicked.connect(self._browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.edit, 1)
        layout.addWidget(button)
        self.setFocusProxy(self.edit)

    @property
    def path(self) -> Path | None:
        """Return the path, None while there is none."""
        text = self.edit.text().strip()
        return Path(text).expanduser() if text else None

    def _browse(self) -> None:
        chosen = self._choose(self, self.edit.text())
        if chosen:
            self.edit.setText(chosen)


def choose_new_database(parent: QWidget, start: str) -> str:
    """Ask for the file of a new campaign."""
    return QFileDialog.getSaveFileName(
        parent, _("Fichier de la campagne"), start, _("Campagnes (*.tldb);;Tous les fichiers (*)")
    )[0]


def choose_database(parent: QWidget, start: str) -> str:
    """Ask for the file of a campaign that exists."""
    return QFileDialog.getOpenFileName(
        parent, _("Ouvrir une campagne"), start, _("Campagnes (*.tldb);;Tous les fichiers (*)")
    )[0]


def choose_invitation(parent: QWidget, start: str) -> str:
    """Ask for an invitation file."""
    return QFileDialog.getOpenFileName(
        parent, _("Fichier d’invitation"), start, _("Invitations (*.tli);;Tous les fichiers (*)")
    )[0]


class Protection(QWidget):
    """The passphrase of a new file, twice, with what it is worth; or none, said plainly."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.new = NewPassphrase(theme, _("Phrase secrète : plusieurs mots"))
        self.first, self.second = self.new.first, self.new.second
        self.none = QCheckBox(_("Sans phrase secrète"))
        self._plain = Strip(theme, closable=False)
        self.none.toggled.connect(self._toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for widget in (self.new, self.none, self._plain):
            layout.addWidget(widget)
        self.setFocusProxy(self.first)

    @property
    def passphrase(self) -> str | None:
        """Return the passphrase, None for a file without."""
        return None if self.none.isChecked() else self.new.text

    def problem(self) -> str:
        """Return what is wrong, "" when nothing is."""
        return "" if self.none.isChecked() else self.new.problem()

    def _toggled(self, plain: bool) -> None:
        self.new.setVisible(not plain)
        if plain:
            self._plain.tell(
                _(
                    "Sans phrase secrète, quiconque prend cet ordinateur ou ce fichier lit les réponses, "
                    "les noms et les adresses."
                ),
                Level.WARNING,
            )
        else:
            self._plain.clear()


class Form(Card):
    """A form: rows, a place for what is wrong, its action and a way back."""

    left = Signal()
    submitted = Signal(object)

    def __init__(self, theme: Theme, heading: str, action: str, icon: str) -> None:
        super().__init__(heading)
        self.setFixedWidth(80 * GRID)
        self._theme = theme
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID + 4)
        self._grid.setColumnMinimumWidth(0, 20 * GRID)
        self._grid.setColumnStretch(1, 1)
        self.problem = Strip(theme, closable=False)
        self.action = ActionButton(theme, action, self._submit, icon=icon, role=ButtonRole.PRIMARY)
        back = ActionButton(theme, _("Retour"), self.left.emit, icon="back", role=ButtonRole.QUIET)
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self.action)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self.body.addLayout(foot)

    def add_row(self, caption: str, field: QWidget, hint: str = "") -> None:
        """Add a field after its caption, a hint under it."""
        row = self._grid.rowCount()
        words = label(caption, "muted")
        words.setBuddy(field)
        words.setFixedHeight(4 * GRID)
        self._grid.addWidget(words, row, 0)
        self._grid.setAlignment(words, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        if hint:
            self._grid.addWidget(label(hint, "hint", wrap=True), row + 1, 1)

    def tell(self, text: str) -> None:
        """Say what is wrong."""
        self.problem.tell(text, Level.BAD)

    def set_busy(self, busy: bool) -> None:
        """Show that the request is being carried out."""
        self.action.setEnabled(not busy)

    def request(self) -> object:
        """Return the request; a sentence (str) when something is wrong."""
        raise NotImplementedError

    def _submit(self) -> None:
        asked = self.request()
        if isinstance(asked, str):
            self.tell(asked)
        else:
            self.problem.clear()
            self.submitted.emit(asked)


class CreateForm(Form):
    """Creates a campaign. `territories` are (code, full name); `path` is where it is proposed."""

    def __init__(self, theme: Theme, territories: list[tuple[str, str]], path: Path) -> None:
        super().__init__(theme, _("Créer une campagne"), _("Créer la campagne"), "plus")
        self.territory = territory_field(territories)
        self.officer = QLineEdit()
        self.file = FileField(choose_new_database, str(path))
        self.protection = Protection(theme)
        self.add_row(_("Votre territoire"), self.territory)
        self.add_row(_("Votre nom"), self.officer, _("Il signe ce que vous saisissez."))
        self.add_row(_("Fichier"), self.file)
        self.add_row(_("Protection"), self.protection)

    def request(self) -> object:
        """Return a `Create`, or a sentence."""
        path = self.file.path
        if not self.officer.text().strip():
            return _("Écrivez votre nom : il dit qui a saisi.")
        if path is None:
            return _("Dites dans quel fichier la campagne est gardée.")
        if problem := self.protection.problem():
            return problem
        return Create(path, chosen(self.territory), self.officer.text().strip(), self.protection.passphrase)


class JoinForm(Form):
    """Joins a campaign by its invitation file."""

    def __init__(self, theme: Theme, territories: list[tuple[str, str]], path: Path) -> None:
        super().__init__(theme, _("Rejoindre une campagne"), _("Rejoindre"), "people")
        self.invitation = FileField(choose_invitation)
        self.told = PassphraseField(theme, _("Phrase dite au téléphone"))
        self.territory = territory_field(territories)
        self.officer = QLineEdit()
        self.file = FileField(choose_new_database, str(path))
        self.protection = Protection(theme)
        self.add_row(_("Invitation"), self.invitation)
        self.add_row(_("Phrase d’invitation"), self.told)
        self.add_row(_("Votre territoire"), self.territory)
        self.add_row(_("Votre nom"), self.officer)
        self.add_row(_("Fichier"), self.file)
        self.add_row(_("Protection"), self.protection)

    def request(self) -> object:
        """Return a `Join`, or a sentence."""
        path, invitation = self.file.path, self.invitation.path
        if invitation is None or not self.told.text:
            return _("Choisissez le fichier d’invitation et tapez la phrase dite au téléphone.")
        if not self.officer.text().strip():
            return _("Écrivez votre nom : il dit qui a saisi.")
        if path is None:
            return _("Dites dans quel fichier la campagne est gardée.")
        if problem := self.protection.problem():
            return problem
        officer, passphrase = self.officer.text().strip(), self.protection.passphrase
        return Join(path, invitation, self.told.text, chosen(self.territory), officer, passphrase)


class UnlockForm(Form):
    """Opens a protected campaign; `locked`: it was open until now, and the officer went away."""

    def __init__(self, theme: Theme, path: Path, *, locked: bool = False) -> None:
        heading = _("Campagne verrouillée") if locked else _("Ouvrir la campagne")
        super().__init__(theme, heading, _("Déverrouiller") if locked else _("Ouvrir"), "unlock")
        self._path = path
        self._busy = False
        self.passphrase = PassphraseField(theme, _("Phrase secrète, ou code de secours"))
        self.passphrase.submitted.connect(self._submit)
        self.passphrase.changed.connect(self._check)
        self.countdown = Countdown(self._check)
        self.add_row(_("Fichier"), label(str(path), wrap=True, selectable=True))
        kept = _("Ce qui était saisi est gardé : vous reprendrez où vous en étiez.") if locked else ""
        self.add_row(_("Phrase secrète"), self.passphrase, kept)
        self.body.insertWidget(self.body.indexOf(self.problem), self.countdown)
        self.setFocusProxy(self.passphrase)

    def hold(self, seconds: float) -> None:
        """Let nobody try again for `seconds`; a recovery code may be tried at once."""
        self.countdown.begin(seconds)

    def set_busy(self, busy: bool) -> None:
        """Show that the request is being carried out, or that the campaign is still being closed."""
        self._busy = busy
        self._check()
        if not busy:
            self.passphrase.setFocus()

    def _check(self) -> None:
        code = len(self.passphrase.text) >= _RECOVERY_CODE
        self.action.setEnabled(not self._busy and (code or not self.countdown.left))

    def _submit(self) -> None:
        if self.action.isEnabled():
            super()._submit()

    def request(self) -> object:
        """Return an `Open`, or a sentence."""
        if not self.passphrase.text:
            return _("Tapez la phrase secrète de cette campagne.")
        return Open(self._path, self.passphrase.text)


def territory_field(territories: list[tuple[str, str]]) -> QComboBox:
    """Return a choice of territory: its code and full name; another code may be typed."""
    made = QComboBox()
    made.setEditable(not territories)
    for code, name in territories:
        made.addItem(f"{code} — {name}" if name else code, code)
    return made


def chosen(territory: QComboBox) -> str:
    """Return the territory's code."""
    code = territory.currentData()
    return code if isinstance(code, str) else territory.currentText().strip()
