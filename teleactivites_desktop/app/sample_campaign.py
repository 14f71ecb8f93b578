"""The campaign that one looks around in: made from the first window, marked in every page, gone when left."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.widgets.text import Level

if TYPE_CHECKING:
    from teleactivites_desktop.app.opening import Opening
    from teleactivites_desktop.services.workspace import Workspace
    from teleactivites_desktop.ui.widgets.strip import Strip


class SampleCampaign(QObject):
    """Makes it for `opening`, and shows in `window` that it is one."""

    def __init__(self, opening: "Opening", window: MainWindow) -> None:
        super().__init__(opening)
        self._opening, self._window = opening, window
        self._mark: Strip | None = None

    def look_around(self) -> None:
        """Make it behind the window, then open it."""
        from teleactivites_desktop.services import sample

        environment = self._opening.environment

        def make(progress: Progress) -> Path:
            try:
                return sample.make(environment, progress)
            except BaseException:
                sample.discard()
                raise

        welcome = self._opening.front()
        task = self._window.tasks.run(
            make,
            lambda path: self._opening.open(path, None),
            self._opening.failed,
            title=_("Préparation de la campagne d’essai…"),
        )
        welcome.follow(task)

    def welcome(self, database: Path) -> bool:
        """Mark the window where `database` is the sample campaign's, and say whether it is."""
        from teleactivites_desktop.services import sample

        if self._mark is not None:
            self._window.take_down(self._mark)
            self._mark = None
        if not sample.is_sample(database):
            return False
        from teleactivites_desktop.ui.widgets.strip import Strip

        self._mark = Strip(self._window.theme, closable=False)
        words = _("Campagne d’essai : personnes inventées ; tout est effacé quand vous la quittez.")
        self._mark.tell(words, Level.WARNING)
        self._mark.add_action(_("Quitter l’essai"), self._leave)
        self._window.put_up(self._mark)
        return True

    def close(self, workspace: "Workspace") -> bool:
        """Close `workspace` and remove it where it is the sample campaign; say whether it was."""
        from teleactivites_desktop.services import sample

        mine = sample.is_sample(workspace.store.path)
        if mine:
            workspace.close()
            sample.discard()
        return mine

    def _leave(self) -> None:
        self._opening.put_away()
        self._opening.close()
        self._opening.ask()
