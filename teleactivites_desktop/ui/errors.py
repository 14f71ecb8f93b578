"""The one place that shows errors: the officer's in a sentence, ours logged and reported."""

from PySide6.QtCore import QObject, Signal

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _


class Errors(QObject):
    """Turns an exception into what the window shows. The shell listens and shows it in its strip."""

    told = Signal(str)
    """A sentence for the officer."""
    bug = Signal(str, str)
    """A sentence for the officer, and the details that "Signaler" copies."""
    settled = Signal()
    """What was refused has been done since: its sentence may go."""

    def show(self, error: BaseException) -> None:
        """Show `error`: its own sentence when it is a `UserError`; else log it and offer to report it."""
        if isinstance(error, UserError):
            self.told.emit(str(error))
            return
        from teleactivites_desktop.services.problems import note

        details = note(error)
        sentence = _(
            "Le programme a rencontré un défaut : l’action n’est pas faite. "
            "Ce qui était enregistré l’est toujours."
        )
        self.bug.emit(sentence, details)
