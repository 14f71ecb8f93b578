"""Where a batch stands: keyed of expected, numbers that lack, what is lost; setting it up, closing it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.batch_words import (
    counts_sentence,
    lost_sentence,
    missing_sentence,
    state_words,
)
from teleactivites_desktop.services.batches import MOST_EXPECTED, Batch
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import Level, label, set_tag, tag


class BatchCard(Card):
    """One batch. `set_up` carries (expected, first, last); `lost` (number, why); `closed` why."""

    set_up = Signal(int, str, str)
    lost = Signal(str, str)
    closed = Signal(str)
    reopened = Signal()
    slip_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = label("", "heading")
        self._state = tag("")
        self._counts = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.missing = label("", "muted", wrap=True)
        self.lost_papers = label("", "muted", wrap=True)
        self._expected = _field(_("Fiches attendues"))
        self._expected.setValidator(QIntValidator(0, MOST_EXPECTED, self))
        self._first = _field(_("Premier numéro"))
        self._last = _field(_("Dernier numéro"))
        self._lost_number = _field(_("Numéro perdu ou illisible"))
        self._lost_reason = _field(_("Ce qui est arrivé"))
        self._reason = _field(_("Motif, si les comptes diffèrent"))
        self._keep = ActionButton(theme, _("Fixer l’attendu"), self._emit_set_up)
        self._lose = ActionButton(theme, _("Noter la perte"), self._emit_lost)
        self._close = ActionButton(theme, _("Clore le lot"), lambda: self.closed.emit(self._reason.text()))
        self._reopen = ActionButton(theme, _("Rouvrir le lot"), self.reopened.emit, role=ButtonRole.QUIET)
        self.slip = ActionButton(
            theme, _("Bordereau"), self.slip_wanted.emit, key="Ctrl+P", icon="print", role=ButtonRole.QUIET
        )
        self.slip.setToolTip(_("La feuille à poser sur la pile, avec son code à barres"))
        QShortcut(QKeySequence("Ctrl+P"), self, self.slip.click)
        self._open_rows = [
            _row(self._keep, self._expected, self._first, self._last),
            _row(self._lose, self._lost_number, self._lost_reason),
            _row(self._close, self._reason),
        ]
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.slip)
        head.addWidget(self._reopen)
        self.body.addLayout(head)
        shown: list[QWidget] = [self._counts, self._bar, self.missing, self.lost_papers, *self._open_rows]
        for widget in shown:
            self.body.addWidget(widget)
        self.hide()

    def show_batch(self, batch: Batch, missing: Sequence[str]) -> None:
        """Show `batch` and the numbers that lack; hidden where there is no batch."""
        self.setVisible(bool(batch.code))
        self._title.setText(_("Lot {code}").format(code=batch.code))
        self._counts.setText(counts_sentence(batch))
        self._bar.setVisible(batch.expected > 0)
        self._bar.setRange(0, max(1, batch.expected))
        self._bar.setValue(min(batch.keyed + len(batch.lost), batch.expected))
        self.missing.setVisible(bool(missing))
        self.missing.setText(missing_sentence(missing))
        self.lost_papers.setVisible(bool(batch.lost))
        self.lost_papers.setText(lost_sentence(batch))
        self.slip.setEnabled(bool(batch.fields))
        set_tag(self._state, state_words(batch), Level.GOOD if batch.closed or batch.agrees else None)
        self._reopen.setVisible(bool(batch.closed))
        for row in self._open_rows:
            row.setVisible(not batch.closed)
        self._expected.setText(str(batch.expected) if batch.expected else "")
        self._first.setText(batch.first)
        self._last.setText(batch.last)
        for used in (self._lost_number, self._lost_reason, self._reason):
            used.clear()

    def _emit_set_up(self) -> None:
        first, last = self._first.text().strip(), self._last.text().strip()
        self.set_up.emit(int(self._expected.text() or 0), first, last)

    def _emit_lost(self) -> None:
        self.lost.emit(self._lost_number.text().strip(), self._lost_reason.text().strip())


def _field(caption: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(caption)
    made.setAccessibleName(caption)
    made.setToolTip(caption)
    return made


def _row(button: ActionButton, *fields: QLineEdit) -> QWidget:
    """Return `fields` with the button at their right; Enter in any of them presses it."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID)
    for field in fields:
        field.returnPressed.connect(button.click)
        layout.addWidget(field, 1)
    layout.addWidget(button)
    return made
