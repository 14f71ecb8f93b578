"""The gestures on a batch: the card asks, the service does, a refusal is a sentence."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches, closing, keying
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.entry.batch_card import BatchCard

Gesture = Callable[[], object]


class BatchDesk(QObject):
    """Serves one card."""

    changed = Signal()
    done = Signal(str, object)
    """What was done, in words, and what takes it back (None: nothing does)."""
    refused = Signal(str)

    def __init__(self, workspace: Workspace, card: BatchCard) -> None:
        super().__init__(card)
        self._workspace = workspace
        self._card = card
        self._shown = batches.Batch("", "")
        card.set_up.connect(self._set_up)
        card.lost.connect(self._lose)
        card.closed.connect(self._close)
        card.reopened.connect(self._reopen)

    def show(self, territory: str, code: str) -> None:
        """Show a batch as it stands."""
        self._shown = batches.batch(self._workspace, territory, code)
        lacking = batches.missing(self._workspace, self._shown) if code else []
        self._card.show_batch(self._shown, lacking)

    def _set_up(self, expected: int, first: str, last: str) -> None:
        shown, first, last = self._shown, self._meant(first), self._meant(last)
        self._do(
            lambda: batches.set_up(
                self._workspace, shown.territory, shown.code, expected=expected, first=first, last=last
            ),
            _("L’attendu du lot {code} est fixé.").format(code=shown.code),
        )

    def _lose(self, typed: str, why: str) -> None:
        shown, paper = self._shown, self._meant(typed)
        self._do(
            lambda: batches.tell_lost(self._workspace, shown, paper, why),
            _("Fiche {paper} notée perdue ou illisible.").format(paper=paper),
            lambda: batches.tell_found(self._workspace, shown.territory, shown.code, paper),
        )

    def _close(self, why: str) -> None:
        shown = self._shown
        self._do(
            lambda: closing.close(self._workspace, shown, why),
            _("Le lot {code} est clos.").format(code=shown.code),
            lambda: batches.reopen(self._workspace, shown),
        )

    def _reopen(self) -> None:
        shown = self._shown
        self._do(
            lambda: batches.reopen(self._workspace, shown),
            _("Le lot {code} est rouvert.").format(code=shown.code),
        )

    def _meant(self, typed: str) -> str:
        """Return the paper number that was typed, as when a paper is begun: ``41`` is ``GBEQ-0041``."""
        return typed and keying.number_meant(self._workspace, typed, self._shown.territory, self._shown.code)

    def _do(self, gesture: Gesture, words: str, back: Gesture | None = None) -> None:
        try:
            gesture()
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.changed.emit()
        self.done.emit(words, back and partial(self._take_back, back))

    def _take_back(self, gesture: Gesture) -> None:
        gesture()
        self.changed.emit()
