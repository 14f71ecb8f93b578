"""A table of rows that are all in memory: its columns have their widths, the last one takes what is left."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.theme import Theme
from teleactivites_desktop.ui.widgets.table import Table

Row = TypeVar("Row")


class Listing(Table, Generic[Row]):
    """Shows `lines`; Enter on one activates it. `name` is what a screen reader says of the whole."""

    def __init__(self, columns: Sequence[Column[Row]], theme: Theme, name: str) -> None:
        self.lines = ListModel[Row](columns, theme)
        super().__init__(self.lines, name)
        self.lines.setParent(self)

    @property
    def current(self) -> Row | None:
        """Return the row that one stands on."""
        index = self.currentIndex()
        return self.lines.rows[index.row()] if index.isValid() else None
