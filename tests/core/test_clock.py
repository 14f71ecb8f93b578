import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.clock import MAX_AHEAD, Clock, milliseconds_of

NOW = 1_194_870_600_000
WALLS = st.integers(0, 2**42)
STAMPS = st.integers(0, 2**58).map(lambda number: format(number, "016x"))


def test_a_stamp_is_the_wall_time_and_a_counter() -> None:
    clock = Clock()
    assert clock.tick(NOW) == format(NOW, "012x") + "0000"
    assert clock.tick(NOW) == format(NOW, "012x") + "0001"
    assert clock.tick(NOW + 1) == format(NOW + 1, "012x") + "0000"
    assert milliseconds_of(clock.tick(NOW + 1)) == NOW + 1


def test_a_battery_that_died_does_not_send_the_site_back() -> None:
    clock = Clock()
    before = clock.tick(NOW)
    after = clock.tick(0)  # 1 January 1970
    assert after > before
    assert milliseconds_of(after) == NOW


def test_a_full_counter_runs_into_the_next_millisecond() -> None:
    clock = Clock(format(NOW, "012x") + "ffff")
    assert clock.tick(NOW) == format(NOW + 1, "012x") + "0000"


def test_the_next_stamp_is_after_what_was_seen() -> None:
    clock = Clock()
    seen = format(NOW + MAX_AHEAD, "012x") + "ffff"
    assert clock.observe(seen, NOW)
    assert clock.tick(NOW) > seen


def test_a_laptop_in_the_wrong_year_drags_nobody_along() -> None:
    clock = Clock()
    assert not clock.observe(format(NOW + MAX_AHEAD + 1, "012x") + "0000", NOW)
    assert milliseconds_of(clock.tick(NOW)) == NOW


@pytest.mark.fuzz
@given(st.lists(st.tuples(WALLS, st.none() | STAMPS), max_size=30))
def test_stamps_of_one_site_always_grow(story: list[tuple[int, str | None]]) -> None:
    clock = Clock()
    last = ""
    for wall, seen in story:
        taken = seen if seen is not None and clock.observe(seen, wall) else ""
        stamp = clock.tick(wall)
        assert len(stamp) == 16
        assert stamp > last
        assert stamp > taken
        last = stamp


@pytest.mark.fuzz
@given(st.lists(st.tuples(st.integers(0, 10**9), st.none() | STAMPS), max_size=30))
def test_a_true_clock_is_never_dragged_further_than_the_bound(story: list[tuple[int, str | None]]) -> None:
    clock = Clock()
    wall = NOW
    for passed, seen in story:
        wall += passed
        if seen is not None:
            clock.observe(seen, wall)
        assert wall <= milliseconds_of(clock.tick(wall)) <= wall + MAX_AHEAD + 1


@given(STAMPS, st.integers(0, 2**42))
def test_a_clock_started_again_goes_on(last: str, wall: int) -> None:
    assert Clock(last).tick(wall) > last
