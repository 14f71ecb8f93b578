"""Hybrid logical clock: stamps that follow the wall clock, yet never run backwards on one site.

A stamp is 16 hexadecimal digits: 48 bits of milliseconds since 1970 (UTC), 16 bits of counter; the order of
the texts is the order of the times. Stamps never decide who saw whom (parents do): they date a change for
the reader and choose between values that have not seen each other.
Source: Kulkarni et al., "Logical Physical Clocks", 2014.
"""

_COUNTER_BITS = 16
MAX_AHEAD = 24 * 60 * 60 * 1000
"""Milliseconds: a stamp further ahead of the wall clock than this comes from a laptop set to a wrong date."""


def milliseconds_of(stamp: str) -> int:
    """Return the wall time of a stamp, in milliseconds since 1970 (UTC)."""
    return int(stamp, 16) >> _COUNTER_BITS


class Clock:
    """The clock of one site. The wall time is passed in, in milliseconds since 1970 (UTC)."""

    def __init__(self, last: str = "") -> None:
        """Start after `last`, the stamp of the site's own latest revision ("" when it has none)."""
        self._last = int(last, 16) if last else 0

    def tick(self, wall: int) -> str:
        """Return a new stamp, greater than every stamp given or observed before, even if `wall` went back."""
        self._last = max(self._last + 1, wall << _COUNTER_BITS)
        return format(self._last, "016x")

    def observe(self, stamp: str, wall: int) -> bool:
        """Take in another site's stamp, so that later changes here are stamped after it.

        A stamp more than `MAX_AHEAD` in front of `wall` is ignored and False returned: a laptop with a wrong
        date must not drag the others along.
        """
        if milliseconds_of(stamp) > wall + MAX_AHEAD:
            return False
        self._last = max(self._last, int(stamp, 16))
        return True
