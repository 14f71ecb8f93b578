"""Tables as we show them: whole rows, no grid, calm headers."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from teleactivites_desktop.ui.listing import ListModel
from teleactivites_desktop.ui.theme import GRID


class Table(QTableView):
    """A table of rows that one walks with the arrow keys; Enter activates a row as a double click does."""

    def __init__(self, model: ListModel[Any], name: str) -> None:
        """Show `model`, its columns as wide as they say; `name` is what a screen reader says of the whole."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(4 * GRID)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setModel(model)
        self._listed = model
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make the columns as wide as the model says; the last one takes what is left, if that is more."""
        for section, column in enumerate(self._listed.columns):
            if column.width or section < len(self._listed.columns) - 1:
                self.setColumnWidth(section, column.width)
