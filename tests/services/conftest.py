"""Services write in the preferences of the machine's user: in tests, in those of nobody."""

import pytest


@pytest.fixture(autouse=True)
def _preferences(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / "preferences"))
