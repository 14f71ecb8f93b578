"""The sheet: the questions of one section as on the paper, painted; one editor stands on the current one.

A section that is a table of the paper is painted as one, each question in its cell.

Painting rows instead of making a widget for each keeps a keystroke and a change of section within a frame.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from teleactivites_desktop.ui.entry.cells import Table
from teleactivites_desktop.ui.entry.editor import Editor
from teleactivites_desktop.ui.entry.grid import HEAD, NUMBERS, GridLayout
from teleactivites_desktop.ui.entry.grid_paint import GridBrushes
from teleactivites_desktop.ui.entry.layout import MESSAGE, SheetLayout
from teleactivites_desktop.ui.entry.message import Message
from teleactivites_desktop.ui.entry.paint import rect
from teleactivites_desktop.ui.entry.rows import Row
from teleactivites_desktop.ui.theme import GRID, Theme


class Sheet(QWidget):
    """Shows rows, the current one with its editor and its message line."""

    clicked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._brushes = GridBrushes(theme)
        self._rows: list[Row] = []
        self._table: Table | None = None
        self._current = -1
        self._message = Message()
        self.editor = Editor(self)
        self.editor.hide()
        theme.changed.connect(self.update)

    @property
    def rows(self) -> Sequence[Row]:
        """Return what is shown."""
        return self._rows

    @property
    def message(self) -> Message:
        """Return what the line under the current row says."""
        return self._message

    def layout_now(self) -> SheetLayout | GridLayout:
        """Return the geometry as it is now."""
        if self._table is None:
            return SheetLayout(self.width(), self.height(), len(self._rows), self._current)
        table = self._table
        return GridLayout(self.width(), self.height(), table.widths, table.cells, table.lines, self._current)

    def current_rect(self) -> QRect:
        """Return the current row or cell with its message line, for scrolling to it."""
        if self._current < 0:
            return QRect()
        layout = self.layout_now()
        row = rect(layout.row(self._current))
        if self._table is None:
            return row
        cell = layout.field(self._current, wide=False)
        return QRect(cell.x - NUMBERS, row.y() - HEAD, cell.width + 2 * NUMBERS, row.height() + HEAD)

    def show_rows(self, rows: Sequence[Row], current: str, table: Table | None = None) -> None:
        """Show `rows`, as cells of `table` if given; the one named `current` has the editor ("": none)."""
        before, table_before = self._rows, self._table
        was = self._current
        self._rows, self._table = list(rows), table
        self._current = next((i for i, row in enumerate(rows) if row.name == current), -1)
        layout = self.layout_now()
        self.setMinimumHeight(layout.needed)
        self.setMinimumWidth(layout.needed_width if isinstance(layout, GridLayout) else 0)
        if table != table_before or self._names(before) != self._names(self._rows):
            self.update()
        elif table is not None:
            self._update_cells(before, was)
        else:
            self._update_changed(before, was)
        self._place_editor()

    def tell(self, message: Message) -> None:
        """Say `message` in the line under the current row."""
        if message != self._message:
            self._message = message
            self.editor.set_level(message.level)
            self.update(rect(self.layout_now().message()))

    def say_meaning(self, meaning: str) -> None:
        """Say beside the current field what its codes mean so far."""
        row = self._rows[self._current]
        if self._current >= 0 and row.echo != meaning and not row.wide:
            self._rows[self._current] = replace(row, echo=meaning, typed=self.editor.text())
            self.update(rect(self.layout_now().row(self._current)))

    def sizeHint(self) -> QSize:
        """Return a size that holds a long section."""
        return QSize(90 * GRID, 60 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the editor anew."""
        super().resizeEvent(event)
        self._place_editor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the question clicked (keying needs no mouse; reading may like one)."""
        point = event.position().toPoint()
        index = self.layout_now().at(point.x(), point.y())
        if index >= 0 and self._rows[index].keyed:
            self.clicked.emit(self._rows[index].name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that the event touches."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._brushes.sheet(painter, QRectF(self.rect()))
        layout = self.layout_now()
        if isinstance(layout, GridLayout):
            self._brushes.grid(painter, layout, event.rect())
        for index, row in enumerate(self._rows):
            if not event.rect().intersects(rect(layout.row(index))):
                continue
            if isinstance(layout, GridLayout):
                self._brushes.cell(painter, layout, index, row)
            else:
                self._brushes.row(painter, layout, index, row)
        if isinstance(layout, GridLayout) and self._table is not None:
            self._brushes.frame(painter, layout, self._table, self.visibleRegion().boundingRect())
        if self._current >= 0:
            self._brushes.message(painter, rect(layout.message()), self._message)

    def _update_cells(self, before: Sequence[Row], was: int) -> None:
        """Paint a table again: within a line its row and the titles, else all that is in sight."""
        layout = self.layout_now()
        assert self._table is not None
        line = self._table.cells[self._current][0] if self._current >= 0 else 0
        if was < 0 or line != self._table.cells[was][0]:
            self.update()
            return
        changed = {i for i, (old, new) in enumerate(zip(before, self._rows, strict=True)) if old != new}
        for index in {*changed, self._current}:
            self.update(rect(layout.row(index)))
        top = max(0, self.visibleRegion().boundingRect().y())
        self.update(0, top, self.width(), layout.field(0, wide=False).y)

    def _update_changed(self, before: Sequence[Row], was: int) -> None:
        layout = self.layout_now()
        if was != self._current:
            low, high = sorted((max(0, was), max(0, self._current)))
            top, bottom = layout.row(low), layout.row(high)
            self.update(0, top.y - MESSAGE, self.width(), bottom.y + bottom.height - top.y + 2 * MESSAGE)
        for index, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:
                self.update(rect(layout.row(index)))

    def _place_editor(self) -> None:
        if self._current < 0:
            self.editor.hide()
            return
        row = self._rows[self._current]
        self.editor.setGeometry(rect(self.layout_now().field(self._current, wide=row.wide or row.searched)))
        self.editor.setAccessibleName(f"{row.number} {row.label}".strip())
        self.editor.show()

    @staticmethod
    def _names(rows: Sequence[Row]) -> list[str]:
        return [row.name for row in rows]
