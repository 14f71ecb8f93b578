"""From stored values to arrays, one encoder per kind of question. They take values in batches of rows."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np

from teleactivites_desktop.analysis.columns import (
    CodedColumn,
    Column,
    Integers,
    Mask,
    MultipleColumn,
    NumberColumn,
    TextColumn,
)
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import PatchValue

_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


class Encoder(ABC):
    """Gathers the answers to one question."""

    @abstractmethod
    def add(self, values: Sequence[PatchValue]) -> None:
        """Take the values of the next people, None where there is no answer."""

    @abstractmethod
    def column(self) -> Column:
        """Return the column of everybody seen."""

    @abstractmethod
    def answered(self) -> Mask:
        """Tell, per person, whether there is an answer."""


class _Codes(dict[PatchValue, int]):
    """Names -> places. A name that the list does not have (an older questionnaire) gets the next place."""

    def __missing__(self, name: PatchValue) -> int:
        place = len(self) - 1  # None is in it too
        self[name] = place
        return place


class CodedEncoder(Encoder):
    """One choice out of a list, which grows where an unknown name comes."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._codes = _Codes({None: -1})
        self._codes.update((name, place) for place, name in enumerate(names))
        self._taken = array("i")

    def add(self, values: Sequence[PatchValue]) -> None:
        """Keep the place of each name."""
        self._taken.extend(map(self._codes.__getitem__, values))

    def column(self) -> CodedColumn:
        """Return the places, in as small a whole number as they need."""
        names = tuple(str(name) for name in self._codes if name is not None)
        return CodedColumn(names, _small(self._taken, len(names)))

    def answered(self) -> Mask:
        """Tell who chose something."""
        return np.frombuffer(self._taken, np.int32) >= 0


class MultipleEncoder(Encoder):
    """Several choices, stored as names parted by one space; people share combinations, kept once each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._combinations = _Codes({None: -1})
        self._taken = array("i")

    def add(self, values: Sequence[PatchValue]) -> None:
        """Keep which combination of choices each person made."""
        self._taken.extend(map(self._combinations.__getitem__, values))

    def column(self) -> MultipleColumn:
        """Return the combinations, and which one each person made."""
        places = self._places
        combinations = [str(value).split() for value in self._combinations if value is not None]
        for names in combinations:
            for name in names:
                places.setdefault(name, len(places))
        flags = np.zeros((len(combinations), len(places)), np.uint8)
        for line, names in enumerate(combinations):
            flags[line, [places[name] for name in names]] = 1
        return MultipleColumn(tuple(places), _small(self._taken, len(combinations)), flags)

    def answered(self) -> Mask:
        """Tell who chose at least one."""
        return np.frombuffer(self._taken, np.int32) >= 0


class NumberEncoder(Encoder):
    """Whole or decimal numbers."""

    def __init__(self) -> None:
        self._taken = array("d")

    def add(self, values: Sequence[PatchValue]) -> None:
        """Keep each number; NaN where there is none."""
        nan = np.nan
        filled = [nan if value is None else value for value in values]
        try:
            numbers = array("d", cast("list[float]", filled))
        except TypeError:
            numbers = array("d", map(_as_number, values))
        self._taken.extend(numbers)

    def column(self) -> NumberColumn:
        """Return the numbers."""
        return NumberColumn(np.frombuffer(self._taken, np.float64))

    def answered(self) -> Mask:
        """Tell who gave a number."""
        return ~np.isnan(np.frombuffer(self._taken, np.float64))


class TextEncoder(Encoder):
    """Texts, dates and the like: only whether there is an answer is kept."""

    def __init__(self) -> None:
        self._answered = bytearray()

    def add(self, values: Sequence[PatchValue]) -> None:
        """Keep who answered."""
        self._answered += bytes([value is not None for value in values])

    def column(self) -> TextColumn:
        """Return the mark of an uncounted question."""
        return TextColumn()

    def answered(self) -> Mask:
        """Tell who wrote something."""
        return np.frombuffer(self._answered, np.bool_)


def _small(taken: "array[int]", count: int) -> Integers:
    """Return places from -1 to `count` - 1 in as small a whole number as they need."""
    return np.frombuffer(taken, np.int32).astype(np.min_scalar_type(-max(count, 1)))


def _as_number(value: PatchValue) -> float:
    """Return a number, NaN for nothing and for a text where an older questionnaire had another type."""
    try:
        return float(str(value))
    except ValueError:
        return np.nan


def encoder_of(question: Question, questionnaire: Questionnaire) -> Encoder:
    """Return a new encoder fit for `question`."""
    names = [choice.name for choice in questionnaire.choices_of(question)]
    if question.type is QuestionType.SELECT_ONE:
        return CodedEncoder(names)
    if question.type in _SEVERAL:
        return MultipleEncoder(names)
    if question.type in _NUMBERS:
        return NumberEncoder()
    if question.type is QuestionType.ACKNOWLEDGE:
        return CodedEncoder(["OK"])
    return TextEncoder()
