"""Any story of two to six real sites ends with all of them holding the same, and nothing lost or leaked."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated_sites import ACTIONS, MOST_SITES, World, made_databases

from teleactivites_desktop.services.exchanging import reading

_RUNS = settings(
    max_examples=3 if os.environ.get("TELEACTIVITES_FUZZ") != "1" else settings().max_examples,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Step = tuple[str, int, int, int]
_STEPS = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def databases(folder: Path) -> list[bytes]:
    return made_databases(folder)


@pytest.fixture(autouse=True, scope="module")
def _no_backup_before_reading() -> Iterator[None]:
    """Tried elsewhere; it is most of what a reading takes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "back_up", lambda *_: None)
        yield


def live(folder: Path, databases: list[bytes], count: int, steps: list[Step]) -> None:
    world = World(folder, databases, count)
    try:
        for step in steps:
            world.do(*step)
        world.settle()
        world.prove()
        world.decide_all()
    finally:
        world.close()


@pytest.mark.fuzz
@_RUNS
@given(count=st.integers(2, MOST_SITES), steps=st.lists(_STEPS, min_size=8, max_size=40))
def test_any_story_ends_well(folder: Path, databases: list[bytes], count: int, steps: list[Step]) -> None:
    live(folder, databases, count, steps)
