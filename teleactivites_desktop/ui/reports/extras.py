"""Fields for what is rarely changed: a file (logo, outline of the map), the text of a letter."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, icon_button
from teleactivites_desktop.ui.widgets.text import ElidedLabel


class FileField(QWidget):
    """A file, or none; `changed` follows."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str, kinds: str) -> None:
        """`title` heads the dialog, `kinds` are its filter."""
        super().__init__()
        self._title, self._kinds = title, kinds
        self.path: Path | None = None
        self._name = ElidedLabel("muted")
        self.choose = ActionButton(theme, _("Choisir…"), self._choose, icon="file")
        self.clear = icon_button(theme, "close", _("Sans ce fichier"), lambda: self.take(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._name, 1)
        row.addWidget(self.clear)
        row.addWidget(self.choose)
        self.take(None)

    def take(self, path: Path | None) -> None:
        """Take a file, or none."""
        before, self.path = self.path, path
        self._name.tell(path.name if path else _("aucun"))
        self.clear.setVisible(path is not None)
        if before != path:
            self.changed.emit()

    def _choose(self) -> None:
        start = str(self.path.parent if self.path else Path.home())
        chosen, _filter = QFileDialog.getOpenFileName(self, self._title, start, self._kinds)
        if chosen:
            self.take(Path(chosen))


class LetterField(QWidget):
    """The text of a letter, and the fields that may be put in it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setMinimumHeight(30 * GRID)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self.changed)
        self.fields = QComboBox()
        self.fields.setAccessibleName(_("Insérer un champ"))
        self.fields.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fields.activated.connect(self._insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.fields)

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer these fields: name -> what it is."""
        self.fields.clear()
        self.fields.addItem(_("Insérer un champ…"), "")
        for name, words in names.items():
            self.fields.addItem(words, name)

    def _insert(self, place: int) -> None:
        name = self.fields.itemData(place)
        if name:
            self.text.insertPlainText(f"{{{name}}}")
            self.fields.setCurrentIndex(0)
            self.text.setFocus()
