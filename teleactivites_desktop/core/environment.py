"""What the pure rules may not take for themselves: the wall clock and randomness, passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Environment:
    """The world outside: `now` gives an aware datetime in local time, `random_bytes(n)` gives n bytes.

    `uptime` gives the seconds since the machine was started, which nobody sets; None where that is not known.
    """

    now: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    uptime: Callable[[], float] | None = None

    def today(self) -> date:
        """Return the local date."""
        return self.now().date()

    def milliseconds(self) -> int:
        """Return the wall clock as milliseconds since 1970 (UTC), for the hybrid logical clock."""
        return int(self.now().timestamp() * 1000)
