"""Tells when nobody has touched the window for a while: it then locks itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_CHECK_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idleness(QObject):
    """Emits `expired`, again and again, while nobody has touched `window` for the seconds given to `start`.

    Two clocks, in seconds: the machine's uptime stands still in some sleeping laptops, and the wall clock may
    be set back; whichever says that more time went by counts. What is touched is looked for at the window
    itself, before any widget: a filter on the application would see each paint and each timer as well.
    """

    expired = Signal()

    def __init__(self, window: QWidget, wall: Callable[[], float], uptime: Callable[[], float]) -> None:
        super().__init__(window)
        self._window, self._wall, self._uptime = window, wall, uptime
        self._seconds = 0.0
        self._touched = (0.0, 0.0)
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)

    def start(self, seconds: float) -> None:
        """Watch from now on; 0 watches no more."""
        self._seconds = seconds
        self._touch()
        handle = self._window.windowHandle()
        if handle is None:
            self._window.winId()  # makes it
            handle = self._window.windowHandle()
        handle.removeEventFilter(self)
        if seconds:
            handle.installEventFilter(self)
            self._timer.start()
        else:
            self._timer.stop()

    def check(self) -> None:
        """Emit `expired` if it is time."""
        if self._is_over():
            self.expired.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that the window is touched; the touch that comes too late locks it and does nothing else."""
        if event.type() not in _TOUCHES:
            return False
        if self._is_over():
            self.expired.emit()
            return not self._is_over()  # what puts the lock off (a merge under way) does not stop the officer
        self._touch()
        return False

    def _is_over(self) -> bool:
        wall, uptime = self._touched
        return bool(self._seconds) and max(self._wall() - wall, self._uptime() - uptime) >= self._seconds

    def _touch(self) -> None:
        self._touched = (self._wall(), self._uptime())
