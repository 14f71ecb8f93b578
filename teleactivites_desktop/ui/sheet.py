"""A sheet: captioned lines under headings, as on paper. Shows a response, its history, a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from teleactivites_desktop.ui.listing import Column, Index, ListModel
from teleactivites_desktop.ui.theme import GRID, TEXT, Role, Theme, make_font
from teleactivites_desktop.ui.widgets.table import Table

_NO_PARENT = QModelIndex()
_PADDING_ACROSS, _PADDING_DOWN = 3 * GRID, GRID + 1
"""Pixels of a cell that no text stands on: padding, line, and the margin of the focus."""


@dataclass(frozen=True)
class SheetLine:
    """One line: what it is about, and what stands there (`second`: in a second column of values).

    A `heading` spans the whole width. `key` says what the line stands for (a question's name), `of` what it
    belongs to (a revision's id).
    """

    caption: str
    text: str = ""
    second: str = ""
    ink: Role | None = None
    second_ink: Role | None = None
    heading: bool = False
    key: str = ""
    of: str = ""


class SheetModel(ListModel[SheetLine]):
    """The lines of a sheet; `titles` are those of its columns (two, or three to compare)."""

    def __init__(self, theme: Theme, titles: Sequence[str]) -> None:
        columns: list[Column[SheetLine]] = [
            Column(titles[0], lambda line: line.caption, _caption_ink),
            Column(titles[1], lambda line: line.text, lambda line: line.ink),
        ]
        if len(titles) > 2:
            columns.append(Column(titles[2], lambda line: line.second, lambda line: line.second_ink))
        super().__init__(columns, theme)
        self._heading_font = make_font(TEXT, bold=True)

    def set_titles(self, titles: Sequence[str]) -> None:
        """Name the columns otherwise; they stay as many."""
        named = zip(self.columns, titles, strict=True)
        self.columns = tuple(replace(column, title=title) for column, title in named)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the cell; headings are bold and stand at the bottom of their line, close to what follows."""
        if index.isValid() and self.rows[index.row()].heading:
            if role == Qt.ItemDataRole.FontRole:
                return self._heading_font
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a heading cannot be walked on."""
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    """Return the height in pixels of a cell of `width` in which the whole of `text` is wrapped."""
    free = QRect(0, 0, max(width - _PADDING_ACROSS, 1), 0)
    return metrics.boundingRect(free, Qt.TextFlag.TextWordWrap, text).height() + _PADDING_DOWN


def _caption_ink(line: SheetLine) -> Role:
    return Role.TEXT if line.heading else Role.MUTED


class Sheet(Table):
    """The view of a `SheetModel`: long text wraps; Enter or a double click on a line says `opened`."""

    opened = Signal(SheetLine)

    def __init__(self, theme: Theme, titles: Sequence[str], *, headed: bool = False) -> None:
        """`headed` shows the titles of the columns (they are said to screen readers anyway)."""
        self.lines = SheetModel(theme, titles)
        super().__init__(self.lines, ", ".join(titles))
        self.setWordWrap(True)
        self.verticalHeader().setMinimumSectionSize(3 * GRID)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.horizontalHeader().setVisible(headed)
        self.horizontalHeader().setStretchLastSection(False)
        for column in range(len(titles)):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.activated.connect(self._activated)

    def set_titles(self, titles: Sequence[str]) -> None:
        """Say otherwise what the columns are, to a screen reader too."""
        self.lines.set_titles(titles)
        self.setAccessibleName(", ".join(titles))

    def set_lines(self, lines: Sequence[SheetLine]) -> None:
        """Show `lines` from the top."""
        self.clearSpans()
        self.lines.set_rows(lines)
        columns = self.lines.columnCount()
        for row, line in enumerate(lines):
            if line.heading:
                self.setSpan(row, 0, 1, columns)
        self._fit()
        self.scrollToTop()

    def current(self) -> SheetLine | None:
        """Return the line that one stands on."""
        index = self.currentIndex()
        return self.lines.rows[index.row()] if index.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the columns, and wrap again."""
        super().resizeEvent(event)
        self._fitting.start()

    def _fit(self) -> None:
        width = self.viewport().width()
        values = self.lines.columnCount() - 1
        caption = min(width * 2 // 5, 34 * GRID) if values == 1 else width * 9 // 25
        self.setColumnWidth(0, caption)
        for column in range(1, values + 1):
            self.setColumnWidth(column, (width - caption) // values)
        self.resizeRowsToContents()
        self._heighten()

    def _heighten(self) -> None:
        """Make room for the lines that Qt did not count: it wraps as if the cells had no padding."""
        plain, bold = QFontMetrics(self.font()), QFontMetrics(make_font(TEXT, bold=True))
        columns = range(self.lines.columnCount())
        for row, line in enumerate(self.lines.rows):
            if line.heading:
                needed = _height(bold, line.caption, self.viewport().width())
            else:
                texts = (line.caption, line.text, line.second)
                needed = max(_height(plain, texts[column], self.columnWidth(column)) for column in columns)
            if needed > self.rowHeight(row):
                self.setRowHeight(row, needed)

    def _activated(self, index: QModelIndex | QPersistentModelIndex) -> None:
        line = self.lines.rows[index.row()]
        if not line.heading:
            self.opened.emit(line)
