"""What is left of a response once nobody can be found in it any more: answers that count, and no more.

The same as an anonymous export tells, and the commune where enough people share it
(docs/decisions/0008-persons.md).
"""

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from hashlib import sha256

from teleactivites_desktop.core.history.fold import causal_order
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.history.state import KEPT
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.values import PatchValue

ANONYMISED = "anonymised"
"""Path (true) of the response that takes the place of a person's; and the reason for erasing that one."""
_PLAIN = ("territory", "batch", "questionnaire")
_GROUPS = frozenset({"answers", "nonresponse", "calculated", "as_on_paper"})
_FREE = frozenset({QuestionType.TEXT, QuestionType.GEOPOINT})
_NAMED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHJKLMNPQR")
_NUMBER_LENGTH = 10


class Anonymiser:
    """Says what stays of the responses of one version of the questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self.place = roles(questionnaire).place

    @cached_property
    def _kept(self) -> Mapping[str, Question]:
        """Return the questions whose answers find nobody: no identity, no free text, nor made of them."""
        told = {q.name for q in self._questionnaire.questions if q.identity or q.type in _FREE}
        return {
            q.name: q
            for q in self._questionnaire.questions
            if q.name not in told and told.isdisjoint(_NAMED.findall(q.calculation))
        }

    def fields(self, fields: Mapping[str, PatchValue], common: Collection[str]) -> dict[str, PatchValue]:
        """Return the paths of the response that takes the place of `fields`.

        `common`: the communes that enough people share. Days become the first of their month.
        """
        kept: dict[str, PatchValue] = {path: fields[path] for path in _PLAIN if path in fields}
        if fields.get("received"):
            kept["received"] = _month(fields["received"])
        for path, value in fields.items():
            group, dot, name = path.partition(".")
            if dot and group in _GROUPS and name in self._kept:
                kept[path] = self._told(group, self._kept[name], value)
        if fields.get(f"answers.{self.place}") not in common:
            kept.pop(f"answers.{self.place}", None)
        return {**kept, "status": KEPT, ANONYMISED: True}

    def _told(self, group: str, question: Question, value: PatchValue) -> PatchValue:
        dated = group in ("answers", "calculated") and question.type is QuestionType.DATE
        return _month(value) if dated else value


def successor(history: Collection[Revision]) -> str:
    """Return the id of the record that takes the place of the one with this `history`.

    It is made of the salt of its first revision: every site that anonymises it makes the same record, and
    once the salt is erased with the rest nobody can tell whose it was. "" where it is erased already.
    """
    first = causal_order(history)[0]
    return sha256(f"anonymised\0{first.salt}".encode()).hexdigest()[:32] if first.salt else ""


def number_of(record: str) -> str:
    """Return the number of an anonymised response: it has no paper any more. Letters: it is of no row."""
    return "ANON-" + record[:_NUMBER_LENGTH].translate(_LETTERS)


def _month(value: PatchValue) -> PatchValue:
    return f"{value[:7]}-01" if isinstance(value, str) and len(value) >= 7 else value
