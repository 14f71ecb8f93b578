"""What a second keying compares, and how a difference was settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import PatchValue

Outcome = Mapping[str, PatchValue]
"""What a question was keyed as, by the group of its path: ``{"answers": value}``, ``{"nonresponse": kind}``,
``{"refused": text}`` where the text means no answer, {} for blank."""

VERIFIED, LEFT_OUT = "yes", "no"
"""What `Question.verify` says; "" leaves it to the type."""


class Verdict(StrEnum):
    """How a question was settled: the same value twice, or whose fault the difference was."""

    AGREED = "agreed"
    KEYER = "keyer"
    VERIFIER = "verifier"


@dataclass(frozen=True)
class Difference:
    """A question that was not keyed the same at once.

    `first` and `second` are the two outcomes, `verdict` None while nobody settled it; `looked`: the verifier
    asked to see the first value.
    """

    question: str
    first: Outcome
    second: Outcome
    verdict: Verdict | None
    looked: bool


def verified_questions(questionnaire: Questionnaire, *, with_text: bool = False) -> list[str]:
    """Return the questions that a verification keys again, in paper order.

    Those marked, and those that say who a person is; else all but free text, which comes along `with_text`.
    """
    return [question.name for question in questionnaire.keyed if _is_verified(question, with_text=with_text)]


def _is_verified(question: Question, *, with_text: bool) -> bool:
    if question.verify:
        return question.verify == VERIFIED
    free = question.type is QuestionType.TEXT and not question.format
    return question.identity or with_text or not free
