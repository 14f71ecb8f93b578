"""What each column of a list means: its head, an example, the question it answers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QScrollArea, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from teleactivites_desktop.xlsform.lists import PlainList

_LEAST = 24 * GRID


class TargetBox(QComboBox):
    """A question to choose; typing part of its words finds it. The wheel scrolls the page, not the choice."""

    def __init__(self, labels: Mapping[str, str], target: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumWidth(_LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(_("laisser de côté"), "")
        for name, words in labels.items():
            self.addItem(words, name)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.setCurrentIndex(max(self.findData(target), 0))
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
            line.editingFinished.connect(self._settle)

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to the page: a choice that changes unseen would send a column elsewhere."""
        getattr(event, "ignore", lambda: None)()

    def _settle(self) -> None:
        """Show the choice that stands: words that are none of the questions change nothing."""
        found = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if found >= 0:
            self.setCurrentIndex(found)
        else:
            self.setEditText(self.itemText(self.currentIndex()))


class ListMapping(QScrollArea):
    """A line per column; `changed` follows every choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.boxes: list[TargetBox] = []

    @property
    def targets(self) -> tuple[str, ...]:
        """Return the target of each column, "" where it is left out."""
        return tuple(str(box.currentData() or "") for box in self.boxes)

    def show_list(self, content: "PlainList", labels: Mapping[str, str], targets: Sequence[str]) -> None:
        """Show the columns of a list, with what they are taken for."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for place, words in enumerate((_("Colonne"), _("Exemple"), _("Question"))):
            grid.addWidget(label(words, "muted"), 0, place)
        self.boxes = []
        for place, (head, target) in enumerate(zip(content.heads, targets, strict=True)):
            example = next((row.cells[place] for row in content.rows if row.cells[place]), "–")
            for column, words in enumerate((head or _("(sans nom)"), example)):
                shown = ElidedLabel("strong" if column == 0 else "muted")
                shown.tell(words)
                grid.addWidget(shown, place + 1, column)
            box = TargetBox(labels, target)
            box.setAccessibleName(_("Question de la colonne « {head} »").format(head=head))
            box.currentIndexChanged.connect(self.changed)
            self.boxes.append(box)
            grid.addWidget(box, place + 1, 2)
        for column, part in enumerate((5, 3, 6)):
            grid.setColumnStretch(column, part)
        grid.setRowStretch(len(content.heads) + 1, 1)
        self.setWidget(inner)
