"""Transcript lines: what an officer types for one paper, as one line of JSON (docs/command-line.md)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from teleactivites_desktop.core.entry.normalise import clean
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _


class TranscriptError(UserError):
    """A line that is refused as a whole; `paper` is its number, "" where it cannot be read."""

    def __init__(self, paper: str, why: str) -> None:
        super().__init__(why)
        self.paper = paper


@dataclass(frozen=True)
class Transcript:
    """One paper as typed. `answers` and `nonresponse` go from a question's name.

    `again` are the texts typed after the first, where a second keying differed: question -> texts in order.
    """

    paper: str
    territory: str
    batch: str = ""
    officer: str = ""
    received: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    nonresponse: Mapping[str, Nonresponse] = field(default_factory=dict)
    again: Mapping[str, Sequence[str]] = field(default_factory=dict)
    accept_warnings: bool = False


def read_transcript(line: str, *, several: bool = False) -> Transcript:
    """Return the transcript that `line` writes. Raises TranscriptError for a line that is none.

    With `several` an answer may be a list: what was typed in one question, one text after the other.
    """
    try:
        content = json.loads(line.removeprefix("\ufeff"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise TranscriptError("", _not_one(_("ce n'est pas du JSON"))) from None
    if not isinstance(content, dict):
        raise TranscriptError("", _not_one(_("ce n'est pas un objet")))
    paper = clean(content["paper"]).strip() if isinstance(content.get("paper"), str) else ""
    if not paper:
        raise TranscriptError("", _not_one(_("il lui manque un numéro de fiche, « paper »")))
    try:
        return _transcript(paper, content, several)
    except _ShapeError as wrong:
        raise TranscriptError(paper, _not_one(str(wrong))) from None


def require_questions(transcript: Transcript, questionnaire: Questionnaire) -> None:
    """Raise TranscriptError for a name that is no question that officers key."""
    known = {question.name for question in questionnaire.keyed}
    unknown = [name for name in {**transcript.answers, **transcript.nonresponse} if name not in known]
    if unknown:
        raise TranscriptError(
            transcript.paper,
            _("« {name} » n'est pas une question du questionnaire : corrigez son nom.").format(
                name=clean(unknown[0])
            ),
        )


class _ShapeError(Exception):
    """What is wrong with the shape of a transcript."""


def _transcript(paper: str, content: Mapping[str, Any], several: bool) -> Transcript:
    accept = content.get("accept_warnings", False)
    if not isinstance(accept, bool):
        raise _ShapeError(_("« accept_warnings » est vrai ou faux"))
    lists = _lists(content) if several else {}
    firsts = {name: texts[0] for name, texts in lists.items()}
    answers = _texts({"answers": {**content["answers"], **firsts}} if lists else content, "answers")
    nonresponse = _texts(content, "nonresponse")
    kinds = {kind.value: kind for kind in Nonresponse}
    for kind in nonresponse.values():
        if kind not in kinds:
            raise _ShapeError(_("« {kind} » n'est pas une non-réponse").format(kind=clean(kind)))
    return Transcript(
        paper=paper,
        territory=_text(content, "territory"),
        batch=_text(content, "batch"),
        officer=_text(content, "officer"),
        received=_text(content, "received"),
        answers=answers,
        nonresponse={name: kinds[kind] for name, kind in nonresponse.items()},
        accept_warnings=accept,
        again={name: texts[1:] for name, texts in lists.items()},
    )


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key, "")
    if not isinstance(value, str):
        raise _ShapeError(_("« {key} » est un texte").format(key=key))
    return clean(value).strip()


def _texts(content: Mapping[str, Any], key: str) -> dict[str, str]:
    values = content.get(key, {})
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise _ShapeError(_("« {key} » va d'un nom de question à un texte").format(key=key))
    return values


def _lists(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the answers that are lists of texts, none of them empty."""
    values = content.get("answers", {})
    found = values.items() if isinstance(values, dict) else ()
    return {
        name: texts
        for name, texts in found
        if isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
    }


def _not_one(what: str) -> str:
    return _("Cette ligne n'est pas une transcription : {what}.").format(what=what)
