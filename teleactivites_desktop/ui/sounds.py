"""The two sounds of keying: eyes are on the paper, so what needs them is heard."""

import sys

from PySide6.QtCore import QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication

from teleactivites_desktop import shipped_data

_PLAYERS = ("afplay",) if sys.platform == "darwin" else ("pw-play", "paplay", "aplay")
"""Programs that come with the system and play a WAV; without one Qt's own beep stands in."""


REFUSED, CHECK = "refused", "check"


class Sounds:
    """Plays `REFUSED` (low) and `CHECK` (high) unless muted; never waits for the sound to end."""

    def __init__(self) -> None:
        self.muted: frozenset[str] = frozenset()
        """The sounds that are not to be heard."""

    def play(self, name: str) -> None:
        """Play ``resources/sounds/<name>.wav``."""
        if name not in self.muted:
            _play(str(shipped_data.path(f"resources/sounds/{name}.wav")))


def muted_sounds(kept: object) -> frozenset[str]:
    """Return the sounds that a setting mutes: their names; True is both, as older databases say it."""
    if isinstance(kept, list):
        return frozenset(map(str, kept))
    return frozenset({REFUSED, CHECK}) if kept else frozenset()


if sys.platform == "win32":
    import winsound

    def _play(path: str) -> None:
        winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)

else:

    def _play(path: str) -> None:
        for player in _PLAYERS:
            program = QStandardPaths.findExecutable(player)
            if program and QProcess.startDetached(program, [path])[0]:
                return
        QApplication.beep()
