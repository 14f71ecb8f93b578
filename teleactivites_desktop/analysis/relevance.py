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

Fields = Mapping[str, PatchValue]
"""A response's flat paths."""


@dataclass(frozen=True)
class Skips:
    """Which expressions decide on each question: its own and those of the sections around it."""

    expressions: Mapping[str, "SharedExpression"]
    of_question: Mapping[str, tuple[str, ...]]


def skips_of(questionnaire: Questionnaire, environment: Environment, paths: Mapping[str, str]) -> Skips:
    """Return the skips of `questionnaire`.

    `paths` tells where a response holds each question; `environment` serves expressions that ask for today.
    """
    names = frozenset(questionnaire.by_name)
    of_question = {q.name: _texts(q, questionnaire) for q in questionnaire.questions}
    texts = dict.fromkeys(text for several in of_question.values() for text in several)
    compiled = {text: SharedExpression(compile_expression(text, names), environment, paths) for text in texts}
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

    def __init__(self, expression: Expression, environment: Environment, paths: Mapping[str, str]) -> None:
        self._expression = expression
        self._environment = environment
        self._references = tuple(sorted(expression.references))
        self._paths = [paths.get(name, "") for name in self._references]
        self._known: dict[tuple[PatchValue, ...], bool] = {}

    def over(self, responses: Sequence[Fields]) -> bytes:
        """Return one byte per response: 1 where the expression is true."""
        known = self._known
        columns = [[fields.get(path) for fields in responses] for path in self._paths]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(responses)
        for key in set(keys).difference(known):
            answers = cast("dict[str, Value | None]", dict(zip(self._references, key, strict=True)))
            known[key] = truth(self._expression.evaluate(SimpleScope(self._environment, answers)))
        return bytes([known[key] for key in keys])
