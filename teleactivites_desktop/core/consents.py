"""What a person agreed to, purpose by purpose, and what they took back since.

The purposes are those that the questionnaire names (`Question.consent`), and `STATISTICS`, which needs no
agreement but can be objected to (article 21 of Regulation (EU) 2016/679). What was ticked on the paper stays
as it is; taking it back stands beside it, at ``consents.<purpose>``, and wins.
"""

from collections.abc import Mapping

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.values import PatchValue

STATISTICS, CONTACT, PRESENTATION = "statistics", "contact", "presentation"
"""Being counted, being contacted again, being presented to companies."""
GROUP = "consents"
"""First word of the paths that say `WITHDRAWN`: the same at every site, so that two sites never disagree."""
NOTES = "consent_notes"
"""First word of ``consent_notes.<purpose>.<site>``: ``{"on", "reason"}`` as that site was told."""
WITHDRAWN = "withdrawn"
_NO = frozenset({"non", "no", "0", "false"})
"""Names or labels (folded) of the choice that is no agreement; an empty answer is none either."""

Fields = Mapping[str, PatchValue]


def purposes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what can be agreed to or objected to: statistics, then those of the paper, in its order."""
    asked = (question.consent for question in questionnaire.questions if question.consent)
    return tuple(dict.fromkeys((STATISTICS, *asked)))


def questions_of(questionnaire: Questionnaire, purpose: str) -> tuple[Question, ...]:
    """Return the questions whose answer agrees to `purpose`."""
    return tuple(question for question in questionnaire.questions if question.consent == purpose)


def is_withdrawn(fields: Fields, purpose: str) -> bool:
    """Tell whether the agreement to `purpose` was taken back since the paper."""
    return fields.get(f"{GROUP}.{purpose}") == WITHDRAWN


def on_paper(questionnaire: Questionnaire, fields: Fields, purpose: str) -> bool:
    """Tell whether the paper agrees to `purpose`; one that the paper does not ask about is agreed to."""
    asked = questions_of(questionnaire, purpose)
    if not asked:
        return purpose == STATISTICS
    return any(_agrees(questionnaire, question, fields) for question in asked)


def agreed(questionnaire: Questionnaire, fields: Fields, purpose: str) -> bool:
    """Tell whether a person agrees to `purpose` today: on the paper, and not taken back since."""
    return not is_withdrawn(fields, purpose) and on_paper(questionnaire, fields, purpose)


def is_unsigned(questionnaire: Questionnaire, fields: Fields) -> bool:
    """Tell whether the paper says that it was not signed: what is ticked on it then agrees to nothing.

    The question on the signature is known by its constraint, which names a question of an agreement.
    """
    asked = [f"${{{question.name}}}" for question in questionnaire.questions if question.consent]
    return any(
        str(fields.get(f"answers.{question.name}") or "") in _refusals(questionnaire, question.choice_list)
        for question in questionnaire.questions
        if question.type is QuestionType.SELECT_ONE
        and not question.consent
        and any(name in question.constraint for name in asked)
    )


def _agrees(questionnaire: Questionnaire, question: Question, fields: Fields) -> bool:
    answer = fields.get(f"answers.{question.name}")
    if answer is None or answer in ("", 0, False):
        return False
    if question.type is QuestionType.SELECT_MULTIPLE:
        return bool(set(str(answer).split()) - _refusals(questionnaire, question.choice_list))
    return str(answer) not in _refusals(questionnaire, question.choice_list)


def _refusals(questionnaire: Questionnaire, choice_list: str) -> frozenset[str]:
    """Return the names of the choices of a list that mean no."""
    found = questionnaire.choice_lists.get(choice_list)
    if found is None:
        return _NO
    return frozenset(
        each.name
        for each in found.choices
        if fold_text(each.name) in _NO or fold_text(questionnaire.text(each.labels)) in _NO
    )
