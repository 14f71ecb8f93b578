"""The lines of a file's revisions, expanded once and kept where any of them can be read again.

Revisions by the hundred thousand do not fit in memory: their headers do, and what they say stays here, in a
private file, until it is wanted.
"""

from array import array
from typing import IO


class KeptLines:
    """Lines in the order of their ranges. `begin` a range, then `keep` its lines one after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        """Keep them in `file`, ours alone."""
        self._file = file
        self.clear()

    def clear(self) -> None:
        """Forget all lines."""
        self._file.seek(0)
        self._file.truncate()
        self._ends = array("Q", [0])
        self._ranges: dict[str, tuple[int, int]] = {}

    def begin(self, site: str, first: int) -> None:
        """Say that the next line is the revision `first` of `site`, and those that follow the next ones."""
        self._ranges[site] = (first, len(self._ends) - 1)

    def keep(self, line: bytes) -> None:
        """Add a line."""
        self._file.write(line)
        self._ends.append(self._ends[-1] + len(line))

    def line(self, site: str, seq: int) -> bytes:
        """Return the line of the revision `seq` of `site`. Raises KeyError for a site that has no range."""
        first, place = self._ranges[site]
        start, end = self._ends[place + seq - first], self._ends[place + seq - first + 1]
        self._file.seek(start)
        return self._file.read(end - start)
