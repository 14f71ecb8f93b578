"""Bringing a database to the current schema: numbered SQL files, each run once, with their number."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3

from teleactivites_desktop import shipped_data
from teleactivites_desktop.errors import NewerFormatError, UserError
from teleactivites_desktop.i18n import _

APPLICATION_ID = 1413827653
"""`PRAGMA application_id` of our files: "TELE" in ASCII."""


class Migration(NamedTuple):
    """One step: the schema number that it leads to, and its SQL."""

    number: int
    sql: str


def shipped_migrations(folder: Path | None = None) -> list[Migration]:
    """Return the steps in order, from `db/migrations/NNNN_name.sql` (or `folder`): 1, 2, 3... no gap."""
    found = sorted((folder or shipped_data.path("db/migrations")).glob("[0-9][0-9][0-9][0-9]_*.sql"))
    steps = [Migration(int(path.name[:4]), path.read_text(encoding="utf-8")) for path in found]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise RuntimeError(f"migrations are not numbered 1, 2, 3...: {[path.name for path in found]}")
    return steps


def schema_number(connection: Any) -> int:
    """Return the number of the schema in the database (0: an empty file)."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def require_ours(connection: Any, path: Path, newest: int) -> None:
    """Raise `UserError` for another program's database, `NewerFormatError` for a later schema than ours."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError(
            _("« {file} » n’est pas une base de Téléactivités : choisissez un autre fichier.").format(
                file=path.name
            )
        )
    number = schema_number(connection)
    if number > newest:
        raise NewerFormatError(
            _(
                "La base « {file} » a été écrite par une version plus récente du programme "
                "(format {number}, celui-ci connaît le {newest}). Installez la nouvelle version ; "
                "rien n’a été changé."
            ).format(file=path.name, number=number, newest=newest)
        )


def migrate(
    connection: Any, steps: Sequence[Migration], before: Callable[[int], None] = lambda number: None
) -> bool:
    """Run the steps that the database lacks, all in one transaction with their numbers; True if any ran.

    `before(number)` is called first when there are any, with the schema number found: to copy the file.
    """
    number = schema_number(connection)
    lacking = [step for step in steps if step.number > number]
    if not lacking:
        return False
    before(number)
    # Rebuilding a table with this ON would delete its children, and inside a transaction it cannot be set.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in lacking:
            for statement in statements(step.sql):
                connection.execute(statement)
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"migration leaves rows without their parent: {orphans[:5]}")
        connection.execute(f"PRAGMA user_version = {lacking[-1].number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return True


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, one by one: the driver's own way would commit in between."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlcipher3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
    if gathered.strip():
        yield gathered.strip()
