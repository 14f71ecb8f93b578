"""The chart beside a table: a bar per answer, or one per answer and column, in shades that print in grey."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from teleactivites_desktop.core.tabulation import RowKind, Table, share, share_text
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, HINT, Role, Theme, make_font

MOST_COLUMNS = 6
"""With more groups than that, bars say nothing: only everybody is drawn."""
_MOST_ROWS = 40
_BAR, _GAP = 10, 2
_LABEL = 5 * GRID // 2
_ROW_GAP = GRID
_FIGURE = 7 * GRID
_WIDTH = 40 * GRID


class TableChart(QWidget):
    """Shares of the answers, in each group of the table where they are few."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: list[str] = []
        self._rows: list[tuple[str, list[tuple[float | None, str]]]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_table(self, table: Table | None) -> None:
        """Draw `table`, nothing for None; a screen reader gets the same in words."""
        self._names, self._rows = [], []
        if table is not None:
            several = 0 < len(table.groups) <= MOST_COLUMNS
            columns = table.groups if several else (table.total,)
            self._names = [column.label for column in table.columns] if several else []
            for place, row in enumerate(table.rows[:_MOST_ROWS]):
                if row.kind is RowKind.ANSWER:
                    pairs = [(counts.rows[place], counts.answered) for counts in columns]
                    bars = [(share(part, base), share_text(part, base)) for part, base in pairs]
                    self._rows.append((row.label, bars))
        self.setAccessibleName(_("Graphique"))
        self.setAccessibleDescription(
            "; ".join(f"{label} {', '.join(f for _s, f in bars)}" for label, bars in self._rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the legend and every bar."""
        return QSize(_WIDTH, self._legend_height() + sum(_height(bars) for _label, bars in self._rows) + GRID)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: what does not fit is scrolled to."""
        return QSize(24 * GRID, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the legend, then each answer with its bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(make_font(HINT))
        top = self._paint_legend(painter)
        most = max((value or 0.0 for _label, bars in self._rows for value, _text in bars), default=0.0) or 1.0
        for label, bars in self._rows:
            self._paint_row(painter, top, label, bars, most)
            top += _height(bars)

    def _paint_legend(self, painter: QPainter) -> int:
        metrics = QFontMetrics(make_font(HINT))
        for place, name in enumerate(self._names):
            top = place * _LABEL
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shade(place))
            painter.drawRoundedRect(QRectF(0, top + 5, 12, 10), 2, 2)
            painter.setPen(self._theme.color(Role.MUTED))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self.width() - 20)
            painter.drawText(QRect(20, top, self.width() - 20, _LABEL), Qt.AlignmentFlag.AlignVCenter, shown)
        return self._legend_height()

    def _legend_height(self) -> int:
        return len(self._names) * _LABEL + (GRID if self._names else 0)

    def _paint_row(
        self, painter: QPainter, top: int, label: str, bars: Sequence[tuple[float | None, str]], most: float
    ) -> None:
        metrics = QFontMetrics(make_font(HINT))
        painter.setPen(self._theme.color(Role.TEXT))
        shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRect(0, top, self.width(), _LABEL), Qt.AlignmentFlag.AlignVCenter, shown)
        top += _LABEL
        room = self.width() - _FIGURE
        for place, (value, figure) in enumerate(bars):
            length = room * (value or 0.0) / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shade(place))
            if value:
                painter.drawRoundedRect(QRectF(0, top, max(length, 2), _BAR), 2, 2)
            painter.setPen(self._theme.color(Role.MUTED))
            beside = QRect(int(length) + 6, top - 4, _FIGURE, _BAR + 8)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, figure)
            top += max(_BAR, metrics.height() - 2 if len(bars) > 1 else _BAR) + _GAP

    def _shade(self, place: int) -> QColor:
        """Return the accent colour, lighter from column to column."""
        color = QColor(self._theme.color(Role.ACCENT))
        color.setAlphaF(1.0 - 0.8 * place / max(len(self._names), 1))
        return color


def scrolled(chart: TableChart) -> QScrollArea:
    """Return the chart in a place where long ones are scrolled."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFrameShape(QScrollArea.Shape.NoFrame)
    made.setWidget(chart)
    return made


def _height(bars: Sequence[tuple[float | None, str]]) -> int:
    step = max(_BAR, QFontMetrics(make_font(HINT)).height() - 2 if len(bars) > 1 else _BAR) + _GAP
    return _LABEL + step * len(bars) + _ROW_GAP
