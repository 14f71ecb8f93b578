"""How a table of the paper is painted: titles, lines with their number, cells with their signs."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from teleactivites_desktop.ui.entry.cells import Table
from teleactivites_desktop.ui.entry.grid import HEAD, NUMBERS, GridLayout
from teleactivites_desktop.ui.entry.layout import Box
from teleactivites_desktop.ui.entry.paint import SIGN, Brushes, rect
from teleactivites_desktop.ui.entry.rows import Row, Sign
from teleactivites_desktop.ui.theme import GRID, Role

PADDING = 8
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TITLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GridBrushes(Brushes):
    """Paints tables with the fonts and colours of the sheet."""

    def grid(self, painter: QPainter, layout: GridLayout, shown: QRect) -> None:
        """Paint what is under the cells within `shown`: rules, and the line being keyed."""
        for line in range(1, layout.shown + 1):
            if shown.intersects(rect(layout.line(line))):
                self._line(painter, layout, line)

    def frame(self, painter: QPainter, layout: GridLayout, table: Table, shown: QRect) -> None:
        """Paint line numbers and titles over the cells, at the edges of what is in sight (`shown`)."""
        ground = self._theme.color(Role.RAISED)
        left, top = max(0, shown.x()), max(0, shown.y())
        if left:
            painter.fillRect(left, top, NUMBERS, shown.height(), ground)
        for line in range(1, layout.shown + 1):
            self._number(painter, layout, line, left)
        painter.fillRect(left + 1, top + 1, shown.width() - 2, layout.head(0).y + HEAD - 2, ground)
        here = table.cells[layout.current][1] if layout.current >= 0 else -1
        for column, title in enumerate(table.titles):
            box = layout.head(column)
            place = QRect(box.x + PADDING, top + box.y, box.width - PADDING - 2, box.height - 6)
            if place.x() >= left + NUMBERS:
                painter.setFont(self._hint)
                painter.setPen(self._theme.color(Role.TEXT if column == here else Role.MUTED))
                painter.drawText(place, _TITLE, self._two_lines(title, place.width()))
        painter.fillRect(
            1, top + layout.head(0).y + HEAD - 1, layout.width - 2, 1, self._theme.color(Role.FAINT)
        )

    def cell(self, painter: QPainter, layout: GridLayout, index: int, row: Row) -> None:
        """Paint a cell: what was typed, what it means, its signs; the editor covers the current one."""
        if index == layout.current:
            return
        box = layout.field(index)
        right = self._signs(painter, box, row)
        place = QRect(box.x + PADDING, box.y, right - box.x - PADDING, box.height)
        refused = Sign.REFUSED in row.signs
        ink = Role.BAD if refused else Role.MUTED if row.proposed or row.skipped else Role.TEXT
        self._words(painter, place, row.typed, self._text, ink, _MIDDLE)
        used = QFontMetrics(self._text).horizontalAdvance(row.typed) + GRID if row.typed else 0
        rest = place.adjusted(used, 0, 0, 0)
        if rest.width() > 2 * GRID:
            self._words(painter, rest, row.echo, *self._echo(row), _MIDDLE)

    def _line(self, painter: QPainter, layout: GridLayout, line: int) -> None:
        box = layout.line(line)
        if line == layout.current_line:
            self._band(painter, box)
        painter.setPen(QPen(self._theme.color(Role.LINE), 1))
        y = box.y + box.height - 0.5
        painter.drawLine(QPointF(NUMBERS, y), QPointF(layout.width - GRID, y))
        for column in range(1, len(layout.natural)):
            x = layout.head(column).x - 1.5
            painter.drawLine(QPointF(x, box.y + 3), QPointF(x, box.y + layout.pitch - 3))

    def _number(self, painter: QPainter, layout: GridLayout, line: int, left: int) -> None:
        box, current = layout.line(line), line == layout.current_line
        if current and left:
            painter.fillRect(left, box.y, NUMBERS, box.height, self._theme.color(Role.ACCENT_SOFT))
        number = QRect(left, box.y, NUMBERS - 2 * GRID, layout.pitch)
        ink = Role.MUTED if line <= layout.used else Role.FAINT
        self._words(painter, number, str(line), self._strong if current else self._hint, ink, _NUMBER)

    def _signs(self, painter: QPainter, box: Box, row: Row) -> int:
        """Paint the signs at the right of a cell; return where they begin."""
        x = box.x + box.width - 2
        for sign in row.signs:
            x -= SIGN + 2
            self._sign(painter, x, rect(box), sign)
        return x

    def _two_lines(self, title: str, width: int) -> str:
        """Return a title on two lines at most, the second one cut."""
        metrics = QFontMetrics(self._hint)
        words = title.split(" ")
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines = (" ".join(words[:taken]), " ".join(words[taken:]))
        return "\n".join(
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines if line
        )
