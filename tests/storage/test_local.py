"""What stays on a site: drafts, settings, secrets, what partners said, the journal."""

from dataclasses import replace

from storage_builders import Site

from teleactivites_desktop.core.local import (
    Draft,
    JournalAction,
    JournalEntry,
    Signature,
    SiteRange,
    Statement,
)
from teleactivites_desktop.storage.database import Store, open_store

DRAFT = Draft(
    "d1",
    "GBEQ-0001",
    "GBEQ",
    "GBEQ-A",
    "0f",
    "commune",
    {"typed": {"nom": "Fé"}, "n": [1, None]},
    "2007-11-12T09:00",
)


def test_a_draft_is_there_for_the_next_connection_at_once(store: Store) -> None:
    store.drafts.save(DRAFT)
    other = open_store(store.path)
    assert other.drafts.get("d1") == DRAFT
    other.close()


def test_drafts(store: Store) -> None:
    later = replace(DRAFT, id="d2", updated="2007-11-12T10:00")
    store.drafts.save(DRAFT)
    store.drafts.save(later)
    moved = replace(DRAFT, position="heures")
    store.drafts.save(moved)
    assert store.drafts.list() == [later, moved]
    store.drafts.delete("d1")
    store.drafts.delete("d1")
    assert store.drafts.get("d1") is None
    assert store.drafts.list() == [later]


def test_settings(store: Store) -> None:
    assert store.settings.get("window") is None
    assert store.settings.get("window", "large") == "large"
    store.settings.set("window", {"width": 800, "é": [True, None]})
    assert store.settings.get("window") == {"width": 800, "é": [True, None]}
    store.settings.set("window", None)
    assert store.settings.get("window") is None


def test_secrets(store: Store) -> None:
    assert store.secrets.get("seed") is None
    store.secrets.set("seed", b"\x00\xff")
    assert store.secrets.get("seed") == b"\x00\xff"
    store.secrets.set("seed", None)
    assert store.secrets.get("seed") is None


def test_the_latest_statement_of_a_site_counts_even_when_it_goes_back(store: Store) -> None:
    first = Statement("aa", {"aa": 9, "bb": 4}, "0116", "a.tlx")
    with store.transaction():
        store.partners.state(first)
        store.partners.state(replace(first, vector={"aa": 3}, file="b.tlx"))
        store.partners.state(Statement("bb", {}, "0117", "c.tlx"))
    assert store.partners.statements() == {
        "aa": Statement("aa", {"aa": 3}, "0116", "b.tlx"),
        "bb": Statement("bb", {}, "0117", "c.tlx"),
    }


def test_signatures(store: Store) -> None:
    one, two, other = (
        Signature("aa", 1, "i1", "s1"),
        Signature("aa", 5, "i5", "s5"),
        Signature("bb", 9, "i9", "s9"),
    )
    with store.transaction():
        store.partners.sign([two, one, other])
        store.partners.sign([one])
    assert store.partners.signatures() == [one, two, other]
    with store.transaction():
        store.partners.drop_signatures("aa", 1)
    assert store.partners.signatures() == [one, other]


def test_parked_revisions(store: Store, gbeq: Site) -> None:
    first, second, third = gbeq.key("a"), gbeq.key("b"), gbeq.key("c")
    with store.transaction():
        store.partners.park([third, second.blanked()])
    assert store.partners.parked() == [second.blanked(), third]
    with store.transaction():
        store.partners.park([first])
    assert store.partners.parked() == [first]
    assert store.revisions.vector() == {}


def test_the_journal(store: Store) -> None:
    read = JournalEntry(
        JournalAction.READ,
        "2007-11-12T09:00+01:00",
        "HD.tlx",
        "aa",
        "d1",
        (SiteRange("aa", 1, 40), SiteRange("bb", 3, 3)),
        {"counts": {"new": 41}},
    )
    written = JournalEntry(JournalAction.WRITTEN, "2007-11-12T10:00+01:00", "GBEQ.tlx")
    with store.transaction():
        assert store.journal.add(read) == 1
        assert store.journal.add(written) == 2
    assert store.journal.entries() == [replace(written, number=2), replace(read, number=1)]
    assert store.journal.entries(JournalAction.READ) == [replace(read, number=1)]
    with store.transaction():
        store.journal.undone(1, "2007-11-13T09:00+01:00")
    assert store.journal.entries(JournalAction.READ) == [
        replace(read, number=1, undone_at="2007-11-13T09:00+01:00")
    ]
