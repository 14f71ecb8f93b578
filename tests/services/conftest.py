"""What several modules share: campaigns that are dear to make, made once for the whole run."""

from collections.abc import Iterator

import pytest
from exchange_sites import Campaign, Snapshot, campaign, key_papers, settle, snapshot


@pytest.fixture(scope="session")
def hd_and_had_keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """HD and HAD have keyed seven papers each, and hold the same."""
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "HAD"))
    key_papers(made, most=7)
    settle(made)
    yield snapshot(made)
    made.close()


@pytest.fixture
def hd_and_had(hd_and_had_keyed: Snapshot) -> Iterator[Campaign]:
    """The same, as if nothing had been done to it yet."""
    made = hd_and_had_keyed.again()
    yield made
    made.close()
