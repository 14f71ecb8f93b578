"""The law of the store: whatever came, in whatever pieces, what lists show is the fold of the histories."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_builders import Site, package, record_id, response_patch

from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.core.local import SiteRange
from teleactivites_desktop.storage.database import Store, create
from teleactivites_desktop.storage.integrity import check
from teleactivites_desktop.storage.rebuild import rebuild
from teleactivites_desktop.storage.revisions import Merged
from teleactivites_desktop.storage.tables import RESPONSE

PAPERS = ("GBEQ-0001", "GBEQ-0002", "HD-0001")
_NAMES = st.sampled_from(["Faure", "Müller", "d'Été", None])
_CHANGES: st.SearchStrategy[Patch] = st.one_of(
    st.fixed_dictionaries({"answers.nom": _NAMES}),
    st.fixed_dictionaries({"answers.telephone": st.sampled_from(["+33492584744", None])}),
    st.fixed_dictionaries({"refused.heures": st.sampled_from([{"typed": "x", "rule": "type"}, None])}),
    st.fixed_dictionaries({"status": st.sampled_from(["kept", "withdrawn"])}),
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    """One file for all cases: making one costs more than a case."""
    with tempfile.TemporaryDirectory() as folder:
        store = create(Path(folder) / "base.tldb")
        store.session.run_outside("PRAGMA synchronous = OFF")
        with store.transaction():
            store.questionnaires.add(package())
        yield store
        store.close()


def emptied(store: Store) -> Store:
    with store.transaction():
        store.session.write("DELETE FROM revision")
        rebuild(store)
    return store


@st.composite
def stories(draw: st.DrawFn, erasing: bool = True) -> list[Revision]:
    """Revisions of two sites on a few records, each knowing some of what was written before it."""
    sites = (Site("gbeq"), Site("hd"))
    histories: dict[str, list[Revision]] = {}
    story = []
    for _step in range(draw(st.integers(1, 12))):
        site, paper = draw(st.sampled_from(sites)), draw(st.sampled_from(PAPERS))
        known = histories.setdefault(paper, [])
        if not known:
            revision = site.write(paper, {**response_patch(paper), **draw(_CHANGES)})
        else:
            seen = draw(
                st.lists(st.sampled_from(known), min_size=1, max_size=2, unique_by=lambda each: each.id)
            )
            erases = erasing and draw(st.integers(0, 11)) == 0
            patch: Patch = {"erased": "demande"} if erases else draw(_CHANGES)
            revision = site.write(paper, patch, tuple(sorted({each.id for each in seen})))
        known.append(revision)
        story.append(revision)
    return story


def rows(store: Store) -> list[Sequence[tuple[Any, ...]]]:
    """All that is made from the histories, without the numbers of rows."""
    listed = ", ".join(column.name for column in RESPONSE.columns if column.name not in ("row", "revision"))
    responses = f"SELECT {listed}, revision IS NULL FROM response ORDER BY record"
    others = [f"SELECT * FROM {name} ORDER BY 1, 2" for name in ("conflict", "erasure", "record")]
    contents = "SELECT record, fields FROM response_content ORDER BY record"
    return [store.session.rows(query) for query in (responses, contents, *others)]


@pytest.mark.fuzz
@given(story=stories(), data=st.data())
def test_any_pieces_make_the_same_rows_as_a_rebuild(
    shared: Store, story: list[Revision], data: st.DataObject
) -> None:
    store, rest = emptied(shared), story
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        with store.transaction():
            store.revisions.append(rest[:size])
        rest = rest[size:]
    made = rows(store)
    assert check(store) == []
    rebuild(store)
    assert rows(store) == made
    assert check(store) == []
    for paper in PAPERS:
        folded = fold(store.revisions.history(record_id(paper)))
        stored = store.responses.get(record_id(paper))
        assert (stored.fields if stored else {}) == folded.values


@pytest.mark.fuzz
@given(story=stories(erasing=False), data=st.data())
def test_an_undone_import_leaves_the_rows_of_before(
    shared: Store, story: list[Revision], data: st.DataObject
) -> None:
    """Without erasures: what one blanked does not come back, and the service refuses to undo it."""
    store, held = emptied(shared), data.draw(st.integers(0, len(story)))
    with store.transaction():
        store.revisions.append(story[:held])
    before, vector = rows(store), store.revisions.vector()
    with store.transaction():
        store.revisions.append(story[held:])
    brought = [
        SiteRange(site, vector.get(site, 0) + 1, seq)
        for site, seq in store.revisions.vector().items()
        if seq > vector.get(site, 0)
    ]
    with store.transaction():
        store.revisions.remove(brought)
    assert rows(store) == before
    assert check(store) == []


@pytest.mark.fuzz
@given(story=stories(), data=st.data())
def test_a_merge_shows_each_record_once_and_says_what_it_was(
    shared: Store, story: list[Revision], data: st.DataObject
) -> None:
    """In whatever parts it comes, as though it had been appended; records that come alone are not told."""
    store, held = emptied(shared), data.draw(st.integers(0, len(story)))
    with store.transaction():
        store.revisions.append(story[:held])
    before = {paper: fold(store.revisions.history(record_id(paper))) for paper in PAPERS}
    coming = story[held:]
    size = data.draw(st.integers(1, max(1, len(coming))))
    parts = [coming[start : start + size] for start in range(0, len(coming), size)]
    records = [revision.record for revision in coming]
    alone = {record for record in records if records.count(record) == 1} - store.revisions.held_records(
        records
    )
    told: list[Merged] = []
    with store.transaction():
        store.revisions.merge(parts, alone, told.append)
    assert check(store) == []
    assert sorted(each.record for each in told) == sorted({*records} - alone)
    for paper in PAPERS:
        for each in told:
            if each.record == record_id(paper):
                assert each.after == fold(store.revisions.history(each.record))
                assert fold(each.before).heads == before[paper].heads
                assert each.after.erased or fold(each.before).values == before[paper].values


def test_a_rebuild_tells_how_far_it_is(store: Store) -> None:
    told: list[tuple[int, int]] = []
    with store.transaction():
        store.revisions.append([Site("hd").write("batch", {"code": "A"}, kind=Kind.BATCH)])
    rebuild(store, lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert [batch.text("code") for batch in store.batches.list()] == ["A"]
