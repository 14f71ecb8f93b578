"""Labels by role (the stylesheet gives each its size and colour), tags, key caps, dividing lines."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


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
