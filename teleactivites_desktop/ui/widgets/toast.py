"""A short confirmation over the page that goes by itself, with "Annuler" where that is possible."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label

SHOWN_MS = 5_000


class Toast(QFrame):
    """One confirmation at a time, on the status line, over no field; it never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "toast")
        self._text = label("")
        self._undo = QPushButton(_("Annuler"))
        self._undo.clicked.connect(self._do_undo)
        self._callback: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 4, 2 * GRID, 4)
        layout.addWidget(self._text)
        layout.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show `text` for a few seconds; `undo` adds "Annuler"."""
        self._text.setText(text)
        self._callback = undo
        self._undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        over = self._over.rect()
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - 2)

    def _do_undo(self) -> None:
        self.hide()
        if self._callback is not None:
            self._callback()
