"""The schema: one truth in three places (migrations, SQLModel, schema.sql); old files brought up to it."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from schema_text import migrated, schema_text
from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from storage_builders import Site, record_id

from teleactivites_desktop import shipped_data
from teleactivites_desktop.errors import NewerFormatError, UserError
from teleactivites_desktop.storage import tables
from teleactivites_desktop.storage.database import copy_before, create, open_store
from teleactivites_desktop.storage.migrations import Migration, schema_number, shipped_migrations, statements

TABLES = [table for table in vars(tables).values() if isinstance(table, Table)]


def later(*statements: str) -> list[Migration]:
    """The shipped steps and one more."""
    steps = shipped_migrations()
    return [*steps, Migration(len(steps) + 1, ";\n".join(statements) + ";\n")]


def test_schema_sql_is_what_the_migrations_make() -> None:
    assert shipped_data.path("db/schema.sql").read_text(encoding="utf-8") == schema_text(migrated())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_sqlmodel_table_is_what_the_migrations_make(table: Table) -> None:
    connection = migrated()
    columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
    assert [
        (name, kind, bool(notnull), bool(key)) for _id, name, kind, notnull, _default, key in columns
    ] == [
        (
            column.name,
            column.type.compile(dialect=sqlite.dialect()),
            not column.nullable,
            column.primary_key,
        )
        for column in table.columns
    ]
    assert _indexes(connection, table.name) == {
        (index.name, bool(index.unique), tuple(column.name for column in index.columns))
        for index in table.indexes
    }
    links = connection.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
    assert {(link[3], f"{link[2]}.{link[4]}", link[6]) for link in links} == {
        (key.parent.name, key.target_fullname, key.ondelete) for key in table.foreign_keys
    }


def _indexes(connection: Any, table: str) -> set[tuple[str, bool, tuple[str, ...]]]:
    listed = connection.execute(f"PRAGMA index_list({table})").fetchall()
    return {
        (name, bool(unique), tuple(row[2] for row in connection.execute(f"PRAGMA index_info({name})")))
        for _id, name, unique, origin, _partial in listed
        if origin == "c"
    }


def test_every_migrated_table_has_its_sqlmodel_class() -> None:
    names = {
        name
        for (name,) in migrated().execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("response_search")
    }
    assert names == {table.name for table in TABLES}


def test_an_older_database_is_copied_then_migrated(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    store = create(path)
    with store.transaction():
        store.revisions.append([Site("gbeq").key("GBEQ-0001", nom="Faure")])
    store.close()
    steps = later("ALTER TABLE draft ADD COLUMN colour TEXT", "UPDATE response SET batch = 'migrated'")
    store = open_store(path, steps=steps)
    assert [line.batch for line in store.responses.page().lines] == ["migrated"]
    store.close()
    number = len(shipped_migrations())
    before = sqlcipher3.connect(str(copy_before(path, number)))
    assert schema_number(before) == number
    assert before.execute("SELECT record, batch FROM response").fetchall() == [
        (record_id("GBEQ-0001"), "GBEQ-A")
    ]
    before.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    create(path).close()
    before = path.read_bytes()
    with pytest.raises(sqlcipher3.OperationalError, match="no such table"):
        open_store(path, steps=later("CREATE TABLE half (a)", "DROP TABLE missing"))
    assert path.read_bytes() == before
    open_store(path).close()


def test_rebuilding_a_table_keeps_its_children(tmp_path: Path) -> None:
    """With foreign keys on, dropping the old `questionnaire` would delete its files."""
    path = tmp_path / "base.tldb"
    store = create(path)
    with store.transaction():
        store.session.write("INSERT INTO questionnaire VALUES ('v', x'00', '{}')")
        store.session.write("INSERT INTO questionnaire_file VALUES ('v', 'communes.csv', x'00')")
    store.close()
    steps = later(
        "CREATE TABLE made (version TEXT NOT NULL PRIMARY KEY, workbook BLOB, compiled TEXT)",
        "INSERT INTO made SELECT * FROM questionnaire",
        "DROP TABLE questionnaire",
        "ALTER TABLE made RENAME TO questionnaire",
    )
    store = open_store(path, steps=steps)
    assert store.session.value("SELECT count(*) FROM questionnaire_file") == 1
    assert store.session.value("PRAGMA foreign_keys") == 1
    store.close()


def test_a_migration_that_orphans_rows_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    create(path).close()
    orphan = "INSERT INTO questionnaire_file VALUES ('nobody', 'communes.csv', x'00')"
    with pytest.raises(RuntimeError, match="without their parent"):
        open_store(path, steps=later(orphan))
    assert open_store(path).session.value("SELECT count(*) FROM questionnaire_file") == 0


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    create(path).close()
    open_store(path, steps=later("CREATE TABLE later (a)")).close()
    before = path.read_bytes()
    with pytest.raises(NewerFormatError, match="version plus récente"):
        open_store(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlcipher3.connect(str(path))
    other.execute("CREATE TABLE response (a)")
    other.close()
    with pytest.raises(UserError, match="n’est pas une base de Téléactivités"):
        open_store(path)


def test_migrations_must_follow_each_other(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("")
    (tmp_path / "0003_b.sql").write_text("")
    with pytest.raises(RuntimeError, match="not numbered"):
        shipped_migrations(tmp_path)


def test_a_script_is_cut_at_its_semicolons_not_inside_words() -> None:
    script = "-- a; comment\nCREATE TABLE a (b DEFAULT ';');\nINSERT INTO a VALUES (1);"
    cut = list(statements(script))
    assert [re.sub(r"\s+", " ", part) for part in cut] == [
        "-- a; comment CREATE TABLE a (b DEFAULT ';');",
        "INSERT INTO a VALUES (1);",
    ]
