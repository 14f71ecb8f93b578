"""French typography for everything printed: numbers, shares, dates in words, spaces that do not break.

Rules: Imprimerie nationale, *Lexique des règles typographiques*. The no-break space is U+00A0 everywhere;
its narrow sister U+202F would be more exact, but the PDF library breaks lines at it.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from teleactivites_desktop.i18n import N_, _, is_singular, spoken

NBSP = "\u00a0"
MINUS = "−"
DASH = "–"
_SIGNS = {"en": (",", "."), "it": (".", ",")}
"""Between thousands, before decimals, in documents of another language; the screen writes what one types."""

_MONTHS = (
    N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin"),
    N_("juillet"), N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre"),
)  # fmt: skip
_DAYS = (
    N_("lundi"), N_("mardi"), N_("mercredi"), N_("jeudi"), N_("vendredi"), N_("samedi"), N_("dimanche"),
)  # fmt: skip
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
    thousands, point = _SIGNS.get(spoken(), (NBSP, ","))
    shown = text.replace(",", "\0").replace(".", point).replace("\0", thousands)
    return MINUS + shown if negative else shown


def percent(share: float, decimals: int = 0) -> str:
    """Return a share (0.0 to 1.0) as a percentage: ``12 %``, ``12,5 %`` with one decimal."""
    return f"{number(share * 100, decimals)}{'' if spoken() in _SIGNS else NBSP}%"


def plural(count: float, singular: str, several: str) -> str:
    """Return the count and its noun: ``0 fiche``, ``1 fiche``, ``1 234 fiches`` (plural from 2 in French)."""
    return f"{number(count)}{NBSP}{singular if is_singular(count) else several}"


def enumerate_words(words: Sequence[str], last: str = "") -> str:
    """Return the words in one phrase: ``a``, ``a et b``, ``a, b et c``; `last` stands for "et"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last or _('et')} {words[-1]}"


def quoted(text: str) -> str:
    """Return `text` between quotation marks."""
    return _("«\u00a0{text}\u00a0»").format(text=text)


def captioned(caption: str, text: str) -> str:
    """Return ``caption : text``."""
    return _("{caption}\u00a0: {text}").format(caption=caption, text=text)


def date_in_words(day: date) -> str:
    """Return ``1er novembre 2007``, ``12 novembre 2007``."""
    number_of_day = _("1er") if day.day == 1 else str(day.day)
    return f"{number_of_day}{NBSP}{_(_MONTHS[day.month - 1])}{NBSP}{day.year}"


def weekday_in_words(day: date) -> str:
    """Return ``lundi 12 novembre 2007``."""
    return f"{_(_DAYS[day.weekday()])} {date_in_words(day)}"


def moment_in_words(moment: datetime) -> str:
    """Return ``12 novembre 2007 à 9 h 05``."""
    return _("{day} à {time}").format(day=date_in_words(moment.date()), time=clock_time(moment))


def clock_time(moment: datetime) -> str:
    """Return ``9 h 05``."""
    return _("{hour}\u00a0h\u00a0{minute:02d}").format(hour=moment.hour, minute=moment.minute)


def month_in_words(day: date) -> str:
    """Return ``novembre 2007``."""
    return f"{_(_MONTHS[day.month - 1])}{NBSP}{day.year}"


def short_date(day: date) -> str:
    """Return ``12/11/2007``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def typeset(text: str) -> str:
    """Return `text` with no-break spaces where French wants them: before : ; ! ? » % €, and after «.

    Only spaces that are there are changed (so addresses such as ``https://...`` stay whole), and typesetting
    twice changes nothing more.
    """
    if spoken() in _SIGNS:  # the language of a document that has other rules
        return text
    return _AFTER_OPENING.sub("«" + NBSP, _BEFORE_SIGN.sub(NBSP, text))


def lower_first(text: str) -> str:
    """Return `text` with a small first letter, unless its first word is an acronym or holds a digit."""
    first = text.split(" ", 1)[0]
    if len(first) > 1 and first[1:] != first[1:].lower():
        return text
    return text[:1].lower() + text[1:]
