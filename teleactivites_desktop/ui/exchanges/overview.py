"""The page Échanges at rest: what happened last, partners, what to read aloud, journal."""

from contextlib import closing

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from teleactivites_desktop.core.local import JournalEntry
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import exchanging
from teleactivites_desktop.services.exchanging import receipts
from teleactivites_desktop.services.exchanging.receipts import BatchReceipt
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.exchanges.batches import BatchReceipts
from teleactivites_desktop.ui.exchanges.exclusion import Exclusion
from teleactivites_desktop.ui.exchanges.forms import InviteForm, WriteForm
from teleactivites_desktop.ui.exchanges.later_edits import LaterEdits
from teleactivites_desktop.ui.exchanges.partners import Partners, ThisSite
from teleactivites_desktop.ui.exchanges.words import Places, journal_words, missing_words
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level

_JOURNAL_ROWS = 10
"""Entries in sight; the others are scrolled to."""


class ExchangeOverview(QWidget):
    """What stands where, and the two forms; `undo_wanted` takes the last reading back."""

    undo_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._places = Places({}, {})
        theme = context.theme
        self.result = Strip(theme)
        self.gaps = Strip(theme, closable=False)
        self.later = LaterEdits(theme, context.navigator)
        self.write_form = WriteForm(theme)
        self.invite_form = InviteForm(theme)
        self.partners = Partners(theme)
        self.exclusion = Exclusion(context, self.partners, self.result)
        self.batches = BatchReceipts(theme)
        self.site = ThisSite()
        self.journal = ListModel[JournalEntry](
            [
                Column(_("Quand"), self._when, width=21 * GRID),
                Column(_("Quoi"), lambda entry: journal_words(entry, self._places), width=23 * GRID),
                Column(_("Fichier"), lambda entry: entry.file),
            ],
            theme,
            self,
        )
        self.undo = ActionButton(
            theme, _("Annuler la dernière fusion"), self.undo_wanted.emit, icon="undo", role=ButtonRole.QUIET
        )
        self._lay_out()

    def show_status(self, places: Places) -> None:
        """Read where exchanges stand, and show it."""
        workspace = self._context.workspace
        self._places = places
        status = exchanging.status(workspace)
        codes = receipts.codes_told(workspace)
        self.partners.show_partners(status.partners, places, workspace.environment.now(), codes)
        self.site.show_site(status)
        self.exclusion.refresh()
        self.gaps.setVisible(bool(status.gaps))
        if status.gaps:
            missing = receipts.missing_files(workspace, status.gaps)
            self.gaps.tell("\n".join(missing_words(each, places) for each in missing), Level.WARNING)
        self._count_batches()
        entries = workspace.store.journal.entries()
        self.journal.set_rows(entries)
        self._journal_card.setVisible(bool(entries))
        rows = min(len(entries), _JOURNAL_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * self.table.verticalHeader().defaultSectionSize() + 4)
        last = exchanging.last_reading(workspace)
        self.undo.setVisible(last is not None)
        self.undo.setToolTip(_("Lecture de {file}").format(file=last.file) if last else "")

    def _count_batches(self) -> None:
        """Count behind the window who has what of each batch."""
        workspace = self._context.workspace

        def count(_progress: Progress) -> list[BatchReceipt]:
            with closing(workspace.reopen()) as own:
                return receipts.batch_receipts(own)

        def counted(found: list[BatchReceipt]) -> None:
            self.batches.show_receipts(found, self._places)

        self._context.tasks.run(count, counted)

    def _when(self, entry: JournalEntry) -> str:
        return moment_in_brief(moment_from_iso(entry.at), self._context.workspace.environment.now())

    def _lay_out(self) -> None:
        self.table = Table(self.journal, _("Journal"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a name begins with who, ends with which
        self._journal_card = Card(_("Journal"))
        self._journal_card.corner.addWidget(self.undo)
        self._journal_card.body.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        left.addWidget(self.partners)
        left.addWidget(self.batches)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.site)
        right.addWidget(self._journal_card)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2 * GRID)
        for widget in (
            self.result,
            self.later,
            self.gaps,
            self.write_form,
            self.invite_form,
            *self.exclusion.widgets,
        ):
            inner.addWidget(widget)
        inner.addLayout(columns, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
