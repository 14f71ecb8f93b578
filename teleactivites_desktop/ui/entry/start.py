"""Before a paper: whose it is, its batch, its number; what was begun and waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.batch_card import BatchCard
from teleactivites_desktop.ui.entry.pace import PaceCard
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label


@dataclass(frozen=True)
class Begun:
    """A paper that was begun: its draft, its number, where it stands and when it was left, as shown."""

    draft: str
    paper: str
    where: str


WIDEST = 96 * GRID


class DraftList(QListWidget):
    """Papers begun; Enter takes one up again."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Fiches en cours"))
        self.itemDoubleClicked.connect(self._take)

    def show_drafts(self, drafts: Sequence[Begun]) -> None:
        """Show the papers begun, the latest first."""
        self.clear()
        for draft in drafts:
            item = QListWidgetItem(f"{draft.paper}\n{draft.where}")
            item.setData(Qt.ItemDataRole.UserRole, draft.draft)
            self.addItem(item)
        if drafts:
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current one up on Enter."""
        current = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self._take(current)
        else:
            super().keyPressEvent(event)

    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class NumberField(QLineEdit):
    """The paper's number: proposed, never imposed. A barcode reader types it, and Enter."""

    up = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the fields above and below with the arrows."""
        if event.key() == Qt.Key.Key_Up:
            self.up.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class BatchField(QComboBox):
    """The batch: typed or chosen among the open ones; arrows go to the fields above and below."""

    up = Signal()
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none: what is typed is what is meant

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up on Up, down on Down and Enter; F4 opens the list."""
        if event.key() == Qt.Key.Key_Up:
            self.up.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class TerritoryField(QComboBox):
    """The territory: its first letters choose it, arrows go through the list, Enter goes down."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class StartPanel(QWidget):
    """Chooses the paper. `begun` carries (number, territory, batch); `taken` a draft."""

    begun = Signal(str, str, str)
    taken = Signal(str)
    batch_chosen = Signal(str, str)
    correction_asked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.territory = TerritoryField()
        self.batch = BatchField()
        self.number = NumberField()
        self.number.setObjectName("number")
        self.offered = ("", "")
        """Number and territory of the stored response that `tell_taken` offers to open."""
        self.problem = Strip(theme, closable=False)
        self.drafts = DraftList()
        self.batch_card = BatchCard(theme)
        self.pace = PaceCard()
        self._begin = ActionButton(
            theme,
            _("Commencer la fiche"),
            self._start,
            key=_("Entrée"),
            icon="entry",
            role=ButtonRole.PRIMARY,
        )
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        left.addWidget(self._paper_card())
        left.addWidget(self.batch_card)
        left.addStretch(1)
        for card in (left.itemAt(0), left.itemAt(1)):
            widget = card.widget() if card is not None else None
            if widget is not None:
                widget.setMaximumWidth(WIDEST)
        self._waiting = Card(_("Fiches en cours"))
        self._waiting.body.addWidget(label(_("Commencées, mises de côté ou interrompues."), "hint"))
        self._waiting.body.addWidget(self.drafts, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self._waiting, 1)
        right.addWidget(self.pace)
        right.addStretch(0)
        layout.addLayout(right, 2)
        self._connect()

    def set_territories(self, territories: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the territories (code, full name)."""
        self.territory.blockSignals(True)
        self.territory.clear()
        for code, name in territories:
            self.territory.addItem(f"{code} — {name}" if name else code, code)
        self.territory.setCurrentIndex(max(0, self.territory.findData(chosen)))
        self.territory.blockSignals(False)

    def set_batches(self, codes: Sequence[str], chosen: str) -> None:
        """Offer the batches of the territory, `chosen` in the field."""
        self.batch.blockSignals(True)
        self.batch.clear()
        self.batch.addItems(list(codes))
        self.batch.setEditText(chosen)
        self.batch.blockSignals(False)

    def propose(self, number: str) -> None:
        """Propose a paper number: selected, so that the first key replaces it."""
        self.number.setText(number)
        self.number.selectAll()
        self.problem.clear()
        self.offered = ("", "")

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        self.problem.tell(sentence, Level.BAD)

    def tell_taken(self, sentence: str) -> None:
        """Say that the number is a stored response's, and offer to correct that."""
        self.problem.tell(_("{sentence} Entrée encore l’ouvre.").format(sentence=sentence), Level.WARNING)
        self.number.selectAll()  # the barcode is scanned again: what it types takes the place of the number
        number, territory = self.number.text().strip(), self.chosen_territory()
        self.offered = (number, territory)
        self.problem.add_action(_("Corriger"), lambda: self.correction_asked.emit(number, territory))

    def show_drafts(self, drafts: Sequence[Begun]) -> None:
        """Show the papers that were begun."""
        self.drafts.show_drafts(drafts)
        self._waiting.setVisible(bool(drafts))

    def take_focus(self) -> None:
        """Put the focus on the number."""
        self.number.setFocus()
        self.number.selectAll()

    def chosen_territory(self) -> str:
        """Return the code of the territory chosen."""
        return str(self.territory.currentData() or "")

    def chosen_batch(self) -> str:
        """Return the code of the batch typed or chosen."""
        return self.batch.currentText().strip()

    def _paper_card(self) -> Card:
        card = Card(_("Nouvelle fiche"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + 4)
        grid.setColumnMinimumWidth(0, 14 * GRID)
        grid.setColumnStretch(1, 1)
        rows = (
            (_("Territoire"), self.territory),
            (_("Lot"), self.batch),
            (_("Numéro de fiche"), self.number),
        )
        for row, (caption, field) in enumerate(rows):
            words = label(caption, "muted")
            words.setBuddy(field)
            field.setAccessibleName(caption)
            grid.addWidget(words, row, 0)
            grid.addWidget(field, row, 1)
        foot = QHBoxLayout()
        foot.addWidget(label(_("Le numéro est proposé : tapez celui de la fiche s’il diffère."), "hint"), 1)
        foot.addWidget(self._begin)
        card.body.addLayout(grid)
        card.body.addWidget(self.problem)
        card.body.addLayout(foot)
        return card

    def _connect(self) -> None:
        self.number.returnPressed.connect(self._start)
        self.number.up.connect(self._to_batch)
        self.batch.up.connect(self.territory.setFocus)
        self.batch.down.connect(self.take_focus)
        self.territory.down.connect(self._to_batch)
        self.number.down.connect(self.drafts.setFocus)
        self.drafts.taken.connect(self.taken)
        self.territory.currentIndexChanged.connect(lambda _index: self._batch_changed(""))
        self.batch.activated.connect(lambda _index: self._batch_changed(self.chosen_batch()))
        edit = self.batch.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(lambda: self._batch_changed(self.chosen_batch()))

    def _to_batch(self) -> None:
        self.batch.setFocus()
        edit = self.batch.lineEdit()
        if edit is not None:
            edit.selectAll()

    def _batch_changed(self, code: str) -> None:
        self.batch_chosen.emit(self.chosen_territory(), code)

    def _start(self) -> None:
        self.begun.emit(self.number.text().strip(), self.chosen_territory(), self.chosen_batch())
