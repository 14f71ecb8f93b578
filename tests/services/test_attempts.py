"""Wrong passphrases make the next try wait; no clock that goes wrong locks anybody out."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from exchange_sites import CHEAP
from hypothesis import given, settings
from hypothesis import strategies as st

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.errors import WrongPassphraseError
from teleactivites_desktop.exchange import recovery, vault
from teleactivites_desktop.services.attempts import FREE, Attempts, TooManyTriesError, wait_after
from teleactivites_desktop.services.database_files import guarded

RIGHT, WRONG = "trois mots choisis", "trois mots perdus"
KEY = bytes(range(32))


class Clocks:
    """A wall clock and an uptime that the test moves."""

    def __init__(self) -> None:
        self.wall = datetime(2007, 11, 12, 9, 0, tzinfo=UTC)
        self.up = 5000.0

    def environment(self) -> Environment:
        return Environment(lambda: self.wall, random.Random(1).randbytes, lambda: self.up)

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.up += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def database(tmp_path: Path, clocks: Clocks) -> Path:
    path = tmp_path / "a.tldb"
    with mock.patch.object(vault, "UNLOCKING", CHEAP):
        vault.create_vault(path, KEY, "Marie", RIGHT, clocks.environment())
    return path


def attempt(database: Path, clocks: Clocks, secret: str = WRONG) -> bytes:
    return guarded(database, database, secret, clocks.environment()).key


def fail(database: Path, clocks: Clocks, times: int) -> None:
    for _time in range(times):
        with pytest.raises(WrongPassphraseError) as refused:
            attempt(database, clocks)
        assert not isinstance(refused.value, TooManyTriesError)


def left(database: Path, clocks: Clocks) -> float:
    return Attempts(database, clocks.environment()).seconds_left()


def test_the_first_slips_cost_nothing_and_are_forgotten(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE - 1)
    assert attempt(database, clocks, RIGHT) == KEY
    assert [path.name for path in database.parent.iterdir()] == ["a.tldb.keys"]
    fail(database, clocks, FREE)


def test_then_each_waits_longer_and_the_wait_outlives_the_program(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    with pytest.raises(TooManyTriesError, match="attendez encore 5 secondes"):
        attempt(
            database, clocks, RIGHT
        )  # each call reads the note again, as another start of the program does
    clocks.passes(4)
    with pytest.raises(TooManyTriesError, match="attendez encore 1 seconde"):
        attempt(database, clocks, RIGHT)
    clocks.passes(1)
    fail(database, clocks, 1)
    assert left(database, clocks) == 10
    clocks.passes(10)
    assert attempt(database, clocks, RIGHT) == KEY
    assert left(database, clocks) == 0


def test_a_try_that_came_too_early_does_not_make_the_wait_longer(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    for _time in range(5):
        with pytest.raises(TooManyTriesError):
            attempt(database, clocks)
    clocks.passes(5)
    assert attempt(database, clocks, RIGHT) == KEY


def test_the_wait_stops_growing() -> None:
    waits = [wait_after(wrong) for wrong in range(40)]
    assert waits[:6] == [0, 0, 0, 5, 10, 20]
    assert waits == sorted(waits)
    assert max(waits) == wait_after(10_000) == 300


def test_the_recovery_code_never_waits(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    assert attempt(database, clocks, recovery.code_of(KEY)) == KEY


def test_a_clock_that_went_back_years_keeps_nobody_out(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    clocks.wall = datetime(1999, 1, 1, tzinfo=UTC)
    assert left(database, clocks) == 5
    clocks.passes(5)
    assert attempt(database, clocks, RIGHT) == KEY


def test_a_clock_set_forward_does_not_shorten_the_wait(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    clocks.wall += timedelta(days=1)
    assert left(database, clocks) == 5


def test_after_a_new_start_of_the_machine_the_wall_clock_tells(database: Path, clocks: Clocks) -> None:
    fail(database, clocks, FREE)
    clocks.up = 2.0
    assert left(database, clocks) == 5
    clocks.passes(5)
    assert left(database, clocks) == 0


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(-(10**8), 10**8), st.integers(0, 10**6)), max_size=6),
    st.integers(1, 12),
)
def test_whatever_the_clocks_do_the_wait_is_over_when_it_has_passed(
    tmp_path_factory: pytest.TempPathFactory, jumps: list[tuple[int, int]], wrong: int
) -> None:
    clocks, database = Clocks(), tmp_path_factory.mktemp("tries") / "a.tldb"
    attempts = Attempts(database, clocks.environment())
    for _time in range(wrong):
        attempts.begin()
        clocks.passes(wait_after(wrong))
    for wall, up in jumps:
        clocks.wall += timedelta(seconds=wall / 10)
        clocks.up = up
        assert 0 <= attempts.seconds_left() <= wait_after(wrong)
    clocks.passes(wait_after(wrong))
    assert attempts.seconds_left() == 0


@pytest.mark.parametrize("note", [b"", b"\xff", b"[]", b'{"wrong": "x"}', b'{"wrong": 5, "wall": "x"}'])
def test_a_note_that_cannot_be_read_keeps_nobody_out_for_good(
    database: Path, clocks: Clocks, note: bytes
) -> None:
    database.with_name("a.tldb.tries").write_bytes(note)
    assert left(database, clocks) <= 300
    clocks.passes(300)
    assert attempt(database, clocks, RIGHT) == KEY


def test_a_folder_that_takes_no_note_opens_all_the_same(database: Path, clocks: Clocks) -> None:
    database.with_name("a.tldb.tries").mkdir()
    fail(database, clocks, FREE + 2)
    assert attempt(database, clocks, RIGHT) == KEY
