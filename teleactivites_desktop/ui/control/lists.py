"""Topics that are lists: responses with something to see again, and gaps in the numbers of batches."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from teleactivites_desktop.core.stored import Filters, PageKey, Sort
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches, responses
from teleactivites_desktop.services.batch_words import runs
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.listing import Column, Fetched, ListModel, PagedModel
from teleactivites_desktop.ui.responses.answers import refusal_words
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label

_INCOMPLETE = Filters(status=Status.INCOMPLETE)


@dataclass(frozen=True)
class Fault:
    """One question of one response that a rule refused."""

    record: str
    paper: str
    name: str
    question: str
    caption: str
    message: str


class FaultsTopic(Topic):
    """Every refused or missing answer; Enter opens the paper at that very question."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Aucune fiche incomplète : toutes les réponses passent les contrôles."))
        self.model = PagedModel[Fault](
            [
                Column(_("Fiche"), lambda fault: fault.paper, width=13 * GRID),
                Column(_("Nom"), lambda fault: fault.name, width=20 * GRID),
                Column(_("Question"), lambda fault: fault.caption, width=28 * GRID),
                Column(_("À revoir"), lambda fault: fault.message, lambda _fault: Role.BAD),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Fiches à revoir"))
        self.table.activated.connect(self._edit)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(label(_("Entrée ouvre la fiche à cette question."), "hint"))
        holder.setFocusProxy(self.table)
        self.set_view(holder)

    def refresh(self) -> None:
        """Read the list again."""
        workspace = self.context.workspace
        readers = Readers(workspace)

        def fetch(after: PageKey | None, limit: int) -> Fetched[Fault]:
            page = responses.page(workspace, _INCOMPLETE, Sort(), after, limit)
            return [
                fault for line in page.lines for fault in _faults(workspace, readers, line.record)
            ], page.after

        self.model.set_source(fetch)
        self.tell_count(responses.count(workspace, _INCOMPLETE))

    def _edit(self, index: QModelIndex | QPersistentModelIndex) -> None:
        fault = self.model.rows[index.row()]
        self.context.navigator.open(PageName.ENTRY, OpenResponse(fault.record, fault.question))


def _faults(workspace: Workspace, readers: Readers, record: str) -> Iterator[Fault]:
    stored = responses.get(workspace, record)
    if stored is None:
        return
    line, refused = stored.line, stored.state.refused
    reader = readers.of(line.questionnaire)
    for question in reader.questionnaire.questions:
        if question.name in refused:
            yield Fault(
                record,
                line.paper,
                line.name,
                question.name,
                reader.label(question.name),
                refusal_words(refused[question.name]),
            )


@dataclass(frozen=True)
class Missing:
    """A batch, and the numbers in it that are neither keyed nor told lost."""

    batch: Batch
    papers: tuple[str, ...]


class GapsTopic(Topic):
    """Numbers that are missing between those that are keyed. They are searched behind the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Aucun trou : les numéros de chaque lot se suivent."))
        self.model = ListModel[Missing](
            [
                Column(_("Lot"), lambda missing: missing.batch.code, width=14 * GRID),
                Column(_("Territoire"), lambda missing: missing.batch.territory, width=12 * GRID),
                Column(
                    _("Manquent"), lambda missing: number(len(missing.papers)), width=12 * GRID, right=True
                ),
                Column(_("Numéros"), lambda missing: ", ".join(runs(missing.papers))),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Numéros manquants"))
        self.set_view(self.table)

    def refresh(self) -> None:
        """Search again."""
        workspace = self.context.workspace

        def search(progress: Progress) -> list[Missing]:
            with closing(workspace.reopen()) as own:
                # A batch that was closed with its counts agreeing has none.
                piles = [batch for batch in batches.batches(own) if not (batch.closed and batch.agrees)]
                found = []
                for done, batch in enumerate(piles):
                    progress(done, len(piles))
                    found.append(Missing(batch, tuple(batches.missing(own, batch))))
                return [missing for missing in found if missing.papers]

        self.context.tasks.run(search, self._found)

    def _found(self, found: list[Missing]) -> None:
        self.model.set_rows(found)
        self.tell_count(sum(len(missing.papers) for missing in found))
