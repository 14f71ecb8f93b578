"""Labels by role (the stylesheet gives each its size and colour), tags, key caps, dividing lines."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

LEAST_ELIDED = 64
"""Pixels."""


class Level(StrEnum):
    """How serious a message is."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


def restyle(widget: QWidget) -> None:
    """Apply the stylesheet again after a property that it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ElidedLabel(QLabel):
    """Text that may be longer than its place: what does not fit becomes an ellipsis, all of it the tooltip.

    Nothing is painted here: importing the painter costs 10 ms of the first window.
    """

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        if role:
            self.setProperty("role", role)

    @property
    def whole(self) -> str:
        """Return all of the text."""
        return self._whole

    def tell(self, text: str) -> None:
        """Show `text`, or what fits of it."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the place that all of it takes."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least that still tells something."""
        return QSize(min(LEAST_ELIDED, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


def label(text: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return plain text in `role`: title, heading, strong, muted, hint, figure, code, good, warning, bad."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def tag(text: str, level: Level | None = None) -> QLabel:
    """Return a word on a soft ground: a status, a count."""
    made = label(text, "tag")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    if level is not None:
        made.setProperty("level", level.value)
    return made


def set_tag(made: QLabel, text: str, level: Level | None = None) -> None:
    """Change what a tag says."""
    made.setText(text)
    made.setProperty("level", level.value if level else None)
    restyle(made)


def keycap(text: str) -> QLabel:
    """Return a key as it stands on the keyboard."""
    made = label(text, "keycap")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def divider() -> QFrame:
    """Return a horizontal line."""
    made = QFrame()
    made.setProperty("role", "line")
    return made
