"""The values of an expression and their conversions, as ODK XForms has them.

An empty answer is the empty text. Dates count as days since 1 January 1970, so that they can be compared
and subtracted; ISO text counts as the date it writes, because stored answers are text.
"""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal

from teleactivites_desktop.core.values import Value

XValue = str | float | bool | date | datetime
"""What an expression gives: text, a number (never an int in arithmetic), a truth value, a date."""

_NUMBER = re.compile(r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.,+Z-]+)?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")
_EPOCH = date(1970, 1, 1).toordinal()
SECONDS_OF_DAY = 86400.0
_TINY = 1e-12
"""Two numbers closer than this are equal, as in ODK's engine: 0.1 + 0.2 = 0.3."""


def number(value: XValue) -> float:
    """Return `value` as a number; NaN where it is none. A date is its days since 1970."""
    if value.__class__ is float:  # by far the most frequent, and the quickest question to ask
        return value
    if isinstance(value, str):
        return _number_of_text(value)
    if isinstance(value, date):
        return days(value)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _number_of_text(text: str) -> float:
    stripped = text.strip()
    if not stripped or stripped[0] not in "0123456789-.,":  # most texts, at once
        return math.nan
    if _NUMBER.fullmatch(stripped):
        return float(stripped.replace(",", "."))
    if moment := parse_date(stripped):
        return days(moment)
    if _TIME.fullmatch(stripped):
        try:
            return fraction_of_day(time.fromisoformat(stripped))
        except ValueError:
            return math.nan
    return math.nan


def parse_date(text: str) -> date | datetime | None:
    """Return the ISO 8601 date, or date and time, that `text` writes; None where it writes none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def days(moment: date | datetime) -> float:
    """Return the days since 1 January 1970 on the wall clock, with the fraction of the day for a datetime."""
    whole = float(moment.toordinal() - _EPOCH)
    if isinstance(moment, datetime):
        return whole + fraction_of_day(moment.time())
    return whole


def fraction_of_day(moment: time) -> float:
    """Return the part of the day gone at `moment`, from 0 to 1."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / SECONDS_OF_DAY


def date_of_days(count: float) -> date | None:
    """Return the date `count` days after 1 January 1970; None outside the years 1 to 9999, or for NaN."""
    if not math.isfinite(count):
        return None
    ordinal = _EPOCH + math.trunc(count)
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def text(value: XValue) -> str:
    """Return `value` as text: numbers without a useless ".0" or exponent, dates in ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value) if not isinstance(value, bool) else "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return _text_of_number(value)


def _text_of_number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def truth(value: XValue) -> bool:
    """Return `value` as true or false: text is true unless empty, a number unless 0 or NaN, a date always."""
    if value.__class__ is bool:
        return value
    if isinstance(value, (int, float)):
        return abs(value) > _TINY
    return value != ""


def equal(left: XValue, right: XValue) -> bool:
    """Tell whether two values are equal: as truth values, else as numbers, else as text."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, (int, float)) or isinstance(right, (int, float)):
        one, other = number(left), number(right)
        return one == other or abs(one - other) < _TINY
    return text(left) == text(right)


def is_empty(value: XValue) -> bool:
    """Tell whether `value` is no answer: the empty text, or NaN."""
    return value == "" or value != value


def answer(value: XValue) -> Value | None:
    """Return `value` as a stored answer: None where it is empty, an int where whole, ISO text for a date."""
    if is_empty(value):
        return None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else value
    return text(value) if isinstance(value, (bool, date)) else value
