"""Dates and times as a French officer types them, most often on the numeric keypad."""

import re
from datetime import date, time

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.i18n import _

_PARTED = re.compile(r"(\d{1,2})[ /.,-](\d{1,2})[ /.,-](\d{2}|\d{4})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}) ?(?:[:hH.,]) ?(?:(\d{2})(?:[:.,](\d{2}))?)?")
_TIME_TOGETHER = re.compile(r"(\d{2})(\d{2})")


def parse_date(typed: str, today: date) -> str:
    """Return as ISO 8601 a date typed day first: 121107, 12112007, 2/9/2007, 12.11.2007, 12 11 2007.

    A year of two digits is the last such year that is not beyond the next one after `today`. ISO dates are
    taken too. Raises RefusedTextError where there is no such day.
    """
    text = " ".join(typed.split())
    try:
        return _date_of(text, today).isoformat()
    except ValueError:
        raise RefusedTextError(
            Rule.TYPE, _("Date attendue, jour mois année : 121107 ou 12/11/2007.")
        ) from None


def _date_of(text: str, today: date) -> date:
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    match = _PARTED.fullmatch(text) or _TOGETHER.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date(_year_of(match[3], today), int(match[2]), int(match[1]))


def _year_of(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    latest = today.year + 1
    return latest - (latest - int(digits)) % 100


def show_date(stored: str) -> str:
    """Return an ISO date as the screen writes it, 12/11/2007; other text as it is."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", stored)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else stored


def parse_time(typed: str) -> str:
    """Return as ISO 8601 (``08:30``) a time typed 0830, 8h30, 8:30, 8 h.

    Raises RefusedTextError where there is no such time.
    """
    text = " ".join(typed.split())
    match = _TIME_TOGETHER.fullmatch(text) or _TIME.fullmatch(text)
    try:
        if not match:
            raise ValueError(text)
        hour, minute, second = (int(part or 0) for part in (*match.groups(), None)[:3])
        return time(hour, minute, second).isoformat("seconds" if second else "minutes")
    except ValueError:
        raise RefusedTextError(Rule.TYPE, _("Heure attendue : 0830 ou 8 h 30.")) from None


def show_time(stored: str) -> str:
    """Return an ISO time as the screen writes it: 08 h 30 (with seconds: 08:30:15)."""
    match = re.fullmatch(r"(\d{2}):(\d{2})(?::00)?", stored)
    return f"{match[1]} h {match[2]}" if match else stored
