"""How far a reading is: several parts of work told as one, and stopped between any two reports."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and in words what is being done; what it raises stops the work.

A reading that is stopped before its transaction ends leaves the database as it was.
"""

_PART = 1000


def silent(done: int, total: int, words: str) -> None:
    """Report to nobody."""


class Steps:
    """The parts of one piece of work, each as long as the others on the bar."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress = progress
        self._count = count
        self._begun = -1
        self._words = ""

    def begin(self, words: str) -> Callable[[int, int], None]:
        """Begin the next part, told in `words`; return what is told how much of it is done, of how much."""
        self._begun += 1
        self._words = words
        self._report(0, 1)
        return self._report

    def _report(self, done: int, total: int) -> None:
        reached = self._begun * _PART + _PART * done // max(total, 1)
        self._progress(reached, self._count * _PART, self._words)
