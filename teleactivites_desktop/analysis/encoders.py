"""From stored values to arrays, one encoder per kind of question. They take values in batches of rows."""

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from teleactivites_desktop.analysis.columns import (
    CodedColumn,
    Column,
    MultipleColumn,
    NumberColumn,
    TextColumn,
)
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import Value

OTHER = "other"
"""The choice that XLSForm's `or_other` adds to a list."""

_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


class Encoder(ABC):
    """Gathers the answers to one question. `answered` tells, per person, whether there is one."""

    def __init__(self) -> None:
        self.answered = bytearray()

    def add(self, values: Sequence[Value | None]) -> None:
        """Take the values of the next people, None where there is no answer."""
        self.answered += bytes([value is not None for value in values])
        self.take(values)

    @abstractmethod
    def take(self, values: Sequence[Value | None]) -> None:
        """Keep what the column needs of `values`."""

    @abstractmethod
    def column(self) -> Column:
        """Return the column of everybody seen."""


class _Codes(dict[Value | None, int]):
    """Names -> places. A name that the list does not have (an older questionnaire) gets the next place."""

    def __missing__(self, name: Value | None) -> int:
        place = len(self) - 1  # None is in it too
        self[name] = place
        return place


class CodedEncoder(Encoder):
    """One choice out of a list, which grows where an unknown name comes."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        self._codes = _Codes({None: -1})
        self._codes.update((name, place) for place, name in enumerate(names))
        self._taken = array("i")

    def take(self, values: Sequence[Value | None]) -> None:
        """Keep the place of each name."""
        self._taken.extend(map(self._codes.__getitem__, values))

    def column(self) -> CodedColumn:
        """Return the places, in as small a whole number as they need."""
        names = tuple(str(name) for name in self._codes if name is not None)
        small = np.min_scalar_type(-max(len(names), 1))
        return CodedColumn(names, np.frombuffer(self._taken, np.int32).astype(small))


class MultipleEncoder(Encoder):
    """Several choices, stored as names parted by one space. The list may grow here too."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._places = {name: place for place, name in enumerate(names)}
        self._known: dict[Value | None, int] = {None: 0}
        self._combinations: list[tuple[int, ...]] = [()]
        self._taken = array("i")

    def take(self, values: Sequence[Value | None]) -> None:
        """Keep which combination of choices each person made; people share them."""
        known = self._known
        for value in values:
            if value not in known:
                known[value] = len(self._combinations)
                self._combinations.append(self._parse(str(value)))
        self._taken.extend([known[value] for value in values])

    def _parse(self, value: str) -> tuple[int, ...]:
        return tuple(self._places.setdefault(name, len(self._places)) for name in value.split())

    def column(self) -> MultipleColumn:
        """Return one line of flags per person."""
        flags = np.zeros((len(self._combinations), len(self._places)), np.uint8)
        for line, places in enumerate(self._combinations):
            flags[line, list(places)] = 1
        return MultipleColumn(tuple(self._places), flags[np.frombuffer(self._taken, np.int32)])


class NumberEncoder(Encoder):
    """Whole or decimal numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._taken = array("d")

    def take(self, values: Sequence[Value | None]) -> None:
        """Keep each number; NaN where there is none."""
        self._taken.extend([_as_number(value) for value in values])

    def column(self) -> NumberColumn:
        """Return the numbers."""
        return NumberColumn(np.frombuffer(self._taken, np.float64))


class TextEncoder(Encoder):
    """Texts, dates and the like: only whether there is an answer is kept."""

    def take(self, values: Sequence[Value | None]) -> None:
        """Keep nothing more."""

    def column(self) -> TextColumn:
        """Return the mark of an uncounted question."""
        return TextColumn()


def _as_number(value: Value | None) -> float:
    if value is None:
        return np.nan
    try:
        return float(value)
    except ValueError:  # a text where an older questionnaire had another type
        return np.nan


def encoder_of(question: Question, questionnaire: Questionnaire) -> Encoder:
    """Return a new encoder fit for `question`."""
    names = [choice.name for choice in questionnaire.choices_of(question)]
    if question.or_other:
        names.append(OTHER)
    if question.type is QuestionType.SELECT_ONE:
        return CodedEncoder(names)
    if question.type in _SEVERAL:
        return MultipleEncoder(names)
    if question.type in _NUMBERS:
        return NumberEncoder()
    if question.type is QuestionType.ACKNOWLEDGE:
        return CodedEncoder(["OK"])
    return TextEncoder()
