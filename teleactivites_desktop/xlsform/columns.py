"""The columns of a sheet: one name for each, whatever spelling the author uses."""

from collections.abc import Collection
from dataclasses import dataclass

ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list name": "list_name",
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::readonly": "read_only",
    "bind::calculate": "calculation",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "set_form_id": "form_id",
    "id_string": "form_id",
    "set_form_title": "form_title",
    "title": "form_title",
}
"""Other spellings that ODK's tools take -> the name used here (XLSForm's own)."""

OURS = "bind::ta:"
"""What the columns of our own namespace begin with (see resources/questionnaire/README.md)."""

TRANSLATED = frozenset({"label", "hint", "constraint_message", "required_message", "bind::ta:warningmsg"})
"""Columns that may stand once per language."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its name in one spelling, its language ("": none), its header as typed."""

    place: int
    name: str
    language: str
    header: str


SURVEY_COLUMNS = frozenset(
    {
        "type",
        "name",
        "label",
        "hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "choice_filter",
        "default",
        "appearance",
        "read_only",
        "parameters",
        "repeat_count",
        "bind::ta:warning",
        "bind::ta:warningmsg",
        "bind::ta:format",
        "bind::ta:repeat",
        "bind::ta:identity",
        "bind::ta:consent",
        "bind::ta:verify",
    }
)
CHOICES_COLUMNS = frozenset({"list_name", "name", "label"})
SETTINGS_COLUMNS = frozenset({"form_title", "form_id", "version", "default_language", "namespaces"})
KNOWN = {"survey": SURVEY_COLUMNS, "choices": CHOICES_COLUMNS, "settings": SETTINGS_COLUMNS}
"""The columns that are read, by sheet."""

_PREFIXES = frozenset({"bind", "control", "body"})


def column(place: int, header: str, known: Collection[str]) -> Column:
    """Return the column that `header` names: `label::English (en)`, `Relevance`, `bind::ta:warning`...

    A header that is none of `known` keeps its own spelling: choice filters name such columns.
    """
    base, language = _split(header)
    lowered = " ".join(base.split()).lower()
    for spelling in (lowered, lowered.replace(" ", "_")):
        name = ALIASES.get(spelling, spelling)
        if name in known and (not language or name in TRANSLATED):
            return Column(place, name, language, header)
    return Column(place, header, "", header)


def _split(header: str) -> tuple[str, str]:
    """Return the base and the language of a header; the old single colon (`label:fr`) is understood."""
    parts = [part.strip() for part in header.split("::")]
    if len(parts) == 1:
        head, _colon, tail = (part.strip() for part in header.partition(":"))
        return (head, tail) if head.lower() in TRANSLATED else (header, "")
    of_base = 2 if parts[0].lower() in _PREFIXES else 1
    return "::".join(parts[:of_base]), "::".join(parts[of_base:])
