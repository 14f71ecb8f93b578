"""How far a task is, with a way to cancel it."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.tasks import Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label


class ProgressLine(QWidget):
    """A bar under the task's title; hidden while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self._task: Task[object] | None = None
        self._title = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = QPushButton(_("Arrêter"))
        self._cancel.setProperty("role", "quiet")
        self._cancel.clicked.connect(self._stop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 4, 3 * GRID, 4)
        layout.setSpacing(2 * GRID)
        layout.addLayout(words, 1)
        layout.addWidget(self._cancel)
        self.hide()

    def follow(self, task: Task[object]) -> None:
        """Show `task` until it has ended."""
        self._task = task
        self._title.setText(task.title)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        task.progress.moved.connect(self._moved)
        task.ended.connect(self.hide)
        self.show()

    def _moved(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._title.setText(text)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        if self._task is not None:
            self._title.setText(_("Arrêt en cours…"))
            self._task.cancel()
