"""The current schema as text: `python tests/storage/schema_text.py > db/schema.sql` after a new migration."""

import sys
from typing import Any

import sqlcipher3

from teleactivites_desktop.storage.migrations import migrate, shipped_migrations

SCHEMA_QUERY = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'response_search_%'"
    " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name"
)
HEADER = "-- The current schema, made from db/migrations and kept equal by a test. It is never run.\n"


def migrated() -> Any:
    """Return a connection to an empty database of the current schema, in memory."""
    connection = sqlcipher3.connect(":memory:", isolation_level=None)
    migrate(connection, shipped_migrations())
    return connection


def schema_text(connection: Any) -> str:
    """Return the statements that make the schema of `connection`."""
    statements = [sql for (sql,) in connection.execute(SCHEMA_QUERY)]
    return HEADER + "".join(f"\n{sql};\n" for sql in statements)


if __name__ == "__main__":
    sys.stdout.write(schema_text(migrated()))
