"""Copies of a database that count: written aside, forced to the disk, opened and compared, then named."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.core.local import NEW_SITE_DUE
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.storage.connection import connect, connect_writer, require_database
from teleactivites_desktop.storage.failures import told
from teleactivites_desktop.storage.migrations import require_ours, shipped_migrations
from teleactivites_desktop.storage.rows import to_text

Progress = Callable[[int, int], None]
"""Told how much is copied and compared, of how much (a page, a row count one each); it may raise to stop."""
_PAGES_AT_ONCE = 512
_ROWS_AT_ONCE = 500
_PARTIAL = ".partiel"
_SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
_HOLDS = (
    "SELECT EXISTS (SELECT 1 FROM revision WHERE record IN (SELECT value FROM json_each(?))"
    " AND patch IS NOT NULL AND json_extract(patch, '$.erased') IS NULL)"
)


def copy_database(
    source: Any, target: Path, key: bytes | None, progress: Progress = lambda done, total: None
) -> None:
    """Write the database of the driver connection `source` to `target` as one file, proved equal.

    `target` appears only once it is whole; what stood there stays until then. Raises `UserError` when it
    cannot be written, `DamagedFileError` when the copy is not equal.
    """
    partial = target.with_name(target.name + _PARTIAL)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with told(partial):
            source.execute("BEGIN")  # what others write meanwhile is in neither side of the comparison
            try:
                rows = _count_rows(source)
                pages = _copy(source, partial, key, lambda done, total: progress(done, total + rows))
                force_to_disk(partial)
                _require_equal(source, partial, key, lambda done: progress(pages + done, pages + rows))
            finally:
                source.execute("ROLLBACK")
        partial.replace(target)
        force_to_disk(target.parent)
    except OSError as error:
        raise UserError(
            _("La copie « {file} » ne peut pas être écrite : {reason}. Choisissez un autre dossier.").format(
                file=target, reason=fault_words(error)
            )
        ) from error
    finally:
        _remove(partial)


def restore_database(
    copy: Path,
    target: Path,
    key: bytes | None,
    settings: Mapping[str, PatchValue] | None = None,
    progress: Progress = lambda done, total: None,
) -> bool:
    """Put a copy in place of the database `target`, which nobody may have open.

    What is restored begins a new site when it is opened (setting `NEW_SITE_DUE`): this one may have written
    since, and two histories must never share their numbers. A database that `key` does not open (damaged,
    another one) is moved aside, not overwritten. `settings` are set in what is restored. Returns whether the
    database replaced opened with `key`. Raises `UserError` for a copy that does not open, a target in use.
    """
    require_copy(copy, key)
    told_there = {**(settings or {}), NEW_SITE_DUE: True}
    arriving = target.with_name(target.name + ".retour")
    try:
        with told(copy), closing(connect(copy, key)) as source:
            copy_database(source, arriving, key, progress)
        with told(arriving), closing(connect(arriving, key)) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                [(name, to_text(value)) for name, value in told_there.items()],
            )
        force_to_disk(arriving)
        replaced = target.exists() and _settle(target, key)
        arriving.replace(target)
        force_to_disk(target.parent)
    finally:
        _remove(arriving)
    return replaced


def require_copy(copy: Path, key: bytes | None) -> None:
    """Raise `UserError` unless `copy` is a sound database of ours that `key` opens."""
    require_database(copy, key)
    with told(copy), closing(connect(copy, key)) as connection:
        require_ours(connection, copy, shipped_migrations()[-1].number)
        _require_sound(connection, copy)


class CopyFacts(NamedTuple):
    """What a copy holds: how many responses, and its vector (site -> greatest number)."""

    responses: int
    vector: dict[str, int]


def describe_copy(copy: Path, key: bytes | None) -> CopyFacts:
    """Return what `copy` holds; it is not changed, not even migrated. Raises as `require_copy`."""
    require_copy(copy, key)
    with told(copy), closing(connect(copy, key)) as connection:
        (responses,) = connection.execute("SELECT count(*) FROM response").fetchone()
        vector = connection.execute("SELECT site, max(seq) FROM revision GROUP BY site").fetchall()
    return CopyFacts(responses, dict(vector))


def holds(copy: Path, key: bytes | None, records: Collection[str]) -> bool:
    """Tell whether `copy` still says something of one of `records` that were erased here since.

    One that does not open is taken to: nobody can tell that it does not.
    """
    try:
        require_database(copy, key)
        with told(copy), closing(connect(copy, key)) as connection:
            (found,) = connection.execute(_HOLDS, (to_text(list(records)),)).fetchone()
    except UserError:
        return True
    return bool(found)


def force_to_disk(path: Path) -> None:
    """Wait until a file (or the names in a folder) is on the disk itself."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folder; its file system writes names by itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Any, partial: Path, key: bytes | None, progress: Progress) -> int:
    """Write the pages of `source` to `partial`; return how many."""
    with closing(connect(partial, key)) as target:
        source.backup(
            target,
            pages=_PAGES_AT_ONCE,
            progress=lambda _status, remaining, total: progress(total - remaining, total),
        )
        # One file alone: the copy must not need a log beside it.
        target.execute("PRAGMA journal_mode = DELETE")
        (pages,) = target.execute("PRAGMA page_count").fetchone()
    return int(pages)


def _count_rows(source: Any) -> int:
    """Return how many rows there are to compare."""
    tables = [name for kind, name, sql in source.execute(_SCHEMA).fetchall() if _is_compared(kind, sql)]
    return sum(source.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables)


def _is_compared(kind: str, sql: str) -> bool:
    return kind == "table" and not sql.startswith("CREATE VIRTUAL")


def _require_equal(source: Any, copy: Path, key: bytes | None, progress: Callable[[int], None]) -> None:
    with closing(connect(copy, key)) as connection:
        _require_sound(connection, copy)
        equal, done = _shape(source) == _shape(connection), 0
        for ours, theirs in _paired(source, connection) if equal else ():
            equal = ours == theirs
            if not equal:
                break
            done += len(ours)
            progress(done)
        if not equal:
            raise DamagedFileError(
                _("La copie « {file} » n’est pas identique à la base : essayez un autre disque.").format(
                    file=copy.name.removesuffix(_PARTIAL)
                )
            )


def _require_sound(connection: Any, copy: Path) -> None:
    problems = [row for row in connection.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
    if problems:
        raise DamagedFileError(
            _("« {file} » est abîmé : prenez une autre sauvegarde.").format(file=copy.name)
        )


def _shape(connection: Any) -> tuple[Any, Any]:
    """Return the schema and its number."""
    return connection.execute(_SCHEMA).fetchall(), connection.execute("PRAGMA user_version").fetchall()


def _paired(source: Any, copy: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what must be equal, part by part: all rows of all tables."""
    for kind, name, sql in source.execute(_SCHEMA).fetchall():
        if _is_compared(kind, sql):
            query = f'SELECT * FROM "{name}"'
            ours, theirs = source.execute(query), copy.execute(query)
            while rows := ours.fetchmany(_ROWS_AT_ONCE):
                yield rows, theirs.fetchmany(_ROWS_AT_ONCE)
            yield [], theirs.fetchmany(1)


def _settle(target: Path, key: bytes | None) -> bool:
    """Have the database at `target` in one file that nobody has open, else out of the way; tell which."""
    if _opens(target, key):
        return True
    for suffix in ("", "-wal", "-shm"):
        other = target.with_name(target.name + suffix)
        if other.exists():
            other.replace(other.with_name(f"{target.name}.ecartee{suffix}"))
    return False


def _opens(target: Path, key: bytes | None) -> bool:
    """Tell whether `key` opens `target`, and then bring its log into the file. Raises `UserError` in use."""
    try:
        require_database(target, key)
    except UserError:
        return False
    try:
        with told(target), closing(connect_writer(target, key)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except DamagedFileError:
        return False
    return True


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):  # the disk that refused to be written may refuse this too
            path.with_name(path.name + suffix).unlink(missing_ok=True)
