"""What the tests of keying stand on: the real window on an empty campaign, keys only, and what was heard."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import make_environment
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from teleactivites_desktop import shipped_data
from teleactivites_desktop.app.robot import Robot
from teleactivites_desktop.core.entry import EntrySession, Field
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.services import campaigns
from teleactivites_desktop.services.transcripts import Transcript, read_transcript
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.entry.page import EntryPage
from teleactivites_desktop.ui.entry.rows import Row
from teleactivites_desktop.ui.entry.sheet import Sheet
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.sounds import Sounds

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class HeardSounds(Sounds):
    """Remembers what would be heard."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def play(self, name: str) -> None:
        if name not in self.muted:
            self.heard.append(name)


class Mice(QObject):
    """Counts what a mouse does, which is nothing."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.count = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.count += 1
        return False


class Desk:
    """The window with the Saisie page in front, and hands on the keyboard."""

    def __init__(self, window: MainWindow, context: Context, sounds: HeardSounds) -> None:
        self.window, self.context, self.sounds = window, context, sounds
        self.robot = Robot(window)

    @property
    def page(self) -> EntryPage:
        return self.robot.page

    @property
    def session(self) -> EntrySession:
        return self.page.view.session

    @property
    def sheet(self) -> Sheet:
        return self.page.view.sheet

    @property
    def position(self) -> str:
        return self.session.position

    @property
    def box(self) -> str:
        """What the field being keyed shows."""
        return self.sheet.editor.text()

    @property
    def message(self) -> str:
        return self.sheet.message.text

    def field(self, name: str = "") -> Field:
        return self.session.field(name or self.position)

    def row(self, name: str) -> Row:
        return next(row for row in self.sheet.rows if row.name == name)

    def press(
        self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.robot.press(key, text, held)

    def type(self, text: str) -> None:
        self.robot.type(text)

    def enter(self, text: str = "") -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return, "\r")

    def begin(self, paper: str = "GBEQ-0001") -> None:
        """Begin the paper proposed, or another."""
        self.enter("" if self.page.start.number.text() == paper else paper)

    def go(self, question: str) -> None:
        """Walk to a question with the keys that stop everywhere."""
        while self.position != question:
            self.press(Qt.Key.Key_Down, held=CONTROL)

    def stored(self, paper: str) -> StoredResponse:
        responses = self.context.workspace.store.responses
        found = responses.get(responses.by_paper(paper)[0].record)
        assert found is not None
        return found


def samples() -> dict[str, Transcript]:
    """Return the sample papers by number; the first of a number counts."""
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    papers: dict[str, Transcript] = {}
    for line in text.splitlines():
        transcript = read_transcript(line)
        papers.setdefault(transcript.paper, transcript)
    return papers


def expected() -> dict[str, dict[str, object]]:
    """Return what must be stored of each sample paper that is saved."""
    text = shipped_data.path("resources/samples/expected.ndjson").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    return {line["paper"]: line for line in lines if line["outcome"] == "saved"}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a plain database of GBEQ without any paper."""
    path = tmp_path_factory.mktemp("empty") / "vide.tldb"
    made = campaigns.create(
        path, territory="GBEQ", officer="Martine Durand", passphrase=None, environment=make_environment(4)
    )
    made.workspace.close()
    return path


@pytest.fixture
def fresh_workspace(empty_database: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Open a copy of the empty campaign."""
    path = tmp_path / empty_database.name
    shutil.copyfile(empty_database, path)
    opened = campaigns.open_workspace(path, None, make_environment(5))
    yield opened
    opened.close()


@pytest.fixture
def make_desk(
    qapp: QApplication, make_context: Callable[[Workspace], Context]
) -> Iterator[Callable[[Workspace], Desk]]:
    """Give what opens the window on a campaign; no mouse may touch it."""
    mice = Mice(qapp)
    windows: list[MainWindow] = []

    def make(workspace: Workspace) -> Desk:
        context = make_context(workspace)
        sounds = HeardSounds()
        window = MainWindow(context.theme, context.navigator, context.tasks, context.errors)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        window.open_pages({PageName.ENTRY: lambda: EntryPage(context, sounds)}, PageName.ENTRY)
        windows.append(window)
        return Desk(window, context, sounds)

    yield make
    for window in windows:
        window.close()
    assert mice.count == 0
    qapp.removeEventFilter(mice)


@pytest.fixture
def desk(fresh_workspace: Workspace, make_desk: Callable[[Workspace], Desk]) -> Desk:
    """Open the window on an empty campaign. The workspace comes first: it is closed after the window."""
    return make_desk(fresh_workspace)
