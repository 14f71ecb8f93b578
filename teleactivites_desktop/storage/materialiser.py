"""Keeping what lists show equal to the fold of the histories."""

from collections.abc import Mapping

from sqlalchemy import insert

from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.storage.histories import History
from teleactivites_desktop.storage.made import Columns, ColumnsOf, Made, make
from teleactivites_desktop.storage.response_writer import ResponseWriter
from teleactivites_desktop.storage.rows import to_text
from teleactivites_desktop.storage.session import Session
from teleactivites_desktop.storage.tables import CONFLICT, ERASURE, RECORD


class Materialiser:
    """Writes the rows of records from their histories, inside the caller's transaction."""

    def __init__(self, session: Session, columns_of: ColumnsOf) -> None:
        self._session = session
        self._columns_of = columns_of
        self._responses = ResponseWriter(session)

    def add(self, histories: Mapping[str, History]) -> None:
        """Write the rows of records that have none yet."""
        made = self._make(histories)
        self._responses.add(self._response_rows(histories, made))
        self._session.write(insert(RECORD), [each.record for each in made.values() if each.record])
        self._write_rest(made)

    def replace(self, histories: Mapping[str, History]) -> dict[str, Folded]:
        """Write the rows of records anew, and return what they are now.

        A record without history loses its rows.
        """
        made = self._make(histories)
        self._take_away(made)
        self._responses.replace(self._response_rows(histories, made))
        self._session.write(insert(RECORD), [each.record for each in made.values() if each.record])
        self._write_rest(made)
        return {record: each.folded for record, each in made.items()}

    def _make(self, histories: Mapping[str, History]) -> dict[str, Made]:
        return {
            record: make(record, history.revisions, self._columns_of) for record, history in histories.items()
        }

    def _response_rows(self, histories: Mapping[str, History], made: Mapping[str, Made]) -> list[Columns]:
        rows = []
        for record, each in made.items():
            if each.response is not None:
                each.response["revision"] = histories[record].rows[0] if each.sole else None
                rows.append(each.response)
        return rows

    def _take_away(self, made: Mapping[str, Made]) -> None:
        self._responses.remove([record for record, each in made.items() if each.response is None])
        for table in ("record", "conflict", "erasure"):
            self._session.write(
                f"DELETE FROM {table} WHERE record IN (SELECT value FROM json_each(:records))",
                {"records": to_text(list(made))},
            )

    def _write_rest(self, made: Mapping[str, Made]) -> None:
        write = self._session.write
        write(insert(CONFLICT), [conflict for each in made.values() for conflict in each.conflicts])
        write(insert(ERASURE), [each.erasure for each in made.values() if each.erasure])
