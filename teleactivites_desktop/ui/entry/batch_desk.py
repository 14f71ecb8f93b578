"""The gestures on a batch: the card asks, the service does, a refusal is a sentence."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import batches, closing
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.entry.batch_card import BatchCard


class BatchDesk(QObject):
    """Serves one card."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, card: BatchCard) -> None:
        super().__init__(card)
        self._workspace = workspace
        self._card = card
        self._shown = batches.Batch("", "")
        card.set_up.connect(self._set_up)
        card.lost.connect(self._lose)
        card.closed.connect(lambda why: self._do(lambda: closing.close(workspace, self._shown, why)))
        card.reopened.connect(lambda: self._do(lambda: batches.reopen(workspace, self._shown)))

    def show(self, territory: str, code: str) -> None:
        """Show a batch as it stands."""
        self._shown = batches.batch(self._workspace, territory, code)
        lacking = batches.missing(self._workspace, self._shown) if code else []
        self._card.show_batch(self._shown, lacking)

    def _set_up(self, expected: int, first: str, last: str) -> None:
        shown = self._shown
        self._do(
            lambda: batches.set_up(
                self._workspace, shown.territory, shown.code, expected=expected, first=first, last=last
            )
        )

    def _lose(self, number: str, why: str) -> None:
        self._do(lambda: batches.tell_lost(self._workspace, self._shown, number, why))

    def _do(self, gesture: Callable[[], None]) -> None:
        try:
            gesture()
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.show(self._shown.territory, self._shown.code)
        self.changed.emit()
