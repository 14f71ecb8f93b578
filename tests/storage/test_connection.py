"""Opening files: encrypted, plain, wrong, busy, full; each fault of the environment is a sentence."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
import sqlcipher3
from storage_builders import Site

from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.storage import connection
from teleactivites_desktop.storage.connection import connect
from teleactivites_desktop.storage.database import Store, create, open_store

KEY = bytes(range(32))
NAME = "Quaranta"


def keyed(path: Path, key: bytes | None) -> None:
    """Make a database with one response in it."""
    store = create(path, key)
    with store.transaction():
        store.revisions.append([Site("gbeq").key("GBEQ-0001", nom=NAME)])
    store.close()


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path, key: bytes | None) -> None:
    keyed(tmp_path / "base.tldb", key)
    store = open_store(tmp_path / "base.tldb", key)
    assert store.encrypted == (key is not None)
    assert store.responses.page().lines[0].paper == "GBEQ-0001"
    store.close()


def test_a_name_stands_in_a_plain_file_and_never_in_an_encrypted_one(tmp_path: Path) -> None:
    for folder, key in ((tmp_path / "plain", None), (tmp_path / "secret", KEY)):
        store = create(folder / "base.tldb", key)
        with store.transaction():
            store.revisions.append([Site("gbeq").key("GBEQ-0001", nom=NAME)])
        # The write-ahead log is still there: it must not tell either.
        assert (NAME.encode() in all_bytes(folder)) == (key is None)
        store.close()
        assert (NAME.encode() in all_bytes(folder)) == (key is None)


@pytest.mark.parametrize(
    ("made_with", "opened_with", "sentence"),
    [
        (KEY, bytes(32), "ne s’ouvre pas avec cette clé"),
        (KEY, None, "est chiffrée et son fichier de clés manque"),
        (None, KEY, "n’est pas chiffrée"),
    ],
)
def test_the_wrong_key(
    tmp_path: Path, made_with: bytes | None, opened_with: bytes | None, sentence: str
) -> None:
    path = tmp_path / "base.tldb"
    keyed(path, made_with)
    before = path.read_bytes()
    with pytest.raises(UserError, match=sentence):
        open_store(path, opened_with)
    assert path.read_bytes() == before


def test_a_key_has_32_bytes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        create(tmp_path / "base.tldb", bytes(31))


@pytest.mark.parametrize("content", [b"", b"SQLite", b"some text that is no database at all" * 400])
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes, key: bytes | None) -> None:
    path = tmp_path / "base.tldb"
    path.write_bytes(content)
    with pytest.raises(UserError):
        open_store(path, key)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_truncated_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    keyed(path, None)
    path.write_bytes(path.read_bytes()[: 3 * connection.PAGE_BYTES])
    with pytest.raises(DamagedFileError, match="restaurez la dernière sauvegarde"):
        open_store(path).responses.page()


def test_no_such_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="n’existe pas"):
        open_store(tmp_path / "base.tldb")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ne peut pas être lue"):
        open_store(tmp_path)


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    path.write_bytes(b"precious")
    with pytest.raises(UserError, match="existe déjà"):
        create(path)
    assert path.read_bytes() == b"precious"


def test_create_says_which_folder_it_cannot_make(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="ne peut pas être créé"):
        create(tmp_path / "file" / "base.tldb")


def test_a_second_writer_is_told_and_the_first_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 10)
    second = store.reopen()
    with store.transaction():
        store.settings.set("first", value=True)
        with pytest.raises(UserError, match="est occupée"), second.transaction():
            pass
    second.settings.set("second", value=True)
    assert store.settings.get("first")
    assert store.settings.get("second")
    second.close()


def test_a_reader_is_never_kept_waiting(store: Store) -> None:
    second = store.reopen()
    with store.transaction():
        store.settings.set("first", value=True)
        assert second.settings.get("first") is None
    assert second.settings.get("first")
    second.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(store: Store, gbeq: Site) -> None:
    pages = store.session.value("PRAGMA page_count")
    store.session.run_outside(f"PRAGMA max_page_count = {pages + 5}")
    many = [gbeq.key(f"GBEQ-{i:04}", nom="Faure", metier="x" * 2000) for i in range(100)]
    with pytest.raises(UserError, match="Le disque est plein"), store.transaction():
        store.revisions.append(many)
    assert store.responses.count() == 0
    assert store.revisions.vector() == {}
    assert store.session.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_failed_transaction_leaves_nothing(store: Store, gbeq: Site) -> None:
    def fail() -> None:
        with store.transaction():
            store.revisions.append([gbeq.key("GBEQ-0001", nom="Faure")])
            with store.transaction():
                store.settings.set("inner", value=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.responses.count() == 0
    assert store.settings.get("inner") is None


def test_a_change_outside_a_transaction_is_a_fault_of_ours(store: Store, gbeq: Site) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        store.revisions.append([gbeq.key("GBEQ-0001")])


def test_our_own_faults_are_not_turned_into_sentences(store: Store) -> None:
    with pytest.raises(Exception, match="no such table") as raised:
        store.session.rows("SELECT * FROM missing")
    assert not isinstance(raised.value, UserError)


def test_a_snapshot_does_not_see_what_others_write(store: Store) -> None:
    second = store.reopen()
    with store.session.snapshot():
        assert store.settings.get("later") is None
        second.settings.set("later", value=True)
        assert store.settings.get("later") is None
    assert store.settings.get("later")
    second.close()


def test_the_file_is_durable_and_checked(store: Store) -> None:
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert {name: store.session.value(f"PRAGMA {name}") for name in pragmas} == pragmas


def test_any_other_tool_opens_a_plain_file(tmp_path: Path) -> None:
    keyed(tmp_path / "base.tldb", None)
    other = sqlite3.connect(tmp_path / "base.tldb")
    assert other.execute("SELECT paper FROM response").fetchall() == [("GBEQ-0001",)]
    other.close()


def test_sqlcipher_opens_an_encrypted_file_with_its_key_and_page_size(tmp_path: Path) -> None:
    """What `db/README.md` tells somebody who has the key."""
    keyed(tmp_path / "base.tldb", KEY)
    other = sqlcipher3.connect(str(tmp_path / "base.tldb"))
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("PRAGMA cipher_page_size = 8192")
    assert other.execute("SELECT paper FROM response").fetchall() == [("GBEQ-0001",)]
    other.close()
    assert connect(tmp_path / "base.tldb", KEY).execute("SELECT count(*) FROM response").fetchone() == (1,)


def test_more_is_kept_in_memory_only_meanwhile(tmp_path: Path) -> None:
    store = create(tmp_path / "base.tldb", KEY)
    usual = store.session.value("PRAGMA cache_size")
    with suppress(InterruptedError), store.roomy(), store.transaction():
        assert store.session.value("PRAGMA cache_size") < usual  # kilobytes are told as negative numbers
        raise InterruptedError
    assert store.session.value("PRAGMA cache_size") == usual
    store.close()
