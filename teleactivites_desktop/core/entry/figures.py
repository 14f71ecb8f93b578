"""Whole and decimal numbers as typed in French, and the way back."""

import re
from decimal import Decimal

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.i18n import _

MAX_DIGITS = 15
"""Significant digits that every program reads back exactly from JSON (IEEE 754 double)."""

_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_INTEGER = re.compile(r"[+\-\u2212]?[0-9]+")
_DECIMAL = re.compile(r"[+\-\u2212]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")


def parse_integer(typed: str) -> int:
    """Return the whole number typed; spaces between thousands are allowed. Raises RefusedTextError."""
    text = _GROUPED.sub("", typed.strip())
    if not _INTEGER.fullmatch(text):
        raise RefusedTextError(Rule.TYPE, _("Nombre entier attendu."))
    if len(text.lstrip("+-\u22120")) > MAX_DIGITS:
        raise RefusedTextError(Rule.TYPE, _("Nombre trop grand."))
    return int(text.replace("\u2212", "-"))


def parse_decimal(typed: str) -> float:
    """Return the number typed, with a comma or a point before the decimals. Raises RefusedTextError."""
    text = _GROUPED.sub("", typed.strip())
    if not _DECIMAL.fullmatch(text):
        raise RefusedTextError(Rule.TYPE, _("Nombre attendu, par exemple 2,5."))
    if len(re.sub(r"\D", "", text).lstrip("0")) > MAX_DIGITS:
        raise RefusedTextError(Rule.TYPE, _("Nombre trop grand, ou trop de décimales."))
    return float(text.replace(",", ".").replace("\u2212", "-")) + 0.0  # no negative zero


def show_decimal(value: float) -> str:
    """Return a number as the screen writes it, with a decimal comma and no useless zero: 2,5."""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f").replace(".", ",")
