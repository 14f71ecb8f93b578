"""Who a question was for: the skips of the questionnaire, applied to many responses at once.

A skip reads a few answers, and people share them: each combination is evaluated once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.expressions import Expression, SimpleScope, compile_expression, truth
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import PatchValue, Value

Values = Mapping[str, Sequence[PatchValue]]
"""Question -> the values of some people, in their order."""


@dataclass(frozen=True)
class Skips:
    """Which expressions decide on each question: its own and those of the sections around it."""

    expressions: Mapping[str, "SharedExpression"]
    of_question: Mapping[str, tuple[str, ...]]

    @property
    def references(self) -> frozenset[str]:
        """Return the questions that the expressions read."""
        return frozenset(name for shared in self.expressions.values() for name in shared.references)


def skips_of(questionnaire: Questionnaire, environment: Environment) -> Skips:
    """Return the skips of `questionnaire`; `environment` serves expressions that ask for today."""
    names = frozenset(questionnaire.by_name)
    of_question = {q.name: _texts(q, questionnaire) for q in questionnaire.questions}
    texts = dict.fromkeys(text for several in of_question.values() for text in several)
    compiled = {text: SharedExpression(compile_expression(text, names), environment) for text in texts}
    return Skips(compiled, {name: several for name, several in of_question.items() if several})


def _texts(question: Question, questionnaire: Questionnaire) -> tuple[str, ...]:
    sections = {section.name: section for section in questionnaire.sections}
    texts = [question.relevant]
    section = sections.get(question.section)
    while section is not None:
        texts.append(section.relevant)
        section = sections.get(section.parent)
    return tuple(text for text in texts if text)


class SharedExpression:
    """A true-or-false expression that remembers what it gave for each combination of answers."""

    def __init__(self, expression: Expression, environment: Environment) -> None:
        self._expression = expression
        self._environment = environment
        self.references = tuple(sorted(expression.references))
        self._known: dict[tuple[PatchValue, ...], bool] = {}

    def over(self, values: Values, people: int) -> bytes:
        """Return one byte for each of so many `people`: 1 where the expression is true."""
        known = self._known
        nobody = [None] * people
        columns = [values.get(name, nobody) for name in self.references]
        keys = list(zip(*columns, strict=True)) if columns else [()] * people
        for key in set(keys).difference(known):
            answers = cast("dict[str, Value | None]", dict(zip(self.references, key, strict=True)))
            known[key] = truth(self._expression.evaluate(SimpleScope(self._environment, answers)))
        return bytes(map(known.__getitem__, keys))
