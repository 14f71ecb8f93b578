"""The fold does what design says, and what its definition, written out plainly, does."""

from collections.abc import Sequence
from typing import Any

import pytest
from history_reference import reference, seen_of
from history_world import START, Site, exchange_until_equal, record_id, site_id
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.fold import Folded, causal_order, fold, same
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind, Patch, Revision
from teleactivites_desktop.core.values import PatchValue

R = record_id(1)
NOW = START


def revision(id_: str, parents: Sequence[str], patch: Patch | None, at: int = 0, site: int = 0) -> Revision:
    """A revision of any shape, whatever its chain: the fold looks only at ids, parents, rank and patch."""
    return Revision(
        site=site_id(site), seq=1, id=id_, previous="", record=R, kind=Kind.RESPONSE, parents=tuple(parents),
        at=format(at, "016x"), officer="", digest="", salt=None if patch is None else "", patch=patch,
    )  # fmt: skip


VALUES: st.SearchStrategy[PatchValue] = st.sampled_from([None, True, 1, "1", "", [1], {"typed": "x"}])
PATCHES: st.SearchStrategy[Patch] = st.dictionaries(
    st.sampled_from(["a", "b", "calculated.c"]), VALUES, max_size=3
)


@st.composite
def histories(draw: st.DrawFn, erasing: bool = False) -> list[Revision]:
    """Any graph of up to nine revisions, ancestors missing here and there."""
    count = draw(st.integers(1, 9))
    made: list[Revision] = []
    for i in range(count):
        parents = draw(st.sets(st.sampled_from([f"r{j}" for j in range(i)]), max_size=3)) if i else set()
        patch = draw(PATCHES)
        if erasing and draw(st.booleans()):
            patch = {ERASED_PATH: draw(st.text(max_size=3))}
        made.append(
            revision(f"r{i}", sorted(parents), patch, draw(st.integers(0, 3)), draw(st.integers(0, 2)))
        )
    missing = draw(st.sets(st.integers(0, count - 1), max_size=2))
    return draw(st.permutations([r for i, r in enumerate(made) if i not in missing]))


@pytest.mark.fuzz
@given(histories())
def test_the_fold_is_its_definition(history: list[Revision]) -> None:
    assert seen_of(fold(history)) == reference(history)


@pytest.mark.fuzz
@given(histories(erasing=True))
def test_an_erasure_wins_over_all_shapes(history: list[Revision]) -> None:
    assert seen_of(fold(history)) == reference(history)


@pytest.mark.fuzz
@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(history: list[Revision], random: Any) -> None:
    shuffled = [*history, *random.choices(history, k=3)] if history else []
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@pytest.mark.fuzz
@given(histories())
def test_each_shown_value_is_what_its_writer_says(history: list[Revision]) -> None:
    folded = fold(history)
    known = {r.id: r for r in history}
    assert folded.writers.keys() == folded.values.keys()
    for path, writer in folded.writers.items():
        assert (known[writer].patch or {})[path] == folded.values[path]
    for path, contenders in folded.conflicts.items():
        assert contenders[0].value == folded.values.get(path)
        assert all((c.revision.patch or {})[path] == c.value for c in contenders)


@pytest.mark.fuzz
@given(histories())
def test_a_revision_on_all_heads_that_says_every_path_ends_every_conflict(history: list[Revision]) -> None:
    before = fold(history)
    said: dict[str, Any] = dict.fromkeys(before.conflicts, "decided")
    after = fold([*history, revision("decision", before.heads, said)])
    assert not after.conflicts
    assert after.heads == ("decision",)
    assert after.values == {**before.values, **said}


@pytest.mark.fuzz
@given(histories())
def test_causal_order_puts_each_after_its_parents(history: list[Revision]) -> None:
    ordered = [r.id for r in causal_order(history)]
    assert sorted(ordered) == sorted(r.id for r in history)
    for r in history:
        assert all(ordered.index(p) < ordered.index(r.id) for p in r.parents if p in ordered)


# Cases with a name.


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == Folded()


def test_one_revision_is_its_patch_without_what_it_takes_away() -> None:
    folded = fold([revision("a", [], {"x": 1, "y": None, "z": ""}, at=5)])
    assert folded == Folded(
        {"x": 1, "z": ""}, {"x": "a", "z": "a"}, {}, ("a",), created="0" * 15 + "5", changed="0" * 15 + "5"
    )


def test_the_later_of_two_that_follow_each_other_counts_even_with_an_earlier_clock() -> None:
    history = [revision("a", [], {"x": 1, "y": 1}, at=9), revision("b", ["a"], {"x": 2}, at=3)]
    folded = fold(history)
    assert folded.values == {"x": 2, "y": 1}
    assert folded.writers == {"x": "b", "y": "a"}
    assert (folded.created, folded.changed) == ("0" * 15 + "3", "0" * 15 + "9")


def test_greatest_clock_then_site_is_shown() -> None:
    root = revision("a", [], {"x": 0})
    early, late = revision("b", ["a"], {"x": 1}, at=1, site=2), revision("c", ["a"], {"x": 2}, at=2, site=1)
    assert [c.value for c in fold([root, early, late]).conflicts["x"]] == [2, 1]
    tied = revision("d", ["a"], {"x": 3}, at=2, site=2)
    assert [c.value for c in fold([root, early, late, tied]).conflicts["x"]] == [3, 2, 1]


def test_two_of_three_that_agree_do_not_end_the_conflict() -> None:
    root = revision("a", [], {"x": 0})
    history = [root, *(revision(f"b{i}", ["a"], {"x": said}, at=i) for i, said in enumerate((7, 8, 7)))]
    assert [c.value for c in fold(history).conflicts["x"]] == [7, 8, 7]


def test_taking_away_against_changing_is_a_conflict() -> None:
    root = revision("a", [], {"x": 0})
    gone, changed = revision("b", ["a"], {"x": None}, at=2), revision("c", ["a"], {"x": 1}, at=1)
    folded = fold([root, gone, changed])
    assert folded.values == {}
    assert [c.value for c in folded.conflicts["x"]] == [None, 1]


def test_taking_away_twice_is_no_conflict() -> None:
    root = revision("a", [], {"x": 0})
    folded = fold([root, revision("b", ["a"], {"x": None}), revision("c", ["a"], {"x": None})])
    assert folded.values == {}
    assert not folded.conflicts


def test_descent_through_revisions_that_do_not_write_the_path_counts() -> None:
    history = [
        revision("a", [], {"x": 1}), revision("b", ["a"], {"y": 1}), revision("c", ["a"], {"y": 2}),
        revision("d", ["b", "c"], {"z": 1}), revision("e", ["d"], {"x": 2}),
        revision("f", ["c"], {"x": 3}, at=1),
    ]  # fmt: skip
    folded = fold(history)
    assert {path: len(found) for path, found in folded.conflicts.items()} == {"x": 2, "y": 2}
    assert folded.values["x"] == 3
    assert folded.heads == ("e", "f")


def test_a_decision_that_saw_one_side_only_decides_nothing() -> None:
    history = [
        revision("a", [], {"x": 0}), revision("b", ["a"], {"x": 1}), revision("c", ["a"], {"x": 2}),
        revision("d", ["b"], {"x": 2}),
    ]  # fmt: skip
    assert not fold(history).conflicts  # both say 2
    assert "x" in fold([*history, revision("e", ["d"], {"x": 3})]).conflicts


def test_a_missing_ancestor_is_passed_over() -> None:
    assert fold([revision("b", ["lost"], {"x": 1}), revision("c", ["lost"], {"x": 1})]).values == {"x": 1}


def test_of_a_revision_whole_and_blanked_the_whole_one_counts() -> None:
    whole = revision("a", [], {"x": 1})
    assert fold([whole.blanked(), whole]).values == fold([whole, whole.blanked()]).values == {"x": 1}


def test_an_erased_record_keeps_its_heads_and_the_reason() -> None:
    history = [
        revision("a", [], {"x": 1}).blanked(), revision("b", ["a"], {ERASED_PATH: "demande"}, at=4),
        revision("c", ["a"], {"x": 2}, at=7), revision("d", ["b"], {"x": 3}),
    ]  # fmt: skip
    assert fold(history) == Folded(
        heads=("c", "d"), erased=True, reason="demande", created="0" * 16, changed="0" * 15 + "7"
    )


def test_of_two_erasures_the_latest_says_why() -> None:
    erasures = [
        revision("b", [], {ERASED_PATH: "then"}, at=2),
        revision("a", [], {ERASED_PATH: "first"}, at=1),
    ]
    assert fold(erasures).reason == fold(erasures[::-1]).reason == "then"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (5, 5.0, True), (1, True, False), (0, False, False), ("1", 1, False), (None, None, True),
        (None, "", False),
        ([1], [1.0], True), ([1], [True], False), ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True), ({}, [], False),
    ],
)  # fmt: skip
def test_same_values(one: Any, other: Any, equal: bool) -> None:
    assert same(one, other) is equal
    assert same(other, one) is equal


def test_a_long_history_with_many_branches_folds_at_once() -> None:
    history = [revision("0", [], {"x": 0})]
    for i in range(1, 3001):
        parent = history[-1 if i % 3 else i // 2].id
        history.append(revision(str(i), [parent], {"x": i, f"y{i % 50}": i}))
    folded = fold(reversed(history))
    assert len(folded.conflicts["x"]) == len(folded.heads) > 900


# The scenario of the sample corrections (point 1 to 5), between sites.


def two_sites() -> tuple[Site, Site]:
    first, second = Site(site_id(1)), Site(site_id(2))
    first.write(R, {"answers.mobile": "+33611111111", "answers.heures": 20, "status": "kept"}, NOW)
    exchange_until_equal([first, second], NOW)
    return first, second


def merged(one: Site, other: Site) -> Folded:
    exchange_until_equal([one, other], NOW)
    assert fold(one.history(R)) == fold(other.history(R))
    return fold(one.history(R))


def test_corrections_of_two_fields_are_both_kept() -> None:
    one, other = two_sites()
    one.write(R, {"answers.mobile": "+33622334455", "status": "kept"}, NOW)
    other.write(R, {"answers.heures": 44, "status": "kept"}, NOW)
    folded = merged(one, other)
    assert folded.values == {"answers.mobile": "+33622334455", "answers.heures": 44, "status": "kept"}
    assert not folded.conflicts


def test_corrections_of_one_field_are_a_conflict_until_decided_once() -> None:
    one, other = two_sites()
    one.write(R, {"answers.heures": 33, "status": "kept"}, NOW)
    other.write(R, {"answers.heures": 41, "status": "kept"}, NOW + 1)
    folded = merged(one, other)
    assert folded.conflicts.keys() == {"answers.heures"}
    assert folded.values["answers.heures"] == 41
    other.write(R, {"answers.heures": 33}, NOW + 2)
    assert not merged(one, other).conflicts


def test_the_same_correction_twice_is_no_conflict() -> None:
    one, other = two_sites()
    for site in (one, other):
        site.write(R, {"answers.lieu_dit": "Le Clos neuf", "status": "kept"}, NOW)
    assert not merged(one, other).conflicts


def test_a_withdrawal_against_an_edit_is_a_conflict_on_the_status() -> None:
    one, other = two_sites()
    one.write(R, {"status": "withdrawn", "reason": "fiche annulée"}, NOW + 1)
    other.write(R, {"answers.mobile": "+33655667788", "status": "kept"}, NOW)
    folded = merged(one, other)
    assert folded.conflicts.keys() == {"status"}
    assert folded.values["status"] == "withdrawn"
    assert folded.values["answers.mobile"] == "+33655667788"


def test_an_erasure_wins_over_a_concurrent_and_a_later_edit_and_leaves_the_chains_whole() -> None:
    one, other = two_sites()
    one.erase(R, NOW)
    other.write(R, {"answers.mobile": "+33699887766", "status": "kept"}, NOW + 9)
    assert merged(one, other).erased
    other.write(R, {"answers.mobile": "+33699887766", "status": "kept"}, NOW + 10)
    assert merged(one, other).erased
    for site in (one, other):
        assert site.broken() is None
        assert "336" not in repr(site.held)


def test_what_was_calculated_on_two_sides_is_nobody_s_to_decide() -> None:
    root = revision("a", [], {"answers.clients_05": 40, "calculated.clients_total": 40})
    one = revision("b", ["a"], {"answers.clients_05": 50, "calculated.clients_total": 50})
    other = revision("c", ["a"], {"answers.clients_fr": 60, "calculated.clients_total": 100})
    folded = fold([root, one, other])
    assert folded.values["answers.clients_05"] == 50
    assert folded.values["answers.clients_fr"] == 60
    assert not folded.conflicts
