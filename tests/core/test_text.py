import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.text import fold_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Saint-Véran", "saint veran"),
        ("L’Argentière‑la‑Bessée", "l argentiere la bessee"),
        ("L'ARGENTIERE–LA—BESSEE", "l argentiere la bessee"),
        ("L`Épine", "l epine"),
        ("Œuvre, ŒUVRE, œuf", "oeuvre, oeuvre, oeuf"),
        ("Lætitia Ørsted Łukasz Straße", "laetitia orsted lukasz strasse"),
        ("Ðurić Þór ŉ ﬁn ª", "duric thor n fin a"),
        ("e\u0301te\u0301", "ete"),
        ("  deux\u00a0mots\u202f!\t\n ", "deux mots !"),
        ("invi\u00adsible\u200b\ufeff", "invisible"),
        ("İstanbul ISTANBUL ısparta", "istanbul istanbul isparta"),
        ("Σίσυφος", "σισυφοσ"),
        ("05100 N° 12", "05100 n° 12"),
        ("-'’", ""),
        ("", ""),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.fuzz
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@pytest.mark.fuzz
@given(st.text(), st.text())
def test_folding_does_not_depend_on_composition_nor_on_what_stands_beside(left: str, right: str) -> None:
    assert fold_text(unicodedata.normalize("NFD", left)) == fold_text(unicodedata.normalize("NFC", left))
    assert fold_text(f"{left} {right}") == fold_text(f"{fold_text(left)} {fold_text(right)}")


def test_every_latin_letter_of_europe_becomes_plain() -> None:
    letters = [chr(code) for code in range(0xC0, 0x180) if chr(code).isalpha()]
    odd = {letter for letter in letters if not fold_text(letter).isascii()}
    assert odd == {"ĸ"}  # kra, of Greenland, has no plain letter


def test_no_character_fails() -> None:
    for code in range(0, sys.maxunicode + 1, 17):
        once = fold_text(chr(code))
        assert fold_text(once) == once
