"""The guide: every link and picture is there, each page of the window has its page, F1 opens it."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.pages import factories
from teleactivites_desktop.services import guide
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.entry.page import EntryPage
from teleactivites_desktop.ui.guide import PAGE_OF
from teleactivites_desktop.ui.shell import MainWindow

MOST_BYTES = 2_500_000


def test_every_link_and_picture_of_the_guide_is_there() -> None:
    names = {page.name for page in guide.pages()}
    assert names == {path.stem for path in guide.folder().glob("*.md")}
    linked = [target for page in guide.pages() for target in re.findall(r"\]\(([^)]+)\)", page.text)]
    pictures = {target for target in linked if target.startswith("images/")}
    assert {target.removesuffix(".md") for target in linked} - pictures <= names
    kept = {f"images/{path.name}" for path in (guide.folder() / "images").iterdir()}
    assert pictures == kept
    assert sum(path.stat().st_size for path in guide.folder().rglob("*.*")) < MOST_BYTES


def test_every_page_of_the_window_has_its_page_of_the_guide() -> None:
    assert set(PAGE_OF) == {None, *PageName}
    assert set(PAGE_OF.values()) <= {page.name for page in guide.pages()}


@pytest.fixture
def window(empty_workspace: Workspace, make_context: Callable[[Workspace], Context]) -> Iterator[MainWindow]:
    context = make_context(empty_workspace)
    made = MainWindow(context.theme, context.navigator, context.tasks, context.errors)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    made.open_pages(factories(context), PageName.HOME)
    yield made
    made.close()


def test_f1_opens_the_guide_where_one_works_and_escape_gives_the_window_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.go(PageName.EXCHANGE)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_F1)
    assert window.guide.isVisible()
    assert window.guide.page == "echanger"
    text = window.guide.text
    assert "Dossier d'échange" in text.toPlainText()
    picture = text.document().resource(2, QUrl("images/echanges.png"))
    assert isinstance(picture, QImage)
    assert picture.width() <= text.viewport().width() * text.devicePixelRatioF()
    text.anchorClicked.emit(QUrl("decider.md"))
    assert window.guide.page == "decider"
    QTest.keyClick(text, Qt.Key.Key_Escape)
    assert not window.guide.isVisible()
    assert window.focusWidget() is not None
    assert window.focusWidget().window() is window


def test_while_keying_f1_shows_the_keys_and_f1_again_the_guide(window: MainWindow) -> None:
    window.go(PageName.ENTRY)
    page = window.page(PageName.ENTRY)
    assert isinstance(page, EntryPage)
    QTest.keyClick(page.start.number, Qt.Key.Key_Return)
    QTest.keyClick(page.view.sheet.editor, Qt.Key.Key_F1)
    keys = window.focusWidget()
    assert keys is not None
    assert keys.accessibleName() == "Toutes les touches"
    QTest.keyClick(keys, Qt.Key.Key_F1)
    assert not keys.isVisible()
    assert window.guide.page == "saisir"
