"""French typography: numbers, shares, dates in words, spaces that do not break."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.typography import (
    NBSP,
    date_in_words,
    enumerate_words,
    lower_first,
    moment_in_words,
    month_in_words,
    number,
    percent,
    plural,
    short_date,
    typeset,
    weekday_in_words,
)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, None, "0"),
        (1234567, None, "1~234~567"),
        (29.5, None, "29,5"),
        (2.0, None, "2"),
        (2.0, 1, "2,0"),
        (-3.25, 1, "−3,2"),
        (-0.04, 1, "0,0"),
        (999.96, 1, "1~000,0"),
    ],
)
def test_a_number_is_written_the_french_way(value: float, decimals: int | None, shown: str) -> None:
    assert number(value, decimals) == shown.replace("~", NBSP)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_reads_back(value: int) -> None:
    assert int(number(value).replace(NBSP, "").replace("−", "-")) == value


def test_percent_has_a_space_that_does_not_break() -> None:
    assert percent(0.125, 1) == f"12,5{NBSP}%"
    assert percent(1) == f"100{NBSP}%"


@pytest.mark.parametrize(("count", "words"), [(0, "0~fiche"), (1, "1~fiche"), (2, "2~fiches")])
def test_french_plural_begins_at_two(count: int, words: str) -> None:
    assert plural(count, "fiche", "fiches") == words.replace("~", NBSP)


def test_dates_in_words() -> None:
    assert date_in_words(date(2007, 11, 1)) == f"1er{NBSP}novembre{NBSP}2007"
    assert weekday_in_words(date(2007, 11, 12)) == f"lundi 12{NBSP}novembre{NBSP}2007"
    assert month_in_words(date(2007, 8, 3)) == f"août{NBSP}2007"
    assert short_date(date(2007, 2, 3)) == "03/02/2007"
    moment = datetime(2007, 12, 3, 9, 5)  # noqa: DTZ001 - only its figures are printed
    assert moment_in_words(moment) == f"3{NBSP}décembre{NBSP}2007 à 9{NBSP}h{NBSP}05"


def test_words_are_enumerated() -> None:
    assert [enumerate_words(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a et b", "a, b et c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Pourquoi ?", "Pourquoi~?"),
        ("« Aucune » exclut", "«~Aucune~» exclut"),
        ("12 %", "12~%"),
        ("10 €", "10~€"),
        ("https://exemple.fr/a:b", "https://exemple.fr/a:b"),
        ("9:05", "9:05"),
    ],
)
def test_spaces_before_high_signs_do_not_break(typed: str, shown: str) -> None:
    assert typeset(typed) == shown.replace("~", NBSP)


@given(st.text(alphabet=f"ab «»:;!?%€{NBSP}", max_size=30))
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    assert once.replace(NBSP, "").replace(" ", "") == text.replace(NBSP, "").replace(" ", "")


def test_acronyms_keep_their_capitals() -> None:
    assert lower_first("Bas débit") == "bas débit"
    assert lower_first("ADSL 2") == "ADSL 2"
