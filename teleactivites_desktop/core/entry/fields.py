"""What the session shows of a question, and what it answers to each gesture of the officer."""

from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.questionnaire import Question
from teleactivites_desktop.core.values import Nonresponse, Value


class FieldState(StrEnum):
    """Where a question stands. NONRESPONSE is also an optional question left blank on purpose."""

    EMPTY = "empty"
    ANSWERED = "answered"
    NONRESPONSE = "nonresponse"
    REFUSED = "refused"
    TO_CHECK = "to_check"
    CONFIRMED = "confirmed"


class Sound(StrEnum):
    """What the ear is told while the eyes are on the paper."""

    NONE = "none"
    REFUSED = "refused"
    CHECK = "check"


class Rule(StrEnum):
    """The rule that a text met: all but WARNING and SKIPPED leave the question without answer.

    VERIFICATION: the second keying differs from the first.
    """

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    TYPE = "type"
    CHOICE = "choice"
    FORMAT = "format"
    LENGTH = "length"
    WARNING = "warning"
    SKIPPED = "skipped"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Field:
    """One question as it stands.

    `typed` is the text to show in its box, in the screen's conventions; `value` the stored answer it means,
    None without one; `proposal` the text offered while nothing is keyed (value repeated in the batch,
    default): the window puts it in the box, Enter takes it. `relevant` is False for a skipped question.
    `message` and `rule` say why it is refused or to check ("" otherwise).
    """

    question: Question
    typed: str
    value: Value | None
    nonresponse: Nonresponse | None
    state: FieldState
    relevant: bool
    message: str
    rule: str
    as_on_paper: bool
    note: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a gesture did: `field` as it is now, whether it was taken, where the cursor is ("" at the end)."""

    field: Field
    accepted: bool
    moved_to: str
    sound: Sound = Sound.NONE


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a response from being complete; `typed` is the text as keyed, "" where there is none."""

    question: str
    rule: str
    message: str
    typed: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box of a list question.

    `code` is what to give to `enter` to take it, `label` its name, `detail` what tells it from another
    (postal codes, today's name).
    """

    code: str
    label: str
    detail: str = ""
