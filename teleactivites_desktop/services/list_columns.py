"""What the columns of a list mean, and how its cells are typed into the questions they answer."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from teleactivites_desktop.core.entry.codes import Codes
from teleactivites_desktop.core.questionnaire import (
    CHOICE_TYPES,
    Question,
    Questionnaire,
    QuestionType,
)
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.i18n import _

PAPER, TERRITORY, BATCH, RECEIVED = "#paper", "#territory", "#batch", "#received"
"""Targets that are no question; "" leaves a column out."""
_TRUE, _FALSE = frozenset({"true", "vrai", "x", "1", "o", "y", "yes"}), frozenset({"false", "faux", "0", "n"})
_SEPARATORS = (";", "|", "/", ",", "\n")


def target_labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Return what a column may be, in the order to offer: target -> words."""
    papers = {
        PAPER: _("Numéro de fiche"),
        TERRITORY: _("Territoire"),
        BATCH: _("Lot"),
        RECEIVED: _("Date de réception de la fiche"),
    }
    return papers | {q.name: questionnaire.text(q.labels) or q.name for q in questionnaire.keyed}


def guess(
    questionnaire: Questionnaire, heads: Sequence[str], remembered: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what each head means: the target it had last time, else the question so named or labelled.

    No target is given twice.
    """
    known = _words(questionnaire)
    targets: list[str] = []
    for head in heads:
        folded = fold_text(head)
        found = remembered.get(folded, known.get(folded, ""))
        valid = found in questionnaire.by_name or found.startswith("#")
        targets.append(found if valid and found not in targets else "")
    return tuple(targets)


def _words(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the folded words that name a target; the earlier of two questions that share a label has it."""
    words: dict[str, str] = {}
    for question in questionnaire.keyed:
        words.setdefault(fold_text(question.name), question.name)
        for label in question.labels.values():
            words.setdefault(fold_text(label), question.name)
            words.setdefault(fold_text(label.lstrip("0123456789. ")), question.name)
    columns = {"fiche": PAPER, "numero": PAPER, "recue": RECEIVED, "territory": TERRITORY, "batch": BATCH}
    plain = {fold_text(target_labels(questionnaire)[t]): t for t in (PAPER, TERRITORY, BATCH, RECEIVED)}
    return columns | plain | words


class Typist:
    """Types cells: the labels and names of choices become the codes that an officer keys."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    def typed(self, name: str, cell: str) -> str:
        """Return what is typed for `cell` in the question `name`; a word that is no choice stays as it is."""
        question = self._questionnaire.by_name[name]
        if question.type not in CHOICE_TYPES:
            return cell
        words = self._codes[question.choice_list]
        if question.type is QuestionType.SELECT_ONE:
            return self._one(question, words, cell)
        whole = words.get(fold_text(cell))
        return whole or " ".join(self._one(question, words, part) for part in _parts(cell, words))

    def _one(self, question: Question, words: Mapping[str, str], cell: str) -> str:
        folded = fold_text(cell)
        if folded in words:
            return words[folded]
        if folded in _TRUE | _FALSE and not folded.isdigit():
            return words.get("oui" if folded in _TRUE else "non", cell)
        return cell

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[str, str]]:
        return {name: self._of_list(name) for name in self._questionnaire.choice_lists}

    def _of_list(self, name: str) -> dict[str, str]:
        """Return the codes of a list by folded label and name; a word of two choices is nobody's."""
        found = self._questionnaire.choice_lists[name]
        codes = Codes(found).of_name
        words: dict[str, str] = {}
        shared = set()
        for choice in found.choices:
            for word in {fold_text(choice.name), *map(fold_text, choice.labels.values())}:
                if words.setdefault(word, codes[choice.name]) != codes[choice.name]:
                    shared.add(word)
        return {word: code for word, code in words.items() if word not in shared and word}


def _parts(cell: str, words: Mapping[str, str]) -> list[str]:
    """Return the answers of a cell that has several, cut at the first sign that parts all into choices."""
    for mark in _SEPARATORS:
        parts = [part.strip() for part in cell.split(mark) if part.strip()]
        if len(parts) > 1:
            return parts
    spaced = cell.split()
    return spaced if all(fold_text(part) in words for part in spaced) else [cell]
