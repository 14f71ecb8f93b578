"""Typed text -> stored value, by the type of the question; other answers never change what it means."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from teleactivites_desktop.core.entry.dates import parse_date, parse_time
from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.figures import parse_decimal, parse_integer, show_decimal
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.refusal import FormatProblem, RefusedTextError
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.i18n import _

Format = Callable[[str], str]
"""Normalises text of one format (`phone`...); raises FormatProblem for what has not that form."""

MAX_TEXT = 10_000
"""Characters of one answer: four pages, more than any box of a paper holds; beyond, something was pasted."""
ACKNOWLEDGED = "OK"
"""What XForms stores for an `acknowledge` that is ticked."""
_TICKS = frozenset({"1", "x", "o", "ok", "oui"})
_LINE_ENDS = re.compile(r"[\n\t\v\f\x85\u2028\u2029]+")
_COORDINATE_GAP = re.compile(r"\s*;\s*|,?\s+")


def clean(typed: str, multiline: bool = False) -> str:
    """Return `typed` in composed Unicode, without control characters and halves of characters.

    Line ends stay in a multi-line question and are spaces elsewhere.
    """
    if typed.isascii() and typed.isprintable():
        return typed
    text = typed.encode("utf-8", "replace").decode()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not multiline:
        text = _LINE_ENDS.sub(" ", text)
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return unicodedata.normalize("NFC", kept)


class Normaliser:
    """Normalises for one questionnaire. `today` settles the century of two-digit years."""

    def __init__(self, lists: Mapping[str, CodedList], formats: Mapping[str, Format], today: date) -> None:
        self._lists = lists
        self._formats = formats
        self._today = today
        self._parsers: Mapping[QuestionType, Callable[[Question, str], Value]] = {
            QuestionType.TEXT: self._text,
            QuestionType.INTEGER: lambda question, typed: parse_integer(typed),
            QuestionType.DECIMAL: lambda question, typed: parse_decimal(typed),
            QuestionType.RANGE: _range,
            QuestionType.DATE: lambda question, typed: parse_date(typed, self._today),
            QuestionType.TIME: lambda question, typed: parse_time(typed),
            QuestionType.SELECT_ONE: lambda question, typed: self._list(question).parse_one(typed),
            QuestionType.SELECT_MULTIPLE: lambda question, typed: self._list(question).parse_many(typed),
            QuestionType.RANK: lambda question, typed: self._list(question).parse_ranks(typed),
            QuestionType.GEOPOINT: _geopoint,
            QuestionType.ACKNOWLEDGE: _acknowledge,
        }

    def _list(self, question: Question) -> CodedList:
        return self._lists[question.choice_list]

    def normalise(self, question: Question, typed: str) -> Value:
        """Return the stored value that `typed` (not empty) means. Raises RefusedTextError."""
        if len(typed) > MAX_TEXT:
            raise RefusedTextError(
                Rule.LENGTH,
                _("Texte trop long : {count} caractères, {most} au plus.").format(
                    count=len(typed), most=MAX_TEXT
                ),
            )
        return self._parsers[question.type](question, typed)

    def _text(self, question: Question, typed: str) -> str:
        text = typed.strip()
        format_ = self._formats.get(question.format)
        if format_ is None:
            return text
        try:
            return format_(text)
        except FormatProblem as problem:
            raise RefusedTextError(Rule.FORMAT, str(problem)) from None


def _range(question: Question, typed: str) -> Value:
    """Return a number of a `range` question; its parameters are `start`, `end` and `step`."""
    value = parse_decimal(typed)
    start, end, step = (
        float(question.parameters.get(name, default))
        for name, default in (("start", "0"), ("end", "10"), ("step", "1"))
    )
    steps = (value - start) / step if step else 0.0
    if not min(start, end) <= value <= max(start, end) or abs(steps - round(steps)) > 1e-9:
        raise RefusedTextError(
            Rule.CONSTRAINT,
            _("De {start} à {end}, par pas de {step}.").format(
                start=show_decimal(start), end=show_decimal(end), step=show_decimal(step)
            ),
        )
    whole = start.is_integer() and step.is_integer()
    return int(value) if whole else value


def _geopoint(question: Question, typed: str) -> str:
    """Return "latitude longitude" in degrees, with altitude and accuracy in metres where they were typed."""
    numbers = [parse_decimal(part) for part in _COORDINATE_GAP.split(typed.strip().strip(";"))]
    if not (2 <= len(numbers) <= 4 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
        raise RefusedTextError(Rule.TYPE, _("Latitude puis longitude en degrés, par exemple 44,56 6,08."))
    return " ".join(show_decimal(number).replace(",", ".") for number in numbers)


def _acknowledge(question: Question, typed: str) -> str:
    if typed.strip().casefold() not in _TICKS:
        raise RefusedTextError(Rule.TYPE, _("1 si la case est cochée, rien sinon."))
    return ACKNOWLEDGED
