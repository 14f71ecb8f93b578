"""The real window, off screen: opened on a site's campaign, keyed in by the robot, photographed."""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.app.robot import Keyed, Robot
from teleactivites_desktop.app.window import USUAL_SIZE, make_application, make_window
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.transcripts import Transcript
from teleactivites_desktop.ui.context import PageName
from teleactivites_desktop.ui.shell import MainWindow

NOISE = "propagateSizeHints"
"""What the offscreen platform says of every window; nothing is wrong."""
PATIENCE = 60_000
"""Milliseconds that the window may take for one thing; more is a fault of the program."""


class Screen:
    """The window on one site's campaign."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        self._application = application
        self.window = window
        self.robot = Robot(window)

    def key(self, papers: Sequence[Transcript], told: Callable[[int, int, str], None]) -> list[Keyed]:
        """Key `papers` with real key events; `told` hears how many are done, of how many, and which one."""
        done = []
        for paper in papers:
            done.append(self.robot.key_paper(paper))
            self._application.processEvents()
            told(len(done), len(papers), paper.paper)
        return done

    def begin_until(self, paper: Transcript, questions: Collection[str]) -> Iterator[str]:
        """Begin `paper`, and yield each of `questions` while the cursor stands in it."""
        self.window.go(PageName.ENTRY)
        self.robot.begin(paper)
        for question in self.robot.session.questionnaire.keyed:
            if question.name == self.robot.session.position and question.name in questions:
                self.settle()
                yield question.name
            self.robot.key_question(paper, question.name)

    def photograph(self, page: PageName, path: Path, target: object = None) -> None:
        """Save a picture of `page` as it stands once what it loads is there."""
        self.window.go(page, target)
        self.settle()
        self.save(path)

    def save(self, path: Path) -> None:
        """Save a picture of the window as it is."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(path))

    def settle(self) -> None:
        """Let background work end, and the window take its result in."""
        deadline = QDeadlineTimer(PATIENCE)
        quiet = 0
        while quiet < 3 and not deadline.hasExpired():  # a result may start another piece of work
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            quiet = 0 if self.window.tasks.busy else quiet + 1


def application() -> QApplication:
    """Return the application, made once a process."""
    qInstallMessageHandler(_say)
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else make_application(["teleactivites"])


@contextmanager
def opened(database: Path) -> Iterator[Screen]:
    """Show the window on `database` and close it in the end."""
    qt = application()
    window = make_window(qt)
    opening = Opening(window, database, real_environment())
    window.resize(*USUAL_SIZE)
    window.painted.connect(opening.begin)
    window.show()
    deadline = QDeadlineTimer(PATIENCE)
    while opening.context is None:
        if deadline.hasExpired():
            raise TimeoutError(f"the window did not open {database}")
        qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    try:
        yield Screen(qt, window)
    finally:
        window.close()
        opening.close()
        window.deleteLater()
        qt.processEvents()


def _say(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if NOISE not in text:
        print(text, file=sys.stderr)
