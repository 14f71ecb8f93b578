"""Locking: the window shows nothing, the campaign is closed, and one goes on where one was."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from page_world import make_environment, press_on, sample_lines, type_on
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.idleness import Idleness
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.app.robot import Robot
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.exchange import sealing, vault
from teleactivites_desktop.services import backups, campaigns, keychain, keying, locking
from teleactivites_desktop.services.attempts import FREE
from teleactivites_desktop.services.transcripts import read_transcript
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.settings.page import SettingsPage
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme
from teleactivites_desktop.ui.welcome.forms import UnlockForm
from teleactivites_desktop.ui.welcome.page import Welcome

PASSPHRASE = "gentiane arnica edelweiss"
CHEAP = sealing.Cost(memory_kib=16, iterations=1, lanes=1)


class Clock:
    """A wall clock and an uptime that the test moves."""

    def __init__(self) -> None:
        self.wall, self.up = datetime(2007, 11, 12, 9, 0, tzinfo=UTC), 1000.0

    def environment(self) -> Environment:
        return Environment(lambda: self.wall, make_environment(41).random_bytes, lambda: self.up)

    def passes(self, minutes: float) -> None:
        self.wall += timedelta(minutes=minutes)
        self.up += 60 * minutes


class Locked:
    """The window on a protected campaign of one paper."""

    def __init__(self, qtbot: QtBot, window: MainWindow, opening: Opening, clock: Clock) -> None:
        self.qtbot, self.window, self.opening, self.clock = qtbot, window, opening, clock

    @property
    def workspace(self) -> Workspace:
        assert self.opening.context is not None
        return self.opening.context.workspace

    @property
    def form(self) -> UnlockForm:
        (welcome,) = [found for found in self.window.findChildren(Welcome) if found.isVisible()]
        assert isinstance(welcome.form, UnlockForm)
        return welcome.form

    def is_locked(self) -> bool:
        return self.opening.context is None

    def wait_locked(self) -> None:
        self.qtbot.waitUntil(self.is_locked, timeout=30_000)
        assert self.form.action.isEnabled()

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.form.passphrase.clear()
        type_on(self.form.passphrase.edit, passphrase)
        press_on(self.form.passphrase.edit, Qt.Key.Key_Return)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a protected campaign of one paper, once."""
    path = tmp_path_factory.mktemp("made") / "campagne.tldb"
    with mock.patch.object(vault, "UNLOCKING", CHEAP):
        workspace = campaigns.create(
            path, territory="GBEQ", officer="Ana", passphrase=PASSPHRASE, environment=Clock().environment()
        ).workspace
    list(keying.key_transcripts(workspace, sample_lines("GBEQ")[:1]))
    workspace.close()
    return path


@pytest.fixture
def at_work(qtbot: QtBot, theme: Theme, made: Path, tmp_path: Path) -> Iterator[Locked]:
    clock = Clock()
    for each in (made, vault.vault_path(made)):
        shutil.copy(each, tmp_path)
    path = tmp_path / made.name
    window = MainWindow(theme, Navigator(), Tasks(), Errors())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    opening = Opening(window, path, clock.environment())
    opening.open(path, PASSPHRASE)
    window.show()
    yield Locked(qtbot, window, opening, clock)
    window.close()
    opening.close()


def words_in_sight(window: MainWindow) -> str:
    return " ".join(found.text() for found in window.findChildren(QLabel) if found.isVisible())


def test_ctrl_l_hides_everything_closes_the_campaign_and_comes_back_to_the_page(at_work: Locked) -> None:
    at_work.window.go(PageName.RESPONSES)
    path = at_work.workspace.store.path
    QTest.keyClick(at_work.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "Recensement" not in words_in_sight(at_work.window)
    assert "GBEQ-0001" not in words_in_sight(at_work.window)
    at_work.wait_locked()
    campaigns.open_workspace(path, PASSPHRASE, at_work.clock.environment()).close()  # nobody has it open
    at_work.unlock()
    assert at_work.window.current is PageName.RESPONSES
    assert at_work.window.header.isVisible()


def test_a_paper_being_keyed_is_there_again_with_what_was_in_the_box(at_work: Locked) -> None:
    at_work.window.go(PageName.ENTRY)
    robot = Robot(at_work.window)
    paper = read_transcript(sample_lines("GBEQ")[1])
    assert not robot.begin(paper)
    for question in robot.session.questionnaire.keyed[:4]:
        robot.key_question(paper, question.name)
    robot.press(Qt.Key.Key_Up)  # back to a text, where something is typed and not yet entered
    position = robot.session.position
    robot.type("x")
    at_work.window.navigator.lock()
    at_work.wait_locked()
    at_work.unlock()
    assert at_work.window.current is PageName.ENTRY
    (draft,) = at_work.workspace.store.drafts.list()
    assert (draft.paper, draft.position) == (paper.paper, position)
    again = Robot(at_work.window)
    assert again.session.position == position
    box = again.page.view.focusWidget()
    assert isinstance(box, QLineEdit)
    assert box.text().casefold() == "x"


def test_nobody_there_for_fifteen_minutes_locks(at_work: Locked) -> None:
    idleness = at_work.window.findChild(Idleness)
    assert idleness is not None
    at_work.clock.passes(14)
    idleness.check()
    assert not at_work.is_locked()
    QTest.mouseMove(at_work.window.windowHandle(), QPoint(30, 300))
    QTest.mouseMove(at_work.window.windowHandle(), QPoint(40, 310))
    at_work.clock.passes(14)
    idleness.check()
    assert not at_work.is_locked()
    at_work.clock.passes(1)
    idleness.check()
    at_work.wait_locked()


@pytest.mark.parametrize("asleep", [True, False])
def test_a_laptop_that_slept_and_a_clock_set_back_lock_too(at_work: Locked, asleep: bool) -> None:
    """In sleep the uptime stands still; a wall clock set back says that no time went by."""
    if asleep:
        at_work.clock.wall += timedelta(hours=3)
    else:
        at_work.clock.passes(16)
        at_work.clock.wall -= timedelta(days=365)
    QTest.keyClick(at_work.window.windowHandle(), Qt.Key.Key_A)  # the first key does not open anything
    at_work.wait_locked()
    assert at_work.form.passphrase.text == ""


def test_the_minutes_are_a_setting_and_never_is_one(at_work: Locked) -> None:
    at_work.window.go(PageName.SETTINGS)
    page = at_work.window.page(PageName.SETTINGS)
    assert isinstance(page, SettingsPage)
    after = page.protection.after
    assert after.currentText() == "après 15 minutes"
    after.setCurrentIndex(after.findData(0))
    after.activated.emit(after.currentIndex())
    assert locking.minutes_before_locking(at_work.workspace) == 0
    idleness = at_work.window.findChild(Idleness)
    assert idleness is not None
    at_work.clock.passes(60 * 24)
    idleness.check()
    assert not at_work.is_locked()


def test_work_under_way_ends_first_behind_a_window_that_shows_nothing(at_work: Locked) -> None:
    ended: list[object] = []
    window = at_work.window
    window.tasks.run(lambda progress: 1, ended.append, title="Long travail…")
    window.navigator.lock()
    assert "GBEQ" not in words_in_sight(window)
    assert not at_work.form.action.isEnabled()
    assert not at_work.is_locked()
    at_work.wait_locked()
    assert ended == [1]


def test_a_copy_is_made_when_the_last_one_is_hours_old(at_work: Locked) -> None:
    copies = len(backups.list_backups(at_work.workspace))
    at_work.window.navigator.lock()
    at_work.wait_locked()
    at_work.unlock()
    assert len(backups.list_backups(at_work.workspace)) == copies + 1
    at_work.workspace.store.settings.set("anything", 1)
    at_work.window.navigator.lock()
    at_work.wait_locked()
    at_work.unlock()
    assert len(backups.list_backups(at_work.workspace)) == copies + 1
    at_work.workspace.store.settings.set("anything", 2)
    at_work.clock.passes(60 * 5)
    at_work.window.navigator.lock()
    at_work.wait_locked()
    at_work.unlock()
    assert len(backups.list_backups(at_work.workspace)) == copies + 2


def test_wrong_passphrases_hold_the_next_try_back_and_say_how_long(at_work: Locked) -> None:
    at_work.window.navigator.lock()
    at_work.wait_locked()
    for _time in range(FREE):
        at_work.unlock("ce n'est pas elle")
        assert "n'ouvre pas" in at_work.form.problem.text
    assert not at_work.form.action.isEnabled()
    assert at_work.form.countdown.text() == "Prochain essai dans 5 secondes."
    at_work.unlock()  # the right one, too early: nothing is tried
    assert at_work.is_locked()
    at_work.clock.passes(1)
    at_work.form.hold(0)
    at_work.unlock()
    assert at_work.opening.context is not None


def test_a_campaign_without_passphrase_has_nothing_to_lock(
    qtbot: QtBot, theme: Theme, workspace: Workspace
) -> None:
    path = workspace.store.path
    workspace.close()
    window = MainWindow(theme, Navigator(), Tasks(), Errors())
    qtbot.addWidget(window)
    opening = Opening(window, path, make_environment(42))
    opening.open(path, None)
    window.show()
    with qtbot.waitSignal(window.navigator.confirmed) as said:
        window.navigator.lock()
    assert "rien à verrouiller" in said.args[0]
    assert opening.context is not None
    assert locking.minutes_before_locking(opening.context.workspace) == 0
    window.navigator.announce({Changed.SETTINGS})
    assert window.findChild(Idleness) is None
    window.close()
    opening.close()


def test_the_keychain_opens_at_the_start_but_never_a_locked_window(
    at_work: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = at_work.workspace.store.path
    unlocked = vault.unlock(path, PASSPHRASE)
    held = [unlocked]
    monkeypatch.setattr(keychain, "is_kept", lambda path: True)
    monkeypatch.setattr(keychain, "recall", lambda path: held.pop() if held else None)
    at_work.window.navigator.lock()
    at_work.wait_locked()
    assert held  # nobody asked it
    at_work.opening.open(path, None)
    assert at_work.is_locked()
    at_work.unlock()
    at_work.opening.close()
    at_work.opening.open(path, None)
    at_work.qtbot.waitUntil(lambda: at_work.opening.context is not None)
    assert not held
    at_work.opening.close()
    at_work.opening.open(path, None)
    at_work.qtbot.waitUntil(lambda: not at_work.window.tasks.busy)
    assert "n’ouvre plus cette campagne" in at_work.form.problem.text
    at_work.unlock()
    assert at_work.opening.context is not None


def test_the_passphrase_is_asked_before_the_keychain_keeps_the_key(at_work: Locked) -> None:
    at_work.window.go(PageName.SETTINGS)
    page = at_work.window.page(PageName.SETTINGS)
    assert isinstance(page, SettingsPage)
    with at_work.qtbot.waitSignal(at_work.window.navigator.confirmed) as said:
        page.protection.keychain.click()
    assert "Tapez d’abord" in said.args[0]
    type_on(page.protection.current.edit, PASSPHRASE)
    with mock.patch.object(keychain, "keep") as keep:
        page.protection.keychain.click()
        at_work.qtbot.waitUntil(lambda: not at_work.window.tasks.busy)
    assert keep.call_args.args[1] == PASSPHRASE
    assert page.protection.current.text == ""
