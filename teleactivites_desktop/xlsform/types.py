"""The `type` column: what a row of the survey sheet is."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from teleactivites_desktop.core.questionnaire import QuestionType


class RowKind(Enum):
    """What a row of the survey sheet does."""

    QUESTION = auto()
    SKIPPED = auto()
    BEGIN_GROUP = auto()
    BEGIN_REPEAT = auto()
    END = auto()
    EXTERNAL = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class RowType:
    """A type cell, understood. `choice_list` is the list or file name; `or_other` adds "other, which?"."""

    kind: RowKind
    question: QuestionType | None = None
    choice_list: str = ""
    from_file: bool = False
    or_other: bool = False


SIMPLE = {
    "text": QuestionType.TEXT,
    "string": QuestionType.TEXT,
    "integer": QuestionType.INTEGER,
    "int": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "range": QuestionType.RANGE,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "geopoint": QuestionType.GEOPOINT,
    "location": QuestionType.GEOPOINT,
    "gps": QuestionType.GEOPOINT,
    "acknowledge": QuestionType.ACKNOWLEDGE,
    "trigger": QuestionType.ACKNOWLEDGE,
    "note": QuestionType.NOTE,
    "calculate": QuestionType.CALCULATE,
    "hidden": QuestionType.HIDDEN,
}
"""Types of one word that paper keying knows, with their other spellings."""

SKIPPED = frozenset(
    {
        "image",
        "photo",
        "audio",
        "video",
        "file",
        "barcode",
        "geotrace",
        "geoshape",
        "datetime",
        "osm",
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "simserial",
        "subscriberid",
        "audit",
        "start-geopoint",
        "background-audio",
        "background-geopoint",
        "csv-external",
        "xml-external",
    }
)
"""Types that paper keying cannot have: what a telephone captures or knows of itself."""

_SELECTS = {
    "select_one": QuestionType.SELECT_ONE,
    "select one": QuestionType.SELECT_ONE,
    "select1": QuestionType.SELECT_ONE,
    "select one from": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE,
    "select multiple": QuestionType.SELECT_MULTIPLE,
    "select all that apply": QuestionType.SELECT_MULTIPLE,
    "select all that apply from": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
}
_SELECT = re.compile(
    r"(?P<command>" + "|".join(sorted(map(re.escape, _SELECTS), key=len, reverse=True)) + r")"
    r"(?P<file>[_ ]from[_ ]file)? (?P<list>[^ ]+)(?P<other> or[_ ](?:specify )?other)?"
)
_CONTROL = re.compile(r"(?P<edge>begin|end)[_ ](?P<what>lgroup|looped group|group|repeat|loop)(?: .*)?")


def row_type(cell: str) -> RowType:
    """Return what the type cell `cell` means; UNKNOWN where nothing is known by that name."""
    text = " ".join(cell.split())
    lowered = text.lower()
    if simple := SIMPLE.get(lowered):
        return RowType(RowKind.QUESTION, simple)
    if lowered in SKIPPED:
        return RowType(RowKind.SKIPPED)
    if lowered.startswith(("select_one_external ", "select one external ")):
        return RowType(RowKind.EXTERNAL)
    if match := _CONTROL.fullmatch(lowered):
        if match["edge"] == "end":
            return RowType(RowKind.END)
        return RowType(RowKind.BEGIN_GROUP if match["what"] == "group" else RowKind.BEGIN_REPEAT)
    if match := _SELECT.fullmatch(text):
        return RowType(
            RowKind.QUESTION,
            _SELECTS[match["command"]],
            match["list"],
            match["file"] is not None,
            match["other"] is not None,
        )
    return RowType(RowKind.UNKNOWN)
