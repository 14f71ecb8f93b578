"""Every page, walked as a screen reader and a keyboard would: names, roles, focus, no dead end for Tab."""

from collections.abc import Callable, Iterator

import pytest
from page_world import bring_up
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.pages import factories
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.page import Page

_WORKED_WITH = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QTextEdit, QPlainTextEdit,
)  # fmt: skip
_WITHOUT_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window}


@pytest.fixture(params=list(PageName), ids=lambda name: name.value)
def page(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    make_context: Callable[[Workspace], Context],
    qtbot: QtBot,
) -> Iterator[Page]:
    """Show each page of the keyed campaign in turn, once it has loaded what it shows."""
    context = make_context(workspace)
    built = factories(context)[request.param]()
    qtbot.addWidget(built)
    bring_up(built)
    built.resize(1366, 768)
    qtbot.waitExposed(built)
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=20_000)
    yield built
    context.tasks.stop()


def _controls(page: QWidget) -> list[QWidget]:
    """Return what one works with on `page`, without the parts of a control (a combo's own line...)."""
    parts = (QComboBox, QAbstractSpinBox, QAbstractItemView)
    return [
        widget
        for widget in page.findChildren(QWidget)
        if isinstance(widget, _WORKED_WITH)
        and widget.isVisibleTo(page)
        and not any(isinstance(above, parts) for above in _above(widget, page))
    ]


def _above(widget: QWidget, page: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None and parent is not page:
        yield parent
        parent = parent.parentWidget()


def _said(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    buddies = [label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return spoken or " ".join(buddies)


def _where(widget: QWidget) -> str:
    names = [type(widget).__name__, *(type(above).__name__ for above in _above(widget, widget.window()))]
    return " < ".join(names[:4])


def _is_one_of_several(widget: QWidget) -> bool:
    """Tell whether a button belongs to a group of which one is on: Tab stops at it, arrows do the rest."""
    if not isinstance(widget, QAbstractButton):
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())


def _unnamed(page: Page) -> list[str]:
    """Controls of which a screen reader would not say what they are, or what they are for."""
    return [
        _where(each)
        for each in _controls(page)
        if not _said(each) or QAccessible.queryAccessibleInterface(each).role() in _WITHOUT_ROLE
    ]


def _passed_over(page: Page) -> list[str]:
    """Controls that Tab never reaches on its way round."""
    reached: list[QWidget] = []
    page.activateWindow()
    page.setFocus()
    page.focusNextChild()
    while (widget := QApplication.focusWidget()) is not None and widget not in reached:
        reached.append(widget)
        widget.window().focusNextChild()
    return [
        _where(each)
        for each in _controls(page)
        if each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each not in reached
        and not _is_one_of_several(each)
        and not any(each.isAncestorOf(other) or other is each.focusProxy() for other in reached)
    ]


def _only_for_the_mouse(page: Page) -> list[str]:
    """Buttons that do not take the focus, and that no key stands for."""
    return [
        f"{_where(each)}: {each.text()}"
        for each in _controls(page)
        if isinstance(each, QAbstractButton)
        and each.isEnabled()
        and not each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.shortcut().isEmpty()
        and each.focusProxy() is None
        and not _is_one_of_several(each)
    ]


def test_a_page_can_be_used_without_eyes_or_mouse(page: Page) -> None:
    assert _controls(page)
    assert _unnamed(page) == []
    assert _passed_over(page) == []
    assert _only_for_the_mouse(page) == []
