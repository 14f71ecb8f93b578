"""Taking changes back and making them again: nothing is ever removed, nobody's later work is touched."""

from collections.abc import Mapping

import pytest
from history_world import Site, record_id
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.history.undo import UNDONE, last_change, last_undone, redo, restore, undo
from teleactivites_desktop.core.values import PatchValue

PAPER = record_id(1)


class Desk:
    """One site with one response, and what an officer does to it."""

    def __init__(self, name: str = "a" * 16) -> None:
        self.site = Site(name)
        self.now = 1_194_870_600_000

    def write(self, **patch: PatchValue) -> Revision:
        self.now += 1_000
        named = {path.replace("__", "."): value for path, value in patch.items()}
        return self.site.write(PAPER, named, self.now)

    @property
    def history(self) -> list[Revision]:
        return self.site.history(PAPER)

    @property
    def values(self) -> Mapping[str, PatchValue]:
        """The response without what tells of undoing."""
        found = fold(self.history).values
        return {path: value for path, value in found.items() if not path.startswith(UNDONE)}

    def undo(self) -> tuple[str, ...]:
        target = last_change(self.history)
        assert target is not None
        return self._append(undo(self.history, target).patch, undo(self.history, target).kept)

    def redo(self) -> tuple[str, ...]:
        target = last_undone(self.history)
        assert target is not None
        return self._append(redo(self.history, target).patch, redo(self.history, target).kept)

    def _append(self, patch: Mapping[str, PatchValue], kept: tuple[str, ...]) -> tuple[str, ...]:
        self.now += 1_000
        if patch:
            self.site.write(PAPER, patch, self.now)
        return kept


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.write(nom="Faure", heures=35)
    return made


def test_a_first_keying_cannot_be_taken_back(desk: Desk) -> None:
    assert last_change(desk.history) is None
    assert last_undone(desk.history) is None


def test_undo_writes_the_inverse_and_removes_nothing(desk: Desk) -> None:
    change = desk.write(heures=40, jours=3)
    desk.undo()
    assert desk.values == {"nom": "Faure", "heures": 35}
    assert desk.history[-1].patch == {"heures": 35, "jours": None, f"{UNDONE}{change.id}": True}


def test_what_was_taken_away_comes_back(desk: Desk) -> None:
    desk.write(nom=None)
    desk.undo()
    assert desk.values == {"nom": "Faure", "heures": 35}


def test_undo_goes_on_backwards_and_redo_forwards(desk: Desk) -> None:
    desk.write(heures=36)
    desk.write(heures=37)
    desk.undo()
    assert desk.values["heures"] == 36
    desk.undo()
    assert desk.values["heures"] == 35
    assert last_change(desk.history) is None
    desk.redo()
    assert desk.values["heures"] == 36
    desk.redo()
    assert desk.values["heures"] == 37
    assert last_undone(desk.history) is None
    desk.undo()
    assert desk.values["heures"] == 36


def test_what_was_written_since_stays(desk: Desk) -> None:
    first = desk.write(heures=36, jours=3)
    desk.write(heures=37)
    found = undo(desk.history, first)
    assert found.patch == {"jours": None, f"{UNDONE}{first.id}": True}
    assert found.kept == ("heures",)


def test_nothing_is_left_to_take_back_where_all_was_written_since(desk: Desk) -> None:
    first = desk.write(heures=36)
    desk.write(heures=37)
    assert undo(desk.history, first).patch == {}


def test_what_another_site_wrote_unseen_stays(desk: Desk) -> None:
    heads = [desk.history[-1].id]
    other = Desk("b" * 16)
    other.site.held = {site: list(run) for site, run in desk.site.held.items()}
    mine = desk.write(heures=36, jours=3)
    theirs = other.site.write(PAPER, {"heures": 50}, desk.now + 5_000, heads)
    history = [*desk.history, theirs]
    assert last_change(history) == theirs
    assert undo(history, mine).kept == ("heures",)


def test_redo_leaves_what_was_written_since(desk: Desk) -> None:
    desk.write(heures=36, jours=3)
    desk.undo()
    desk.write(heures=50)
    assert desk.redo() == ("heures",)
    assert desk.values == {"nom": "Faure", "heures": 50, "jours": 3}


def test_an_erasure_is_not_taken_back(desk: Desk) -> None:
    desk.write(heures=36)
    desk.write(erased="à sa demande")
    target = last_change(desk.history)
    assert target is None or not target.erases


def test_restoring_an_earlier_state_is_one_change_that_can_be_taken_back(desk: Desk) -> None:
    earlier = desk.write(heures=36)
    desk.write(heures=37, jours=3)
    desk.write(nom="Zola", status="withdrawn")
    before = desk.values
    desk.write(**restore(desk.history, earlier.id))
    assert desk.values == {"nom": "Faure", "heures": 36, "status": "kept"}
    desk.undo()
    assert {path: value for path, value in desk.values.items() if path != "status"} == {
        path: value for path, value in before.items() if path != "status"
    }


def test_restoring_keeps_what_tells_of_verifying(desk: Desk) -> None:
    earlier = desk.write(heures=36)
    desk.write(verification__c0={"fields": {}}, heures=37)
    patch = restore(desk.history, earlier.id)
    assert patch == {"heures": 36, "status": "kept"}


def test_restoring_the_present_writes_nothing(desk: Desk) -> None:
    latest = desk.write(heures=36)
    assert restore(desk.history, latest.id) == {}


def test_restoring_a_state_that_is_not_of_this_history_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="not of this history"):
        restore(desk.history, "f" * 64)


VALUES = st.one_of(st.none(), st.integers(0, 3))
PATCHES = st.dictionaries(st.sampled_from("abcd"), VALUES, min_size=1, max_size=3)


@given(st.lists(PATCHES, min_size=1, max_size=6))
def test_undoing_everything_gives_the_first_keying_redoing_everything_the_last_state(
    patches: list[dict[str, PatchValue]],
) -> None:
    desk = Desk()
    desk.write(a=1, b=1)
    states = [desk.values]
    for patch in patches:
        desk.write(**patch)
        states.append(desk.values)
    for state in reversed(states[:-1]):
        assert desk.undo() == ()
        assert desk.values == state
    assert last_change(desk.history) is None
    for state in states[1:]:
        assert desk.redo() == ()
        assert desk.values == state
    assert last_undone(desk.history) is None


@given(st.lists(st.one_of(PATCHES, st.sampled_from(["undo", "redo"])), max_size=12))
def test_any_mixture_of_writing_undoing_and_redoing_follows_a_plain_stack(
    gestures: list[dict[str, PatchValue] | str],
) -> None:
    """Against two stacks of whole states, as long as nothing is redone after something new was written."""
    desk = Desk()
    desk.write(a=1, b=1)
    done, undone = [desk.values], []
    for gesture in gestures:
        if gesture == "undo":
            if len(done) > 1:
                undone.append(done.pop())
                desk.undo()
        elif gesture == "redo":
            if undone:
                done.append(undone.pop())
                desk.redo()
        elif isinstance(gesture, dict) and not undone:
            desk.write(**gesture)
            done.append(desk.values)
        assert desk.values == done[-1]
