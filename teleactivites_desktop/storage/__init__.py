"""The database file: tables, migrations, search, backup. The only place of SQLModel and sqlite."""
