"""Open answers grouped by what they say, and the code of a list that each looks like."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from teleactivites_desktop.core.text import fold_text

_NO_WORD = re.compile(r"\W+")
LIKE_ENOUGH = 75.0
"""Likeness (0 to 100) from which a code is proposed; below, proposals are wrong more often than right."""


@dataclass(frozen=True)
class Answer:
    """What some people wrote: the most frequent spelling, who, and the code proposed ("" for none)."""

    text: str
    records: tuple[str, ...]
    proposed: str
    likeness: float

    @property
    def count(self) -> int:
        """Return how many wrote it."""
        return len(self.records)


def group(written: Iterable[tuple[str, str]], labels: Mapping[str, str]) -> list[Answer]:
    """Return the answers (record, text), the most frequent first.

    Case, accents and hyphens do not part answers. `labels` are the codes that may be proposed.
    """
    spellings: dict[str, dict[str, list[str]]] = {}
    for record, text in written:
        spellings.setdefault(fold_text(text), {}).setdefault(text.strip(), []).append(record)
    folded = {code: _words(label) for code, label in labels.items()}
    answers = [_answer(key, several, folded) for key, several in spellings.items() if key]
    return sorted(answers, key=lambda answer: (-answer.count, fold_text(answer.text)))


def _words(text: str) -> str:
    """Return the words of a text, folded, without signs between them."""
    return " ".join(_NO_WORD.sub(" ", fold_text(text)).split())


def _answer(key: str, spellings: Mapping[str, list[str]], labels: Mapping[str, str]) -> Answer:
    usual = max(spellings, key=lambda text: (len(spellings[text]), text))
    records = tuple(record for several in spellings.values() for record in several)
    found = process.extractOne(_words(key), labels, scorer=fuzz.token_set_ratio, score_cutoff=LIKE_ENOUGH)
    if found is None:
        return Answer(usual, records, "", 0.0)
    _label, likeness, code = found
    return Answer(usual, records, str(code), float(likeness))
