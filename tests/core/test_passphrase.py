"""New passphrases: twelve characters or four words, and nothing that is guessed at once."""

import pytest

from teleactivites_desktop.core.passphrase import Strength, judge, require
from teleactivites_desktop.errors import UserError


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "   ",
        "sapin",
        "trois mots",
        "éééééééééééé",
        "121212121212",
        "12/11/2007 12:30",
        "abcabcabcabcabc",
        "motdepasse motdepasse",
        "azertyuiopqsdf",
        "Azerty123456",
        "987654321abcdef",
        "a b c d",
        "le le le le le le",
        "            x            ",
    ],
)
def test_what_is_short_or_obvious_is_refused_with_a_reason(weak: str) -> None:
    judged = judge(weak)
    assert judged.strength is Strength.REFUSED
    with pytest.raises(UserError) as refused:
        require(weak)
    assert judged.words in str(refused.value)


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("nouvelle phrase", Strength.FAIR),
        ("été à la neige", Strength.FAIR),
        ("Xk4!tn9?Lm2z", Strength.FAIR),
        ("un roc du lac", Strength.GOOD),
        ("ut ré mi fa", Strength.GOOD),
        ("sapin mélèze bouleau hêtre", Strength.GOOD),
        ("gentiane-arnica-edelweiss-pin", Strength.GOOD),
    ],
)
def test_what_is_long_enough_is_taken(passphrase: str, strength: Strength) -> None:
    assert judge(passphrase).strength is strength
    require(passphrase)


def test_accents_typed_apart_count_once() -> None:
    assert judge("e\u0301te\u0301 neige").strength is judge("été neige").strength is Strength.REFUSED
