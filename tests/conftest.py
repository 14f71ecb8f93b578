"""Hypothesis profiles: `default` replays the same cases each time, `fuzz` (`make fuzz`) searches new ones."""

import os
import tempfile

import pytest
from hypothesis import settings

from teleactivites_desktop.services import locations
from teleactivites_desktop.services.locations import HOME_VARIABLE

# Before anything reads a preference, and for the processes that tests start: a machine's user sees nothing.
os.environ[HOME_VARIABLE] = tempfile.mkdtemp(prefix="teleactivites-tests-")

settings.register_profile("default", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("fuzz", max_examples=5_000, deadline=None, derandomize=False, print_blob=True)
settings.load_profile("fuzz" if os.environ.get("TELEACTIVITES_FUZZ") == "1" else "default")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fuzz: a law that `make fuzz` searches harder (TELEACTIVITES_FUZZ=1)")


@pytest.fixture(autouse=True)
def _nothing_given_out_yet() -> None:
    """Sites made from one seed bear one name in every test: what another test gave out is not theirs."""
    if locations.preference("given out"):
        locations.remember("given out", {})
