"""The store: one database file, opened. `create` makes one, `open_store` opens one."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.storage.backup import Progress, copy_database, holds
from teleactivites_desktop.storage.cleaning import Cleaning
from teleactivites_desktop.storage.connection import connect_writer, make_engine, require_database
from teleactivites_desktop.storage.counted import Counted
from teleactivites_desktop.storage.failures import told
from teleactivites_desktop.storage.local import Drafts, Secrets, Settings
from teleactivites_desktop.storage.materialiser import Materialiser
from teleactivites_desktop.storage.migrations import Migration, migrate, require_ours, shipped_migrations
from teleactivites_desktop.storage.partners import Journal, Partners
from teleactivites_desktop.storage.plain_view import refresh_view
from teleactivites_desktop.storage.questionnaires import Questionnaires
from teleactivites_desktop.storage.records import Conflicts, Erasures, Records
from teleactivites_desktop.storage.responses import Responses
from teleactivites_desktop.storage.revisions import Revisions
from teleactivites_desktop.storage.session import Session


class Store:
    """One database on one connection, for one thread. Its parts hold what their names say."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        """Connect to a database of the current schema; use `open_store`."""
        self.path = path
        self._key = key
        self.session = session = Session(make_engine(path, key), path)
        self.campaigns = Records(session, Kind.CAMPAIGN)
        self.sites = Records(session, Kind.SITE)
        self.officers = Records(session, Kind.OFFICER)
        self.batches = Records(session, Kind.BATCH)
        self.likenesses = Records(session, Kind.LIKENESS)
        self.versions = Records(session, Kind.QUESTIONNAIRE)
        self.questionnaires = Questionnaires(session, self.campaigns, self.versions)
        self.materialiser = Materialiser(session, self.questionnaires.columns)
        self.settings = Settings(session)
        self.cleaning = Cleaning(session, self.settings)
        self.revisions = Revisions(session, self.materialiser, self.cleaning, self.refresh_view)
        self.responses = Responses(session, self.questionnaires)
        self.counted = Counted(session)
        self.conflicts = Conflicts(session, self.revisions)
        self.erasures = Erasures(session)
        self.drafts = Drafts(session)
        self.secrets = Secrets(session)
        self.partners = Partners(session)
        self.journal = Journal(session)
        self.questionnaires.on_added(self._questionnaire_added)
        self._opened_at = self._data_version()

    @property
    def encrypted(self) -> bool:
        """Tell whether the file is encrypted."""
        return self._key is not None

    @property
    def changed(self) -> bool:
        """Tell whether anything was written since the store was opened, by this connection or another."""
        return bool(self.session.driver.total_changes) or self._data_version() != self._opened_at

    def close(self) -> None:
        """Give the file back. Harmless twice."""
        self.session.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when it returns; one inside another is part of the outer one."""
        with self.session.transaction():
            yield

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """More of the file is kept in memory meanwhile: an import comes back to pages all over it."""
        with self.session.roomy():
            yield

    def reopen(self) -> "Store":
        """Return another connection to the same file, for another thread."""
        return Store(self.path, self._key)

    def refresh_view(self) -> None:
        """Make the view of plain responses follow the current questionnaire, inside a transaction."""
        refresh_view(self.session, self.questionnaires)

    def back_up(self, target: Path, progress: Progress = lambda done, total: None) -> None:
        """Write a proved copy of the database to `target` (see `backup.copy_database`)."""
        copy_database(self.session.driver, target, self._key, progress)

    def copy_holds(self, copy: Path, records: Collection[str]) -> bool:
        """Tell whether a copy of this database still says something of `records` (see `backup.holds`)."""
        return holds(copy, self._key, records)

    def _data_version(self) -> int:
        """Return a number that another one takes the place of when another connection writes."""
        return int(self.session.value("PRAGMA data_version"))

    def _questionnaire_added(self, version: str) -> None:
        """Responses that came before their questionnaire get their names, and the view its columns."""
        rows = self.session.rows(
            "SELECT record FROM response WHERE questionnaire = :version", {"version": version}
        )
        self.revisions.refresh([record for (record,) in rows])
        self.refresh_view()


def create(path: Path, key: bytes | None = None) -> Store:
    """Make a database and open it. `key`: 32 random bytes, None for a plain file.

    Raises `UserError` when there is something at `path` already, or the folder cannot be written.
    """
    if path.exists():
        raise UserError(
            _("« {file} » existe déjà : choisissez un autre nom, ou ouvrez-la.").format(file=path)
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with told(path):
            _bring_up(path, key, shipped_migrations(), new=True)
    except OSError as error:
        raise UserError(
            _("Le dossier « {folder} » ne peut pas être créé : {reason}.").format(
                folder=path.parent, reason=fault_words(error)
            )
        ) from error
    return Store(path, key)


def open_store(path: Path, key: bytes | None = None, steps: Sequence[Migration] | None = None) -> Store:
    """Open a database; one of an older schema is copied beside itself, then migrated.

    Raises `UserError` sentences: no such file, wrong key, another program's, busy, protected, damaged, newer.
    `steps` replace the shipped migrations in tests.
    """
    require_database(path, key)
    with told(path):
        _bring_up(path, key, shipped_migrations() if steps is None else steps, new=False)
    store = Store(path, key)
    if store.cleaning.due:
        store.cleaning.run()
    return store


def copy_before(path: Path, number: int) -> Path:
    """Return where an older database of schema `number` is copied before it is migrated."""
    return path.with_name(f"{path.name}.format-{number}")


def _bring_up(path: Path, key: bytes | None, steps: Sequence[Migration], *, new: bool) -> None:
    """Migrate where needed, on a connection of its own."""
    connection = connect_writer(path, key)
    try:
        if not new:
            require_ours(connection, path, steps[-1].number)
        migrate(
            connection,
            steps,
            before=lambda number: None if new else copy_database(connection, copy_before(path, number), key),
        )
    finally:
        connection.close()
