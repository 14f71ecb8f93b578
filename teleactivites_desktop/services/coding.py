"""Coding open answers: one code for many at once, the original kept, undone in one gesture.

The open question and the coded one are a pair: `metier` and `metier_code`, `domaine_autre` and `domaine`.
In a question of several answers the code takes the place of "autre".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.analysis.open_answers import Answer, group
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import KEPT
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, QuestionType
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace

_OTHERS = ("autre", "other")


@dataclass(frozen=True)
class Coding:
    """What was coded: one revision per response, and what each said before (record -> value or None)."""

    target: str
    revisions: tuple[Revision, ...]
    before: Mapping[str, PatchValue]


def to_code(
    workspace: Workspace, open_question: str, target: str, *, coded_too: bool = False
) -> list[Answer]:
    """Return what was written under `open_question` and has no code under `target` yet, with proposals.

    `coded_too` shows those that have one. Raises UserError for questions that do not make a pair.
    """
    asked = _target(workspace, target)
    labels = {
        choice.name: workspace.questionnaire.text(choice.labels)
        for choice in workspace.questionnaire.choices_of(asked)
        if choice.name not in _OTHERS
    }
    written = []
    for line, fields in workspace.store.responses.each():
        text = fields.get(f"answers.{open_question}")
        if not isinstance(text, str) or line.status is Status.WITHDRAWN:
            continue
        if coded_too or _is_open(asked, fields.get(f"answers.{target}")):
            written.append((line.record, text))
    return group(written, labels)


def assign(workspace: Workspace, target: str, records: Sequence[str], code: str) -> Coding:
    """Give `code` to the responses `records` under the question `target`, in one transaction.

    Raises UserError for an unknown question or code, or a response that is gone; nothing is then written.
    """
    asked = _target(workspace, target)
    if code not in {choice.name for choice in workspace.questionnaire.choices_of(asked)}:
        raise UserError(_("Le code « {code} » n'est pas dans la liste.").format(code=code))
    before: dict[str, PatchValue] = {}
    revisions = []
    with workspace.store.transaction():
        for record in records:
            stored = _stored(workspace, record)
            held = stored.fields.get(f"answers.{target}")
            before[record] = held
            value = _with_code(workspace, asked, held, code)
            if value != held:
                revisions.append(_write(workspace, record, target, value))
    return Coding(target, tuple(revisions), before)


def undo(workspace: Workspace, coding: Coding) -> list[Revision]:
    """Bring back what stood before, unless somebody changed it since: those are left as they are."""
    undone = []
    with workspace.store.transaction():
        for revision in coding.revisions:
            written = (revision.patch or {}).get(f"answers.{coding.target}")
            stored = _stored(workspace, revision.record)
            if stored.fields.get(f"answers.{coding.target}") == written:
                undone.append(
                    _write(workspace, revision.record, coding.target, coding.before[revision.record])
                )
    return undone


def _write(workspace: Workspace, record: str, target: str, value: PatchValue) -> Revision:
    return workspace.author(Kind.RESPONSE, record, {f"answers.{target}": value, "status": KEPT})


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
