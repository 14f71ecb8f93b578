"""What a new passphrase must be: long enough, and not one that the first thousand guesses hold.

Twelve characters or four words, after NIST SP 800-63B (length, no rules of composition) and because the file
that a passphrase opens can be copied and guessed at without end. What costs a guess is `exchange.sealing`'s.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

LEAST_CHARACTERS = 12
LEAST_WORDS = 4
_LONG = 20
_LEAST_DISTINCT = 5
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
)
_RUN = 4
"""So many neighbours of the alphabet or of a keyboard, one after the other, are one guess and not several."""


class Strength(StrEnum):
    """How hard a passphrase is to guess."""

    REFUSED = "refused"
    FAIR = "fair"
    GOOD = "good"


@dataclass(frozen=True)
class Judged:
    """A passphrase's strength, and in a sentence why, or what would make it better."""

    strength: Strength
    words: str


def judge(passphrase: str) -> Judged:
    """Return what a new `passphrase` is worth."""
    text = " ".join(unicodedata.normalize("NFC", passphrase).split())
    words = {word for word in re.split(r"[\W_]+", text.casefold()) if len(word) > 1 and not word.isdigit()}
    if len(text) < LEAST_CHARACTERS and len(words) < LEAST_WORDS:
        return Judged(
            Strength.REFUSED,
            _(
                "{characters} caractères au moins, ou {words} mots : des mots sans lien entre eux se "
                "retiennent bien."
            ).format(characters=LEAST_CHARACTERS, words=LEAST_WORDS),
        )
    if _is_obvious(text):
        return Judged(
            Strength.REFUSED,
            _(
                "Elle se devine au premier essai (chiffres seuls, répétition, touches voisines) : choisissez "
                "quelques mots sans lien entre eux."
            ),
        )
    if len(words) >= LEAST_WORDS or len(text) >= _LONG:
        return Judged(Strength.GOOD, _("Difficile à deviner."))
    return Judged(Strength.FAIR, _("Acceptable ; un mot de plus la rendrait difficile à deviner."))


def require(passphrase: str) -> None:
    """Raise UserError for a new `passphrase` that is refused."""
    judged = judge(passphrase)
    if judged.strength is Strength.REFUSED:
        raise UserError(_("Cette phrase secrète ne protège pas. {why}").format(why=judged.words))


def _is_obvious(text: str) -> bool:
    plain = re.sub(r"[\W_]+", "", fold_text(text))
    if len(set(plain)) < _LEAST_DISTINCT or plain.isdigit():
        return True
    if plain in (plain + plain)[1:-1]:  # the same part again and again
        return True
    return len(_without_runs(plain)) < LEAST_CHARACTERS // 2


def _without_runs(plain: str) -> str:
    """Return `plain` with each run of neighbours (``azerty``, ``654321``) made one character."""
    left, at = "", 0
    while at < len(plain):
        end = at + 1
        while end < len(plain) and _is_run(plain[at : end + 1]):
            end += 1
        left += plain[at] if end - at >= _RUN else plain[at:end]
        at = end
    return left


def _is_run(part: str) -> bool:
    return any(part in row or part[::-1] in row for row in _ROWS)
