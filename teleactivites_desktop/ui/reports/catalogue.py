"""The documents at the left: title and one sentence each; one is chosen."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.documents import Document
from teleactivites_desktop.ui.theme import GRID, HINT, TEXT, Role, Theme, make_font

WIDTH = 27 * GRID
_PADDING = GRID + 4
_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class DocumentLine(QPushButton):
    """A document one can choose."""

    def __init__(self, theme: Theme, title: str, sentence: str) -> None:
        super().__init__()
        self._theme, self._title, self._sentence = theme, title, sentence
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The stylesheet gives buttons a least height, which would win over the hint when room lacks.
        self.setStyleSheet(f"min-height: {self.sizeHint().height()}px; padding: 0; border: none;")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return room for the title and the sentence wrapped at `WIDTH`."""
        _title, sentence = self._places(WIDTH)
        return QSize(WIDTH, sentence.bottom() + _PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the title, the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = Role.ACCENT_SOFT if self.isChecked() else Role.SUNKEN if self.underMouse() else Role.SURFACE
        painter.setBrush(self._theme.color(role))
        painter.setPen(self._theme.color(Role.ACCENT if self.hasFocus() else role))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        title, sentence = self._places(self.width())
        painter.setFont(make_font(TEXT, bold=True))
        painter.setPen(self._theme.color(Role.TEXT))
        painter.drawText(title, int(_WRAP), self._title)
        painter.setFont(make_font(HINT))
        painter.setPen(self._theme.color(Role.MUTED))
        painter.drawText(sentence, int(_WRAP), self._sentence)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        room = QRect(_PADDING, GRID, max(width - 2 * _PADDING, 1), 10_000)
        title = QFontMetrics(make_font(TEXT, bold=True)).boundingRect(room, int(_WRAP), self._title)
        below = room.adjusted(0, title.height() + 2, 0, 0)
        sentence = QFontMetrics(make_font(HINT)).boundingRect(below, int(_WRAP), self._sentence)
        return room.adjusted(0, 0, 0, title.height() - room.height()), below.adjusted(
            0, 0, 0, sentence.height() - below.height()
        )


class Catalogue(QScrollArea):
    """All documents; `chosen` carries the name of the one in front. Up and down walk through them."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, documents: Mapping[str, Document]) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH + 2 * GRID)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines: dict[str, DocumentLine] = {}
        self._group = QButtonGroup(self)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name, document in documents.items():
            line = DocumentLine(theme, _(document.title), _(document.sentence))
            line.clicked.connect(lambda _on, name=name: self.chosen.emit(name))
            self._group.addButton(line)
            self.lines[name] = line
            layout.addWidget(line)
        layout.addStretch(1)
        self.setWidget(content)

    @property
    def current(self) -> str:
        """Return the name of the document that is chosen."""
        return next((name for name, line in self.lines.items() if line.isChecked()), "")

    def choose(self, name: str) -> None:
        """Choose a document."""
        self.lines[name].setChecked(True)
        self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the documents with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        names = list(self.lines)
        place = names.index(self.current) + step if self.current in names else 0
        if step and 0 <= place < len(names):
            self.lines[names[place]].setFocus()
            self.ensureWidgetVisible(self.lines[names[place]])
            self.choose(names[place])
        else:
            super().keyPressEvent(event)
