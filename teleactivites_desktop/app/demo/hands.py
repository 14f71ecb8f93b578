"""Two ways to work with the window: by the keyboard alone, or with the mouse where one would take it.

Each counts what it did: keys pressed, clicks. A control that the keyboard cannot reach is an error.
"""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QFileDialog, QLineEdit, QWidget

from teleactivites_desktop.core.typography import NBSP

MOST_TABS = 60
"""Presses of Tab within which everything on a page must be reached."""
_SIGN = 10
PATIENCE = 60_000
"""Milliseconds that the window may take for one thing."""


class Keyboard:
    """Reaches a control with Tab, uses it with the space bar."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.keys = self.clicks = 0

    def press(self, keys: str) -> None:
        """Press one key, alone or held with others: ``"Return"``, ``"Ctrl+2"``."""
        if QApplication.activeWindow() is None:  # a dialog has closed, and no window manager is there
            self.window.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is not None)
        self.keys += 1
        QTest.keySequence(self._focused(), QKeySequence(keys))

    def type(self, text: str) -> None:
        """Type `text`, one event for each character."""
        for character in text:
            self.keys += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, ord(character), Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(self._focused(), event)

    def go_to(self, control: QWidget) -> None:
        """Bring the focus to `control`."""
        for _press in range(MOST_TABS):
            if self._focused() is _entry(control):
                return
            self.press("Tab")
        raise RuntimeError(f"the keyboard does not reach {control.accessibleName() or control}")

    def use(self, control: QWidget, key: str = "") -> None:
        """Press a button or tick a box; `key` does the same where the button has one."""
        if key:
            self.press(key)
        else:
            self.go_to(control)
            self.press("Space")

    def fill(self, field: QWidget, text: str) -> None:
        """Write `text` in a field, in the place of what stands there."""
        self.go_to(field)
        if isinstance(edit := _entry(field), QLineEdit) and edit.text():
            self.press("Ctrl+A")
        self.type(text)

    def button(self, words: str) -> QAbstractButton:
        """Return the button or box in sight that says `words`."""
        found = [
            each
            for each in self.window.findChildren(QAbstractButton)
            if each.isVisible() and _plain(each.text()) == _plain(words)
        ]
        if not found:
            raise RuntimeError(f"no button says {words}")
        return found[0]

    def answer_dialog(self, text: str) -> None:
        """Answer the file dialog that opens next: type `text`, and Enter."""
        timer = QTimer(self.window)
        timer.setInterval(20)
        timer.timeout.connect(lambda: self._answer(timer, text))
        timer.start()

    def _answer(self, timer: QTimer, text: str) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isActiveWindow():
            return
        timer.stop()
        edit = dialog.findChild(QLineEdit)
        if edit is None:
            raise RuntimeError("the dialog of the system takes no name")
        edit.setFocus()  # the system's own dialog, where it has one, begins there
        self.press("Ctrl+A")
        self.type(text)
        self.keys -= len(text)  # as long as the folders of this machine
        self.press("Return")

    def wait(self, done: Callable[[], object]) -> None:
        """Let the window work until `done`."""
        deadline = QDeadlineTimer(PATIENCE)
        while not done():
            if deadline.hasExpired():
                raise TimeoutError("the window takes too long")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window


class Mouse(Keyboard):
    """Clicks on what can be clicked; text is typed all the same."""

    def go_to(self, control: QWidget) -> None:
        """Click in `control`."""
        self._click(_entry(control))

    def use(self, control: QWidget, key: str = "") -> None:
        """Click on a button or a box."""
        self._click(control)

    def _click(self, control: QWidget) -> None:
        self.clicks += 1
        middle = control.rect().center()
        if isinstance(control, QCheckBox):  # as wide as its column, it answers where its sign and words are
            middle.setX(_SIGN)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=middle)


def _plain(words: str) -> str:
    return words.replace(NBSP, " ")


def _entry(control: QWidget) -> QWidget:
    """Return the widget that takes the text of `control`."""
    return control.focusProxy() or control
