"""Text folded for searching and likening: « Saint-Véran » is found as « saint veran »."""

from unicodedata import category, normalize

_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "œ": "oe",
    "æ": "ae", "·": "",
}  # fmt: skip
"""Letters that Unicode does not decompose, and the dot inside words (agent·e, col·lecció)."""
_APOSTROPHES = frozenset("'`\u2018\u2019\u201b\u2032\u02b9\u02bc\u02bb\u02c8\uff07")
_MINUS = "\u2212"
_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Unicode categories of accents and of invisible characters."""


class _Folding(dict[int, str]):
    """Code point -> folded text, worked out the first time a character is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_folding = _Folding()


def fold_text(text: str) -> str:
    """Return `text` in small letters without accents: œ is oe, ł is l, ß is ss.

    Hyphens and apostrophes of any kind are spaces; spaces are single, none outside. Folding twice changes
    nothing more.
    """
    return " ".join(text.translate(_folding).split())


def _fold_character(character: str) -> str:
    folded = character
    while True:
        parts = normalize("NFKD", folded).casefold()
        step = "".join(_LETTERS.get(part, _plain(part)) for part in parts)
        if step == folded:
            return folded
        folded = step


def _plain(part: str) -> str:
    if part in _APOSTROPHES or part == _MINUS or category(part) == "Pd":
        return " "
    return "" if category(part) in _DROPPED else part
