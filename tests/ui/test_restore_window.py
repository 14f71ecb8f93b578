"""Coming back to a copy, through the whole window: closed, put in place, open again where one was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import Template, make_environment
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.services import backups, campaigns, responses
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme

LONG_MS = 60_000


@pytest.fixture
def opening(
    qtbot: QtBot, theme: Theme, keyed_template: Template, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opening]:
    """The window on the keyed campaign, with a copy of it made before a paper was withdrawn."""
    path = keyed_template.put_back(monkeypatch) / "campagne.tldb"
    workspace = campaigns.open_workspace(path, None, make_environment(31))
    backups.back_up(workspace, BackupReason.ASKED)
    record = workspace.store.responses.by_paper("HD-0001")[0].record
    responses.withdraw(workspace, record, "double")
    workspace.close()
    window = MainWindow(theme, Navigator(), Tasks(), Errors())
    qtbot.addWidget(window)
    made = Opening(window, path, make_environment(32))
    made.open(path, None)
    window.show()
    yield made
    made.close()


def workspace_of(opening: Opening) -> Workspace:
    assert opening.context is not None
    return opening.context.workspace


def reason(opening: Opening) -> str:
    workspace = workspace_of(opening)
    stored = responses.get(workspace, workspace.store.responses.by_paper("HD-0001")[0].record)
    assert stored is not None
    return stored.state.reason


def wait_for(qtbot: QtBot, opening: Opening, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: opening.context is not None and done(), timeout=LONG_MS)


def test_the_copy_is_in_place_and_the_window_open_again(qtbot: QtBot, opening: Opening) -> None:
    before = workspace_of(opening)
    window = opening.parent()
    assert isinstance(window, MainWindow)
    window.go(PageName.SETTINGS)
    window.go(PageName.RESPONSES)
    assert reason(opening) == "double"
    copy = backups.list_backups(before)[0].path
    window.navigator.restore(copy, None)
    wait_for(qtbot, opening, lambda: workspace_of(opening) is not before)
    assert reason(opening) == ""
    assert window.current is not None
    window.go(PageName.RESPONSES)
    reasons = [copy.reason for copy in backups.list_backups(workspace_of(opening))]
    assert BackupReason.RESTORING in reasons, "what was left is kept too"


def test_a_copy_that_does_not_open_leaves_everything_as_it_was(
    qtbot: QtBot, opening: Opening, tmp_path: Path
) -> None:
    before = workspace_of(opening)
    window = opening.parent()
    assert isinstance(window, MainWindow)
    told: list[str] = []
    window.errors.told.connect(told.append)
    broken = tmp_path / "abime.tldb"
    broken.write_bytes(backups.list_backups(before)[0].path.read_bytes()[:5000])
    window.navigator.restore(broken, None)
    wait_for(qtbot, opening, lambda: workspace_of(opening) is not before)
    assert reason(opening) == "double"
    assert len(told) == 1


def test_the_oldest_copy_can_be_come_back_to(qtbot: QtBot, opening: Opening) -> None:
    before = workspace_of(opening)
    oldest = backups.list_backups(before)[0].path
    for _copy in range(backups.KEPT - 1):
        backups.back_up(before, BackupReason.ASKED)
    window = opening.parent()
    assert isinstance(window, MainWindow)
    window.navigator.restore(oldest, None)
    wait_for(qtbot, opening, lambda: workspace_of(opening) is not before)
    assert reason(opening) == ""
