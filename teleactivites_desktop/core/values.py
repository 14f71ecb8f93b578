"""The small words shared by everything: answer values, nonresponse, status."""

from enum import StrEnum

Value = str | int | float
"""A stored answer. Dates and times are ISO 8601 text, several choices are names parted by one space."""

PatchValue = Value | bool | list["PatchValue"] | dict[str, "PatchValue"] | None
"""What a patch may hold at a path: JSON. None takes the path away."""


class Nonresponse(StrEnum):
    """Why a question has no answer. `BLANK` is the normal state of an optional question."""

    BLANK = "blank"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ILLEGIBLE = "illegible"
    NOT_APPLICABLE = "not_applicable"


class Status(StrEnum):
    """Where a response stands. It is derived from the fold, never stored in a patch."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    WITHDRAWN = "withdrawn"
