"""Rows of values as Qt's table model: held whole, or fetched a page at a time as the officer scrolls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from teleactivites_desktop.ui.theme import Role, Theme

Row = TypeVar("Row")
RowIn = TypeVar("RowIn", contravariant=True)
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

PAGE_SIZE = 200
"""Rows fetched at once: some five screens, a few milliseconds."""


@dataclass(frozen=True)
class Column(Generic[RowIn]):
    """One column: its title, what it says of a row, and in which ink (None: plain text).

    `width` in pixels; 0 leaves it to the table, the last column stretches.
    """

    title: str
    text: Callable[[RowIn], str]
    ink: Callable[[RowIn], Role | None] | None = None
    width: int = 0
    right: bool = False


Fetched = tuple[Sequence[Row], object]
"""Rows, and what asks for the next ones (None: these are the last)."""
Source = Callable[[Any, int], Fetched[Row]]
"""What a `PagedModel` fetches from: (where the last page ended, None at first; how many rows) -> rows."""


class ListModel(QAbstractTableModel, Generic[Row]):
    """Rows that are all in memory."""

    def __init__(
        self, columns: Sequence[Column[Row]], theme: Theme | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._theme = theme
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """Return the rows that are there."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows` instead of what was shown."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns; the rows go."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows = []
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many rows are there; a table's cells have none."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are; a table's cells have none."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the cell says, its ink and its alignment."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(column, row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def _ink(self, column: Column[Row], row: Row) -> QColor | None:
        ink = column.ink(row) if column.ink else None
        return self._theme.color(ink) if ink and self._theme else None


class PagedModel(ListModel[Row]):
    """Rows fetched from a `Source` as the view needs them: the first page is instant however many follow.

    While rows come in there is no more to fetch: whoever hears of them and asks right then has to wait.
    """

    def __init__(
        self, columns: Sequence[Column[Row]], theme: Theme | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, theme, parent)
        self._source: Source[Row] | None = None
        self._after: object = None

    def set_source(self, source: Source[Row], keep: int = 0) -> None:
        """Show the rows of `source` from the first; `keep` rows at least are fetched at once."""
        rows, after = source(None, max(keep, PAGE_SIZE))
        self.beginResetModel()
        self._source, self._after, self._rows = source, None, list(rows)
        self.endResetModel()
        self._after = after

    def canFetchMore(self, parent: Index = _NO_PARENT) -> bool:
        """Tell whether the source has rows that are not here yet."""
        return not parent.isValid() and self._after is not None

    def fetchMore(self, parent: Index = _NO_PARENT) -> None:
        """Fetch the next page."""
        if parent.isValid() or self._source is None or self._after is None:
            return
        more, after = self._source(self._after, PAGE_SIZE)
        self._after = None
        if more:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows += more
            self.endInsertRows()
        self._after = after
