"""Numbers with a decimal comma, from the main keyboard or the numeric keypad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry.figures import parse_decimal, parse_integer, show_decimal
from teleactivites_desktop.core.entry.refusal import RefusedTextError


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2,5", 2.5),
        ("2.5", 2.5),
        (",5", 0.5),
        ("2.", 2.0),
        ("-1,25", -1.25),
        ("\u22123", -3.0),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u202f567", 1234567.0),
        ("007", 7.0),
    ],
)
def test_decimals(typed: str, value: float) -> None:
    assert parse_decimal(typed) == value


def test_comma_and_point_are_never_swallowed() -> None:
    """A French spin box turns 12.5 into 125."""
    assert parse_decimal("12.5") == 12.5


def test_no_negative_zero_is_stored() -> None:
    assert str(parse_decimal("-0")) == "0.0"


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,2,3", "1.234,5", "1e3", "nan", "inf", "1/2", "12 34", "0x10", "1" * 16]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RefusedTextError, match="Nombre"):
        parse_decimal(typed)


@pytest.mark.parametrize(("typed", "value"), [("1968", 1968), (" 12 ", 12), ("-3", -3), ("1 968", 1968)])
def test_integers(typed: str, value: int) -> None:
    assert parse_integer(typed) == value


@pytest.mark.parametrize("typed", ["12,0", "2.5", "douze", "1_000", "9" * 16, "12a", "²"])
def test_what_is_no_integer_is_refused(typed: str) -> None:
    with pytest.raises(RefusedTextError, match="Nombre"):
        parse_integer(typed)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_shown_and_typed_again_is_the_same(value: object) -> None:
    stored = float(str(value)) + 0.0
    assert parse_decimal(show_decimal(stored)) == stored


def test_small_numbers_are_shown_without_exponent() -> None:
    assert show_decimal(0.0000001) == "0,0000001"
