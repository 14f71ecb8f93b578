"""What may be chosen for a table: rows, columns, what is shown, of whom; `changed` follows every change."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from teleactivites_desktop.core.table_choice import Show, TableChoice
from teleactivites_desktop.core.typography import short_date
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import cross_tables
from teleactivites_desktop.services.tabulations import TERRITORY, Base
from teleactivites_desktop.ui.reports.choices import Group, typed_day
from teleactivites_desktop.ui.theme import GRID

WIDTH = 36 * GRID
_LIST_HEIGHT = 17 * GRID
_LINE = 27
"""Pixels of a line of a list that is ticked."""
_Words = Sequence[tuple[str, str]]


class TableChoices(QScrollArea):
    """The choices of the table in front, for a base that `offer` gave."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        """`today` is the date that years of two digits are read by."""
        super().__init__()
        self._today = today
        self._base: Base | None = None
        self.rows, self.by, self.cells, self.where = (QComboBox() for _each in range(4))
        self.nonresponse = QCheckBox(_("Montrer les non-réponses"))
        self.first, self.last = QLineEdit(), QLineEdit()
        self.first.setPlaceholderText(_("du : jj/mm/aaaa"))
        self.last.setPlaceholderText(_("au : jj/mm/aaaa"))
        self.among, self.territories = QListWidget(), QListWidget()
        for listed in (self.among, self.territories):
            listed.itemChanged.connect(self.changed)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            listed.setTextElideMode(Qt.TextElideMode.ElideRight)
            listed.setUniformItemSizes(True)
        self.among.setFixedHeight(_LIST_HEIGHT)
        for combo in (self.rows, self.by, self.cells, self.where):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
        self._groups = [
            Group(_("Lignes"), self.rows),
            Group(_("Colonnes"), self.by),
            Group(_("Montrer"), self.cells, self.nonresponse),
            Group(_("Territoires"), self.territories),
            Group(_("Fiches reçues"), self.first, self.last),
            Group(_("Seulement les personnes"), self.where, self.among),
        ]
        self.nonresponse.setAccessibleName(self.nonresponse.text())
        self._lay_out()
        self.rows.currentIndexChanged.connect(self._rows_changed)
        self.where.currentIndexChanged.connect(self._where_changed)
        for combo in (self.by, self.cells):
            combo.currentIndexChanged.connect(self.changed)
        self.nonresponse.toggled.connect(self.changed)
        self.first.textChanged.connect(self.changed)
        self.last.textChanged.connect(self.changed)

    def offer(self, base: Base) -> None:
        """Offer what `base` can be counted by; what was chosen stays where it is still there."""
        chosen = self.choice() if self._base is not None else TableChoice(self._usual(base), TERRITORY)
        self._base = base
        with QSignalBlocker(self):
            _fill(self.rows, list(cross_tables.row_choices(base)))
            columns = list(cross_tables.column_choices(base))
            _fill(self.by, [("", _("aucune")), *columns])
            _fill(self.where, [("", _("toutes")), *columns])
            _check(self.territories, cross_tables.values_of(base, TERRITORY), ())
            self.territories.setFixedHeight(min(self.territories.count(), 8) * _LINE + 4)
            self.set_choice(chosen)

    def choice(self) -> TableChoice:
        """Return what is chosen; a date that is none is marked and left out."""
        today = self._today()
        first, last = typed_day(self.first, today), typed_day(self.last, today)
        return TableChoice(
            rows=self.rows.currentData() or "",
            by=self.by.currentData() or "",
            territories=_checked(self.territories),
            first=first.isoformat() if first else "",
            last=last.isoformat() if last else "",
            where=self.where.currentData() or "",
            among=_checked(self.among),
            show=Show(self.cells.currentData() or Show.COUNTS),
            nonresponse=self.nonresponse.isChecked(),
        )

    def set_choice(self, choice: TableChoice) -> None:
        """Show `choice`, and say once that it changed."""
        with QSignalBlocker(self):
            _choose(self.rows, choice.rows)
            _choose(self.by, choice.by)
            _choose(self.where, choice.where)
            self._offer_shows(choice.show)
            self.nonresponse.setChecked(choice.nonresponse)
            for field, day in ((self.first, choice.first), (self.last, choice.last)):
                field.setText(short_date(date.fromisoformat(day)) if day else "")
            if self._base is not None:
                _check(self.territories, cross_tables.values_of(self._base, TERRITORY), choice.territories)
            self._offer_answers(choice.among)
        self.changed.emit()

    @staticmethod
    def _usual(base: Base) -> str:
        """Return the first question that is counted: what stands in rows at first."""
        return next(
            (name for name, _words in cross_tables.row_choices(base) if name not in base.columns.groups), ""
        )

    def _rows_changed(self) -> None:
        with QSignalBlocker(self):
            self._offer_shows(Show(self.cells.currentData() or Show.COUNTS))
        self.changed.emit()

    def _where_changed(self) -> None:
        with QSignalBlocker(self):
            self._offer_answers(())
        self.changed.emit()

    def _offer_shows(self, chosen: Show) -> None:
        words = [
            (Show.COUNTS, _("les effectifs")),
            (Show.COLUMN_SHARES, _("les parts en colonne")),
            (Show.ROW_SHARES, _("les parts en ligne")),
        ]
        if self._base is not None and cross_tables.is_numeric(self._base, self.rows.currentData() or ""):
            words.append((Show.STATISTICS, _("moyenne, médiane, quarts")))
        _fill(self.cells, words)
        _choose(self.cells, chosen)

    def _offer_answers(self, chosen: Sequence[str]) -> None:
        name = self.where.currentData() or ""
        self.among.setVisible(bool(name))
        words = cross_tables.values_of(self._base, name) if self._base is not None and name else []
        _check(self.among, words, chosen)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for group in self._groups:
            column.addWidget(group)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.setFixedWidth(WIDTH)
        self.among.hide()


def _fill(combo: QComboBox, words: Sequence[tuple[object, str]]) -> None:
    kept = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        for value, text in words:
            combo.addItem(text, value)
            combo.setItemData(combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        _choose(combo, kept)


def _choose(combo: QComboBox, value: object) -> None:
    with QSignalBlocker(combo):
        combo.setCurrentIndex(max(combo.findData(value), 0))


def _check(listed: QListWidget, words: _Words, chosen: Sequence[str]) -> None:
    with QSignalBlocker(listed):
        listed.clear()
        for value, text in words:
            item = QListWidgetItem(text, listed)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setToolTip(text)
            item.setSizeHint(QSize(0, _LINE - 1))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)


def _checked(listed: QListWidget) -> tuple[str, ...]:
    """Return what is ticked; nothing ticked, or everything, leaves nobody out: the empty one."""
    items = [listed.item(row) for row in range(listed.count())]
    found = [
        item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
    ]
    return tuple(found) if len(found) < len(items) else ()
