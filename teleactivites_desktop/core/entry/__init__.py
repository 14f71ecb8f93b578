"""Keying one paper: the session that turns what an officer types into a response."""

from teleactivites_desktop.core.entry.counters import Counters
from teleactivites_desktop.core.entry.fields import (
    Field,
    FieldState,
    Problem,
    Reaction,
    Rule,
    Sound,
    Suggestion,
)
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.normalise import Format
from teleactivites_desktop.core.entry.refusal import FormatProblem
from teleactivites_desktop.core.entry.session import EntrySession

__all__ = [
    "Counters",
    "EntrySession",
    "Field",
    "FieldState",
    "Form",
    "Format",
    "FormatProblem",
    "Problem",
    "Reaction",
    "Rule",
    "Sound",
    "Suggestion",
]
