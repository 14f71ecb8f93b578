"""Text as it is sorted and searched: keys of columns, words of the index, and what was typed as a query."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from teleactivites_desktop.core.text import fold_text

Term = tuple[tuple[str, ...], ...]
"""Alternatives: a line meets the term when, for one of them, each of its words begins a word of the line."""
_NUMBER_WIDTH = 12
_DIGITS = re.compile(r"\d+")
_MOST_WORDS = 8
"""Words of a search that count: somebody may have pasted a page."""
_WORD = re.compile(r"[^\W_]+")
_ABROAD = "00"
_FRANCE = "0033"
_STORED_FRANCE = "+33"
_LEAST_ABROAD = 6
"""Digits from which a leading 00 is a call abroad and not the beginning of a paper number."""


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """Return what sorts `text` the French way: accents and capitals matter only between equal letters."""
    return f"{fold_text(text)}\x01{text}" if text else ""


def paper_key(paper: str) -> str:
    """Return what sorts paper numbers by their number: GBEQ-9 before GBEQ-10."""
    folded = _DIGITS.sub(lambda digits: digits[0].zfill(_NUMBER_WIDTH), fold_text(paper))
    return f"{folded}\x01{paper}"


def next_paper(paper: str) -> str:
    """Return the number that follows `paper`, as wide; "" for one that does not end in digits."""
    head, digits = re.fullmatch(r"(.*?)(\d*)", paper, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{head}{int(digits) + 1:0{len(digits)}}" if digits else ""


def index_words(text: str) -> str:
    """Return the words of `text` as the search index holds them: folded, parted by one space."""
    return " ".join(filter(None, map(_words_of, text.split())))


@lru_cache(maxsize=8192)
def _words_of(piece: str) -> str:
    """Return the words of a piece of text without spaces; the same come again and again."""
    return " ".join(_WORD.findall(fold_text(piece)))


def phone_word(number: str) -> str:
    """Return a telephone number as one word, as people type it: a French one begins with its 0.

    Others begin with the code of their country; `number` may be as stored (E.164) or as typed.
    """
    if number.startswith(_STORED_FRANCE) and number[1:].isdigit():
        return "0" + number[len(_STORED_FRANCE) :]
    digits = "".join(_DIGITS.findall(number.replace("+", _ABROAD)))
    if digits.startswith(_FRANCE):
        return "0" + digits.removeprefix(_FRANCE)
    return digits.removeprefix(_ABROAD) if len(digits) >= _LEAST_ABROAD else digits


def typed_terms(typed: str) -> list[Term]:
    """Return what was typed in the search field as terms, each of which a line must meet.

    Numbers that follow each other are either several words or one telephone number.
    """
    terms: list[Term] = []
    words = index_words(typed.replace("+", _ABROAD)).split()[:_MOST_WORDS]
    for is_number, run in groupby(words, str.isdigit):
        group = tuple(run)
        joined = (phone_word("".join(group)),)
        terms.append((group, joined) if is_number and group != joined else (group,))
    return terms


def match_expression(terms: Sequence[Term]) -> str:
    """Return the FTS5 expression of `terms`."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{word}" *' for word in words) + ")" for words in term) + ")"
        for term in terms
    )


def row_condition(terms: Sequence[Term]) -> tuple[str, dict[str, str]]:
    """Return the SQL condition by which one row meets `terms` as the index would say, and its parameters."""
    params: dict[str, str] = {}

    def begins(word: str) -> str:
        name = f"word_{len(params)}"
        params[name] = f" {word}"
        return f"instr(' ' || search, :{name}) > 0"

    conditions = [
        "(" + " OR ".join("(" + " AND ".join(map(begins, words)) + ")" for words in term) + ")"
        for term in terms
    ]
    return " AND ".join(conditions), params
