"""Canonical JSON is RFC 8785's; the numbers and keys of its appendices are the vectors."""

import json
import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.canonical import MAX_DEPTH, MAX_INTEGER, canonical_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
STORABLE = FLOATS.filter(lambda number: abs(number) <= MAX_INTEGER)
NUMBERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | STORABLE
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("bits", "expected"),
    [  # RFC 8785, appendix B
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7FEFFFFFFFFFFFFF, "1.7976931348623157e+308"),
        (0xFFEFFFFFFFFFFFFF, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xC340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44B52D02C7E14AF5, "9.999999999999997e+22"),
        (0x44B52D02C7E14AF6, "1e+23"),
        (0x44B52D02C7E14AF7, "1.0000000000000001e+23"),
        (0x444B1AE4D6E2EF4E, "999999999999999700000"),
        (0x444B1AE4D6E2EF4F, "999999999999999900000"),
        (0x444B1AE4D6E2EF50, "1e+21"),
        (0x3EB0C6F7A0B5ED8C, "9.999999999999997e-7"),
        (0x3EB0C6F7A0B5ED8D, "0.000001"),
        (0x41B3DE4355555553, "333333333.3333332"),
        (0x41B3DE4355555554, "333333333.33333325"),
        (0x41B3DE4355555555, "333333333.3333333"),
        (0x41B3DE4355555556, "333333333.3333334"),
        (0x41B3DE4355555557, "333333333.33333343"),
        (0xBECBF647612F3696, "-0.0000033333333333333333"),
        (0x43143FF3C1CB0959, "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(bits: int, expected: str) -> None:
    (number,) = struct.unpack(">d", struct.pack(">Q", bits))
    assert canonical_json(number).decode() == expected


def test_keys_stand_in_the_order_of_their_utf16_units() -> None:
    # RFC 8785, 3.2.3: U+1F600 comes before U+FB33, though its code point is greater.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(keys, "x")))) == expected
    assert list(json.loads(canonical_json({key: {"a": 1} for key in keys}))) == expected
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_strings_escape_only_what_must_be() -> None:
    # RFC 8785, 3.2.2.2
    assert (
        canonical_json('\u20ac$\u000f\nA\'B"\\\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode()
    )
    assert canonical_json({"a": "\b\t\n\f\r\x00\x1f"}) == b'{"a":"\\b\\t\\n\\f\\r\\u0000\\u001f"}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": "x", "a": 5.0, "c": True, "d": None, "e": 0.5}, '{"a":5,"b":"x","c":true,"d":null,"e":0.5}'),
        ({'"': "1", "a": "b"}, '{"\\"":"1","a":"b"}'),
        ({"a": '"', "b": '"'}, '{"a":"\\"","b":"\\""}'),
        ({}, "{}"),
        ([], "[]"),
        (
            {"r": {"typed": "18,5", "b": None}, "l": (1, [2, "x"])},
            '{"l":[1,[2,"x"]],"r":{"b":null,"typed":"18,5"}}',
        ),
    ],
)
def test_values_written(value: object, expected: str) -> None:
    assert canonical_json(value).decode() == expected


@pytest.mark.parametrize(
    "value",
    [
        math.nan, math.inf, -math.inf, MAX_INTEGER + 1, -MAX_INTEGER - 1, "\ud800", {"\udfff": 1},
        {"a": "\ud83d"},
        {1: "a"}, {None: 1}, {"a": 1, 2: 3}, {"a": {True: 1}}, b"bytes", {1, 2}, {"a": object()}, 1 + 2j,
        {"a": math.nan}, {"a": [math.inf]}, {"a": 10**30},
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - half surrogates raise Python's own subclass
        canonical_json(value)


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["list", "dict"])
def test_nesting_is_bounded(wrap: Any) -> None:
    value: object = 1
    for _ in range(MAX_DEPTH):
        value = wrap(value)
    assert canonical_json(value)
    for _ in range(100_000):
        value = wrap(value)
    with pytest.raises(ValueError, match="deep"):
        canonical_json(value)
    while isinstance(value, list | dict):  # unwound here: freeing 100,000 levels at once recurses in C
        value = value[0] if isinstance(value, list) else value["a"]


@pytest.mark.fuzz
@given(VALUES)
def test_reading_gives_the_value_back_and_writing_again_the_same_bytes(value: object) -> None:
    data = canonical_json(value)
    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data


@pytest.mark.fuzz
@given(st.dictionaries(TEXTS, SCALARS, max_size=8))
def test_the_fast_way_writes_what_the_careful_way_writes(patch: dict[str, object]) -> None:
    # Inside a list, nothing takes the fast way.
    assert canonical_json([patch]) == b"[" + canonical_json(patch) + b"]"


@pytest.mark.fuzz
@given(FLOATS)
def test_a_number_reads_back_exactly_and_has_no_python_form(number: float) -> None:
    text = canonical_json(number).decode()
    assert float(text) == number
    digits = text.lstrip("-").replace(".", "").partition("e")[0].strip("0")
    assert len(digits) <= 17
    assert "e" in text if abs(number) >= 1e21 or 0 < abs(number) < 1e-6 else "e" not in text
    assert "e-0" not in text
    assert "e+0" not in text


@pytest.mark.fuzz
@given(st.dictionaries(TEXTS, st.integers(0, 9)), st.randoms(use_true_random=False))
def test_the_order_of_keys_given_does_not_matter(value: dict[str, int], random: Any) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(value)
    units = [key.encode("utf-16-be") for key in json.loads(canonical_json(value))]
    assert units == sorted(units)
