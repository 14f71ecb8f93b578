"""Ctrl+K in the real window: actions and responses, by the keyboard alone."""

from collections.abc import Iterator

import pytest
from page_world import make_environment, press_on, type_on
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.palette import Palette
from teleactivites_desktop.ui.responses.page import ResponsesPage
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme


@pytest.fixture
def window(workspace: Workspace, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    """Show the window on the keyed campaign."""
    database = workspace.store.path
    workspace.close()
    made = MainWindow(theme, Navigator(), Tasks(), Errors())
    qtbot.addWidget(made)
    opening = Opening(made, database, make_environment(45))
    opening.open(database, None)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    opening.close()


def _typed(window: MainWindow, text: str) -> Palette:
    QTest.keySequence(window, QKeySequence("Ctrl+K"))
    palette = window.findChild(Palette)
    assert palette is not None
    assert palette.isVisible()
    type_on(window.header.search, text)
    return palette


def _lines(palette: Palette) -> list[str]:
    return [offer.text for offer in palette.offers.rows]


def test_an_action_is_found_by_its_words_and_done(window: MainWindow, qtbot: QtBot) -> None:
    for page in PageName:
        window.page(page)
    palette = _typed(window, "lire")
    qtbot.waitUntil(lambda: _lines(palette)[0].startswith("Échanges › Lire un fichier"))
    window.header.search.selectAll()
    type_on(window.header.search, "contr")
    qtbot.waitUntil(lambda: any(line.startswith("Contrôle  ") for line in _lines(palette)))
    row = next(row for row, line in enumerate(_lines(palette)) if line.startswith("Contrôle  "))
    for _step in range(row + 1):
        press_on(window.header.search, Qt.Key.Key_Down)
    press_on(window.header.search, Qt.Key.Key_Return)
    assert window.current is PageName.CONTROL
    assert not palette.isVisible()
    assert window.header.search.text() == ""


def test_a_response_is_found_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    palette = _typed(window, "HD-0007")
    qtbot.waitUntil(lambda: bool(_lines(palette)) and _lines(palette)[-1].startswith("HD-0007"))
    for _step in _lines(palette):
        press_on(window.header.search, Qt.Key.Key_Down)
    press_on(window.header.search, Qt.Key.Key_Return)
    page = window.page(PageName.RESPONSES)
    assert window.current is PageName.RESPONSES
    assert isinstance(page, ResponsesPage)
    qtbot.waitUntil(lambda: page.detail.stored is not None and page.detail.stored.line.paper == "HD-0007")


def test_enter_without_choosing_searches_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    _typed(window, "martin")
    press_on(window.header.search, Qt.Key.Key_Return)
    assert window.current is PageName.RESPONSES


def test_escape_leaves_and_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    palette = _typed(window, "x")
    press_on(window.header.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert not window.header.search.hasFocus()
