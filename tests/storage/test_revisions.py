"""Histories: what goes in, what comes out, what is taken back, what is erased."""

import pytest
from storage_builders import OFFICER, Site, record_id

from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.core.local import Draft, SiteRange
from teleactivites_desktop.storage import histories
from teleactivites_desktop.storage.database import Store
from teleactivites_desktop.storage.integrity import check

PAPER = "GBEQ-0001"


def append(store: Store, *revisions: Revision) -> None:
    with store.transaction():
        store.revisions.append(revisions)


def test_a_revision_comes_back_as_it_went_in(store: Store, gbeq: Site) -> None:
    values: Patch = {
        "a": '« é »\n"',
        "b": 3,
        "c": 1.5,
        "d": True,
        "e": None,
        "f": {"typed": "x", "rule": ["y", 2]},
    }
    written = gbeq.write(PAPER, values, kind=Kind.LIKENESS)
    append(store, written)
    assert store.revisions.history(record_id(PAPER)) == [written]
    assert store.revisions.by_id(written.id) == written


def test_what_follows_what(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, heures=35)
    append(store, first, gbeq.key("GBEQ-0002"))
    mine = gbeq.write(PAPER, {"answers.heures": 39}, (first.id,))
    theirs = hd.write(PAPER, {"answers.heures": 41}, (first.id,))
    append(store, mine, theirs)
    assert store.revisions.heads(record_id(PAPER)) == tuple(sorted((mine.id, theirs.id)))
    assert store.revisions.heads(record_id("nobody")) == ()
    assert store.revisions.vector() == {gbeq.id: 3, hd.id: 1}
    assert store.revisions.tip(gbeq.id) == mine
    assert store.revisions.tip("0" * 16) is None


def test_what_somebody_lacks_comes_by_site_and_number(
    store: Store, gbeq: Site, hd: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "CHUNK", 2)
    written = [gbeq.key(f"GBEQ-{i:04}") for i in range(5)] + [hd.key(f"HD-{i:04}") for i in range(3)]
    append(store, *written)
    everything = sorted(written, key=lambda revision: (revision.site, revision.seq))
    assert list(store.revisions.after({})) == everything
    lacked = [revision for revision in everything if revision.site == hd.id or revision.seq > 2]
    assert list(store.revisions.after({gbeq.id: 2})) == lacked
    assert list(store.revisions.after({}, {gbeq.id: 3})) == gbeq.written[:3]
    assert list(store.revisions.after({}, {})) == []


def test_what_is_held_is_told_in_bulk(store: Store, gbeq: Site) -> None:
    one, two = gbeq.key(PAPER), gbeq.key("GBEQ-0002")
    append(store, one, two)
    assert store.revisions.known_ids([two.id, "f" * 64]) == {two.id: two.record}
    assert store.revisions.ids_between(gbeq.id, 1, 2) == [one.id, two.id]
    assert store.revisions.by_ids([one.id, "f" * 64]) == {one.id: one}
    assert store.revisions.records(Kind.RESPONSE) == [record_id(PAPER), record_id("GBEQ-0002")]


def test_only_the_next_revision_of_a_site_goes_in(store: Store, gbeq: Site, hd: Site) -> None:
    one, two, three = gbeq.key("a"), gbeq.key("b"), gbeq.key("c")
    append(store, one)
    for wrong in ([three], [one], [three, two]):
        with pytest.raises(ValueError, match="does not follow"):
            append(store, *wrong)
    other = Site("gbeq")
    other.key("z")
    fork = other.key("y")
    with pytest.raises(ValueError, match="does not follow"):
        append(store, fork)
    append(store, hd.key("d"), two, three)
    assert store.revisions.vector() == {gbeq.id: 3, hd.id: 1}


def test_taking_back_what_an_import_brought(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, heures=35, nom="Faure")
    append(store, first)
    before = store.responses.get(record_id(PAPER))
    change = hd.write(PAPER, {"answers.heures": 41, "answers.nom": "Roux"}, (first.id,))
    append(store, change, hd.key("HD-0001", nom="Blanc"))
    brought = [SiteRange(hd.id, 1, 2)]
    assert store.revisions.standing_on(brought) == []
    with store.transaction():
        store.revisions.remove(brought)
    assert store.responses.get(record_id(PAPER)) == before
    assert store.responses.get(record_id("HD-0001")) is None
    assert [line.paper for line in store.responses.search("blanc")] == []
    assert [line.paper for line in store.responses.search("faure")] == [PAPER]
    assert store.revisions.vector() == {gbeq.id: 1}
    assert check(store) == []


def test_what_stands_on_an_import_is_in_the_way(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, heures=35)
    theirs = hd.write(PAPER, {"answers.heures": 41}, (first.id,))
    mine = gbeq.write(PAPER, {"answers.heures": 39}, (theirs.id,))
    later = hd.key("HD-0001")
    append(store, first, theirs, mine, later)
    standing = store.revisions.standing_on([SiteRange(hd.id, 1, 1)])
    assert {revision.id for revision in standing} == {mine.id, later.id}
    with pytest.raises(ValueError, match="stand on"), store.transaction():
        store.revisions.remove([SiteRange(hd.id, 1, 1)])
    assert store.revisions.vector() == {gbeq.id: 2, hd.id: 2}


def test_an_erasure_blanks_what_is_held_and_what_comes_later(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, nom="Quaranta")
    edit = gbeq.write(PAPER, {"answers.heures": 40}, (first.id,))
    erasure = hd.write(PAPER, {"erased": "demande"}, (first.id,))
    append(store, first)
    append(store, erasure)
    append(store, edit)
    assert store.responses.get(record_id(PAPER)) is None
    assert store.responses.search("quaranta") == ()
    assert store.revisions.history(record_id(PAPER)) == [first.blanked(), erasure, edit.blanked()]
    (told,) = store.erasures.list()
    assert (told.record, told.reason, told.site) == (record_id(PAPER), "demande", hd.id)
    assert store.revisions.erased_records([record_id(PAPER), record_id("x")]) == {record_id(PAPER)}
    assert check(store) == []


def test_an_erasure_that_comes_with_what_it_erases(store: Store, gbeq: Site) -> None:
    first = gbeq.key(PAPER, nom="Quaranta")
    append(store, first, gbeq.write(PAPER, {"erased": "demande"}, (first.id,)))
    assert store.revisions.history(record_id(PAPER))[0] == first.blanked()
    assert store.responses.count() == 0
    assert check(store) == []


def test_an_erasure_blanks_what_waits(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, nom="Faure")
    append(store, first)
    waiting = hd.write(PAPER, {"answers.nom": "Quaranta"}, (first.id,))
    with store.transaction():
        store.partners.park([waiting])
    append(store, gbeq.write(PAPER, {"erased": "demande"}, (first.id,)))
    assert store.partners.parked() == [waiting.blanked()]


def test_an_erasure_blanks_what_waits_for_what_it_came_with(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, nom="Faure")
    waiting = hd.write(PAPER, {"answers.nom": "Quaranta"}, (first.id,))
    with store.transaction():
        store.partners.park([waiting])
    append(store, first, gbeq.write(PAPER, {"erased": "demande"}, (first.id,)))
    assert store.partners.parked() == [waiting.blanked()]


def test_an_erasure_removes_what_is_being_keyed(store: Store, gbeq: Site) -> None:
    first = gbeq.key(PAPER, nom="Faure")
    append(store, first)
    for name, record in (("mine", record_id(PAPER)), ("other", record_id("x"))):
        store.drafts.save(Draft(name, PAPER, "GBEQ", "", "", "nom", {"record": record}, "2007"))
    append(store, gbeq.write(PAPER, {"erased": "demande"}, (first.id,)))
    assert [draft.id for draft in store.drafts.list()] == ["other"]


def test_nothing_is_cleaned_where_nothing_was_said(
    store: Store, gbeq: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.cleaning, "ask", lambda: pytest.fail("cleaned for nothing"))
    first = gbeq.key(PAPER, nom="Faure")
    append(store, first.blanked(), gbeq.write(PAPER, {"erased": "demande"}, (first.id,)))
    assert store.responses.count() == 0


def test_records_of_other_kinds(store: Store, gbeq: Site) -> None:
    made = gbeq.write("batch", {"code": "GBEQ-A", "expected": 40}, kind=Kind.BATCH)
    append(store, made, gbeq.write("officer", {"name": "MD"}, kind=Kind.OFFICER))
    append(store, gbeq.write("batch", {"expected": 41, "closed": True}, (made.id,), kind=Kind.BATCH))
    (batch,) = store.batches.list()
    assert batch.fields == {"code": "GBEQ-A", "expected": 41, "closed": True}
    assert (batch.text("code"), batch.text("expected"), batch.changed_by) == ("GBEQ-A", "", OFFICER)
    assert store.batches.get(record_id("officer")) is None
    assert store.batches.find("code", "GBEQ-A") == batch
    assert store.batches.find("code", "HD-A") is None
    assert [officer.text("name") for officer in store.officers.list()] == ["MD"]
    assert store.responses.count() == 0


def test_open_conflicts_until_somebody_decides(store: Store, gbeq: Site, hd: Site) -> None:
    first = gbeq.key(PAPER, heures=35)
    mine = gbeq.write(PAPER, {"answers.heures": 33}, (first.id,))
    theirs = hd.write(PAPER, {"answers.heures": 41}, (first.id,))
    append(store, first, mine, theirs)
    (conflict,) = store.conflicts.list()
    assert (conflict.paper, conflict.path, conflict.kind) == (PAPER, "answers.heures", Kind.RESPONSE)
    assert [each.value for each in conflict.contenders] == [33, 41]
    assert [each.revision for each in conflict.contenders] == [mine, theirs]
    assert store.conflicts.count() == 1
    assert store.conflicts.list(record_id("x")) == []
    stored = store.responses.get(record_id(PAPER))
    assert stored is not None
    assert stored.state.conflicts == ("answers.heures",)
    assert stored.line.conflicts == 1
    append(store, hd.write(PAPER, {"answers.heures": 41}, (mine.id, theirs.id)))
    assert store.conflicts.list() == []
