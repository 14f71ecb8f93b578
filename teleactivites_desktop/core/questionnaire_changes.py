"""What changes from one version of a questionnaire to another, question by question, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.questionnaire_words import details_of, form_words
from teleactivites_desktop.core.text import fold_text

_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_CHOICES = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE})


class ChangeKind(StrEnum):
    """What happened to a question."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question that changes: its `name` after and `before` (each "" where it is not there), its label.

    `details` are sentences: what else changes in it.
    """

    kind: ChangeKind
    name: str
    before: str
    label: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What changes: of the form as a whole, in words, and of its questions, in the new order, removed last.

    `probable` are questions likely renamed, before -> after: the officer says whether they are.
    """

    form: tuple[str, ...]
    questions: tuple[QuestionChange, ...]
    probable: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Tell whether nothing changes."""
        return not self.form and not self.questions

    def of_kind(self, kind: ChangeKind) -> tuple[QuestionChange, ...]:
        """Return the questions to which that happens."""
        return tuple(change for change in self.questions if change.kind is kind)


def compare(
    before: Questionnaire, after: Questionnaire, renamed: Mapping[str, str] | None = None
) -> Comparison:
    """Return what changes from `before` to `after`; `renamed` are the questions said to be renamed.

    Without it the probable ones are taken to be.
    """
    probable = probable_renames(before, after)
    told = probable if renamed is None else {old: new for old, new in renamed.items() if new}
    changes = [
        change
        for question in _first_lines(after)
        if (change := _change(before, after, question, told)) is not None
    ]
    changes += [
        QuestionChange(ChangeKind.REMOVED, "", question.name, _label(before, question))
        for question in _first_lines(before)
        if question.name not in after.by_name and question.name not in told
    ]
    return Comparison(tuple(form_words(before, after)), tuple(changes), probable)


def on_all_lines(before: Questionnaire, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return `renamed` with the other lines of the tables: a column is renamed on all of them."""
    found = dict(renamed)
    for old, new in renamed.items():
        if new and before.by_name[old].line == 1:
            section = before.by_name[old].section
            for line in range(2, 1 + max(question.line for question in before.in_section(section))):
                found[old.replace("[1]", f"[{line}]", 1)] = new.replace("[1]", f"[{line}]", 1)
    return found


def _first_lines(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions, of tables those of the first line: the others are the same."""
    return [question for question in questionnaire.questions if question.line <= 1]


def answers_fit(old: Question, new: Question) -> bool:
    """Tell whether answers to `old` can be read as answers to `new`."""
    if old.keyed != new.keyed:
        return False
    if old.type is new.type or new.type is QuestionType.TEXT:
        return True
    return {old.type, new.type} <= _NUMBERS or {old.type, new.type} <= _CHOICES


def probable_renames(before: Questionnaire, after: Questionnaire) -> dict[str, str]:
    """Return the questions likely renamed, before -> after.

    One that disappears and one that appears are likely the same where they have one label, or where both
    alone stand between the same questions of one section, of one type.
    """
    gone = [question for question in _first_lines(before) if question.name not in after.by_name]
    come = [question for question in _first_lines(after) if question.name not in before.by_name]
    found: dict[str, str] = {}
    for key_of in (_what_it_asks, _where_it_stands):
        old = _alone(before, [each for each in gone if each.name not in found], key_of, after)
        new = _alone(after, [each for each in come if each.name not in found.values()], key_of, before)
        for key, question in old.items():
            if key in new and answers_fit(question, new[key]):
                found[question.name] = new[key].name
    return found


def _change(
    before: Questionnaire, after: Questionnaire, question: Question, renamed: Mapping[str, str]
) -> QuestionChange | None:
    old_name = next((old for old, new in renamed.items() if new == question.name), "")
    old = before.by_name.get(old_name or question.name)
    label = _label(after, question)
    if old is None:
        return QuestionChange(ChangeKind.ADDED, question.name, "", label)
    details = tuple(details_of(before, old, after, question, renamed))
    if not old_name and not details:
        return None
    kind = ChangeKind.RENAMED if old_name else ChangeKind.CHANGED
    return QuestionChange(kind, question.name, old.name, label, details)


def _label(questionnaire: Questionnaire, question: Question) -> str:
    return questionnaire.text(question.labels) or question.name


_Key = tuple[str, ...]


def _what_it_asks(questionnaire: Questionnaire, question: Question, other: Questionnaire) -> _Key:
    asked = fold_text(questionnaire.text(question.labels)) or question.calculation
    return (asked,) if asked else ()


def _where_it_stands(questionnaire: Questionnaire, question: Question, other: Questionnaire) -> _Key:
    names = list(questionnaire.by_name)
    place = names.index(question.name)
    around = [
        next((name for name in side if name in other.by_name), "")
        for side in (reversed(names[:place]), iter(names[place + 1 :]))
    ]
    return (question.type, question.choice_list, question.section, *around)


def _alone(
    questionnaire: Questionnaire,
    questions: list[Question],
    key_of: Callable[[Questionnaire, Question, Questionnaire], _Key],
    other: Questionnaire,
) -> dict[_Key, Question]:
    """Return the questions that are the only one with their key."""
    keyed = [(key_of(questionnaire, question, other), question) for question in questions]
    return {key: question for key, question in keyed if key and sum(key == each for each, _q in keyed) == 1}
