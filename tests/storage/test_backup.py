"""Copies that count, and putting one back."""

from pathlib import Path

import pytest
from storage_builders import Site

from teleactivites_desktop.core.local import NEW_SITE_DUE
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.storage import backup, connection
from teleactivites_desktop.storage.backup import describe_copy, restore_database
from teleactivites_desktop.storage.connection import PAGE_BYTES
from teleactivites_desktop.storage.database import Store, create, open_store
from teleactivites_desktop.storage.integrity import check

KEY = bytes(range(32))


def keyed(path: Path, key: bytes | None, count: int = 40) -> Store:
    store = create(path, key)
    site = Site("gbeq")
    with store.transaction():
        store.revisions.append(
            [site.key(f"GBEQ-{i:04}", nom="Faure", metier="x" * 300) for i in range(count)]
        )
    return store


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_copy_is_one_whole_file(tmp_path: Path, key: bytes | None) -> None:
    store = keyed(tmp_path / "base.tldb", key)
    told: list[tuple[int, int]] = []
    store.back_up(tmp_path / "copies" / "copy.tldb", lambda done, total: told.append((done, total)))
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["copy.tldb"]
    assert told[-1][0] == told[-1][1] > 0
    copy = open_store(tmp_path / "copies" / "copy.tldb", key)
    assert copy.responses.count() == 40
    assert check(copy) == []
    assert (b"Faure" in (tmp_path / "copies" / "copy.tldb").read_bytes()) == (key is None)
    copy.close()
    store.close()


@pytest.mark.parametrize("share", [0.01, 0.99], ids=["copying", "comparing"])
def test_a_copy_that_is_stopped_leaves_nothing(tmp_path: Path, share: float) -> None:
    store = keyed(tmp_path / "base.tldb", None)

    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.back_up(tmp_path / "copies" / "copy.tldb", stop)
    assert not list((tmp_path / "copies").iterdir())
    assert store.responses.count() == 40
    store.close()


def test_a_copy_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    store = keyed(tmp_path / "base.tldb", None)
    (tmp_path / "copy.tldb").write_bytes(b"old")
    store.back_up(tmp_path / "copy.tldb")
    assert describe_copy(tmp_path / "copy.tldb", None).responses == 40
    store.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_copy_that_is_not_equal_never_gets_its_name(
    tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad disk: what is read back is not what was written."""
    store = keyed(tmp_path / "base.tldb", key)
    page = store.session.value("SELECT rootpage FROM sqlite_master WHERE name = 'setting'")
    store.settings.set("word", "before")

    def corrupt(path: Path) -> None:
        content = bytearray(path.read_bytes())
        place = content.index(b"before") if key is None else (page - 1) * PAGE_BYTES + 100
        content[place] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(backup, "force_to_disk", corrupt)
    with pytest.raises(DamagedFileError):
        store.back_up(tmp_path / "copy.tldb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.tldb", "base.tldb-shm", "base.tldb-wal"]
    store.settings.set("still", value=True)
    store.close()


def test_a_copy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    store = keyed(tmp_path / "base.tldb", None)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="ne peut pas être écrite"):
        store.back_up(tmp_path / "file" / "copy.tldb")
    store.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_putting_a_copy_back(tmp_path: Path, key: bytes | None) -> None:
    path, copy = tmp_path / "base.tldb", tmp_path / "copy.tldb"
    store = keyed(path, key)
    store.back_up(copy)
    with store.transaction():
        store.revisions.append([Site("hd").key("HD-0001")])
    assert describe_copy(copy, key) == (40, {Site("gbeq").id: 40})
    store.close()
    assert restore_database(copy, path, key)
    store = open_store(path, key)
    assert store.responses.count() == 40
    assert store.settings.get(NEW_SITE_DUE) is True
    assert check(store) == []
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["base.tldb", "copy.tldb"]


def test_a_database_in_use_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 10)
    path, copy = tmp_path / "base.tldb", tmp_path / "copy.tldb"
    store = keyed(path, None)
    store.back_up(copy)
    with pytest.raises(UserError, match="est occupée"):
        restore_database(copy, path, None)
    assert store.settings.get(NEW_SITE_DUE) is None
    store.close()


def test_a_broken_database_is_moved_aside(tmp_path: Path) -> None:
    path, copy = tmp_path / "base.tldb", tmp_path / "copy.tldb"
    store = keyed(path, None)
    store.back_up(copy)
    store.close()
    path.write_bytes(b"broken by a disk")
    assert not restore_database(copy, path, None)
    assert (tmp_path / "base.tldb.ecartee").read_bytes() == b"broken by a disk"
    store = open_store(path)
    assert store.responses.count() == 40
    store.close()


def test_a_broken_copy_is_refused_and_the_database_stays(tmp_path: Path) -> None:
    path, copy = tmp_path / "base.tldb", tmp_path / "copy.tldb"
    store = keyed(path, None)
    store.back_up(copy)
    store.close()
    copy.write_bytes(copy.read_bytes()[: 6 * PAGE_BYTES])
    before = path.read_bytes()
    with pytest.raises(UserError):
        restore_database(copy, path, None)
    assert path.read_bytes() == before


def test_a_copy_where_nothing_was(tmp_path: Path) -> None:
    store = keyed(tmp_path / "base.tldb", None)
    store.back_up(tmp_path / "copy.tldb")
    store.close()
    assert not restore_database(tmp_path / "copy.tldb", tmp_path / "new.tldb", None)
    store = open_store(tmp_path / "new.tldb")
    assert store.responses.count() == 40
    store.close()
