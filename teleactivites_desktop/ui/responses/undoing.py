"""Undo, redo and going back to an earlier state of a response; each can be taken back from its toast."""

from collections.abc import Callable

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import undo
from teleactivites_desktop.ui.context import Changed, Context

_CHANGED = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.BATCHES})


class Undoing:
    """The gestures on one response, by its record and paper number."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def take_back(self, record: str, paper: str) -> None:
        """Take the last change back."""

        def gesture() -> str:
            done = undo.undo(self._context.workspace, record)
            return _told(_("Fiche {paper} : dernier changement annulé.").format(paper=paper), done)

        self._do(gesture, lambda: self.make_again(record, paper))

    def make_again(self, record: str, paper: str) -> None:
        """Make the change taken back last again."""

        def gesture() -> str:
            done = undo.redo(self._context.workspace, record)
            return _told(_("Fiche {paper} : changement refait.").format(paper=paper), done)

        self._do(gesture, lambda: self.take_back(record, paper))

    def restore(self, record: str, paper: str, revision: str) -> None:
        """Bring back the state that a revision of its history left."""

        def gesture() -> str:
            undo.restore_state(self._context.workspace, record, revision)
            return _("Fiche {paper} : l’état choisi est rétabli.").format(paper=paper)

        self._do(gesture, lambda: self.take_back(record, paper))

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
    left = _("Changé depuis, laissé ainsi : {fields}.").format(fields=", ".join(done.kept))
    return f"{words} {left}"
