"""The two sounds of keying: eyes are on the paper, so what needs them is heard."""

import sys

from PySide6.QtCore import QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication

from teleactivites_desktop import shipped_data

_PLAYERS = ("afplay",) if sys.platform == "darwin" else ("pw-play", "paplay", "aplay")
"""Programs that come with the system and play a WAV; without one Qt's own beep stands in."""


class Sounds:
    """Plays `refused` (low) and `check` (high) unless muted; never waits for the sound to end."""

    def __init__(self) -> None:
        self.muted = False

    def play(self, name: str) -> None:
        """Play ``resources/sounds/<name>.wav``."""
        if not self.muted:
            _play(str(shipped_data.path(f"resources/sounds/{name}.wav")))


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
