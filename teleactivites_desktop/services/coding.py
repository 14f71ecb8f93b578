"""Coding open answers: one code for many at once, the original kept, undone in one gesture.

The open question and the coded one are a pair: `metier` and `metier_code`, `domaine_autre` and `domaine`.
In a question of several answers the code takes the place of "autre".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.analysis.open_answers import Answer, group
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import KEPT
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, Questionnaire, QuestionType
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.consequences import calculated_after
from teleactivites_desktop.services.workspace import Workspace

Progress = Callable[[int, int], None]
"""Told how many responses are done, of how many; what it raises stops the work, and nothing is written."""

_OTHERS = ("autre", "other")
_OPEN_ENDINGS = ("_autre", "_other")
_CODED_ENDING = "_code"


@dataclass(frozen=True)
class Coding:
    """What was coded: one revision per response, and what each said before (record -> value or None)."""

    target: str
    revisions: tuple[Revision, ...]
    before: Mapping[str, PatchValue]


def pairs(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return the questions that make a pair, in paper order: (open question, question of its codes)."""
    found = []
    for question in questionnaire.keyed:
        if question.type is not QuestionType.TEXT:
            continue
        name = question.name
        targets = [
            f"{name}{_CODED_ENDING}",
            *(name.removesuffix(e) for e in _OPEN_ENDINGS if name.endswith(e)),
        ]
        for target in targets:
            asked = questionnaire.by_name.get(target)
            if asked is not None and asked.type in CHOICE_TYPES:
                found.append((name, target))
    return found


def codes(workspace: Workspace, target: str) -> list[tuple[str, str]]:
    """Return what may be given under `target`: (code, words), "autre" left out, in the order of the list."""
    asked = _target(workspace, target)
    questionnaire = workspace.questionnaire
    return [
        (choice.name, questionnaire.text(choice.labels) or choice.name)
        for choice in questionnaire.choices_of(asked)
        if choice.name not in _OTHERS
    ]


def to_code(
    workspace: Workspace, open_question: str, target: str, *, coded_too: bool = False
) -> list[Answer]:
    """Return what was written under `open_question` and has no code under `target` yet, with proposals.

    `coded_too` shows those that have one. Raises UserError for questions that do not make a pair.
    """
    asked = _target(workspace, target)
    labels = dict(codes(workspace, target))
    written = []
    store = workspace.store
    for line, fields in store.responses.each_as(store.questionnaires.current_version()):
        text = fields.get(f"answers.{open_question}")
        if not isinstance(text, str) or line.status is Status.WITHDRAWN:
            continue
        if coded_too or _is_open(asked, fields.get(f"answers.{target}")):
            written.append((line.record, text))
    return group(written, labels)


def waiting(workspace: Workspace) -> dict[tuple[str, str], int]:
    """Return for each pair how many responses have an answer without code, in one reading."""
    store, questionnaire = workspace.store, workspace.questionnaire
    found = dict.fromkeys(pairs(questionnaire), 0)
    for line, fields in store.responses.each_as(store.questionnaires.current_version()):
        if line.status is Status.WITHDRAWN:
            continue
        for open_question, target in found:
            written = isinstance(fields.get(f"answers.{open_question}"), str)
            if written and _is_open(questionnaire.by_name[target], fields.get(f"answers.{target}")):
                found[open_question, target] += 1
    return found


def assign(
    workspace: Workspace,
    target: str,
    records: Sequence[str],
    code: str,
    progress: Progress = lambda done, total: None,
) -> Coding:
    """Give `code` to the responses `records` under the question `target`, in one transaction.

    What was written stays; what is calculated from the answer follows. Raises UserError for an unknown
    question or code, or a response that is gone; nothing is then written.
    """
    _require_code(workspace, target, code)
    return assign_each(workspace, target, [(record, code) for record in records], progress)


def assign_each(
    workspace: Workspace,
    target: str,
    given: Sequence[tuple[str, str]],
    progress: Progress = lambda done, total: None,
) -> Coding:
    """Give each response (record) its code. See `assign`."""
    asked = _target(workspace, target)
    for code in {code for _record, code in given}:
        _require_code(workspace, target, code)
    before: dict[str, PatchValue] = {}
    revisions = []
    with workspace.store.transaction():
        for done, (record, code) in enumerate(given):
            progress(done, len(given))
            stored = _stored(workspace, record)
            held = stored.fields.get(_path(workspace, stored, target))
            before[record] = held
            value = _with_code(workspace, asked, held, code)
            if value != held:
                revisions.append(_write(workspace, stored, target, value))
    return Coding(target, tuple(revisions), before)


def undo(workspace: Workspace, coding: Coding) -> list[Revision]:
    """Bring back what stood before, unless somebody changed it since: those are left as they are."""
    undone = []
    with workspace.store.transaction():
        for revision in coding.revisions:
            stored = _stored(workspace, revision.record)
            path = _path(workspace, stored, coding.target)
            if stored.fields.get(path) == (revision.patch or {}).get(path):
                undone.append(_write(workspace, stored, coding.target, coding.before[revision.record]))
    return undone


def _write(workspace: Workspace, stored: StoredResponse, target: str, value: PatchValue) -> Revision:
    """Write the answer and what is calculated from it."""
    record = stored.line.record
    patch = {_path(workspace, stored, target): value}
    patch |= calculated_after(workspace, record, {**stored.fields, **patch})
    return workspace.author(Kind.RESPONSE, record, {**patch, "status": KEPT})


def _path(workspace: Workspace, stored: StoredResponse, target: str) -> str:
    """Return where a response keeps its answer: under the name that the question has in its own version."""
    questionnaires = workspace.store.questionnaires
    renames = questionnaires.lineage().renames(questionnaires.current_version(), stored.line.questionnaire)
    return f"answers.{renames.get(target, target) or target}"


def _with_code(workspace: Workspace, asked: Question, held: PatchValue, code: str) -> str:
    """Return the answer with the code: alone, or among several in list order, "autre" taken out."""
    if asked.type is QuestionType.SELECT_ONE:
        return code
    names = {*str(held or "").split(), code}.difference(_OTHERS)
    order = [choice.name for choice in workspace.questionnaire.choices_of(asked)]
    return " ".join(sorted(names, key=lambda name: order.index(name) if name in order else len(order)))


def _is_open(asked: Question, held: PatchValue) -> bool:
    if asked.type is QuestionType.SELECT_ONE:
        return held is None or held in _OTHERS
    return any(name in _OTHERS for name in str(held or "").split())


def _require_code(workspace: Workspace, target: str, code: str) -> None:
    if code not in {choice.name for choice in workspace.questionnaire.choices_of(_target(workspace, target))}:
        raise UserError(_("Le code « {code} » n'est pas dans la liste.").format(code=code))


def _target(workspace: Workspace, target: str) -> Question:
    asked = workspace.questionnaire.by_name.get(target)
    if asked is None or asked.type not in CHOICE_TYPES:
        raise UserError(_("« {name} » n'est pas une question à choix.").format(name=target))
    return asked


def _stored(workspace: Workspace, record: str) -> StoredResponse:
    found = workspace.store.responses.get(record)
    if found is None:
        raise UserError(_("Une de ces fiches n'est plus dans la base."))
    return found
