"""The program started again, as another process: the first window comes to the front."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from page_world import make_environment
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.doorbell import Doorbell, ring
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.services import exchanging
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.exchanges.page import ExchangesPage
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme


def _started_again(database: Path, *words: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TELEACTIVITES_DATABASE": str(database)}
    return subprocess.Popen([sys.executable, "-m", "teleactivites_desktop", *words], env=environment)


def _ended(process: "subprocess.Popen[bytes]") -> Callable[[], bool]:
    return lambda: process.poll() is not None


def test_the_first_window_is_given_the_file(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    database, file = workspace.store.path, tmp_path / "GBD.tlx"
    doorbell = Doorbell()
    heard: list[str] = []
    doorbell.rung.connect(heard.append)
    doorbell.listen(database)
    doorbell.listen(database)  # opened again after a lock
    for words, expected in (([str(file)], str(file)), ([], "")):
        with _started_again(database, *words) as process:
            try:
                qtbot.waitUntil(_ended(process), timeout=60_000)
            finally:
                process.kill()
        assert process.returncode == 0
        assert heard.pop() == expected
    doorbell.silence()


def test_nobody_is_asked_where_no_base_is_open(workspace: Workspace) -> None:
    database = workspace.store.path
    workspace.close()
    assert not ring(database, None)


def test_a_mark_left_by_a_kill_does_not_hold_a_start_up(workspace: Workspace) -> None:
    # The mark is there (this test has the base open), but no window listens.
    assert not ring(workspace.store.path, None)


def test_the_window_opens_at_the_rehearsal_of_the_file(
    workspace: Workspace, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    database, file = workspace.store.path, tmp_path / "GBEQ.tlx"
    exchanging.write(workspace, file, full=True)
    workspace.close()
    window = MainWindow(theme, Navigator(), Tasks(), Errors())
    qtbot.addWidget(window)
    opening = Opening(window, database, make_environment(44), file)
    opening.begin()
    qtbot.waitUntil(lambda: window.current is PageName.EXCHANGE, timeout=20_000)
    page = window.page(PageName.EXCHANGE)
    assert isinstance(page, ExchangesPage)
    qtbot.waitUntil(lambda: page.rehearsing, timeout=20_000)
    opening.close()
