"""Refusing a line of an import: our value comes back, travels, and nobody is asked again."""

from typing import Any

import pytest
from history_world import START, Site, exchange_until_equal, record_id, site_id
from hypothesis import event, given
from hypothesis import strategies as st
from test_history_laws import ALL, Step, World, started, stories

from teleactivites_desktop.core.history.fold import Folded, fold, same
from teleactivites_desktop.core.history.refusal import note_of, refusal, refusal_of_new, told_note
from teleactivites_desktop.core.history.revision import Patch
from teleactivites_desktop.core.history.state import WITHDRAWN

RECORD = record_id(0)
KEYED: Patch = {"answers.heures": 20, "answers.mobile": "+33600000000", "status": "kept"}


def pair() -> tuple[Site, Site]:
    """Two sites that hold one response, keyed at the first."""
    one, other = Site(site_id(0)), Site(site_id(1))
    one.write(RECORD, KEYED, START)
    other.read(one.file(), START)
    return one, other


def folded(site: Site) -> Folded:
    return fold(site.history(RECORD))


def said(record: Folded) -> dict[str, Any]:
    """Return all paths of a record but the notes of decisions."""
    return {path: value for path, value in record.values.items() if not path.startswith("decided.")}


def refuse_all(site: Site, before: dict[str, Folded], now: int) -> None:
    """Refuse every line of what was just read."""
    for record, after in site.folds().items():
        held = before.get(record)
        patch = refusal(held, after) if held else refusal_of_new(after, "refusée")
        if patch:
            site.write(record, patch | note_of(site.id, "", ""), now)


def exchange(one: Site, other: Site) -> None:
    exchange_until_equal([one, other], START)


@pytest.mark.parametrize("meanwhile", [{}, {"answers.heures": 33, "status": "kept"}])
def test_a_refused_change_gives_our_value_everywhere(meanwhile: dict[str, Any]) -> None:
    """Changed there, and (or not) here: a plain change, and a conflict."""
    one, other = pair()
    other.write(RECORD, {"answers.heures": 41, "answers.jours": 2, "status": "kept"}, START)
    if meanwhile:
        one.write(RECORD, meanwhile, START)
    before = folded(one)
    one.read(other.file(), START)
    one.write(RECORD, refusal(before, folded(one)), START)
    exchange(one, other)
    for site in (one, other):
        assert folded(site).values == before.values
        assert not folded(site).conflicts


def test_only_what_came_is_written() -> None:
    """What a third site changes meanwhile in another field is kept: the refusal says nothing about it."""
    one, other = pair()
    other.write(RECORD, {"answers.heures": 41, "status": "kept"}, START)
    before = folded(one)
    one.read(other.file(), START)
    assert refusal(before, folded(one)) == {"answers.heures": 20, "status": "kept"}


def test_a_refused_withdrawal_keeps_the_response_without_its_reason() -> None:
    one, other = pair()
    other.write(RECORD, {"status": WITHDRAWN, "reason": "double"}, START)
    before = folded(one)
    one.read(other.file(), START)
    one.write(RECORD, refusal(before, folded(one)), START)
    exchange(one, other)
    assert folded(other).values == KEYED


def test_a_withdrawal_elsewhere_against_a_refusal_is_a_conflict_and_no_silent_winner() -> None:
    one, other = pair()
    third = one.copy(site_id(2))
    other.write(RECORD, {"answers.heures": 41, "status": "kept"}, START)
    third.write(RECORD, {"status": WITHDRAWN, "reason": "double"}, START)
    before = folded(one)
    one.read(other.file(), START)
    one.write(RECORD, refusal(before, folded(one)), START)
    one.read(third.file(), START)
    assert set(folded(one).conflicts) == {"status"}


def test_a_refused_new_response_is_withdrawn_and_stays() -> None:
    one, other = Site(site_id(0)), Site(site_id(1))
    other.write(RECORD, KEYED, START)
    one.read(other.file(), START)
    one.write(RECORD, refusal_of_new(folded(one), "refusée : double"), START)
    exchange(one, other)
    for site in (one, other):
        assert folded(site).values == {**KEYED, "status": WITHDRAWN, "reason": "refusée : double"}
    assert not refusal_of_new(folded(one), "encore")


def test_an_erasure_is_not_refused() -> None:
    one, other = pair()
    other.erase(RECORD, START)
    before = folded(one)
    one.read(other.file(), START)
    assert refusal(before, folded(one)) == {}
    assert refusal_of_new(folded(one), "non") == {}


def test_a_conflict_that_was_open_already_stays_to_be_decided() -> None:
    """Refusing one file decides nothing that the officer was not shown in it."""
    one, other = pair()
    one.write(RECORD, {"answers.heures": 33, "status": "kept"}, START + 5)
    other.write(RECORD, {"answers.heures": 41, "status": "kept"}, START)
    one.read(other.file(), START)
    before = folded(one)
    other.write(RECORD, {"answers.jours": 2, "status": "kept"}, START)
    one.read(other.file(), START)
    patch = refusal(before, folded(one))
    assert patch == {"answers.jours": None, "status": "kept"}


def test_notes_of_two_sites_never_disagree() -> None:
    one, other = pair()
    for site in (one, other):
        site.write(RECORD, note_of(site.id, f"vu par {site.id}", "answers.heures"), START)
    exchange(one, other)
    assert not folded(one).conflicts
    told = folded(other).values[f"decided.{one.id}"]
    assert told_note(told) == ("answers.heures", f"vu par {one.id}")
    assert told_note("autre chose") == ("", "")


@pytest.mark.fuzz
@given(
    st.integers(3, 5).map(started),
    stories([doing for doing in ALL if doing != "restore"]),
    st.randoms(use_true_random=False),
)
def test_whatever_happened_a_refusal_holds_everywhere(world: World, story: list[Step], random: Any) -> None:
    """One site refuses all that the others bring together: all end up with what it had, nobody is asked."""
    world.live(story)
    random.shuffle(world.sites)
    refuser, *others = world.sites
    exchange_until_equal(others, world.now)
    before = refuser.folds()
    refuser.read(others[0].file(), world.now)
    refuse_all(refuser, before, world.now)
    exchange_until_equal(world.sites, world.now)
    refused = 0
    for record, was in before.items():
        for site in world.sites:
            now = fold(site.history(record))
            if now.erased:
                continue
            ours, theirs = said(now), said(was)
            assert ours.keys() == theirs.keys()
            assert all(same(value, theirs[path]) for path, value in ours.items())
            assert now.conflicts.keys() <= was.conflicts.keys()
            refused += any(path.startswith("decided.") for path in now.values)
    event(f"refused: {bool(refused)}")
