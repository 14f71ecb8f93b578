"""The palette under the search field (Ctrl+K): what one can do and which responses match, as one types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.theme import GRID, Theme

_SETTLED_MS = 60
"""Milliseconds after a key before one looks: of a word typed fast only the end is looked for."""
_WIDTH = 64 * GRID
_MOST = 12


@dataclass(frozen=True)
class Offer:
    """One line of the palette: what it says, and what Enter on it does."""

    text: str
    run: Callable[[], object]


Finder = Callable[[str], Sequence[Offer]]
"""What was typed ("" at first) -> what to offer, best first."""


class Palette(QListView):
    """Hangs under `field` and listens to its keys; the focus never leaves the field."""

    finished = Signal()
    """One was chosen: what was typed is no longer needed."""

    def __init__(self, field: QLineEdit, over: QWidget, theme: Theme, find: Finder) -> None:
        super().__init__(over)
        self._field, self._over, self._find = field, over, find
        self.offers = ListModel[Offer]([Column(_("Résultats"), lambda offer: offer.text)], theme, self)
        self.setModel(self.offers)
        self.setAccessibleName(_("Actions et fiches trouvées"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._run(index.row()))
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._look)
        field.textEdited.connect(lambda: self._settling.start())
        field.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Offer what fits what stands in the field."""
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with the arrows, choose with Enter, go away with the focus."""
        if event.type() == QEvent.Type.FocusOut:
            self._settling.stop()
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _pressed(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.isVisible():
                self._look()
            self._walk(1 if key == Qt.Key.Key_Down else -1)
            return True
        chosen = self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isVisible() and chosen >= 0:
            self._run(chosen)
            return True
        return False

    def _walk(self, step: int) -> None:
        """Go one line further; before the first stands the field itself, where Enter searches."""
        row = min(max(self.currentIndex().row() + step, -1), len(self.offers.rows) - 1)
        self.setCurrentIndex(self.offers.index(row, 0))

    def _look(self) -> None:
        offers = list(self._find(self._field.text().strip()))[:_MOST]
        self.offers.set_rows(offers)
        self.setVisible(bool(offers) and self._field.hasFocus())
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        corner = self._field.mapTo(self._over, QPoint(self._field.width(), self._field.height() + 4))
        height = len(self.offers.rows) * self.sizeHintForRow(0) + 2 * self.frameWidth()
        self.setGeometry(corner.x() - _WIDTH, corner.y(), _WIDTH, height)
        self.raise_()

    def _run(self, row: int) -> None:
        offer = self.offers.rows[row]
        self.hide()
        self._field.clear()
        self.finished.emit()
        offer.run()
