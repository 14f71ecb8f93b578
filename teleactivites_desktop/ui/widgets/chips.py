"""Filters as chips: several may be on, none means all."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.flow import Flow
from teleactivites_desktop.ui.widgets.text import label


class Chips(QWidget):
    """A row of chips after its caption. `single` lets one at most be on."""

    changed = Signal()

    def __init__(self, caption: str, *, single: bool = False) -> None:
        super().__init__()
        self._single = single
        self._chips: dict[str, QPushButton] = {}
        self._layout = Flow(self, GRID)
        if caption:
            self._layout.addWidget(label(caption, "muted"))

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these (value, words); those that were on and are still there stay on."""
        chosen = self.chosen()
        for chip in self._chips.values():
            self._layout.removeWidget(chip)
            chip.deleteLater()
        self._chips.clear()
        for value, words in choices:
            self._chips[value] = self._make(value, words, value in chosen)
            self._layout.addWidget(self._chips[value])

    def chosen(self) -> frozenset[str]:
        """Return the values that are on."""
        return frozenset(value for value, chip in self._chips.items() if chip.isChecked())

    def choose(self, values: frozenset[str]) -> None:
        """Turn exactly `values` on."""
        for value, chip in self._chips.items():
            chip.setChecked(value in values)
        self.changed.emit()

    def _make(self, value: str, words: str, on: bool) -> QPushButton:
        chip = QPushButton(words)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(on)
        chip.clicked.connect(lambda: self._clicked(value))
        return chip

    def _clicked(self, value: str) -> None:
        if self._single:
            for other, chip in self._chips.items():
                chip.setChecked(other == value and chip.isChecked())
        self.changed.emit()
