"""One connection to the database, and its transactions: what every part of a store works through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql import Executable

from teleactivites_desktop.storage.connection import CACHE_KILOBYTES, ROOMY_KILOBYTES
from teleactivites_desktop.storage.failures import told

Params = Mapping[str, Any]
SqlRow = tuple[Any, ...]
"""What a query returns: columns in the order of the query."""


_READ = "BEGIN"
_WRITE = "BEGIN IMMEDIATE"


class Session:
    """A connection used by one thread. Reads stand alone; writes happen inside `transaction()`.

    Statements written as text go to the driver itself, which knows named marks (:name): through SQLAlchemy
    each would cost several times what it does, and closing one response takes some twenty.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        """Connect. Raises `UserError` when the file is busy, protected, or not ours."""
        self.path = path
        self._mode = ""
        self._after_rollback: list[Callable[[], None]] = []
        self._after_commit: list[Callable[[], None]] = []
        # The driver is in autocommit mode: transactions begin here, so that DDL is part of them too.
        event.listen(engine, "begin", self._on_begin)
        with told(path):
            self._connection = engine.connect()
        self._driver: Any = self._connection.connection.driver_connection

    def close(self) -> None:
        """Give the file back. Harmless twice."""
        self._connection.close()

    def after_rollback(self, call: Callable[[], None]) -> None:
        """Call after each rollback: what was cached from inside the transaction is not true."""
        self._after_rollback.append(call)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call after each transaction that was kept, outside of it."""
        self._after_commit.append(call)

    @property
    def writing(self) -> bool:
        """Tell whether a transaction is open."""
        return self._mode == _WRITE

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and on disk when it returns. One inside another is part of the outer one.

        The write lock is taken at the beginning: two writers cannot both read first and then collide.
        """
        if self.writing:
            yield
            return
        try:
            with self._begun(_WRITE):
                yield
        except BaseException:
            for call in self._after_rollback:
                call()
            raise
        for call in self._after_commit:
            call()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see the database as it was at the first one, whatever others write meanwhile."""
        if self._mode:
            yield
            return
        with self._begun(_READ):
            yield

    @contextmanager
    def _begun(self, mode: str) -> Iterator[None]:
        self._mode = mode
        try:
            with told(self.path), self._connection.begin():
                yield
        finally:
            self._mode = ""

    def rows(self, statement: str, params: Params | None = None) -> Sequence[SqlRow]:
        """Return all rows of a query."""
        with told(self.path):
            return cast(Sequence[SqlRow], self.driver.execute(statement, params or {}).fetchall())

    def mappings(self, statement: str, params: Params | None = None) -> list[dict[str, Any]]:
        """Return all rows of a query, each as column -> value."""
        with told(self.path):
            found = self.driver.execute(statement, params or {})
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def value(self, statement: str, params: Params | None = None) -> Any:
        """Return the first column of the first row of a query; None without rows."""
        found = self.rows(statement, params)
        return found[0][0] if found else None

    def write(self, statement: Executable | str, params: Params | Sequence[Params] | None = None) -> None:
        """Run a change; a sequence of parameters runs it once for each, in bulk (nothing when empty)."""
        self._require_writing()
        if isinstance(params, Sequence) and not params:
            return
        with told(self.path):
            if not isinstance(statement, str):
                self._connection.execute(statement, params)
            elif isinstance(params, Sequence):
                self.driver.executemany(statement, params)
            else:
                self.driver.execute(statement, params or {})

    def write_many(self, statement: str, rows: Sequence[SqlRow]) -> None:
        """Run a change once for each row, with the driver's nameless marks (?): for large imports.

        Naming each parameter, as `write` does, would cost as much as writing it.
        """
        self._require_writing()
        if rows:
            with told(self.path):
                self.driver.executemany(statement, rows)

    def write_literally(self, statement: str) -> None:
        """Run a change whose text is taken as it is: no part of it is a parameter."""
        self._require_writing()
        with told(self.path):
            self.driver.execute(statement)

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """More pages are kept in memory meanwhile, for work that comes back to pages all over the file."""
        self.driver.execute(f"PRAGMA cache_size = -{ROOMY_KILOBYTES}")
        try:
            yield
        finally:
            self.driver.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")

    def run_outside(self, statement: str) -> Sequence[SqlRow]:
        """Run what cannot be part of a transaction (VACUUM, PRAGMA), and return its rows."""
        if self._mode:
            raise RuntimeError("inside a transaction")
        with told(self.path):
            return cast(Sequence[SqlRow], self.driver.execute(statement).fetchall())

    @property
    def driver(self) -> Any:
        """Return the driver's connection, for what SQL cannot say (backup)."""
        return self._driver

    def _require_writing(self) -> None:
        if not self.writing:
            raise RuntimeError("a change outside a transaction")

    def _on_begin(self, connection: Connection) -> None:
        if self._mode:
            connection.exec_driver_sql(self._mode)
