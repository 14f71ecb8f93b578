"""The name of a place, or of a trade, cut so that two ways of writing it meet."""

import re
from dataclasses import dataclass

from teleactivites_desktop.core.text import fold_text

_NOT_LETTERS = re.compile(r"[^0-9a-z]+")
_WHOLE_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LITTLE_WORDS = frozenset(
    {"le", "la", "les", "l", "d", "de", "du", "des", "en", "sur", "sous", "et", "a", "au", "aux"}
)
"""Words that people leave out or change; « lès » folds to « les »."""

ARTICLE_KEPT, OWN, TODAY_ARTICLE_KEPT, TODAY, WORD_BY_WORD, WORD_BY_WORD_TODAY, NOWHERE = range(7)
"""How typed text begins a name, the surest first."""


def words_of(text: str) -> list[str]:
    """Return the words of `text`, folded, « St » spelled out."""
    return [_WHOLE_WORDS.get(word, word) for word in _NOT_LETTERS.split(fold_text(text)) if word]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name: as written (`text`), all its words (`key`), and those that count (`loose`, `words`)."""

    text: str
    key: str
    loose: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "PlaceName":
        """Cut the name `text`; one that has little words alone keeps them."""
        every = words_of(text)
        telling = [word for word in every if word not in _LITTLE_WORDS] or every
        return cls(text, " ".join(every), " ".join(telling), tuple(telling))

    def begun_by(self, wanted: "PlaceName", today: bool) -> int:
        """Tell how `wanted` begins this name: a rank from ARTICLE_KEPT to NOWHERE; `today`: of today's names.

        A little word that was typed (« le Monêtier ») makes the names that have it surer than the others.
        """
        if not wanted.words:
            return NOWHERE
        if wanted.key != wanted.loose and self.key.startswith(wanted.key):
            return TODAY_ARTICLE_KEPT if today else ARTICLE_KEPT
        if self.loose.startswith(wanted.loose):
            return TODAY if today else OWN
        if self._has_in_order(wanted.words):
            return WORD_BY_WORD_TODAY if today else WORD_BY_WORD
        return NOWHERE

    def _has_in_order(self, beginnings: tuple[str, ...]) -> bool:
        words = iter(self.words)
        return all(any(word.startswith(beginning) for word in words) for beginning in beginnings)
