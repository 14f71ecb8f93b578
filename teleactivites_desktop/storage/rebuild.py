"""Making all that lists show anew from the histories, which alone are the truth."""

from collections.abc import Callable

from teleactivites_desktop.storage.database import Store
from teleactivites_desktop.storage.histories import chunks

_MADE = ("response_fields", "response", "record", "conflict", "erasure", "counted")


def rebuild(store: Store, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Drop every row that was made and make it again, in one transaction.

    `progress(done, total)` is told of records.
    """
    with store.transaction():
        write = store.session.write
        write("INSERT INTO response_search (response_search) VALUES ('delete-all')")
        for table in _MADE:
            write(f"DELETE FROM {table}")
        rows = store.session.rows("SELECT record FROM revision GROUP BY record ORDER BY min(row)")
        records = [record for (record,) in rows]
        done = 0
        for chunk in chunks(records):
            store.materialiser.add(store.revisions.histories(chunk))
            done += len(chunk)
            progress(done, len(records))
        store.refresh_view()
