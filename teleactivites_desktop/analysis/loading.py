"""Reads responses into `Columns`, a few thousand at a time, so that memory holds only the arrays."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from teleactivites_desktop.analysis.columns import CodedColumn, Columns, State
from teleactivites_desktop.analysis.encoders import CodedEncoder, Encoder, encoder_of
from teleactivites_desktop.analysis.relevance import Answers, Skips, skips_of
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import Nonresponse

UNKNOWN_GROUP = ""
"""The last group of every grouping: people for whom it is not known."""

_BATCH_OF_ROWS = 2_000
_EPOCH = date(1970, 1, 1).toordinal()
_STATES = {
    Nonresponse.BLANK: State.BLANK,
    Nonresponse.REFUSED: State.REFUSED,
    Nonresponse.UNKNOWN: State.UNKNOWN,
    Nonresponse.ILLEGIBLE: State.ILLEGIBLE,
    Nonresponse.NOT_APPLICABLE: State.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Person:
    """One response as the store gives it for analysis. Mappings are question -> value."""

    territory: str
    batch: str
    received: str
    status: str
    answers: Mapping[str, Any]
    nonresponse: Mapping[str, str]
    refused: Mapping[str, Any]


@dataclass(frozen=True)
class Derived:
    """A grouping made from one answer: `of` maps the answer's code to the group (commune -> valley)."""

    name: str
    question: str
    of: Mapping[str, str]
    order: tuple[str, ...]


def load(
    questionnaire: Questionnaire,
    people: Iterable[Person],
    environment: Environment,
    derived: Sequence[Derived] = (),
) -> Columns:
    """Return the `people` as columns, with the groupings territory, batch, status and those of `derived`."""
    loader = _Loader(questionnaire, environment)
    waiting = iter(people)
    while several := list(islice(waiting, _BATCH_OF_ROWS)):
        loader.add(several)
    return loader.columns(derived)


class _Loader:
    def __init__(self, questionnaire: Questionnaire, environment: Environment) -> None:
        self._questionnaire = questionnaire
        self._encoders = {q.name: encoder_of(q, questionnaire) for q in _wanted(questionnaire)}
        self._skips: Skips = skips_of(questionnaire, environment)
        self._relevant = {text: bytearray() for text in self._skips.expressions}
        self._exceptions: list[tuple[str, int, State]] = []
        self._groups = {name: CodedEncoder() for name in ("territory", "batch", "status")}
        self._received: list[int] = []

    def add(self, people: Sequence[Person]) -> None:
        answers: list[Answers] = [person.answers for person in people]
        for name, encoder in self._encoders.items():
            encoder.add([given.get(name) for given in answers])
        for text, expression in self._skips.expressions.items():
            self._relevant[text] += expression.over(answers)
        for name, group in self._groups.items():
            group.add([getattr(person, name) or None for person in people])
        start = len(self._received)
        for row, person in enumerate(people, start):
            self._exceptions.extend(
                (q, row, _STATES[Nonresponse(why)]) for q, why in person.nonresponse.items()
            )
            self._exceptions.extend((q, row, State.TO_MEND) for q in person.refused)
        self._received.extend(day_number(person.received) for person in people)

    def columns(self, derived: Sequence[Derived]) -> Columns:
        questions = {name: encoder.column() for name, encoder in self._encoders.items()}
        groups = {name: _completed(encoder.column()) for name, encoder in self._groups.items()}
        for made in derived:
            source = questions[made.question]
            if isinstance(source, CodedColumn):
                groups[made.name] = _derive(made, source)
        return Columns(
            questionnaire=self._questionnaire,
            size=len(self._received),
            questions=questions,
            states=self._states(),
            groups=groups,
            received=np.array(self._received, np.int32),
        )

    def _states(self) -> dict[str, npt.NDArray[np.int8]]:
        states = {name: self._state_of(name, encoder) for name, encoder in self._encoders.items()}
        for name, row, state in self._exceptions:
            if name in states and states[name][row] in (State.BLANK, State.NOT_ASKED):
                states[name][row] = state
        return states

    def _state_of(self, name: str, encoder: Encoder) -> npt.NDArray[np.int8]:
        state = np.full(len(self._received), State.BLANK, np.int8)
        for text in self._skips.of_question.get(name, ()):
            state[np.frombuffer(self._relevant[text], np.uint8) == 0] = State.NOT_ASKED
        state[np.frombuffer(encoder.answered, np.uint8) == 1] = State.ANSWERED
        return state


def _wanted(questionnaire: Questionnaire) -> Iterator[Question]:
    return (question for question in questionnaire.questions if question.keyed or question.calculation)


def _completed(column: CodedColumn) -> CodedColumn:
    """Give those without a group the last one, so that the groups part everybody."""
    names = (*column.names, UNKNOWN_GROUP)
    codes = np.where(column.codes < 0, len(names) - 1, column.codes).astype(np.int32)
    return CodedColumn(names, codes)


def _derive(made: Derived, source: CodedColumn) -> CodedColumn:
    place = {name: i for i, name in enumerate(made.order)}
    of_code = [place.get(made.of.get(name, ""), -1) for name in source.names]
    table = np.array([*of_code, -1], np.int32)  # code -1 reads the last one
    return _completed(CodedColumn(made.order, table[source.codes]))


def day_number(iso: str) -> int:
    """Return an ISO date as days since 1 January 1970, -1 where there is none."""
    return date.fromisoformat(iso[:10]).toordinal() - _EPOCH if iso else -1


def person_of(row: Mapping[str, Any]) -> Person:
    """Return a store's analysis row, its JSON columns parsed; calculated values stand among the answers."""
    answers = _parsed(row.get("answers"))
    calculated = _parsed(row.get("calculated"))
    return Person(
        territory=row.get("territory") or "",
        batch=row.get("batch") or "",
        received=row.get("received") or "",
        status=row.get("status") or "",
        answers={**calculated, **answers} if calculated else answers,
        nonresponse=_parsed(row.get("nonresponse")),
        refused=_parsed(row.get("refused")),
    )


def _parsed(text: str | Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not text or text == "{}":
        return {}
    return json.loads(text) if isinstance(text, str) else text
