"""Writing the rows of responses and keeping the search index in step, in bulk."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, insert, update

from teleactivites_desktop.storage.made import Columns
from teleactivites_desktop.storage.rows import to_text
from teleactivites_desktop.storage.session import Session
from teleactivites_desktop.storage.tables import RESPONSE, RESPONSE_FIELDS

# The index holds no text of its own: taking a row out needs the very words that were put in.
_INDEX = "INSERT INTO response_search (rowid, search) VALUES (:row, :search)"
_UNINDEX = "INSERT INTO response_search (response_search, rowid, search) VALUES ('delete', :row, :search)"
_LISTED = [column.name for column in RESPONSE.columns if column.name != "row"]
_INSERT = insert(RESPONSE)
_UPDATE = (
    update(RESPONSE)
    .where(RESPONSE.c.row == bindparam("held_row"))
    .values({name: bindparam(name) for name in _LISTED})
)
_INSERT_FIELDS = insert(RESPONSE_FIELDS)


class ResponseWriter:
    """Puts rows of `made.Made.response` (with their `revision`) into the tables."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, responses: Sequence[Columns]) -> None:
        """Insert the rows of responses that have none yet."""
        write = self._session.write
        first = (self._session.value("SELECT max(row) FROM response") or 0) + 1
        rows = [{**response, "row": row} for row, response in enumerate(responses, first)]
        folded = [row for row in rows if row["fields"] is not None]
        columns = [{name: value for name, value in row.items() if name != "fields"} for row in rows]
        write(_INSERT, columns)
        write(_INSERT_FIELDS, [{"row": row["row"], "fields": row["fields"]} for row in folded])
        write(_INDEX, [{"row": row["row"], "search": row["search"]} for row in rows])

    def replace(self, responses: Sequence[Columns]) -> None:
        """Insert the rows of responses, or bring those that they have up to date."""
        held = self._held([response["record"] for response in responses])
        self.add([response for response in responses if response["record"] not in held])
        changed = [
            {**response, "held_row": held[response["record"]][0]}
            for response in responses
            if response["record"] in held
        ]
        moved = [row for row in changed if held[row["record"]][1] != row["search"]]
        write = self._session.write
        write(_UNINDEX, [{"row": row["held_row"], "search": held[row["record"]][1]} for row in moved])
        write(_UPDATE, [{name: value for name, value in row.items() if name != "fields"} for row in changed])
        write(_INDEX, [{"row": row["held_row"], "search": row["search"]} for row in moved])
        self._replace_fields(changed)

    def remove(self, records: Collection[str]) -> None:
        """Take the rows of `records` away, where they have any."""
        held = self._held(records)
        write = self._session.write
        write(_UNINDEX, [{"row": row, "search": search} for row, search in held.values()])
        write("DELETE FROM response WHERE row = :row", [{"row": row} for row, _search in held.values()])

    def _replace_fields(self, changed: Sequence[Columns]) -> None:
        write = self._session.write
        sole = [{"row": row["held_row"]} for row in changed if row["fields"] is None]
        write("DELETE FROM response_fields WHERE row = :row", sole)
        write(
            "INSERT INTO response_fields (row, fields) VALUES (:row, :fields)"
            " ON CONFLICT (row) DO UPDATE SET fields = excluded.fields",
            [
                {"row": row["held_row"], "fields": row["fields"]}
                for row in changed
                if row["fields"] is not None
            ],
        )

    def _held(self, records: Collection[str]) -> dict[str, tuple[int, str]]:
        found = self._session.rows(
            "SELECT record, row, search FROM response"
            " WHERE record IN (SELECT value FROM json_each(:records))",
            {"records": to_text(list(records))},
        )
        return {record: (row, search) for record, row, search in found}
