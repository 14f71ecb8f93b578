"""French typography for everything printed: numbers, shares, dates in words, spaces that do not break.

Rules: Imprimerie nationale, *Lexique des règles typographiques*. The no-break space is U+00A0 everywhere;
its narrow sister U+202F would be more exact, but the PDF library breaks lines at it.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

NBSP = "\u00a0"
MINUS = "−"
DASH = "–"

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_BEFORE_SIGN = re.compile("[ \u00a0\t]+(?=[:;!?»%€])")
_AFTER_OPENING = re.compile("«[ \u00a0\t]*")


def number(value: float, decimals: int | None = None) -> str:
    """Return `value` the French way: ``12 345,6`` with no-break spaces and a decimal comma.

    `decimals` fixes how many are shown; None shows none for whole numbers and one at most otherwise.
    """
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in "123456789" for digit in text)
    shown = text.replace(",", NBSP).replace(".", ",")
    return MINUS + shown if negative else shown


def percent(share: float, decimals: int = 0) -> str:
    """Return a share (0.0 to 1.0) as a percentage: ``12 %``, ``12,5 %`` with one decimal."""
    return f"{number(share * 100, decimals)}{NBSP}%"


def plural(count: float, singular: str, several: str) -> str:
    """Return the count and its noun: ``0 fiche``, ``1 fiche``, ``1 234 fiches`` (plural from 2 in French)."""
    return f"{number(count)}{NBSP}{singular if abs(count) < 2 else several}"


def enumerate_words(words: Sequence[str], last: str = "et") -> str:
    """Return the words in one phrase: ``a``, ``a et b``, ``a, b et c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def date_in_words(day: date) -> str:
    """Return ``1er novembre 2007``, ``12 novembre 2007``."""
    number_of_day = "1er" if day.day == 1 else str(day.day)
    return f"{number_of_day}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def weekday_in_words(day: date) -> str:
    """Return ``lundi 12 novembre 2007``."""
    return f"{_DAYS[day.weekday()]} {date_in_words(day)}"


def moment_in_words(moment: datetime) -> str:
    """Return ``12 novembre 2007 à 9 h 05``."""
    clock = f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"
    return f"{date_in_words(moment.date())} à {clock}"


def month_in_words(day: date) -> str:
    """Return ``novembre 2007``."""
    return f"{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def short_date(day: date) -> str:
    """Return ``12/11/2007``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def typeset(text: str) -> str:
    """Return `text` with no-break spaces where French wants them: before : ; ! ? » % €, and after «.

    Only spaces that are there are changed (so addresses such as ``https://...`` stay whole), and typesetting
    twice changes nothing more.
    """
    return _AFTER_OPENING.sub("«" + NBSP, _BEFORE_SIGN.sub(NBSP, text))


def lower_first(text: str) -> str:
    """Return `text` with a small first letter, unless its first word is an acronym or holds a digit."""
    first = text.split(" ", 1)[0]
    if len(first) > 1 and first[1:] != first[1:].lower():
        return text
    return text[:1].lower() + text[1:]
