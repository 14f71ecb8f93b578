"""What every topic of the page Contrôle has: how many wait, a view, and an empty state."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.widgets.empty import EmptyState


class Topic(QWidget):
    """One thing that waits. `counted` says how many as soon as it is known, None while it is not."""

    counted = Signal(object)

    def __init__(self, context: Context, nothing: str) -> None:
        """`nothing`: what is said when nothing waits."""
        super().__init__()
        self.context = context
        self._nothing = EmptyState(context.theme, nothing, "good")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def set_view(self, view: QWidget) -> None:
        """Give the widget that is shown while something waits."""
        self._stack.addWidget(view)

    def refresh(self) -> None:
        """Read again what waits; ends in `tell_count`, now or when the work behind the window is done."""
        raise NotImplementedError

    @property
    def focus_widget(self) -> QWidget:
        """Return where one works: the view, or what is said when nothing waits."""
        return self._stack.currentWidget() or self

    def tell_unknown(self) -> None:
        """Show that nobody knows yet how many wait."""
        self._stack.setCurrentIndex(0)
        self.counted.emit(None)

    def tell_count(self, count: int) -> None:
        """Show the view, or what is said when nothing waits."""
        self._stack.setCurrentIndex(1 if count else 0)
        self.counted.emit(count)
