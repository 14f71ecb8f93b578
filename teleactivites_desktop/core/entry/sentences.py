"""The sentence shown for a rule: the workbook's own, else ours, with the bounds where they are simple."""

import re

from teleactivites_desktop.core.entry.figures import show_decimal
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.i18n import _

_BOUND = re.compile(r"\.\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*<=\s*(\d+)")


def required_sentence(questionnaire: Questionnaire, question: Question) -> str:
    """Return why a required question cannot stay empty."""
    return questionnaire.text(question.required_messages) or _(
        "Réponse obligatoire : tapez-la, ou dites pourquoi elle manque (refus, ne sait pas, illisible…)."
    )


def constraint_sentence(questionnaire: Questionnaire, question: Question, value: Value) -> str:
    """Return why the hard check of `question` refuses `value`."""
    return (
        questionnaire.text(question.constraint_messages)
        or _bounds_sentence(question.constraint)
        or _length_sentence(question.constraint, value)
        or _("Cette réponse ne va pas avec la règle de la question.")
    )


def warning_sentence(questionnaire: Questionnaire, question: Question) -> str:
    """Return what the soft check of `question` asks."""
    return questionnaire.text(question.warning_messages) or _(
        "Réponse inhabituelle : est-ce bien sur le papier ?"
    )


def _bounds_sentence(constraint: str) -> str:
    bounds: dict[str, str] = {}
    for part in constraint.split(" and "):
        match = _BOUND.fullmatch(part.strip())
        if not match:
            return ""
        bounds[match[1]] = show_decimal(float(match[2]))
    if set(bounds) == {">=", "<="}:
        return _("De {low} à {high}.").format(low=bounds[">="], high=bounds["<="])
    if len(bounds) > 1:
        return ""
    sign, bound = bounds.popitem()
    sentences = {
        ">=": _("Au moins {bound}."),
        "<=": _("Au plus {bound}."),
        ">": _("Plus de {bound}."),
        "<": _("Moins de {bound}."),
    }
    return sentences[sign].format(bound=bound)


def _length_sentence(constraint: str, value: Value) -> str:
    match = _LENGTH.fullmatch(constraint.strip())
    if not match:
        return ""
    return _("{most} caractères au plus ; il y en a {count}.").format(most=match[1], count=len(str(value)))
