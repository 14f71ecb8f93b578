"""Keying through the real window: keys pressed against the least possible, and how long a key takes to show.

The robot of `app.robot` presses real keys; each is timed from its event to the end of the paint that follows,
durable save included, with 100,000 responses in the base. The same is measured on a bare `QLineEdit`.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figure import Figure
from bench.made import keyed_by, questionnaire_package

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from teleactivites_desktop import shipped_data
from teleactivites_desktop.app.robot import Robot, least_keys
from teleactivites_desktop.app.window import make_application, make_window
from teleactivites_desktop.core.entry import EntrySession, Form
from teleactivites_desktop.services import campaigns, keying
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.transcripts import Transcript, read_transcript
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.entry.page import EntryPage
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.sounds import Sounds

HELD = 100_000
PAPERS = 20
FRAME_MS = 16.0
MOST_KEYS = 1.03


class TimedRobot(Robot):
    """Times every key, and tells those that left a field from those that typed in one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.typed: list[float] = []
        self.left: list[float] = []

    def _send(self, key: int, text: str, held: Qt.KeyboardModifier) -> None:
        keying = self.page.paper is not None
        before = self.session.position if keying else ""
        begun = time.perf_counter()
        super()._send(key, text, held)
        QApplication.processEvents()
        spent = time.perf_counter() - begun
        if keying and self.page.paper is not None:
            (self.typed if self.session.position == before else self.left).append(spent)


def measure() -> Iterator[Figure]:
    """Measure keystrokes and latencies."""
    application = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        workspace = _campaign(Path(folder) / "c.tldb")
        window = make_window(application)
        context = Context(workspace, window.theme, window.tasks, window.errors, window.navigator)
        sounds = Sounds()
        window.resize(1366, 768)
        window.show()
        window.open_pages({PageName.ENTRY: lambda: EntryPage(context, sounds)}, PageName.ENTRY)
        workspace.store.settings.set("entry.muted", True)
        window.navigator.announce({*EntryPage.interests})
        robot = TimedRobot(window)
        papers = _papers()
        pressed = sum(robot.key_paper(paper).keystrokes for paper in papers)
        least = sum(_least(workspace, paper) for paper in papers)
        bare = _bare()
        window.close()
        workspace.close()
    yield Figure("keys pressed / least possible", pressed, least, MOST_KEYS, unit="keys")
    yield _latency("a key typed to its paint, p99", robot.typed, bare)
    yield _latency("a field left to the next painted, saved, p99", robot.left, bare)


def _latency(name: str, spans: Sequence[float], bare: Sequence[float]) -> Figure:
    ours, limit = _p99(spans) * 1000, _p99(bare) * 1000
    note = f"{ours / limit:.1f} times a bare QLineEdit; median {statistics.median(spans) * 1000:.2g} ms"
    return Figure(name, ours, None, FRAME_MS, unit="ms", note=note)


def _p99(spans: Sequence[float]) -> float:
    return statistics.quantiles(spans, n=100)[-1]


def _campaign(path: Path) -> Workspace:
    made = campaigns.create(
        path, territory="GBEQ", officer="Robot", passphrase=None, environment=real_environment()
    ).workspace
    with made.store.transaction():
        made.store.questionnaires.add(questionnaire_package())
        made.store.revisions.append(keyed_by("hd", HELD).revisions)
    return made


def _papers() -> list[Transcript]:
    lines = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8").splitlines()
    papers = []
    for place, line in enumerate(lines[:PAPERS]):
        kept = read_transcript(line)
        number = f"ROBOT-{place:04}"
        papers.append(
            Transcript(
                number,
                kept.territory,
                "ROBOT",
                answers=kept.answers,
                nonresponse=kept.nonresponse,
                accept_warnings=kept.accept_warnings,
            )
        )
    return papers


def _least(workspace: Workspace, paper: Transcript) -> int:
    session = EntrySession(Form(workspace.questionnaire), workspace.environment, formats())
    keying.key_answers(session, paper)
    return least_keys(paper, session)


def _bare() -> list[float]:
    """Time keys typed into a QLineEdit alone in a window."""
    edit = QLineEdit()
    edit.resize(400, 40)
    edit.show()
    QApplication.processEvents()
    spans = []
    for place in range(1_000):
        if place % 20 == 0:
            edit.clear()
            QApplication.processEvents()
        begun = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(edit, QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
        QApplication.processEvents()
        spans.append(time.perf_counter() - begun)
    edit.close()
    return spans
