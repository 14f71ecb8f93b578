"""Common constraints of a workbook in words, where it gives no message of its own for them."""

import re

from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.typography import number, quoted
from teleactivites_desktop.i18n import _

_BOUND = r"(?:-?\d+(?:\.\d+)?|\$\{(?:\w|-)+\})"
_BETWEEN = re.compile(rf"\.\s*>=\s*({_BOUND})\s+and\s+\.\s*<=\s*({_BOUND})")
_LONGEST = re.compile(r"string-length\(\s*\.\s*\)\s*<=\s*(\d+)")


def constraint_words(question: Question, questionnaire: Questionnaire) -> str:
    """Return what a constraint demands: the workbook's message, else words, else the constraint itself."""
    message = questionnaire.text(question.constraint_messages)
    if message or not question.constraint:
        return message
    if found := _LONGEST.fullmatch(question.constraint.strip()):
        return _("{count} caractères au plus.").format(count=number(int(found[1])))
    if found := _BETWEEN.fullmatch(question.constraint.strip()):
        low, high = (_bound(text, questionnaire) for text in found.groups())
        return _("De {low} à {high}.").format(low=low, high=high)
    return question.constraint


def _bound(text: str, questionnaire: Questionnaire) -> str:
    """Return a bound as written: the digits of the workbook (it may be a year), or a question's label."""
    if not text.startswith("$"):
        return text.replace(".", ",")
    name = text[2:-1]
    asked = questionnaire.by_name.get(name)
    return quoted((questionnaire.text(asked.labels) if asked else "") or name)
