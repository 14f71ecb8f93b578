"""Responses as compact arrays, one per question: what tabulations count on.

100,000 responses of 75 questions take some 15 MB here, where parsed answers would take 600 MB: choices
become small whole numbers, several choices the combination they make, texts only "answered or not".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from teleactivites_desktop.core.derived import SEVERAL
from teleactivites_desktop.core.questionnaire import Questionnaire

Integers = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class State(IntEnum):
    """Where a person stands toward a question."""

    ANSWERED = 0
    BLANK = 1
    REFUSED = 2
    UNKNOWN = 3
    ILLEGIBLE = 4
    NOT_APPLICABLE = 5
    TO_MEND = 6
    """What stands on the paper was refused by a check and waits for a decision."""
    NOT_ASKED = 7
    """The question is skipped by what the person answered before."""


@dataclass(frozen=True)
class CodedColumn:
    """One choice per person: `codes` are places in `names`, -1 where there is none."""

    names: tuple[str, ...]
    codes: Integers

    def where(self, kept: Mask) -> "CodedColumn":
        """Return the column of the people in `kept`."""
        return replace(self, codes=self.codes[kept])


@dataclass(frozen=True)
class MultipleColumn:
    """Several choices per person. People share combinations: `codes` are places in `combinations`, -1: none.

    `combinations` has one line per combination, one column per name, 0 or 1.
    """

    names: tuple[str, ...]
    codes: Integers
    combinations: Flags

    def where(self, kept: Mask) -> "MultipleColumn":
        """Return the column of the people in `kept`."""
        return replace(self, codes=self.codes[kept])


@dataclass(frozen=True)
class NumberColumn:
    """One number per person, NaN where there is none."""

    values: Floats

    def where(self, kept: Mask) -> "NumberColumn":
        """Return the column of the people in `kept`."""
        return NumberColumn(self.values[kept])


@dataclass(frozen=True)
class TextColumn:
    """A question whose answers are not counted one by one (names, remarks, dates)."""

    def where(self, kept: Mask) -> "TextColumn":
        """Return the column of the people in `kept`: nothing is held per person."""
        return self


Column = CodedColumn | MultipleColumn | NumberColumn | TextColumn


UNKNOWN_GROUP = ""
"""The last group of every grouping: people for whom it is not known."""


def _parted(column: MultipleColumn) -> CodedColumn:
    """Return one group per answer chosen alone, and one for who chose several."""
    names = (*column.names, SEVERAL)
    of_combination = [
        int(np.flatnonzero(line)[0]) if line.sum() == 1 else len(column.names) for line in column.combinations
    ]
    return CodedColumn(names, np.array([*of_combination, -1], np.int32)[column.codes])


def completed(column: CodedColumn) -> CodedColumn:
    """Return `column` as a grouping: those without a choice get the last group; groups part everybody."""
    names = (*column.names, UNKNOWN_GROUP)
    codes = np.where(column.codes < 0, len(names) - 1, column.codes).astype(np.int32)
    return CodedColumn(names, codes)


@dataclass(frozen=True)
class Columns:
    """All people, column by column.

    `questions` and `states` (values of `State`) have one entry per question; `groups` are what one may
    count by (territory, batch, valley...); `received` is the day each paper came in, as days since 1970
    (or -1); `rows` is where each response stands in the store. Groups give every person a code: their last
    name stands for "not known".
    """

    questionnaire: Questionnaire
    size: int
    questions: Mapping[str, Column]
    states: Mapping[str, npt.NDArray[np.int8]]
    groups: Mapping[str, CodedColumn]
    received: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int64]

    def grouping(self, by: str) -> CodedColumn:
        """Return a grouping: one of `groups`, else a choice question. Raises KeyError for others.

        Groups part everybody: who chose several answers stands in the group `SEVERAL`.
        """
        if by in self.groups:
            return self.groups[by]
        column = self.questions[by]
        if isinstance(column, MultipleColumn):
            return completed(_parted(column))
        if not isinstance(column, CodedColumn):
            raise KeyError(by)
        return completed(column)

    def where(self, kept: Mask) -> "Columns":
        """Return only the people for whom `kept` is true."""
        return replace(
            self,
            size=int(kept.sum()),
            questions={name: column.where(kept) for name, column in self.questions.items()},
            states={name: state[kept] for name, state in self.states.items()},
            groups={name: column.where(kept) for name, column in self.groups.items()},
            received=self.received[kept],
            rows=self.rows[kept],
        )

    def in_group(self, group: str, names: frozenset[str]) -> Mask:
        """Tell who is in one of the groups `names`, or chose one of these answers, maybe among others."""
        chosen = self.questions.get(group)
        if isinstance(chosen, MultipleColumn):
            wanted_columns = [i for i, name in enumerate(chosen.names) if name in names]
            fitting = np.flatnonzero(chosen.combinations[:, wanted_columns].any(axis=1))
            return np.isin(chosen.codes, fitting)
        column = self.grouping(group)
        wanted = [i for i, name in enumerate(column.names) if name in names]
        return np.isin(column.codes, wanted)

    def received_between(self, first: int, last: int) -> Mask:
        """Tell whose paper came in from day `first` to day `last` (days since 1970, both included)."""
        return (self.received >= first) & (self.received <= last)
