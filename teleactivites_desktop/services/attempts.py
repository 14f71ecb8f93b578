"""Wrong passphrases make the next try wait, longer and longer: against somebody who guesses at the keyboard.

What was tried is noted beside the database (`<database>.tries`), before the try, so that closing the program
or killing it does not help. Whoever can take the file away can copy the database too: against them stands the
price of a guess (`exchange.sealing`), not this.

Time is told by two clocks. The wall clock may go back (a dead battery) or be set forward; the machine's
uptime cannot be set, but begins again with the machine. So a wait is over when both say so, uptime only while
it has not begun again; and no clock makes anybody wait longer than the wait itself.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.errors import WrongPassphraseError
from teleactivites_desktop.i18n import ngettext

FREE = 3
"""Wrong tries that cost nothing: everybody mistypes."""
_FIRST_WAIT = 5.0
_LONGEST_WAIT = 300.0
"""Seconds."""
_MOST_COUNTED = 1000


class TooManyTriesError(WrongPassphraseError):
    """A try that came too early and was not made. `seconds` are left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            ngettext(
                "Trop d'essais : attendez encore {n} seconde. La phrase n'a pas été essayée. Le code de "
                "secours imprimé ouvre tout de suite.",
                "Trop d'essais : attendez encore {n} secondes. La phrase n'a pas été essayée. Le code de "
                "secours imprimé ouvre tout de suite.",
                _whole(seconds),
            ).format(n=_whole(seconds))
        )


@dataclass(frozen=True)
class _Noted:
    """How often in a row it was wrong, and when last: wall clock and uptime (None: not known), in seconds."""

    wrong: int = 0
    wall: float = 0.0
    uptime: float | None = None


class Attempts:
    """The tries to open one database."""

    def __init__(self, database: Path, environment: Environment) -> None:
        self._path = database.with_name(f"{database.name}.tries")
        self._environment = environment

    def seconds_left(self) -> float:
        """Return how long the next try has to wait; 0.0 when it may be made."""
        noted = self._read()
        wait = wait_after(noted.wrong)
        if not wait:
            return 0.0
        now = self._now(noted.wrong)
        if now.wall < noted.wall:  # the clock went back: the wait begins again now, and is no longer for it
            self._write(now)
            return wait
        elapsed = now.wall - noted.wall
        if noted.uptime is not None and now.uptime is not None and now.uptime >= noted.uptime:
            elapsed = min(elapsed, now.uptime - noted.uptime)
        return max(0.0, wait - elapsed)

    def begin(self) -> None:
        """Note a try that is about to be made. Raises TooManyTriesError where it comes too early."""
        if left := self.seconds_left():
            raise TooManyTriesError(left)
        self._write(self._now(min(self._read().wrong + 1, _MOST_COUNTED)))

    def succeeded(self) -> None:
        """Forget the wrong tries: the right one was made."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _now(self, wrong: int) -> _Noted:
        uptime = self._environment.uptime
        return _Noted(wrong, self._environment.milliseconds() / 1000, uptime() if uptime else None)

    def _read(self) -> _Noted:
        """Return what was noted; a note that cannot be read says nothing."""
        try:
            found = json.loads(self._path.read_bytes()[:1000])
        except (OSError, ValueError):
            return _Noted()
        if not isinstance(found, Mapping) or not isinstance(found.get("wrong"), int):
            return _Noted()
        wall, uptime = found.get("wall"), found.get("uptime")
        return _Noted(
            found["wrong"],
            float(wall) if isinstance(wall, int | float) else 0.0,
            float(uptime) if isinstance(uptime, int | float) else None,
        )

    def _write(self, noted: _Noted) -> None:
        with suppress(OSError):  # a folder that cannot be written: the price of a guess is left
            self._path.write_text(
                json.dumps({"wrong": noted.wrong, "wall": noted.wall, "uptime": noted.uptime}), "utf-8"
            )


def wait_after(wrong: int) -> float:
    """Return how long, in seconds, the next try waits after `wrong` ones in a row."""
    if wrong < FREE:
        return 0.0
    return min(_FIRST_WAIT * 2.0 ** (min(wrong, 20) - FREE), _LONGEST_WAIT)


def _whole(seconds: float) -> int:
    return max(1, round(seconds + 0.49))
