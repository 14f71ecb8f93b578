"""The questionnaire: sections, questions, choices, rules, as core values.

It is compiled from an XLSForm workbook once, by `xlsform`, and stored as JSON (`to_json`, `from_json`).
Expressions stay text here; `core.expressions` compiles them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class QuestionType(StrEnum):
    """The XLSForm types that paper keying knows."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    GEOPOINT = "geopoint"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"


CHOICE_TYPES = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
SILENT_TYPES = frozenset({QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.HIDDEN})
"""Types that take no keying."""

Labels = Mapping[str, str]
"""Language as the workbook writes it ("Français (fr)", or "" for an untranslated column) -> text."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; `attributes` are the other columns (valley, postal_codes...)."""

    name: str
    labels: Labels
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChoiceList:
    """A list of choices. `from_file` is set for a list that came from a CSV (list questions, type-ahead)."""

    name: str
    choices: tuple[Choice, ...]
    from_file: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Choice]:
        """Return the choices by their name."""
        return {choice.name: choice for choice in self.choices}

    @cached_property
    def keyed_by_name(self) -> bool:
        """Tell whether the code typed is the choice's own name: all names are whole numbers."""
        return all(choice.name.isascii() and choice.name.isdigit() for choice in self.choices)

    @cached_property
    def code_width(self) -> int:
        """Return how many digits a code has: 1, or 2 and more where the list has more than nine choices."""
        if self.keyed_by_name:
            return max((len(choice.name) for choice in self.choices), default=1)
        return len(str(len(self.choices)))

    def code_of(self, name: str) -> str:
        """Return the code keyed for `name`: the name itself, or its position from 1 padded with zeros."""
        if self.keyed_by_name:
            return name
        position = next(i for i, choice in enumerate(self.choices, 1) if choice.name == name)
        return str(position).zfill(self.code_width)


@dataclass(frozen=True)
class Question:
    """One question. Expressions are the workbook's text, "" where there is none; `row` is its row there.

    `line` is its line, from 1, in a section that is a table; the same column has a question for each line.
    """

    name: str
    type: QuestionType
    labels: Labels
    section: str
    row: int = 0
    hints: Labels = field(default_factory=dict)
    required: str = ""
    required_messages: Labels = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Labels = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    choice_filter: str = ""
    choice_list: str = ""
    or_other: bool = False
    appearance: str = ""
    read_only: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)
    warning: str = ""
    warning_messages: Labels = field(default_factory=dict)
    format: str = ""
    repeat: str = ""
    identity: bool = False
    consent: str = ""
    verify: str = ""
    line: int = 0

    @property
    def keyed(self) -> bool:
        """Tell whether the officer keys it (not a note, calculation or hidden field)."""
        return self.type not in SILENT_TYPES and not self.read_only


@dataclass(frozen=True)
class Section:
    """A group of questions: one page of the paper. `parent` is "" at the top; `relevant` hides all of it.

    A table has a number of `lines` (0 for a plain group); `counted`: the form says how many of them are used.
    """

    name: str
    labels: Labels
    parent: str = ""
    relevant: str = ""
    appearance: str = ""
    row: int = 0
    lines: int = 0
    counted: bool = False


@dataclass(frozen=True)
class Skipped:
    """A row of the workbook that paper keying cannot have (image, audio...), shown as skipped."""

    sheet: str
    row: int
    type: str
    name: str


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire. Groups are flattened into `sections` in paper order, questions keep theirs.

    `tables` are the CSV files that came with the workbook, for `pulldata`: file name without extension ->
    rows, each column -> text. They share their rows' content with the `from_file` choice lists.
    """

    form_id: str
    version: str
    titles: Labels
    default_language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    choice_lists: Mapping[str, ChoiceList]
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    skipped: tuple[Skipped, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """Return the questions by their name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def keyed(self) -> tuple[Question, ...]:
        """Return the questions that the officer keys, in paper order."""
        return tuple(question for question in self.questions if question.keyed)

    def in_section(self, section: str) -> Iterator[Question]:
        """Yield the questions directly in `section`, in paper order."""
        return (question for question in self.questions if question.section == section)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """Return the full, unfiltered choices of `question`; none where it is not a choice question."""
        found = self.choice_lists.get(question.choice_list)
        return found.choices if found else ()

    def text(self, labels: Labels, language: str = "") -> str:
        """Return the label in `language`, else in the default language, else any; "" where there is none."""
        for key in (language, self.default_language, ""):
            if labels.get(key):
                return labels[key]
        return next(iter(labels.values()), "")
