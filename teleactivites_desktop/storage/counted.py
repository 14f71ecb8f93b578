"""`store.counted`: the answers of a run of responses as counting wants them: their JSON is read once.

Reading and parsing the answers is what counting costs (decision 9 in docs/decisions). What is kept here is
bytes that `analysis` makes; whoever writes a row of `response` has the segment that it is in thrown away, in
the same transaction, so an erased person is in none.
"""

from collections.abc import Collection

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.storage.session import Session

SEGMENT = 4096
"""Rows of `response` in a segment: a response that changes has so many read again, a fifth of a second."""
_KEEP = "INSERT OR REPLACE INTO counted (segment, stamp, content) VALUES (?, ?, ?)"


class Counted:
    """Segments by number: segment n holds rows n * SEGMENT to (n + 1) * SEGMENT - 1."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def segments(self) -> range:
        """Return the numbers of the segments that may hold responses."""
        last = self._session.value("SELECT max(row) FROM response")
        return range(0 if last is None else last // SEGMENT + 1)

    def get(self, segment: int, stamp: str) -> bytes | None:
        """Return what is kept of a segment under `stamp`; None where it changed, or was made otherwise."""
        found: bytes | None = self._session.value(
            "SELECT content FROM counted WHERE segment = :segment AND stamp = :stamp",
            {"segment": segment, "stamp": stamp},
        )
        return found

    def moment(self) -> int:
        """Return a number that is another once somebody else has written to the file."""
        return int(self._session.value("PRAGMA data_version"))

    def keep(self, segment: int, stamp: str, content: bytes, moment: int) -> bool:
        """Keep what was made of a segment since `moment`, unless somebody wrote meanwhile.

        False when it is not kept, be it that the file cannot be written now: nothing is lost but time.
        """
        try:
            with self._session.transaction():
                if self.moment() != moment:
                    return False
                self._session.write_many(_KEEP, [(segment, stamp, content)])
        except UserError:
            return False
        return True


def forget(session: Session, rows: Collection[int]) -> None:
    """Throw away the segments that hold `rows` of `response`, inside the transaction that writes them."""
    session.write_many(
        "DELETE FROM counted WHERE segment = ?", [(segment,) for segment in {row // SEGMENT for row in rows}]
    )
