"""Who a question was for: the skips of the questionnaire, applied to many responses at once.

A skip reads a few answers, and people share them: each combination is evaluated once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.expressions import Expression, SimpleScope, compile_expression, truth
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import Value

Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Skips:
    """Which expressions decide on each question: its own and those of the sections around it."""

    expressions: Mapping[str, "SharedExpression"]
    of_question: Mapping[str, tuple[str, ...]]


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
        self._references = tuple(sorted(expression.references))
        self._known: dict[tuple[Value | None, ...], bool] = {}

    def over(self, people: Sequence[Answers]) -> bytes:
        """Return one byte per person: 1 where the expression is true."""
        references, known = self._references, self._known
        if len(references) == 1:
            only = references[0]
            keys: list[tuple[Value | None, ...]] = [(answers.get(only),) for answers in people]
        else:
            keys = [tuple([answers.get(name) for name in references]) for answers in people]
        for key in set(keys).difference(known):
            scope = SimpleScope(self._environment, dict(zip(references, key, strict=True)))
            known[key] = truth(self._expression.evaluate(scope))
        return bytes([known[key] for key in keys])
