"""Stored values in the screen's conventions: as they would be typed, and as they are read."""

from collections.abc import Mapping

from teleactivites_desktop.core.entry.dates import show_date, show_time
from teleactivites_desktop.core.entry.figures import show_decimal
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.telephone import show_phone
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, QuestionType
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.i18n import _

PHONE_FORMAT = "phone"


def as_typed(question: Question, value: Value, lists: Mapping[str, CodedList]) -> str:
    """Return what an officer types to store `value`: normalising it gives `value` again."""
    if question.type == QuestionType.SELECT_ONE:
        return lists[question.choice_list].as_typed(str(value))
    if question.type in CHOICE_TYPES:
        return lists[question.choice_list].codes_of(str(value))
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
