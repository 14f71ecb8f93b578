"""Ctrl+Z, Ctrl+Y and "Rétablir cet état" on the response in front; each can be taken back from its toast."""

from collections.abc import Callable

from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import undo
from teleactivites_desktop.ui.context import Changed, Context

_CHANGED = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.BATCHES})


class Undoing:
    """`in_front` gives the response that the officer looks at."""

    def __init__(self, context: Context, in_front: Callable[[], StoredResponse | None]) -> None:
        self._context = context
        self._in_front = in_front

    def undo(self) -> None:
        """Take the last change of the response in front back."""
        if stored := self._in_front():
            self._undo(stored.line.record, stored.line.paper)

    def redo(self) -> None:
        """Make the change taken back last again."""
        if stored := self._in_front():
            self._redo(stored.line.record, stored.line.paper)

    def restore(self, revision: str) -> None:
        """Bring back the state that a revision of its history left."""
        if stored := self._in_front():
            record, paper = stored.line.record, stored.line.paper
            words = _("Fiche {paper} : l’état choisi est rétabli.").format(paper=paper)

            def gesture() -> str:
                undo.restore_state(self._context.workspace, record, revision)
                return words

            self._do(gesture, lambda: self._undo(record, paper))

    def _undo(self, record: str, paper: str) -> None:
        def gesture() -> str:
            done = undo.undo(self._context.workspace, record)
            return _told(_("Fiche {paper} : dernier changement annulé.").format(paper=paper), done)

        self._do(gesture, lambda: self._redo(record, paper))

    def _redo(self, record: str, paper: str) -> None:
        def gesture() -> str:
            done = undo.redo(self._context.workspace, record)
            return _told(_("Fiche {paper} : changement refait.").format(paper=paper), done)

        self._do(gesture, lambda: self._undo(record, paper))

    def _do(self, gesture: Callable[[], str], back: Callable[[], None]) -> None:
        try:
            words = gesture()
        except UserError as error:
            self._context.errors.show(error)
            return
        self._context.navigator.announce(_CHANGED)
        self._context.navigator.confirm(words, back)


def _told(words: str, done: undo.Done) -> str:
    if not done.kept:
        return words
    left = _("Changé depuis, laissé ainsi : {fields}.").format(fields=", ".join(done.kept))
    return f"{words} {left}"
