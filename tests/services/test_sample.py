"""The campaign to look around in: it has what waits, says what it is, and leaves nothing."""

from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from teleactivites_desktop.exchange import invitation, sealing
from teleactivites_desktop.services import campaigns, locations, sample
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.overview import overview, sought


def test_the_sample_campaign_has_something_of_everything_that_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path))
    environment = real_environment()
    with mock.patch.object(invitation, "INVITING", sealing.Cost(memory_kib=16, iterations=1, lanes=1)):
        database = sample.make(environment)
    assert sample.is_sample(database)
    assert not sample.is_sample(locations.usual_database())
    with closing(campaigns.open_workspace(database, None, environment)) as workspace:
        assert "inventées" in membership(workspace.store).title
        found = overview(workspace)
        assert found.keyed == 60
        assert found.waiting.drafts == found.waiting.conflicts == 1
        assert sought(workspace, lambda share: None).doubles == 3
    sample.discard()
    assert not sample.folder().exists()
