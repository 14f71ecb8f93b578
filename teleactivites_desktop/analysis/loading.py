"""Reads responses into `Columns`, a few thousand at a time, so that memory holds only the arrays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

from teleactivites_desktop.analysis.columns import (
    CodedColumn,
    Columns,
    Floats,
    MultipleColumn,
    NumberColumn,
    State,
    completed,
)
from teleactivites_desktop.analysis.encoders import CodedEncoder, Encoder, encoder_of
from teleactivites_desktop.analysis.relevance import Skips, skips_of
from teleactivites_desktop.core.consents import STATISTICS, is_withdrawn
from teleactivites_desktop.core.derived import SEVERAL, Variable
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import Nonresponse, PatchValue, Status

_ROWS_AT_ONCE = 200
_EPOCH = date(1970, 1, 1).toordinal()
_NONRESPONSE, _REFUSED = _KINDS = ("nonresponse", "refused")
_STATES: Mapping[str, State] = {
    Nonresponse.BLANK: State.BLANK,
    Nonresponse.REFUSED: State.REFUSED,
    Nonresponse.UNKNOWN: State.UNKNOWN,
    Nonresponse.ILLEGIBLE: State.ILLEGIBLE,
    Nonresponse.NOT_APPLICABLE: State.NOT_APPLICABLE,
}


class Line(Protocol):
    """What is asked of the line of a response (`core.stored.ResponseLine` has it)."""

    @property
    def territory(self) -> str: ...  # noqa: D102 - the program's words
    @property
    def batch(self) -> str: ...  # noqa: D102
    @property
    def received(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


Response = tuple[int, Line, Mapping[str, PatchValue]]
"""A response as the store gives it: its row, its line, and its flat paths (``answers.commune``...)."""


@dataclass(frozen=True)
class Derived:
    """A grouping made from one answer: `of` maps the answer's code to the group (commune -> valley)."""

    name: str
    question: str
    of: Mapping[str, str]
    order: tuple[str, ...]


def load(
    questionnaire: Questionnaire,
    responses: Iterable[Response],
    environment: Environment,
) -> Columns:
    """Return the `responses` as columns, with the groupings territory, batch and status.

    Withdrawn responses are left out, and those of people who object to being counted. `environment` serves
    skips that ask for today's date.
    """
    loader = _Loader(questionnaire, environment)
    kept = (response for response in responses if _counts(response))
    while several := list(islice(kept, _ROWS_AT_ONCE)):
        loader.add(several)
    return loader.columns()


def with_groups(columns: Columns, derived: Sequence[Derived]) -> Columns:
    """Return `columns` with the groupings that are made from their answers."""
    groups = dict(columns.groups)
    for made in derived:
        source = columns.questions[made.question]
        if isinstance(source, CodedColumn):
            groups[made.name] = _derive(made, source)
    return replace(columns, groups=groups)


def with_variables(columns: Columns, variables: Sequence[Variable]) -> Columns:
    """Return `columns` with the groupings of the campaign's derived variables."""
    made = {each.name: _variable(columns, each) for each in variables if each.question in columns.questions}
    return replace(columns, groups={**columns.groups, **made})


def _variable(columns: Columns, variable: Variable) -> CodedColumn:
    """Return the group of each person; who is in several stands in `SEVERAL`, who in none is not known."""
    column = columns.questions[variable.question]
    names = (*variable.groups, SEVERAL) if isinstance(column, MultipleColumn) else variable.groups
    place = {group: i for i, group in enumerate(names)}
    codes = np.full(columns.size, -1, np.int32)
    if isinstance(column, NumberColumn):
        values = _ages(columns, column) if variable.age else column.values
        for part in variable.parts:
            codes[(values >= part.low) & (values <= part.high)] = place[part.group]
    elif isinstance(column, CodedColumn):
        of = variable.group_of_code
        table = [place.get(of.get(name, ""), -1) for name in column.names]
        codes = np.array([*table, -1], np.int32)[column.codes]
    elif isinstance(column, MultipleColumn):
        of = variable.group_of_code
        chosen = [
            {of[column.names[i]] for i in np.flatnonzero(line) if column.names[i] in of}
            for line in column.combinations
        ]
        table = [-1 if not one else place[SEVERAL if len(one) > 1 else next(iter(one))] for one in chosen]
        codes = np.array([*table, -1], np.int32)[column.codes]
    return completed(CodedColumn(names, codes))


def _ages(columns: Columns, born: NumberColumn) -> Floats:
    """Return the age in the year that each paper came in; NaN where one of the two is not known."""
    years = columns.received.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(columns.received >= 0, years - born.values, np.nan)


def depends_on_today(questionnaire: Questionnaire) -> bool:
    """Tell whether a skip asks for the date: who was concerned then changes from day to day."""
    skips = [question.relevant for question in questionnaire.questions]
    skips += [section.relevant for section in questionnaire.sections]
    return any("today" in text or "now" in text for text in skips)


def _counts(response: Response) -> bool:
    _row, line, fields = response
    return line.status != Status.WITHDRAWN and not is_withdrawn(fields, STATISTICS)


class _Loader:
    def __init__(self, questionnaire: Questionnaire, environment: Environment) -> None:
        self._questionnaire = questionnaire
        self._skips: Skips = skips_of(questionnaire, environment)
        self._encoders = {q.name: encoder_of(q, questionnaire) for q in _wanted(questionnaire)}
        self._paths = {name: path_of(questionnaire.by_name[name]) for name in self._encoders}
        self._wanted = tuple(self._paths.values())
        self._relevant = {text: bytearray() for text in self._skips.expressions}
        self._exceptional = {f"{kind}.{name}": (kind, name) for name in self._paths for kind in _KINDS}
        self._exceptions: list[tuple[str, str, int, PatchValue]] = []
        self._groups = {name: CodedEncoder() for name in ("territory", "batch", "status")}
        self._received: list[int] = []
        self._rows: list[int] = []

    def add(self, responses: Sequence[Response]) -> None:
        several = [fields for _row, _line, fields in responses]
        # Row by row in one go, then turned: a column at a time would visit every response 85 times.
        cells = [list(map(fields.get, self._wanted)) for fields in several]
        columns = dict(zip(self._paths, zip(*cells, strict=True), strict=True))
        for name, encoder in self._encoders.items():
            encoder.add(columns[name])
        for text, expression in self._skips.expressions.items():
            self._relevant[text] += expression.over(columns, len(several))
        for name, group in self._groups.items():
            group.add([getattr(line, name) or None for _row, line, _fields in responses])
        for row, fields in enumerate(several, len(self._received)):
            if not self._exceptional.keys().isdisjoint(fields):  # no set is made for the many that have none
                for path in fields.keys() & self._exceptional:
                    self._exceptions.append((*self._exceptional[path], row, fields[path]))
        self._received.extend(day_number(line.received) for _row, line, _fields in responses)
        self._rows.extend(row for row, _line, _fields in responses)

    def columns(self) -> Columns:
        questions = {name: encoder.column() for name, encoder in self._encoders.items()}
        groups = {name: completed(encoder.column()) for name, encoder in self._groups.items()}
        return Columns(
            questionnaire=self._questionnaire,
            size=len(self._received),
            questions=questions,
            states=self._states(),
            groups=groups,
            received=np.array(self._received, np.int32),
            rows=np.array(self._rows, np.int64),
        )

    def _states(self) -> dict[str, npt.NDArray[np.int8]]:
        states = {name: self._state_of(name, encoder) for name, encoder in self._encoders.items()}
        for kind, name, row, value in self._exceptions:
            if states[name][row] in (State.BLANK, State.NOT_ASKED):
                found = State.TO_MEND if kind == _REFUSED else _STATES.get(str(value), State.BLANK)
                states[name][row] = found
        return states

    def _state_of(self, name: str, encoder: Encoder) -> npt.NDArray[np.int8]:
        state = np.full(len(self._received), State.BLANK, np.int8)
        for text in self._skips.of_question.get(name, ()):
            state[np.frombuffer(self._relevant[text], np.uint8) == 0] = State.NOT_ASKED
        state[encoder.answered()] = State.ANSWERED
        return state


def _wanted(questionnaire: Questionnaire) -> Iterator[Question]:
    return (question for question in questionnaire.questions if question.keyed or question.calculation)


def path_of(question: Question) -> str:
    """Return where the fields of a response hold the value of `question`."""
    return f"calculated.{question.name}" if question.calculation else f"answers.{question.name}"


def _derive(made: Derived, source: CodedColumn) -> CodedColumn:
    place = {name: i for i, name in enumerate(made.order)}
    of_code = [place.get(made.of.get(name, ""), -1) for name in source.names]
    table = np.array([*of_code, -1], np.int32)  # code -1 reads the last one
    return completed(CodedColumn(made.order, table[source.codes]))


def day_number(iso: str) -> int:
    """Return an ISO date as days since 1 January 1970, -1 where there is none."""
    return date.fromisoformat(iso[:10]).toordinal() - _EPOCH if iso else -1
