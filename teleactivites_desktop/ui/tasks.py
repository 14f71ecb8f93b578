"""Work in the background: a task delivers its result or its error, on the window's thread, once.

One worker thread for everything, so two long jobs never write side by side. A `Store` belongs to one thread:
work that needs the database takes its own with `store.reopen()`.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Result = TypeVar("Result")


class CancelledError(Exception):
    """Raised inside the work at its next report once the officer has cancelled."""


class Progress(QObject):
    """What the work is given: it reports where it stands, and learns there that it was cancelled."""

    moved = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    def check(self) -> None:
        """Raise CancelledError when the officer has cancelled."""
        if self._cancelled:
            raise CancelledError

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Report `done` of `total` (total 0: unknown). Raises CancelledError when the officer cancelled."""
        self.check()
        self.moved.emit(done, total, text)


class Task(QObject, Generic[Result]):
    """Work under way. Exactly one of `succeeded`, `failed`, `cancelled` follows, then `ended`."""

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _delivered = Signal(object, object)

    def __init__(self, work: Callable[[Progress], Result], title: str) -> None:
        super().__init__()
        self.title = title
        self.progress = Progress()
        self._work = work
        self._delivered.connect(self._deliver)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self.progress.cancel()

    def execute(self) -> None:
        """Do the work, on the worker's thread; what it raises is delivered, never lost."""
        result: object = None
        error: BaseException | None = None
        try:
            self.progress.check()  # cancelled while it waited its turn
            result = self._work(self.progress)
        except BaseException as raised:
            error = raised
        self._delivered.emit(result, error)

    def _deliver(self, result: object, error: BaseException | None) -> None:
        try:
            if error is None:
                self.succeeded.emit(result)
            elif isinstance(error, CancelledError):
                self.cancelled.emit()
            else:
                self.failed.emit(error)
        finally:
            self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, task: Task[Any]) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.execute()


class Tasks(QObject):
    """The tasks of one program. `failed` carries every error that no `on_error` took (the shell shows it)."""

    started = Signal(object)
    failed = Signal(object)
    idle = Signal()
    """Nothing is under way any more, and every result was delivered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._alive: set[Task[Any]] = set()

    @property
    def busy(self) -> bool:
        """Tell whether something is under way or waits its turn."""
        return bool(self._alive)

    def run(
        self,
        work: Callable[[Progress], Result],
        on_result: Callable[[Result], object],
        on_error: Callable[[BaseException], object] | None = None,
        *,
        title: str = "",
    ) -> Task[Result]:
        """Start `work(progress)` behind the window; its result goes to `on_result` on the window's thread.

        An error goes to `on_error`, without one to `failed`. A task with a `title` is shown with its
        progress and a way to cancel it.
        """
        task: Task[Result] = Task(work, title)
        task.succeeded.connect(on_result)
        task.failed.connect(on_error if on_error is not None else self.failed.emit)
        task.ended.connect(lambda: self._ended(task))
        self._alive.add(task)
        self.started.emit(task)
        self._pool.start(_Runner(task))
        return task

    def _ended(self, task: Task[Any]) -> None:
        self._alive.discard(task)
        if not self._alive:
            self.idle.emit()

    def stop(self, milliseconds: int = 10_000) -> bool:
        """Cancel everything and wait; return False when something still runs after `milliseconds`.

        What had not begun is cancelled as well, and ends like the rest.
        """
        for task in tuple(self._alive):
            task.cancel()
        return self._pool.waitForDone(milliseconds)
