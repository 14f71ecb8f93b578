"""`check` finds whatever is tampered with, and says where."""

import pytest
from storage_builders import Site

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.storage.connection import PAGE_BYTES
from teleactivites_desktop.storage.database import Store, create, open_store
from teleactivites_desktop.storage.integrity import check

_SITE = Site("gbeq").id


@pytest.fixture
def full(store: Store, gbeq: Site, hd: Site) -> Store:
    """A sound database with an edited response, a conflict, an erasure and a batch."""
    first, second = gbeq.key("GBEQ-0001", nom="Faure"), gbeq.key("GBEQ-0002", nom="Roux")
    gone = gbeq.key("GBEQ-0003", nom="Quaranta")
    batch = gbeq.write("batch", {"code": "GBEQ-A"}, kind=Kind.BATCH)
    with store.transaction():
        store.revisions.append([first, second, gone, batch])
        store.revisions.append(
            [
                gbeq.write("GBEQ-0002", {"answers.heures": 33}, (second.id,)),
                hd.write("GBEQ-0002", {"answers.heures": 41}, (second.id,)),
                gbeq.write("GBEQ-0003", {"erased": "demande"}, (gone.id,)),
            ]
        )
    return store


def tamper(store: Store, statement: str) -> None:
    with store.transaction():
        store.session.write_literally(statement)


def test_a_sound_database_has_no_problem(full: Store) -> None:
    told: list[tuple[int, int]] = []
    assert check(full, lambda done, total: told.append((done, total))) == []
    assert told == [(0, 11), (11, 11)]  # seven revisions of four records


def test_a_check_can_be_stopped(full: Store) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(full, stop)
    assert check(full) == []


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        ("UPDATE revision SET patch = replace(patch, 'Faure', 'Favre')", {"chain", "row"}),
        ("UPDATE revision SET officer = 'aa' WHERE seq = 2", {"chain"}),
        ("UPDATE revision SET at = '0116331632680001' WHERE seq = 4", {"chain", "row"}),
        ("DELETE FROM revision WHERE seq = 4", {"chain", "row"}),
        ("DELETE FROM revision WHERE seq = 2", {"chain", "parent", "row"}),
        ("UPDATE revision SET parents = '[]' WHERE seq = 5", {"chain"}),
        ("UPDATE revision SET salt = NULL WHERE seq = 1", {"chain"}),
        ("UPDATE response SET name = 'Favre' WHERE paper = 'GBEQ-0001'", {"row"}),
        ("UPDATE response SET search = 'favre' WHERE paper = 'GBEQ-0001'", {"row", "search"}),
        ("UPDATE response SET revision = NULL WHERE paper = 'GBEQ-0001'", {"row"}),
        ("UPDATE response SET revision = revision + 1 WHERE paper = 'GBEQ-0001'", {"row"}),
        ("UPDATE response_fields SET fields = replace(fields, 'Roux', 'Rous')", {"row"}),
        ("DELETE FROM response_fields", {"row"}),
        ("DELETE FROM response WHERE paper = 'GBEQ-0001'", {"row", "search"}),
        ("UPDATE response SET record = 'abcd' WHERE paper = 'GBEQ-0001'", {"row"}),
        ("UPDATE record SET fields = '{}'", {"row"}),
        ("DELETE FROM conflict", {"row"}),
        ("UPDATE conflict SET contenders = '[]'", {"row"}),
        ("INSERT INTO conflict VALUES ('x', 'status', 'response', '[]')", {"row"}),
        ("DELETE FROM erasure", {"row"}),
        ("UPDATE erasure SET reason = 'autre'", {"row"}),
        ("UPDATE revision SET patch = '{}', salt = '00' WHERE patch IS NULL", {"chain", "erasure"}),
        ("INSERT INTO response_search (rowid, search) VALUES (1, 'more')", {"search"}),
    ],
)
def test_what_is_tampered_with_is_found(full: Store, statement: str, parts: set[str]) -> None:
    tamper(full, statement)
    assert {problem.part for problem in check(full)} == parts


def test_a_problem_says_where(full: Store) -> None:
    tamper(full, "UPDATE revision SET patch = replace(patch, 'Faure', 'Favre')")
    tamper(full, "UPDATE response SET place = 'Gap' WHERE paper = 'GBEQ-0002'")
    messages = [problem.message for problem in check(full)]
    assert f"Chaîne rompue, poste {_SITE}, révision 1 : ce qu’elle dit a été altéré." in messages
    assert any("GBEQ-0002" in message for message in messages)


def test_many_problems_of_one_sort_are_counted(store: Store, gbeq: Site) -> None:
    with store.transaction():
        store.revisions.append([gbeq.key(f"GBEQ-{i:04}") for i in range(30)])
    tamper(store, "UPDATE response SET place = 'Gap'")
    problems = check(store)
    assert len(problems) == 21
    assert problems[-1].message == "et 10 autres de même sorte."


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_a_flipped_byte_in_the_file_is_found(
    tmp_path_factory: pytest.TempPathFactory, key: bytes | None
) -> None:
    path = tmp_path_factory.mktemp("flipped") / "base.tldb"
    store, site = create(path, key), Site("gbeq")
    with store.transaction():
        store.revisions.append([site.key(f"GBEQ-{i:04}", metier="x" * 500) for i in range(50)])
    page = store.session.value("SELECT rootpage FROM sqlite_master WHERE name = 'revision_id'")
    store.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * PAGE_BYTES + 10] ^= 0xFF
    path.write_bytes(content)
    store = open_store(path, key)
    assert "file" in {problem.part for problem in check(store)}
    store.close()
