"""Nothing of what was erased is left in the bytes of a plain file: the file, its log, its index."""

import random
from pathlib import Path

import pytest
from storage_builders import Site, record_id

from teleactivites_desktop.storage import connection
from teleactivites_desktop.storage.database import Store, open_store
from teleactivites_desktop.storage.integrity import check


def bytes_beside(store: Store) -> bytes:
    folder = store.path.parent
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir())).lower()


def secrets(number: int) -> list[bytes]:
    """What only the response `number` says: in its patches, in its row, in the index (folded)."""
    return [f"quaranta{number}z".encode(), f"+3349000{number:04}".encode(), f"049000{number:04}".encode()]


@pytest.mark.parametrize("seed", range(3))
def test_no_byte_of_an_erased_response_is_left(store: Store, gbeq: Site, seed: int) -> None:
    """`secure_delete` alone fails this: rows that moved to another page leave their bytes behind."""
    dice = random.Random(seed)

    def texts(number: int) -> dict[str, str]:
        return {"nom": f"Quaranta{number}Z", "metier": f"Quaranta{number}Z " + "x" * dice.randrange(2500)}

    for number in range(60):
        first = gbeq.key(f"GBEQ-{number:04}", telephone=f"+3349000{number:04}", **texts(number))
        with store.transaction():
            store.revisions.append([first])
            if number % 2:
                patch = {f"answers.{name}": value for name, value in texts(number).items()}
                store.revisions.append([gbeq.write(f"GBEQ-{number:04}", patch, (first.id,))])
    erased = dice.sample(range(60), 3)
    assert all(secret in bytes_beside(store) for number in erased for secret in secrets(number)[:2])
    for number in erased:
        record = f"GBEQ-{number:04}"
        with store.transaction():
            heads = store.revisions.heads(record_id(record))
            store.revisions.append([gbeq.write(record, {"erased": "demande"}, heads)])
        left = bytes_beside(store)
        assert [secret for secret in secrets(number) if secret in left] == []
    assert check(store) == []
    assert store.responses.count() == 57


def test_cleaning_waits_while_the_file_is_read(
    store: Store, gbeq: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 10)
    store.close()
    store = open_store(store.path)
    first = gbeq.key("GBEQ-0001", nom="Quaranta")
    with store.transaction():
        store.revisions.append([first])
    reader = store.reopen()
    with reader.session.snapshot():
        assert reader.responses.count() == 1
        with store.transaction():
            store.revisions.append([gbeq.write("GBEQ-0001", {"erased": "demande"}, (first.id,))])
        assert store.responses.count() == 0
        assert store.cleaning.due
        assert [problem.part for problem in check(store)] == ["erasure"]
    reader.close()
    assert store.cleaning.run()
    assert not store.cleaning.due
    assert b"quaranta" not in bytes_beside(store)
    assert check(store) == []
    store.close()


def test_cleaning_that_did_not_happen_happens_when_the_file_is_opened(store: Store, tmp_path: Path) -> None:
    store.settings.set("cleaning_due", value=True)
    store.close()
    store = open_store(tmp_path / "base.tldb")
    assert not store.cleaning.due
    store.close()


def test_an_erasure_that_is_taken_back_asks_for_no_cleaning(store: Store, gbeq: Site) -> None:
    first = gbeq.key("GBEQ-0001", nom="Quaranta")
    with store.transaction():
        store.revisions.append([first])

    def fail() -> None:
        with store.transaction():
            store.revisions.append([gbeq.write("GBEQ-0001", {"erased": "demande"}, (first.id,))])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not store.cleaning.due
    assert store.responses.count() == 1
