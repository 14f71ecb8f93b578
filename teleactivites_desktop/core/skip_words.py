"""Skips in words, for paper: "if the answer to question 4 is « Couple avec enfants »".

The everyday shapes of `relevant` are put in words; for others the questions on which it depends are named.
"""

import re
from collections.abc import Iterable

from teleactivites_desktop.core.expressions import ExpressionError, compile_expression
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.typography import enumerate_words, quoted
from teleactivites_desktop.i18n import _, ngettext

_EQUALS = re.compile(r"\$\{(\w+)\}\s*=\s*'([^']*)'")
_SELECTED = re.compile(r"selected\(\s*\$\{(\w+)\}\s*,\s*'([^']*)'\s*\)")
_ANSWERED = re.compile(r"\$\{(\w+)\}\s*!=\s*''")
_NUMBER = re.compile(r"^(\d+(?:\s(?:bis|ter|quater|quinquies))?)\s*\.")


def skip_words(question: Question, questionnaire: Questionnaire) -> str:
    """Return for whom the question is, in words; "" where it is for everybody."""
    if not question.relevant:
        return ""
    parts = [part.strip() for part in re.split(r"\s+or\s+", question.relevant)]
    said = [_part_words(part, questionnaire) for part in parts]
    if all(said):
        return _together([words for words in said if words])
    return _depends(question, questionnaire)


def short_name(question: Question, questionnaire: Questionnaire) -> str:
    """Return ``question 7 bis`` where the label begins with a number, else the label between quotes."""
    label = questionnaire.text(question.labels) or question.name
    found = _NUMBER.match(label)
    return _("question {number}").format(number=found[1]) if found else quoted(label)


def _part_words(part: str, questionnaire: Questionnaire) -> tuple[str, str] | None:
    """Return (question, what it says) of one condition, None where it has another shape."""
    for pattern in (_EQUALS, _SELECTED, _ANSWERED):
        found = pattern.fullmatch(part)
        asked = questionnaire.by_name.get(found[1]) if found else None
        if found is None or asked is None or not asked.keyed:
            continue
        label = ""
        if pattern is not _ANSWERED:
            choices = {c.name: questionnaire.text(c.labels) for c in questionnaire.choices_of(asked)}
            label = quoted(choices.get(found[2], found[2]))
        return short_name(asked, questionnaire), label
    return None


def _together(conditions: Iterable[tuple[str, str]]) -> str:
    by_question: dict[str, list[str]] = {}
    for question, label in conditions:
        by_question.setdefault(question, []).append(label)
    said = []
    by_labels: dict[tuple[str, ...], list[str]] = {}
    for question, labels in by_question.items():
        by_labels.setdefault(tuple(labels), []).append(question)
    for answers, questions in by_labels.items():
        where = enumerate_words(questions, _("ou"))
        if any(answers):
            named = enumerate_words(answers, _("ou"))
            said.append(_("{labels} à la {where}").format(labels=named, where=where))
        else:
            said.append(_("vous avez répondu à la {where}").format(where=where))
    return _("Si {conditions}.").format(conditions=enumerate_words(said, _("ou")))


def _depends(question: Question, questionnaire: Questionnaire) -> str:
    names = [
        short_name(questionnaire.by_name[name], questionnaire)
        for name in _keyed_references(question.relevant, questionnaire, set())
    ]
    if not names:
        return ""
    return ngettext("Selon la réponse à la {names}.", "Selon les réponses aux {names}.", len(names)).format(
        names=enumerate_words(names)
    )


def _keyed_references(text: str, questionnaire: Questionnaire, seen: set[str]) -> list[str]:
    """Return the keyed questions that an expression reads, through calculations, in paper order."""
    try:
        references = compile_expression(text, frozenset(questionnaire.by_name)).references
    except ExpressionError:
        return []
    found: set[str] = set()
    for name in references - seen:
        seen.add(name)
        question = questionnaire.by_name[name]
        if question.keyed:
            found.add(name)
        else:
            found.update(_keyed_references(question.calculation, questionnaire, seen))
    return [question.name for question in questionnaire.questions if question.name in found]
