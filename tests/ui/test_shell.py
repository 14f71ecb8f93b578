"""The window: pages built when shown, refreshed when something changed, errors in one place."""

from collections.abc import Callable, Iterator

import pytest
from entry_world import CONTROL
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, PageName, SearchFor
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Progress


class Probe(Page):
    """A page that remembers what the window told it."""

    interests = frozenset({Changed.RESPONSES})

    def __init__(self, context: Context, name: PageName) -> None:
        super().__init__(context, name.value, "Rien encore.", "home")
        self.told: list[object] = []
        self.done = 0
        self.set_main_action("Faire", self.do, key="Ctrl+N")

    def do(self) -> None:
        self.done += 1

    def refresh(self, changed: frozenset[Changed]) -> None:
        self.told.append(changed)

    def open_target(self, target: object) -> None:
        self.told.append(target)

    def leave(self) -> None:
        self.told.append("left")


@pytest.fixture
def window(fresh_workspace: Workspace, make_context: Callable[[Workspace], Context]) -> Iterator[MainWindow]:
    context = make_context(fresh_workspace)
    made = MainWindow(context.theme, context.navigator, context.tasks, context.errors)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)

    def factory(name: PageName) -> Callable[[], Page]:
        return lambda: Probe(context, name)

    made.open_pages({name: factory(name) for name in PageName}, PageName.HOME)
    yield made
    made.close()


def probe(window: MainWindow, name: PageName) -> Probe:
    page = window.page(name)
    assert isinstance(page, Probe)
    return page


def test_a_page_is_built_and_read_when_it_is_first_shown(window: MainWindow) -> None:
    assert list(window._pages) == [PageName.HOME]
    window.go(PageName.RESPONSES)
    assert list(window._pages) == [PageName.HOME, PageName.RESPONSES]
    assert probe(window, PageName.RESPONSES).told == [frozenset(Changed)]
    assert probe(window, PageName.HOME).told[-1] == "left"


def test_a_page_out_of_sight_is_refreshed_when_it_comes_back(window: MainWindow) -> None:
    window.go(PageName.RESPONSES)
    page = probe(window, PageName.HOME)
    page.told.clear()
    window.navigator.announce({Changed.RESPONSES})
    window.navigator.announce({Changed.CAMPAIGN})
    assert page.told == []
    window.go(PageName.HOME)
    assert page.told == [{Changed.RESPONSES, Changed.CAMPAIGN}]


def test_a_change_that_a_page_does_not_show_leaves_it_alone(window: MainWindow) -> None:
    page = probe(window, PageName.HOME)
    page.told.clear()
    window.navigator.announce({Changed.SETTINGS})
    assert page.told == []


def test_the_search_opens_the_list_with_what_was_typed(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.header.search.hasFocus()
    window.header.search.setText(" saint martin ")
    QTest.keyClick(window.header.search, Qt.Key.Key_Return)
    assert window.current is PageName.RESPONSES
    assert probe(window, PageName.RESPONSES).told[-1] == SearchFor("saint martin")


@pytest.mark.parametrize(("key", "name"), list(zip(range(Qt.Key.Key_1, Qt.Key.Key_8), PageName, strict=True)))
def test_each_page_has_its_key(window: MainWindow, key: int, name: PageName) -> None:
    QTest.keyClick(window, Qt.Key(key), CONTROL)
    assert window.current is name


def test_the_main_action_has_its_key(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert probe(window, PageName.HOME).done == 1


def test_a_users_error_is_a_sentence_in_the_strip_without_a_dialog(window: MainWindow) -> None:
    window.errors.show(UserError("Le fichier manque : demandez-le."))
    assert window.strip.text == "Le fichier manque : demandez-le."
    assert QApplication.activeModalWidget() is None


def test_a_fault_of_ours_is_logged_and_can_be_reported(
    window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ZeroDivisionError("1/0")
    except ZeroDivisionError as error:
        window.errors.show(error)
    assert "défaut" in window.strip.text
    assert "ZeroDivisionError" in caplog.text
    window._copy_report("détails du défaut")
    assert QGuiApplication.clipboard().text() == "détails du défaut"


def test_a_task_that_fails_is_told_in_the_same_place(window: MainWindow, qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        raise UserError("Le disque est plein.")

    task = window.tasks.run(work, lambda _result: None, title="Sauvegarde")
    assert not window.progress.isHidden()
    with qtbot.waitSignal(task.ended):
        pass
    assert window.strip.text == "Le disque est plein."
    assert window.progress.isHidden()


def test_a_refusal_goes_with_the_next_success_and_a_fault_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.errors.show(UserError("Le fichier manque."))
    window.navigator.confirm("Fichier lu.")
    assert window.strip.text == ""
    window.errors.show(UserError("Le disque est plein."))
    with qtbot.waitSignal(window.tasks.run(lambda progress: None, lambda _done: None, title="Copie").ended):
        pass
    assert window.strip.text == ""
    window.errors.show(ZeroDivisionError("1/0"))
    window.navigator.confirm("Fichier lu.")
    assert "défaut" in window.strip.text


def test_what_the_end_of_a_task_refuses_stays(window: MainWindow, qtbot: QtBot) -> None:
    refused = UserError("Ce fichier vient d'ailleurs.")
    task = window.tasks.run(lambda progress: None, lambda _done: window.errors.show(refused), title="Lecture")
    with qtbot.waitSignal(task.ended):
        pass
    assert window.strip.text == str(refused)


def test_a_confirmation_goes_with_its_undo(window: MainWindow) -> None:
    undone: list[bool] = []
    window.navigator.confirm("Fiche retirée.", lambda: undone.append(True))
    assert window.toast.isVisible()
    window.toast._undo.click()
    assert undone == [True]
    assert not window.toast.isVisible()


def test_the_first_paint_is_told_once(window: MainWindow, qtbot: QtBot) -> None:
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    with qtbot.waitSignal(window.painted, timeout=1_000, raising=False):
        window.repaint()
    window.repaint()
    QApplication.processEvents()
    assert len(told) <= 1
