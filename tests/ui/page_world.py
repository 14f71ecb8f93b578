"""What the tests of pages stand on: a campaign with the sample papers keyed, a window's context for it."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.services import campaigns, keying, locations
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Appearance, Theme

NOW = datetime(2007, 12, 3, 9, 30, tzinfo=UTC)


def make_environment(seed: int = 1) -> Environment:
    """Return a world whose clock moves one second each time it is looked at, from `NOW`."""
    chance = random.Random(seed)
    moments = iter(NOW + timedelta(seconds=second) for second in range(10_000_000))
    return Environment(now=lambda: next(moments), random_bytes=chance.randbytes)


def sample_lines(territory: str = "") -> list[str]:
    """Return the transcripts of the sample papers (of one territory)."""
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if territory in ("", json.loads(line).get("territory"))]


class Heard:
    """What a page asked of the window."""

    def __init__(self, context: Context) -> None:
        self.opened: list[tuple[PageName, object]] = []
        self.changed: list[frozenset[Changed]] = []
        self.said: list[str] = []
        self.undo: list[object] = []
        self.errors: list[str] = []
        context.navigator.requested.connect(lambda page, target: self.opened.append((page, target)))
        context.navigator.changed.connect(self.changed.append)
        context.navigator.confirmed.connect(self._confirmed)
        context.errors.told.connect(self.errors.append)

    def _confirmed(self, text: str, undo: object) -> None:
        self.said.append(text)
        self.undo.append(undo)


class Template:
    """A folder made once for a whole run, and put back as it was for each test that uses it.

    It is put back at the same place, with the preferences of its machine: a database found elsewhere would
    rightly take itself for a copy.
    """

    def __init__(self, folder: Path, make: Callable[[Path], None]) -> None:
        self.folder = folder / "base"
        self._kept = folder / "kept"
        self.folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(locations.HOME_VARIABLE, str(self.folder / "home"))
            make(self.folder)
        shutil.copytree(self.folder, self._kept)

    def put_back(self, patch: pytest.MonkeyPatch) -> Path:
        """Put the folder back as it was, and return it."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)
        patch.setenv(locations.HOME_VARIABLE, str(self.folder / "home"))
        return self.folder


def _make_keyed(folder: Path) -> None:
    workspace = campaigns.create(
        folder / "campagne.tldb",
        territory="GBEQ",
        officer="Martine Durand",
        passphrase=None,
        environment=make_environment(),
    ).workspace
    list(keying.key_transcripts(workspace, sample_lines()))
    workspace.close()


@pytest.fixture(scope="session")
def keyed_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Make a plain database of GBEQ with all the sample papers keyed."""
    return Template(tmp_path_factory.mktemp("keyed"), _make_keyed)


@pytest.fixture
def workspace(keyed_template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Open the keyed campaign."""
    path = keyed_template.put_back(monkeypatch) / "campagne.tldb"
    opened = campaigns.open_workspace(path, None, make_environment(2))
    yield opened
    opened.close()


@pytest.fixture
def empty_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Open a campaign without any paper."""
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path / "home"))
    made = campaigns.create(
        tmp_path / "vide.tldb",
        territory="GBEQ",
        officer="Martine Durand",
        passphrase=None,
        environment=make_environment(3),
    ).workspace
    yield made
    made.close()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """Give the tests their one look."""
    return Theme(qapp, Appearance.LIGHT)


@pytest.fixture
def make_context(theme: Theme) -> Iterator[Callable[[Workspace], Context]]:
    """Give what makes the context of a page; its tasks are waited for at the end."""
    made: list[Context] = []

    def make(workspace: Workspace) -> Context:
        made.append(Context(workspace, theme, Tasks(), Errors(), Navigator()))
        return made[-1]

    yield make
    for context in made:
        assert context.tasks.stop()


@pytest.fixture
def context(make_context: Callable[[Workspace], Context], workspace: Workspace) -> Context:
    """Give the context of the keyed campaign."""
    return make_context(workspace)


def bring_up(page: Page) -> None:
    """Show a page as the window does; what it announces comes back to it."""
    page.resize(1180, 640)
    page.refresh(frozenset(Changed))
    page.show()
    page.shown()
    page.context.navigator.changed.connect(page.refresh)


def prove_model(model: QAbstractItemModel) -> QAbstractItemModelTester:
    """Have Qt watch a model; keep what is returned for as long as the model is used."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def press(page: Page, key: str) -> None:
    """Press a shortcut of the page, whoever has the focus in it."""
    QTest.keySequence(page.focusWidget() or page, QKeySequence(key))


def press_on(widget: QWidget, key: Qt.Key) -> None:
    """Press one key on a widget."""
    QTest.keyClick(widget, key)


def type_on(widget: QWidget, text: str) -> None:
    """Type on a widget, one key event for each character, with its text."""
    for character in text:
        event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(widget, event)
