"""Patterns: what they match, what is refused, and that none is slow."""

import time

import pytest

from teleactivites_desktop.core.expressions.patterns import PatternError, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"^[\w.-]+@([\w-]+\.)+[\w-]{2,4}$", "a.b@c.d.fr", True),
        (r"\p{L}+", "Éloïse", True),
        (r"[\p{Lu}' -]+", "L'ÎLE D'YEU", True),
        (r"[^\p{L}]", "1", True),
        (r"\P{L}", "é", False),
        ("(?i)gap", "GAP", True),
        ("(?i:g)ap", "GAP", False),
        ("[]a]+", "]a", True),
        (r"\x41", "A", True),
        ("a++", "aaa", True),
        ("a*?", "aaa", True),
        ("(?<jour>[0-9]{1,2})", "31", True),
        ("a{2,}", "aaaaa", True),
        ("a{2,3}", "aaaa", False),
        ("a{,3}", "a{,3}", True),
        (".", "\n", False),
        ("(?s).", "\n", True),
        ("x^", "x", False),
        ("", "", True),
    ],
)
def test_a_pattern_matches(pattern: str, text: str, expected: bool) -> None:
    assert compile_pattern(pattern)(text) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "[a",
        "(a",
        "a)",
        "*a",
        "a{3,2}",
        "a{1001}",
        "(?=a)a",
        "(?<!a)b",
        r"\bmot\b",
        r"(a)\1",
        r"\q",
        r"\p{Latin}",
        "[[:alpha:]]",
        "[a-z&&[^b]]",
        "[z-a]",
        "\\",
        "((((a{500}){500}){500}){500})",
        "(" * 100 + ")" * 100,
    ],
)
def test_a_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*a*b", "(.*.*.*)*b"])
def test_no_pattern_is_slow(pattern: str) -> None:
    """`re` would need longer than the age of the universe for the first of them."""
    matches = compile_pattern(pattern)
    start = time.process_time()
    assert not matches("a" * 5_000)
    assert matches("a" * 5_000 + "b")
    assert time.process_time() - start < 2


def test_what_is_remembered_does_not_grow_for_ever() -> None:
    matches = compile_pattern(".*x")
    for start in range(0x4E00, 0x4E00 + 20_000):
        assert not matches(chr(start))
    assert matches("abcx")
