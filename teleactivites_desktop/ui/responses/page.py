"""The page Fiches: the list, filtered while one types, and at the right the response that one stands on."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QSplitter

from teleactivites_desktop.core.stored import Filters, PageKey, ResponseLine, Sort, SortColumn, StoredResponse
from teleactivites_desktop.core.typography import NBSP, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import membership, responses
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName, SearchFor
from teleactivites_desktop.ui.listing import Fetched, PagedModel
from teleactivites_desktop.ui.moments import moment_in_brief, moment_of
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.responses.changes import change_lines
from teleactivites_desktop.ui.responses.columns import response_columns
from teleactivites_desktop.ui.responses.detail import Detail
from teleactivites_desktop.ui.responses.filters import FilterBar
from teleactivites_desktop.ui.responses.undoing import Undoing
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.icons import icon_label
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import keycap, label

_STRETCHED = (SortColumn.NAME, SortColumn.PLACE)
"""Columns that share what room there is."""
_LIST_WIDTH, _DETAIL_WIDTH = 86 * GRID, 58 * GRID
"""How a usual screen is shared, in pixels; wider ones keep the proportion."""
_SETTLED_MS = 60
"""Time after a move in the list before the response is read: a held arrow key scrolls freely."""


class ResponsesPage(Page):
    """All responses of the campaign."""

    interests = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.BATCHES, Changed.CAMPAIGN})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Fiches"),
            _("Les fiches saisies ou reçues se liront ici. Commencez par en saisir une."),
            "responses",
        )
        self.empty.add_action(_("Saisir une fiche"), self._key_one, icon="entry")
        self._readers = Readers(context.workspace)
        self._current = ""
        self._total = 0
        self._sort = Sort()
        columns = response_columns(context.workspace.environment.now)
        self._sorts = [sort for _column, sort in columns]
        self.model = PagedModel[ResponseLine]([column for column, _sort in columns], context.theme, self)
        self.filters = FilterBar()
        self.count = label("", "hint")
        self.table = Table(self.model, _("Fiches"))
        self.detail = Detail(context)
        self._undoing = Undoing(context)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._show_current)
        self._lay_out()
        self._connect()

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read the list again, standing on the same response."""
        workspace = self.context.workspace
        self._readers = Readers(workspace)
        known = membership.membership(workspace.store)
        batches = sorted({record.text("code") for record in workspace.store.batches.list()} - {""})
        self.filters.offer(list(known.territories.items()), batches)
        self._total = responses.count(workspace, Filters())
        self.show_empty(self._total == 0)
        self._load()
        self._show_current()

    def open_target(self, target: object) -> None:
        """Stand on a response, search, or filter."""
        if isinstance(target, SearchFor):
            self.filters.show_filters(Filters(text=target.text))
        elif isinstance(target, Filters):
            self.filters.show_filters(target)
        elif isinstance(target, OpenResponse):
            self._open(target.record)
        self._show_current()

    def shown(self) -> None:
        """Start in the search field; a response that was asked for keeps the focus."""
        if not self.table.hasFocus():
            self.filters.search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing any more."""
        super().hideEvent(event)
        self._settling.stop()

    def _load(self) -> None:
        """Fetch the list anew: as many rows as were there, so that the place is kept.

        The response that the list then stands on is read once the officer pauses: typing stays instant.
        """
        workspace, wanted, sort = self.context.workspace, self.filters.wanted, self._sort

        def fetch(after: PageKey | None, limit: int) -> Fetched[ResponseLine]:
            page = responses.page(workspace, wanted, sort, after, limit)
            return page.lines, page.after

        self.model.set_source(fetch, self.table.currentIndex().row() + 1)
        found = self._total if wanted == Filters() else responses.count(workspace, wanted)
        self.count.setText(_count_words(found, self._total))
        self._stand_on(self._current)

    def _stand_on(self, record: str) -> None:
        """Put the cursor on `record` where it was fetched, else on the first row."""
        rows = self.model.rows
        row = next((i for i, line in enumerate(rows) if line.record == record), 0)
        if rows:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(row, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.table.scrollTo(self.model.index(row, 0))
        else:
            self._show_current()

    def _open(self, record: str) -> None:
        stored = responses.get(self.context.workspace, record)
        if stored is None:
            return
        self._current = record
        self.filters.show_filters(Filters(text=stored.line.paper))
        self.table.setFocus()

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._current = self.model.rows[index.row()].record
            self._settling.start()

    def _show_current(self) -> None:
        index = self.table.currentIndex()
        line = self.model.rows[index.row()] if index.isValid() else None
        stored = responses.get(self.context.workspace, line.record) if line else None
        if stored is None:
            self.detail.clear(_("Aucune fiche ne répond à ces filtres. Échap efface la recherche."))
            return
        reader = self._readers.of(stored.line.questionnaire)
        self.detail.show_response(stored, reader, self._where(stored))

    def _where(self, stored: StoredResponse) -> str:
        workspace, line = self.context.workspace, stored.line
        officer = workspace.store.officers.get(line.changed_by)
        site = workspace.store.sites.get(line.changed_site)
        when = moment_in_brief(moment_of(line.changed_at), workspace.environment.now())
        parts = [
            line.place,
            _("lot {batch}").format(batch=line.batch) if line.batch else "",
            _("modifiée {when} par {who} ({where})").format(
                when=when,
                who=officer.text("name") if officer else _("un agent inconnu ici"),
                where=site.text("territory") if site else "?",
            ),
        ]
        return " · ".join(part for part in parts if part)

    def _show_history(self) -> None:
        stored = self.detail.stored
        if stored is not None:
            now = self.context.workspace.environment.now()
            history = responses.history(self.context.workspace, stored.line.record)
            reader = self._readers.of(stored.line.questionnaire)
            self.detail.show_history(change_lines(history, reader, now))

    def _in_front(self) -> StoredResponse | None:
        """Return the response that the list stands on, read now if the officer was faster."""
        if self._settling.isActive():
            self._settling.stop()
            self._show_current()
        return self.detail.stored

    def _edit(self, question: str) -> None:
        if stored := self._in_front():
            self.context.navigator.open(PageName.ENTRY, OpenResponse(stored.line.record, question))

    def _print(self) -> None:
        if stored := self._in_front():
            self.context.navigator.open(PageName.REPORTS, OpenResponse(stored.line.record))

    def _ask_withdrawal(self) -> None:
        if self._in_front():
            self.detail.ask_reason()

    def _withdraw(self, reason: str) -> None:
        stored = self.detail.stored
        if stored is None:
            return
        record = stored.line.record
        responses.withdraw(self.context.workspace, record, reason)
        self.context.navigator.announce({Changed.RESPONSES, Changed.CONFLICTS})
        text = _("Fiche {paper} retirée.").format(paper=stored.line.paper)
        self.context.navigator.confirm(text, lambda: self._restore(record))
        self.table.setFocus()

    def _restore_shown(self) -> None:
        if stored := self.detail.stored:
            self._restore(stored.line.record)

    def _restore(self, record: str) -> None:
        responses.restore(self.context.workspace, record)
        self.context.navigator.announce({Changed.RESPONSES, Changed.CONFLICTS})
        self.context.navigator.confirm(_("La fiche compte de nouveau."))

    def _undo(self) -> None:
        if stored := self._in_front():
            self._undoing.take_back(stored.line.record, stored.line.paper)

    def _redo(self) -> None:
        if stored := self._in_front():
            self._undoing.make_again(stored.line.record, stored.line.paper)

    def _restore_state(self, revision: str) -> None:
        if stored := self._in_front():
            self._undoing.restore(stored.line.record, stored.line.paper, revision)

    def _sorted_by(self, section: int, order: Qt.SortOrder) -> None:
        self._sort = Sort(self._sorts[section], order is Qt.SortOrder.DescendingOrder)
        self._load()

    def _key_one(self) -> None:
        self.context.navigator.open(PageName.ENTRY)

    def _go_to_list(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rows:
            self.table.selectRow(0)

    def _connect(self) -> None:
        self.filters.changed.connect(self._load)
        self.filters.down.connect(self._go_to_list)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.model.modelReset.connect(lambda: self.table.clearSelection())
        self.table.activated.connect(lambda _index: self._edit(""))
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(self._sorts.index(SortColumn.PAPER), Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sorted_by)
        self.detail.edit_wanted.connect(self._edit)
        self.detail.print_wanted.connect(self._print)
        self.detail.withdraw_wanted.connect(self._withdraw)
        self.detail.restore_wanted.connect(self._restore_shown)
        self.detail.history_wanted.connect(self._show_history)
        self.detail.state_wanted.connect(self._restore_state)
        self.detail.undo_wanted.connect(self._undo)
        self.detail.redo_wanted.connect(self._redo)
        for key, button in (
            ("F2", self.detail.edit),
            ("Ctrl+P", self.detail.print),
            ("Ctrl+Z", self.detail.undo),
            ("Ctrl+Y", self.detail.redo),
        ):
            QShortcut(QKeySequence(key), self, button.click)
        QShortcut(QKeySequence("Ctrl+Del"), self, self._ask_withdrawal)
        QShortcut(QKeySequence("Ctrl+F"), self, self.filters.search.setFocus)
        QShortcut(QKeySequence("Ctrl+H"), self, lambda: self.detail.show_tab(1))
        QShortcut(QKeySequence("Ctrl+J"), self, lambda: self.detail.show_tab(2))
        self.detail.person.erased.connect(self.table.setFocus)

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(8 * GRID)
        for section, column in enumerate(self.model.columns):
            stretched = self._sorts[section] in _STRETCHED
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(section, mode)
            self.table.setColumnWidth(section, column.width)
        self.heading.addWidget(self.count)
        self.heading.addSpacing(GRID)
        self.heading.addWidget(icon_label("search", self.context.theme, Role.MUTED))
        self.heading.addWidget(self.filters.search)
        self.heading.addWidget(
            keycap(QKeySequence("Ctrl+F").toString(QKeySequence.SequenceFormat.NativeText))
        )
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, _LIST_WIDTH)
        split.setStretchFactor(1, _DETAIL_WIDTH)
        split.setSizes([_LIST_WIDTH, _DETAIL_WIDTH])
        self.body.setSpacing(GRID + 4)
        self.body.addWidget(self.filters)
        self.body.addWidget(split, 1)


def _count_words(found: int, total: int) -> str:
    words = ngettext("fiche", "fiches", found)
    if found == total:
        return f"{number(found)}{NBSP}{words}"
    return _("{found} {words} sur {total}").format(found=number(found), words=words, total=number(total))
