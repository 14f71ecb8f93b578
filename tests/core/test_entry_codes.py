"""Codes of choices: positions of one width, or names that are whole numbers."""

import pytest
from entry_builders import choices
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry.codes import Codes
from teleactivites_desktop.core.entry.refusal import RefusedTextError

SHORT = Codes(choices("short", "un deux trois"))
LONG = Codes(choices("long", " ".join(f"c{place}" for place in range(1, 19))))
NAMED = Codes(choices("named", "0 1 2 4"))
MIXED = Codes(choices("mixed", "1 2 10"))


def test_a_list_of_nine_has_codes_of_one_digit() -> None:
    assert list(SHORT.by_code) == ["1", "2", "3"]
    assert list(LONG.by_code)[:2] == ["01", "02"]
    assert list(NAMED.by_code) == ["0", "1", "2", "4"]


@pytest.mark.parametrize(
    ("codes", "typed", "name"),
    [(SHORT, "2", "deux"), (LONG, "07", "c7"), (LONG, "7", "c7"), (NAMED, "4", "4"), (MIXED, "10", "10")],
)
def test_a_code_means_its_choice(codes: Codes, typed: str, name: str) -> None:
    assert codes.parse_one(typed) == name


@pytest.mark.parametrize(
    ("codes", "typed", "told"),
    [
        (SHORT, "4", "de 1 à 3"),
        (SHORT, "0", "de 1 à 3"),
        (SHORT, "12", "de 1 à 3"),
        (LONG, "19", "de 01 à 18"),
        (LONG, "00", "de 01 à 18"),
        (NAMED, "3", "0, 1, 2, 4"),
        (SHORT, "deux", "de 1 à 3"),
    ],
)
def test_an_unknown_code_is_refused_with_those_there_are(codes: Codes, typed: str, told: str) -> None:
    with pytest.raises(RefusedTextError, match=told):
        codes.parse_one(typed)


@pytest.mark.parametrize("typed", ["1 4", "01 04", "1,4", "1.4", "0104", "01-04", " 1  4 ", "1+4", "1/4"])
def test_several_codes_however_parted(typed: str) -> None:
    assert LONG.parse_many(typed) == ["c1", "c4"]


def test_codes_of_one_digit_may_follow_each_other() -> None:
    assert SHORT.parse_many("13") == ["un", "trois"]


def test_codes_of_several_widths_are_never_cut() -> None:
    assert MIXED.parse_many("10 2") == ["10", "2"]
    with pytest.raises(RefusedTextError, match="102"):
        MIXED.parse_many("102")


def test_one_bad_code_among_good_ones_is_named() -> None:
    with pytest.raises(RefusedTextError, match="Code 44 inconnu"):
        LONG.parse_many("01 44")


@pytest.mark.parametrize(
    ("codes", "typed", "complete"),
    [
        (SHORT, "2", True),
        (SHORT, "9", True),
        (SHORT, "", False),
        (SHORT, "a", False),
        (LONG, "0", False),
        (LONG, "5", False),
        (LONG, "05", True),
        (LONG, "99", True),
        (LONG, "055", False),
        (MIXED, "1", False),
        (MIXED, "2", False),
        (MIXED, "10", False),
    ],
)
def test_auto_advance_is_by_width_alone(codes: Codes, typed: str, complete: bool) -> None:
    """The same number of keys for every code of a list: a count of keys never shifts the answers after it."""
    assert codes.is_complete(typed) is complete


def test_an_empty_list_refuses_everything() -> None:
    with pytest.raises(RefusedTextError, match="vide"):
        Codes(choices("none", "")).parse_one("1")


@given(st.lists(st.integers(1, 18), unique=True, min_size=1))
def test_codes_of_names_are_read_back(places: list[int]) -> None:
    names = [f"c{place}" for place in places]
    assert LONG.parse_many(" ".join(LONG.of_name[name] for name in names)) == names
    assert LONG.parse_many("".join(LONG.of_name[name] for name in names)) == names
