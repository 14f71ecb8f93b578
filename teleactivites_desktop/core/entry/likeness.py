"""The nearest names to a misspelt one, by the pairs of letters they share (Dice's coefficient)."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")

LEAST_LIKENESS = 0.6
"""Below this two names of places are more often strangers than misspellings (tried on the 178 communes)."""
MOST_NEAR = 3


def nearest(text: str, items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """Return up to three of `items` whose `key` is likest to `text`, the likest first.

    Only keys that begin with the same letter are looked at: it is the letter least often mistyped.
    """
    pairs = _pairs(text)
    scored = [
        (_likeness(pairs, _pairs(name)), place, item)
        for place, item in enumerate(items)
        if (name := key(item))[:1] == text[:1]
    ]
    near = sorted((s for s in scored if s[0] >= LEAST_LIKENESS), key=lambda s: (-s[0], s[1]))
    return [item for score, place, item in near[:MOST_NEAR]]


def _pairs(text: str) -> Counter[str]:
    return Counter(map(str.__add__, text, text[1:]))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
