"""Keys of columns and words of searches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.storage.words import (
    index_words,
    next_paper,
    paper_key,
    phone_word,
    sort_key,
    typed_terms,
)


def test_names_sort_the_french_way() -> None:
    names = ["Zola", "École", "ecole", "Eboué", "Œuvre", "Odile", "Le Brun", "Lebrun", "éclair", ""]
    assert sorted(names, key=sort_key) == [
        "",
        "Eboué",
        "éclair",
        "ecole",
        "École",
        "Le Brun",
        "Lebrun",
        "Odile",
        "Œuvre",
        "Zola",
    ]


def test_paper_numbers_sort_by_number() -> None:
    papers = ["GBEQ-10", "GBEQ-9", "GBD-100", "GBEQ-0009 bis"]
    assert sorted(papers, key=paper_key) == ["GBD-100", "GBEQ-9", "GBEQ-0009 bis", "GBEQ-10"]


@pytest.mark.parametrize(
    ("paper", "following"),
    [("GBEQ-0009", "GBEQ-0010"), ("GBEQ-9999", "GBEQ-10000"), ("12", "13"), ("A7b", ""), ("", "")],
)
def test_the_number_that_follows(paper: str, following: str) -> None:
    assert next_paper(paper) == following


def test_index_words_are_folded_and_parted() -> None:
    assert index_words("L'Œuf, d’Été_ zoe@free.fr 12bis") == "l oeuf d ete zoe free fr 12bis"


@given(st.text(st.sampled_from("aÉœ -_'\u00a0\u0301\u200b\u2028\x1f7")))
def test_words_are_the_same_however_the_text_is_parted(text: str) -> None:
    assert index_words(text) == " ".join(re.findall(r"[^\W_]+", fold_text(text)))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("+33492584744", "0492584744"),
        ("0033492584744", "0492584744"),
        ("0492584744", "0492584744"),
        ("+390122456789", "390122456789"),
        ("00390122456789", "390122456789"),
        ("04.92.58.47.44", "0492584744"),
        ("0001", "0001"),
    ],
)
def test_telephones_are_found_as_people_type_them(number: str, word: str) -> None:
    assert phone_word(number) == word


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        (" ,;- ", []),
        ("Saint-Vé", [(("saint", "ve"),)]),
        ("martin 04 92", [(("martin",),), (("04", "92"), ("0492",))]),
        ("0492", [(("0492",),)]),
        ("+33 4 92", [(("0033", "4", "92"), ("0492",))]),
        ("12bis", [(("12bis",),)]),
        ("GBEQ-0001", [(("gbeq",),), (("0001",),)]),
    ],
)
def test_what_is_typed_becomes_terms(typed: str, terms: list[object]) -> None:
    assert typed_terms(typed) == terms


def test_a_pasted_page_is_no_endless_search() -> None:
    assert typed_terms("mot " * 1000) == [(("mot",) * 8,)]
