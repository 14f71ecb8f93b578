"""What the list of responses is narrowed to: text that is searched while one types, and chips."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.reading import status_words
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.chips import Chips

_CONFLICT = "conflict"


class SearchLine(QLineEdit):
    """The search of the list. Down goes to the list, Escape empties it."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards to the list, empty on Escape."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


class MenuChip(QPushButton):
    """A chip that opens a menu of values, for lists too long to stand side by side; "" means all."""

    chosen = Signal()

    def __init__(self, caption: str, everything: str) -> None:
        super().__init__()
        self._caption, self._everything = caption, everything
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.clicked.connect(self._open)
        self.set_values(())

    @property
    def value(self) -> str:
        """Return the value that is on, "" for all."""
        action = self._group.checkedAction()
        return str(action.data()) if action else ""

    def set_values(self, values: Sequence[str]) -> None:
        """Offer `values`; the one that was on stays on while it is among them."""
        kept = self.value if self.value in values else ""
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        for value in ("", *values):
            self._add(value, value == kept)
        self._show()

    def choose(self, value: str) -> None:
        """Turn `value` on ("" for all), as far as it is offered."""
        for action in self._group.actions():
            action.setChecked(action.data() == value)
        self._show()

    def _add(self, value: str, on: bool) -> None:
        action = QAction(value or self._everything, self._menu)
        action.setCheckable(True)
        action.setData(value)
        action.setChecked(on)
        action.triggered.connect(self._picked)
        self._group.addAction(action)
        self._menu.addAction(action)

    def _open(self) -> None:
        self._show()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _picked(self) -> None:
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        self.setChecked(bool(self.value))
        self.setText(captioned(self._caption, f"{self.value or self._everything} ▾"))


class FilterBar(QWidget):
    """The chips, and the `search` line that the page puts beside its title; `changed` tells of both."""

    changed = Signal()
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchLine()
        self.search.setPlaceholderText(_("Filtrer : nom, commune, numéro, téléphone…"))
        self.search.setAccessibleName(_("Filtrer les fiches"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(50 * GRID)
        self.territories = Chips("", single=True)
        self.statuses = Chips("", single=True)
        self.statuses.set_choices(
            [*((status.value, status_words(status)) for status in Status), (_CONFLICT, _("en conflit"))]
        )
        self.batch = MenuChip(_("Lot"), _("tous"))
        self._lay_out()
        self.search.textChanged.connect(self.changed)
        self.search.down.connect(self.down)
        self.territories.changed.connect(self.changed)
        self.statuses.changed.connect(self.changed)
        self.batch.chosen.connect(self.changed)

    @property
    def wanted(self) -> Filters:
        """Return what the officer asked to see."""
        status = next(iter(self.statuses.chosen()), "")
        return Filters(
            text=self.search.text().strip(),
            territory=next(iter(self.territories.chosen()), ""),
            batch=self.batch.value,
            status=Status(status) if status and status != _CONFLICT else None,
            in_conflict=status == _CONFLICT,
        )

    def offer(self, territories: Sequence[tuple[str, str]], batches: Sequence[str]) -> None:
        """Offer these territories (code, full name) and batch codes."""
        self.territories.set_choices([(code, code) for code, _name in territories])
        self.batch.set_values(batches)

    def show_filters(self, filters: Filters) -> None:
        """Show exactly what passes `filters`."""
        status = _CONFLICT if filters.in_conflict else str(filters.status or "")
        self.blockSignals(True)
        self.search.setText(filters.text)
        self.territories.choose(frozenset({filters.territory}))
        self.statuses.choose(frozenset({status}))
        self.batch.choose(filters.batch)
        self.blockSignals(False)
        self.changed.emit()

    def _lay_out(self) -> None:
        chips = QHBoxLayout(self)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(2 * GRID)
        chips.addWidget(self.territories)
        chips.addWidget(self.statuses)
        chips.addWidget(self.batch)
        chips.addStretch(1)
