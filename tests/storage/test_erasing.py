"""Nothing of what was erased is left in the bytes of a plain file: the file, its log, its index."""

import random
from pathlib import Path

import pytest
from storage_builders import Site

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import SiteRange
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.storage import connection
from teleactivites_desktop.storage.database import Store, create, open_store
from teleactivites_desktop.storage.integrity import check


def bytes_beside(store: Store) -> bytes:
    folder = store.path.parent
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir())).lower()


@pytest.mark.parametrize("seed", [14, 42])
def test_no_byte_of_an_erased_response_is_left(store: Store, gbeq: Site, seed: int) -> None:
    """Corrections of all lengths move rows between pages.

    With these seeds `secure_delete` alone leaves one name in a page that its row has left; and without its
    merging, the search index leaves most names.
    """
    store.session.run_outside("PRAGMA synchronous = OFF")
    dice, heads = random.Random(seed), {}

    def texts(number: int) -> dict[str, PatchValue]:
        return {"nom": f"Quaranta{number}Z", "metier": f"Quaranta{number}Z " + "x" * dice.randrange(3000)}

    def write(revision: Revision) -> str:
        with store.transaction():
            store.revisions.append([revision])
        return revision.id

    for number in range(60):
        heads[number] = write(gbeq.key(paper(number), **texts(number)))
        for _correction in range(2):
            other = dice.randrange(number + 1)
            patch = {f"answers.{name}": value for name, value in texts(other).items()}
            heads[other] = write(gbeq.write(paper(other), patch, (heads[other],)))
    assert all(f"quaranta{number}z".encode() in bytes_beside(store) for number in range(60))
    for number in dice.sample(range(60), 10):
        write(gbeq.write(paper(number), {"erased": "demande"}, (heads[number],)))
        assert f"quaranta{number}z".encode() not in bytes_beside(store)
    assert check(store) == []
    assert store.responses.count() == 50


def test_an_encrypted_file_bigger_than_the_cache_is_rewritten_whole(tmp_path: Path, gbeq: Site) -> None:
    """SQLCipher's VACUUM ruins such a file unless its default page size is the file's."""
    store = create(tmp_path / "base.tldb", bytes(range(32)))
    store.session.run_outside("PRAGMA cache_size = -500")
    first = gbeq.key("GBEQ-0000", nom="Quaranta")
    others = [gbeq.key(paper(number), metier="x" * 3000) for number in range(1, 700)]
    with store.transaction():
        store.revisions.append([first, *others])
    with store.transaction():
        store.revisions.append([gbeq.write("GBEQ-0000", {"erased": "demande"}, (first.id,))])
    assert not store.cleaning.due
    assert check(store) == []
    assert store.responses.count() == 699
    store.close()


def test_telephones_go_too(store: Store, gbeq: Site) -> None:
    first = gbeq.key("GBEQ-0001", telephone="+33492584744")
    with store.transaction():
        store.revisions.append([first, gbeq.key("GBEQ-0002", telephone="+33492000000")])
    with store.transaction():
        store.revisions.append([gbeq.write("GBEQ-0001", {"erased": "demande"}, (first.id,))])
    assert b"92584744" not in bytes_beside(store)
    assert b"92000000" in bytes_beside(store)


def test_what_an_undo_took_out_is_cleaned_away_when_its_erasure_comes(store: Store, hd: Site) -> None:
    """The erased response comes back blank, so nothing is left to blank; the file still had its words."""
    first = hd.key("HD-0007", nom="Quaranta")
    with store.transaction():
        store.revisions.append([first])
    with store.transaction():
        store.revisions.remove([SiteRange(first.site, 1, 1)])
    assert b"quaranta" in bytes_beside(store)
    with store.transaction():
        store.revisions.append([first.blanked(), hd.write("HD-0007", {"erased": "demande"}, (first.id,))])
    assert b"quaranta" not in bytes_beside(store)
    assert not store.cleaning.left


def paper(number: int) -> str:
    return f"GBEQ-{number:04}"


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
