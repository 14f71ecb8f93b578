"""Verifications: what is to be keyed a second time, how each batch stands, and what was found."""

from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches, verification_plan, verification_report
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.verification_plan import Due, DueState
from teleactivites_desktop.services.verification_report import QuestionFaults, ToldDifference
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName, VerifyResponse
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.control.verification_columns import (
    BatchLine,
    batch_columns,
    difference_columns,
    due_columns,
    fault_columns,
)
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.listing import Listing
from teleactivites_desktop.ui.widgets.text import label

_FOUND_TABS = 2
"""The tabs from this one on show what was found."""


class VerificationTopic(Topic):
    """Enter on a paper keys it a second time. Lists are read behind the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _(
                "Rien à contrôler. Un lot clos est tiré au sort : une fiche sur dix est saisie une seconde "
                "fois, à l’aveugle, pour mesurer et corriger les erreurs."
            ),
        )
        theme = context.theme
        self.due = Listing(due_columns(), theme, _("À contrôler"))
        self.batches = Listing(batch_columns(), theme, _("Lots"))
        self.differences = Listing(difference_columns(), theme, _("Différences"))
        self.faults = Listing(fault_columns(), theme, _("Fautes par question"))
        self.why = label("", "muted", wrap=True)
        self.verifier = QComboBox()
        self.verifier.setAccessibleName(_("Territoire qui contrôle"))
        self.draw = ActionButton(theme, _("Tirer au sort"), self._draw)
        self.ask = ActionButton(theme, _("Confier le contrôle"), self._ask)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for title, table in (
            (_("À contrôler"), self.due),
            (_("Lots"), self._batch_tab()),
            (_("Différences"), self.differences),
            (_("Questions"), self.faults),
        ):
            self.tabs.addTab(table, title)
        self.tabs.currentChanged.connect(lambda _tab: self._read_found())
        self.due.activated.connect(self._verify)
        self.differences.activated.connect(self._open)
        self.batches.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_why())
        self.set_view(self.tabs)

    @property
    def focus_widget(self) -> QWidget:
        """Return where one works."""
        return self.due

    def refresh(self) -> None:
        """Read again what is due and how batches stand."""
        workspace = self.context.workspace
        known = list(membership(workspace.store).territories)
        if [self.verifier.itemText(i) for i in range(self.verifier.count())] != known:
            self.verifier.clear()
            self.verifier.addItems(known)

        def read(progress: Progress) -> tuple[list[Due], list[BatchLine]]:
            with closing(workspace.reopen()) as own:
                lines = []
                piles = [batch for batch in batches.batches(own) if batch.keyed]
                for done, batch in enumerate(piles):
                    progress(done, len(piles))
                    found = verification_plan.batch_rate(own, batch.territory, batch.code)
                    lines.append(BatchLine(batch, verification_plan.plan(batch), found))
                return verification_plan.due(own), lines

        self.context.tasks.run(read, self._found)
        self._read_found()

    def tell_count(self, count: int) -> None:
        """Say how many wait; the view stays as long as there are batches."""
        super().tell_count(count)
        self._stack.setCurrentIndex(1 if self.batches.lines.rows else 0)

    def _found(self, found: tuple[list[Due], list[BatchLine]]) -> None:
        due, lines = found
        self.due.lines.set_rows(due)
        self.batches.lines.set_rows(lines)
        self._say_why()
        self.tell_count(sum(each.state is DueState.READY for each in due))

    def _read_found(self) -> None:
        """Read the differences, when one looks at them: every response has to be."""
        if self.tabs.currentIndex() < _FOUND_TABS:
            return
        workspace = self.context.workspace

        def read(progress: Progress) -> tuple[list[ToldDifference], list[QuestionFaults]]:
            with closing(workspace.reopen()) as own:
                found = verification_report.differences(own)
                return found, verification_report.troubled_questions(own, found)

        self.context.tasks.run(read, self._show_found)

    def _show_found(self, found: tuple[list[ToldDifference], list[QuestionFaults]]) -> None:
        self.differences.lines.set_rows(found[0])
        self.faults.lines.set_rows(found[1])

    def _say_why(self) -> None:
        """Say in full, under the list, on what the draw of the batch one stands on was decided."""
        line = self.batches.current
        words = verification_report.why(line.plan) if line is not None and line.plan else ""
        said = _("Lot {code} : {why}.").format(code=line.batch.code, why=words) if line and words else ""
        self.why.setText(said)

    def _verify(self, index: QModelIndex | QPersistentModelIndex) -> None:
        due = self.due.lines.rows[index.row()]
        if due.state is DueState.READY:
            self.context.navigator.open(PageName.ENTRY, VerifyResponse(due.line.record))

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        told = self.differences.lines.rows[index.row()]
        self.context.navigator.open(PageName.RESPONSES, OpenResponse(told.record, told.question))

    def _draw(self) -> None:
        workspace = self.context.workspace
        self._on_batch(lambda batch: verification_plan.draw(workspace, batch.territory, batch.code))

    def _ask(self) -> None:
        verifier = self.verifier.currentText()
        self._on_batch(
            lambda batch: verification_plan.ask(self.context.workspace, batch.territory, batch.code, verifier)
        )

    def _on_batch(self, gesture: Callable[[Batch], object]) -> None:
        line = self.batches.current
        if line is None:
            return
        try:
            gesture(line.batch)
        except UserError as error:
            self.context.errors.show(error)
            return
        self.context.navigator.announce({Changed.BATCHES})

    def _batch_tab(self) -> QWidget:
        holder = QWidget()
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.draw)
        foot.addSpacing(2 * GRID)
        foot.addWidget(label(_("Faire contrôler le lot par"), "muted"))
        foot.addWidget(self.verifier)
        foot.addWidget(self.ask)
        foot.addStretch(1)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.batches, 1)
        layout.addWidget(self.why)
        layout.addLayout(foot)
        return holder
