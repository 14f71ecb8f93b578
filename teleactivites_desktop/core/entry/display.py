"""Stored values in the screen's conventions: as they would be typed, and as they are read."""

import re
from collections.abc import Mapping

from teleactivites_desktop.core.entry.dates import show_date, show_time
from teleactivites_desktop.core.entry.figures import show_decimal
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, QuestionType
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.i18n import _

PHONE_FORMAT = "phone"
_FRENCH = re.compile(r"\+33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)")
_OVERSEAS = re.compile(r"\+(262|508|590|594|596|681|687|689)(\d{3})(\d\d)(\d\d)(\d\d)")
_OTHER = re.compile(r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)")
"""Country codes of E.164: those of one and two digits, then all of three."""


def as_typed(question: Question, value: Value, lists: Mapping[str, CodedList]) -> str:
    """Return what an officer types to store `value`: normalising it gives `value` again."""
    if question.type in CHOICE_TYPES:
        return lists[question.choice_list].as_typed(str(value))
    if question.type == QuestionType.ACKNOWLEDGE:
        return "1"
    return _plain(question, value)


def as_read(question: Question, value: Value, lists: Mapping[str, CodedList]) -> str:
    """Return `value` for a reader: labels of choices, French dates and numbers, telephones in pairs."""
    if question.type in CHOICE_TYPES:
        return lists[question.choice_list].labels_of(str(value))
    if question.type == QuestionType.ACKNOWLEDGE:
        return _("oui")
    return _plain(question, value)


def _plain(question: Question, value: Value) -> str:
    if question.type == QuestionType.DATE:
        return show_date(str(value))
    if question.type == QuestionType.TIME:
        return show_time(str(value))
    if question.type == QuestionType.GEOPOINT:
        return str(value).replace(".", ",")
    if isinstance(value, float):
        return show_decimal(value)
    if question.format == PHONE_FORMAT:
        return show_phone(str(value))
    return str(value)


def show_phone(stored: str) -> str:
    """Return an E.164 number in pairs: 04 92 58 47 44, +590 690 12 34 56, +39 01 71 69 01 23."""
    if match := _FRENCH.fullmatch(stored):
        first, *pairs = match.groups()
        return " ".join([f"0{first}", *pairs])
    if match := _OVERSEAS.fullmatch(stored):
        return "+" + " ".join(match.groups())
    if match := _OTHER.fullmatch(stored):
        return f"+{match[1]} {' '.join(re.findall('..?', match[2]))}"
    return stored
