"""Importing a list that already exists: each row becomes a paper, keyed through the entry session.

Nothing enters past the rules: each cell is typed as an officer would type it, what is refused stays in its
field as keyed, and the paper waits as a draft (or is closed at once where nothing is wrong, if wanted).
First `rehearse`, which writes nothing; then `bring_in`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teleactivites_desktop.core.entry import EntrySession, Form, Rule
from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.keying import VERSION_KEY, key_answers, next_paper
from teleactivites_desktop.services.list_columns import BATCH, PAPER, RECEIVED, TERRITORY, Typist
from teleactivites_desktop.services.papers import require_new, store_paper
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.transcripts import Transcript
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.storage.words import next_paper as number_after

if TYPE_CHECKING:
    from teleactivites_desktop.xlsform.lists import ListRow, PlainList

_MAPPINGS = "list import columns"
_REPORT_EVERY = 20


@dataclass(frozen=True)
class ListOptions:
    """What the list does not say itself: the territory and batch of its papers, where no column has them.

    `close`: papers in which nothing is refused, missing or to check are stored at once, not left as drafts.
    """

    territory: str = ""
    batch: str = ""
    close: bool = False


@dataclass(frozen=True)
class RefusedCell:
    """A cell that the rules refuse: line of the list, paper, question (its label), what stood there, why."""

    line: int
    paper: str
    question: str
    typed: str
    why: str


@dataclass(frozen=True)
class _Paper:
    paper: str
    territory: str
    batch: str
    received: date | None
    position: str
    state: Mapping[str, Any]
    content: Mapping[str, PatchValue]
    clean: bool


@dataclass(frozen=True)
class Rehearsal:
    """What importing would do. `rows`: rows of the list; `papers` those that enter; `skipped`: refused whole.

    `cells` are refused cells of papers that enter, `skipped` rows (line, why) that do not.
    """

    rows: int
    papers: tuple[_Paper, ...] = field(repr=False)
    cells: tuple[RefusedCell, ...]
    skipped: tuple[tuple[int, str], ...]
    close: bool

    @property
    def clean(self) -> int:
        """Return how many papers have nothing left to do."""
        return sum(paper.clean for paper in self.papers)


@dataclass(frozen=True)
class Imported:
    """What was done: ids of the drafts left, number of papers closed."""

    drafts: tuple[str, ...]
    closed: int


def read(path: Path) -> "PlainList":
    """Return the list of the file `path`. Raises UserError where it cannot be read."""
    from teleactivites_desktop.xlsform.lists import read_list

    try:
        return read_list(path.read_bytes())
    except OSError as error:
        raise UserError(
            _("« {path} » ne peut être lu : vérifiez que le fichier existe et qu'il est lisible.").format(
                path=path
            )
        ) from error


def remembered(workspace: Workspace) -> dict[str, str]:
    """Return what columns meant the last times: their head, folded, -> the target."""
    return dict(workspace.store.settings.get(_MAPPINGS, {}))


def rehearse(
    workspace: Workspace,
    content: "PlainList",
    targets: Sequence[str],
    options: ListOptions | None = None,
    progress: Progress | None = None,
) -> Rehearsal:
    """Key every row into a session of its own, and say what would come of it; nothing is written.

    `targets`: for each column a question's name, one of PAPER, TERRITORY, BATCH, RECEIVED, or "" to leave it
    out. Raises UserError where no column is a question, or two are the same.
    """
    _require(workspace, targets)
    chosen = options or ListOptions()
    reader = _Reader(workspace, targets, chosen)
    papers, cells, skipped = [], [], []
    for done, row in enumerate(content.rows):
        if progress and done % _REPORT_EVERY == 0:
            progress(done / len(content.rows))
        try:
            paper, refused = reader.paper(row)
        except UserError as error:
            skipped.append((row.line, str(error)))
        else:
            papers.append(paper)
            cells += refused
    return Rehearsal(len(content.rows), tuple(papers), tuple(cells), tuple(skipped), chosen.close)


def bring_in(
    workspace: Workspace, rehearsal: Rehearsal, heads: Mapping[str, str], progress: Progress | None = None
) -> Imported:
    """Write the papers of a rehearsal, all or none, and remember what the columns meant (head -> target).

    Raises UserError where a number was taken meanwhile; nothing is written then.
    """
    drafts, closed = [], 0
    with workspace.store.transaction():
        for done, paper in enumerate(rehearsal.papers):
            if progress and done % _REPORT_EVERY == 0:
                progress(done / len(rehearsal.papers))
            if rehearsal.close and paper.clean:
                _close(workspace, paper)
                closed += 1
            else:
                drafts.append(_leave_as_draft(workspace, paper))
        meant = {fold_text(head): target for head, target in heads.items()}
        workspace.store.settings.set(_MAPPINGS, {**remembered(workspace), **meant})
    return Imported(tuple(drafts), closed)


def take_back(workspace: Workspace, imported: Imported) -> None:
    """Forget the drafts that an import left; what was finished meanwhile stays."""
    with workspace.store.transaction():
        for draft in imported.drafts:
            workspace.store.drafts.delete(draft)


def _require(workspace: Workspace, targets: Sequence[str]) -> None:
    used = [target for target in targets if target]
    twice = next((target for target in used if used.count(target) > 1), "")
    if twice:
        question = workspace.questionnaire.by_name.get(twice)
        label = workspace.questionnaire.text(question.labels) if question else twice
        raise UserError(
            _("Deux colonnes vont à « {label} » : n'en gardez qu'une.").format(label=label or twice)
        )
    if not any(target in workspace.questionnaire.by_name for target in used):
        raise UserError(
            _("Aucune colonne ne va à une question : dites pour chacune à quelle question elle répond.")
        )


class _Reader:
    """Makes papers of rows. Numbers that are taken, begun or twice in the list are known to it."""

    def __init__(self, workspace: Workspace, targets: Sequence[str], options: ListOptions) -> None:
        self._workspace = workspace
        self._targets = targets
        self._options = options
        self._version = workspace.store.questionnaires.current_version()
        self._form = Form(workspace.questionnaire)
        self._typist = Typist(workspace.questionnaire)
        self._formats = formats()
        self._begun = {(draft.territory, draft.paper) for draft in workspace.store.drafts.list()}
        self._next: dict[tuple[str, str], str] = {}

    def paper(self, row: "ListRow") -> tuple[_Paper, list[RefusedCell]]:
        """Return the paper that a row makes, and its refused cells. Raises UserError for none."""
        told = {t: cell for t, cell in zip(self._targets, row.cells, strict=True) if t and cell}
        territory = told.pop(TERRITORY, "").upper() or self._options.territory
        territory = territory or self._workspace.identity.territory
        batch = told.pop(BATCH, "") or self._options.batch
        written, number = told.pop(RECEIVED, ""), told.pop(PAPER, "")
        if not told:
            raise UserError(_("aucune réponse sur cette ligne"))
        paper = self._number(number, territory, batch)
        session = EntrySession(self._form, self._workspace.environment, self._formats)
        key_answers(session, self._transcript(paper, territory, batch, told))
        received = self._day(session, written)
        problems = session.problems()
        refused = [
            RefusedCell(row.line, paper, self._label(p.question), told.get(p.question) or p.typed, p.message)
            for p in problems
            if p.rule != Rule.REQUIRED
        ]
        state = {VERSION_KEY: self._version, **session.to_draft()}
        made = _Paper(
            paper, territory, batch, received, session.position, state, session.finish(), not problems
        )
        return made, refused

    def _transcript(self, paper: str, territory: str, batch: str, told: Mapping[str, str]) -> Transcript:
        answers = {name: self._typist.typed(name, cell) for name, cell in told.items()}
        return Transcript(paper=paper, territory=territory, batch=batch, answers=answers)

    def _number(self, told: str, territory: str, batch: str) -> str:
        """Return the number of a row's paper: its own, checked, else the next free one."""
        if told:
            require_new(self._workspace, told, territory)
            if (territory, told) in self._begun:
                raise UserError(_("le numéro {paper} est déjà en cours de saisie").format(paper=told))
        else:
            told = next(self._free_numbers(territory, batch))
            self._next[territory, batch] = told
        self._begun.add((territory, told))
        return told

    def _free_numbers(self, territory: str, batch: str) -> Iterator[str]:
        before = self._next.get((territory, batch))
        number = number_after(before) if before else next_paper(self._workspace, territory, batch)
        while True:
            taken = self._workspace.store.responses.by_paper(number, territory)
            if not taken and (territory, number) not in self._begun:
                require_new(self._workspace, number, territory)
                yield number
            number = number_after(number)

    def _day(self, session: EntrySession, written: str) -> date | None:
        if not written:
            return None
        try:
            return date.fromisoformat(parse_date(written, self._workspace.environment.today()))
        except RefusedTextError as refused:
            said = _("Date de réception écrite « {typed} ». {why}")
            session.note(said.format(typed=written, why=str(refused)))
            return None

    def _label(self, name: str) -> str:
        questionnaire = self._workspace.questionnaire
        return questionnaire.text(questionnaire.by_name[name].labels) or name


def _close(workspace: Workspace, paper: _Paper) -> None:
    store_paper(
        workspace,
        paper=paper.paper,
        territory=paper.territory,
        batch=paper.batch,
        content=paper.content,
        version=str(paper.state[VERSION_KEY]),
        received=paper.received,
    )
    batches.tell_found(workspace, paper.territory, paper.batch, paper.paper)


def _leave_as_draft(workspace: Workspace, paper: _Paper) -> str:
    require_new(workspace, paper.paper, paper.territory)
    made = workspace.new_record()
    workspace.store.drafts.save(
        Draft(
            id=made,
            paper=paper.paper,
            territory=paper.territory,
            batch=paper.batch,
            officer=workspace.officer,
            position=paper.position,
            state=paper.state,
            updated=workspace.environment.now().isoformat(),
        )
    )
    return made
