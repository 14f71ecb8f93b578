"""Dates and times as French officers type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry.dates import parse_date, parse_time, show_date, show_time
from teleactivites_desktop.core.entry.refusal import RefusedTextError

TODAY = date(2007, 12, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "021107",
        "02112007",
        "2/11/2007",
        "02/11/07",
        "2.11.2007",
        "2-11-2007",
        "2 11 2007",
        "2,11,07",
        "2007-11-02",
        "  02  11  2007 ",
    ],
)
def test_one_day_in_all_its_writings(typed: str) -> None:
    assert parse_date(typed, TODAY) == "2007-11-02"


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2007",
        "2/13/2007",
        "00/11/2007",
        "21107",
        "0211207",
        "2/11",
        "demain",
        "1/1/007",
        "29022007",
        "",
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(RefusedTextError, match="121107"):
        parse_date(typed, TODAY)


@pytest.mark.parametrize(
    ("digits", "year"), [("07", 2007), ("08", 2008), ("09", 1909), ("49", 1949), ("00", 2000), ("99", 1999)]
)
def test_two_digits_are_the_last_such_year_up_to_the_next_one(digits: str, year: int) -> None:
    assert parse_date(f"0101{digits}", TODAY) == f"{year}-01-01"


def test_the_century_turns_with_the_clock() -> None:
    assert parse_date("010125", date(2025, 6, 1)) == "2025-01-01"
    assert parse_date("010127", date(2025, 6, 1)) == "1927-01-01"


@given(st.dates())
def test_a_date_shown_and_typed_again_is_the_same(day: date) -> None:
    assert parse_date(show_date(day.isoformat()), TODAY) == day.isoformat()


@pytest.mark.parametrize("typed", ["0830", "8h30", "8 h 30", "8:30", "08:30", "8.30", "8H30", "08:30:00"])
def test_one_time_in_all_its_writings(typed: str) -> None:
    assert parse_time(typed) == "08:30"


def test_a_round_hour_and_seconds() -> None:
    assert parse_time("14h") == "14:00"
    assert parse_time("14:05:09") == "14:05:09"


@pytest.mark.parametrize("typed", ["2460", "25:00", "8", "830", "midi", "8h3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(RefusedTextError, match="0830"):
        parse_time(typed)


@given(st.times().map(lambda moment: moment.replace(microsecond=0, tzinfo=None)))
def test_a_time_shown_and_typed_again_is_the_same(moment: object) -> None:
    stored = parse_time(str(moment))
    assert parse_time(show_time(stored)) == stored
