"""A process killed while keying loses at most the field being typed (a real process, a real SIGKILL)."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from entry_world import Desk
from page_world import make_environment

from teleactivites_desktop.services import campaigns
from teleactivites_desktop.services.locations import HOME_VARIABLE
from teleactivites_desktop.services.workspace import Workspace

KEYER = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.app.robot import Robot
from teleactivites_desktop.app.window import make_application, make_window
from teleactivites_desktop.ui.context import PageName

application = make_application(sys.argv)
window = make_window(application)
opening = Opening(window, Path(sys.argv[1]))
window.painted.connect(opening.begin)
window.show()
while opening.context is None:
    application.processEvents()
window.go(PageName.ENTRY)
robot = Robot(window)
robot.press(Qt.Key.Key_Return, "\\r")
for text, enter in (("09112007", True), ("5", False), ("3", False), ("Saint-Martin", True), ("Thi", False)):
    robot.type(text)
    if enter:
        robot.press(Qt.Key.Key_Return, "\\r")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there; the commit is the same")
def test_the_window_opens_again_at_the_very_field(
    empty_database: Path, tmp_path: Path, make_desk: Callable[[Workspace], Desk]
) -> None:
    database = tmp_path / "campagne.tldb"
    database.write_bytes(empty_database.read_bytes())
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        HOME_VARIABLE: str(tmp_path),
    }
    ended = subprocess.run(
        [sys.executable, "-c", KEYER, str(database)], env=environment, capture_output=True, timeout=120
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()

    workspace = campaigns.open_workspace(database, None, make_environment(6))
    desk = make_desk(workspace)
    assert desk.page.title_label.text() == "Fiche GBEQ-0001"
    assert desk.position == "prenom"
    assert desk.box == ""
    assert desk.field("date_reception").value == "2007-11-09"
    assert desk.field("nom").value == "Saint-Martin"
    desk.enter("Thierry")
    assert desk.position == "naissance"
    desk.window.close()
    workspace.close()
