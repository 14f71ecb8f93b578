"""Functions of numbers: those of XPath 1.0, and ODK's arithmetic and counts."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from teleactivites_desktop.core.expressions.functions.signature import Function, eager, of_current
from teleactivites_desktop.core.expressions.values import XValue, is_empty, number

_MOST_PLACES = 30
"""ODK gives NaN for a rounding to more decimal places than this, on either side of the point."""


def rounded(value: float, places: float = 0.0) -> float:
    """Return `value` rounded to `places` decimals; a half goes up (towards zero below zero), as in XPath."""
    if not math.isfinite(value):
        return value
    if not abs(places) <= _MOST_PLACES:
        return math.nan
    if math.trunc(places) == 0:
        whole = math.floor(value)
        return float(whole + (value - whole >= 0.5))
    direction = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
    step = Decimal(1).scaleb(-math.trunc(places))
    exact = Decimal(repr(value))
    return float((exact / step).to_integral_value(direction) * step)


def truncated(value: XValue) -> float:
    """Return the whole part of a number, towards zero."""
    found = number(value)
    return float(math.trunc(found)) if math.isfinite(found) else found


def power(base: XValue, exponent: XValue) -> float:
    """Return `base` to the power of `exponent`; NaN or infinite where it is no real number."""
    left, right = number(base), number(exponent)
    try:
        return math.pow(left, right)
    except OverflowError:
        return -math.inf if left < 0 and math.fmod(right, 2) else math.inf
    except ValueError:
        return math.inf if left == 0 else math.nan


def _real(function: Callable[..., float]) -> Callable[..., float]:
    """Return `function` of values as numbers: NaN where it is not defined, infinite where it is too large."""

    def real(*values: XValue) -> float:
        try:
            return float(function(*map(number, values)))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return real


def _whole(function: Callable[[float], int]) -> Callable[[XValue], float]:
    """Return floor or ceiling of a value; what is not finite stays as it is."""

    def whole(value: XValue) -> float:
        found = number(value)
        return float(function(found)) if math.isfinite(found) else found

    return whole


def _logarithm(value: float) -> float:
    return math.log(value) if value else -math.inf


def _logarithm10(value: float) -> float:
    return math.log10(value) if value else -math.inf


def _numbers(values: tuple[XValue, ...]) -> list[float]:
    return [found for found in map(number, values) if not math.isnan(found)]


def total(*values: XValue) -> float:
    """Return the sum of the values that are numbers; empty answers count for nothing."""
    return float(sum(_numbers(values)))


def smallest(*values: XValue) -> float:
    """Return the smallest of the values that are numbers; NaN where none is."""
    return min(_numbers(values), default=math.nan)


def greatest(*values: XValue) -> float:
    """Return the greatest of the values that are numbers; NaN where none is."""
    return max(_numbers(values), default=math.nan)


def count(*values: XValue) -> float:
    """Return how many values there are: without repeats, one for each argument."""
    return float(len(values))


def count_non_empty(*values: XValue) -> float:
    """Return how many of the values are answers."""
    return float(sum(not is_empty(value) for value in values))


FUNCTIONS: tuple[Function, ...] = (
    of_current("number", number),
    eager("int", truncated),
    eager("round", lambda value, places=0.0: rounded(number(value), number(places)), 1, 2),
    eager("floor", _whole(math.floor)),
    eager("ceiling", _whole(math.ceil)),
    eager("abs", _real(abs)),
    eager("pow", power, 2, 2),
    eager("sqrt", _real(math.sqrt)),
    eager("exp", _real(math.exp)),
    eager("exp10", lambda value: power(10.0, value)),
    eager("log", _real(_logarithm)),
    eager("log10", _real(_logarithm10)),
    eager("sin", _real(math.sin)),
    eager("cos", _real(math.cos)),
    eager("tan", _real(math.tan)),
    eager("asin", _real(math.asin)),
    eager("acos", _real(math.acos)),
    eager("atan", _real(math.atan)),
    eager("atan2", _real(math.atan2), 2, 2),
    eager("pi", lambda: math.pi, 0, 0),
    eager("sum", total, 1, None),
    eager("min", smallest, 1, None),
    eager("max", greatest, 1, None),
    eager("count", count, 1, None),
    eager("count-non-empty", count_non_empty, 1, None),
)
