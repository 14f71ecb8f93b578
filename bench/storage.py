"""The store against raw SQL on a file of the same kind: same driver, key, page size, cache and durability.

Raw SQL keeps one line per response, of a merge also the rows that came, and nothing else; the store keeps the
history, proves it, folds it, lists it six ways and indexes every word.
"""

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.figure import Figure, timed
from bench.made import keyed_by, questionnaire_package
from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.stored import Filters, Sort, SortColumn
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.storage.connection import connect_writer
from teleactivites_desktop.storage.database import Store, create, open_store
from teleactivites_desktop.storage.rows import REVISION_COLUMNS, revision_row
from teleactivites_desktop.storage.session import SqlRow

KEY = b"\x5a" * 32
FIRST_IMPORT = 50_000
HELD = 100_000
CHANGES = 5_000
"""5 % of those held."""
_MARKS = ", ".join("?" for _column in REVISION_COLUMNS.split(","))


def measure() -> Iterable[Figure]:
    """Yield the figures of import, merge, lists, search and backup, on an encrypted file."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _import(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from _at_size(Path(folder))


def _import(folder: Path) -> Iterator[Figure]:
    made = keyed_by("gbeq", FIRST_IMPORT)
    raw = raw_import(folder / "raw.db", made.revisions)
    with_store = _new_store(folder / "ours.db")
    ours = timed(lambda: _append(with_store, made.revisions))
    with_store.close()
    yield Figure(f"first import of {FIRST_IMPORT:,} responses / raw executemany", ours, raw, 8)


def _at_size(folder: Path) -> Iterator[Figure]:
    raw, changes = _prepare_merge(folder)
    store = open_store(folder / "ours.db", KEY)
    yield Figure(
        f"merge of {CHANGES:,} changes into {HELD:,} / raw upsert",
        timed(lambda: _append(store, changes)),
        raw,
        5,
    )
    yield from _lists(store)
    yield Figure(
        "backup of it, opened and compared", timed(lambda: store.back_up(folder / "copy.db")), None, 10
    )
    store.close()


def _prepare_merge(folder: Path) -> tuple[float, Sequence[Revision]]:
    """Make the store of `HELD` responses; return the seconds of the raw upsert, and the changes."""
    made = keyed_by("gbeq", HELD)
    changes = made.corrected_by("hd", random.Random(2).sample(range(HELD), CHANGES))
    raw = raw_merge(folder / "raw.db", made.revisions, changes)
    store = _new_store(folder / "ours.db")
    _append(store, made.revisions)
    store.close()
    return raw, changes


def _lists(store: Store) -> Iterator[Figure]:
    for column in SortColumn:
        yield _slowest_page(store, f"page sorted by {column.value}", Filters(), Sort(column))
    for name, filters in {
        "one territory": Filters(territory="GBD"),
        "one batch": Filters(territory="GBD", batch="GBD-12"),
        "withdrawn": Filters(status=Status.WITHDRAWN),
    }.items():
        yield _slowest_page(store, f"page of {name} sorted by name", filters, Sort(SortColumn.NAME))
    for typed in ("m", "ma", "martin", "martin t", "0492", "04 92 58", "saint veran", "gbeq 00012", "x z"):
        filters = Filters(text=typed)
        yield _slowest_page(store, f"search « {typed} »", filters, Sort(SortColumn.NAME), target=0.03)


def _slowest_page(store: Store, name: str, filters: Filters, sort: Sort, target: float = 0.01) -> Figure:
    """Return the slowest of the first five pages."""
    spans, after = [], None
    for _page in range(5):
        spans.append(timed(lambda after=after: store.responses.page(filters, sort, after), runs=3))  # type: ignore[misc]
        after = store.responses.page(filters, sort, after).after
        if after is None:
            break
    return Figure(name, max(spans), None, target)


def _new_store(path: Path) -> Store:
    store = create(path, KEY)
    with store.transaction():
        store.questionnaires.add(questionnaire_package())
    return store


def _append(store: Store, revisions: Sequence[Revision]) -> None:
    with store.transaction():
        store.revisions.append(revisions)


def raw_import(path: Path, revisions: Sequence[Revision]) -> float:
    """Return the seconds of `executemany` of the rows of `revisions` into a table with their key alone."""
    connection = connect_writer(path, KEY)
    connection.execute(f"CREATE TABLE raw ({REVISION_COLUMNS}, PRIMARY KEY (site, seq))")
    rows = _rows(revisions)

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO raw ({REVISION_COLUMNS}) VALUES ({_MARKS})", rows)
        connection.execute("COMMIT")

    span = timed(write)
    connection.close()
    return span


def raw_merge(path: Path, revisions: Sequence[Revision], changes: Sequence[Revision]) -> float:
    """Return the seconds of a raw merge of `changes` into a base of `revisions`: the least that keeps both.

    One durable transaction on a connection just opened: each change is merged into the JSON line of its
    response, found by the index of the record, and its row, with its ids, proofs and patch, is appended to
    what came of its site. Nothing is verified, folded, listed or searched; all was laid out beforehand.
    """
    upsert = (
        "INSERT INTO raw (record, fields) VALUES (?, ?)"
        " ON CONFLICT (record) DO UPDATE SET fields = json_patch(fields, excluded.fields)"
    )

    def write(lines: list[tuple[str, str]], came: Sequence[SqlRow]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(upsert, lines)
        connection.executemany(f"INSERT INTO came ({REVISION_COLUMNS}) VALUES ({_MARKS})", came)
        connection.execute("COMMIT")

    connection = connect_writer(path, KEY)
    connection.execute("CREATE TABLE raw (record TEXT PRIMARY KEY, fields TEXT)")
    connection.execute(f"CREATE TABLE came ({REVISION_COLUMNS}, PRIMARY KEY (site, seq))")
    write(_lines(revisions), ())
    connection.close()
    delta, came = _lines(changes), _rows(changes)
    connection = connect_writer(path, KEY)
    span = timed(lambda: write(delta, came))
    connection.close()
    return span


def _rows(revisions: Sequence[Revision]) -> list[SqlRow]:
    return [revision_row(revision, 0)[:-1] for revision in revisions]


def _lines(revisions: Sequence[Revision]) -> list[tuple[str, str]]:
    return [(revision.record, canonical_json(revision.patch).decode()) for revision in revisions]
