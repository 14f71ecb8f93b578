"""A store on a temporary file, plain and empty but for the questionnaire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_builders import Site, package

from teleactivites_desktop.storage.database import Store, create


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create(tmp_path / "base.tldb")
    with made.transaction():
        made.questionnaires.add(package())
    yield made
    made.close()


@pytest.fixture
def gbeq() -> Site:
    return Site("gbeq")


@pytest.fixture
def hd() -> Site:
    return Site("hd")
