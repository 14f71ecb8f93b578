"""Judging many papers of one questionnaire: what was worked out for one paper is not worked out again.

Where a question stands follows from its own input and from where the questions that its rules read stand.
Most papers have few different answers to those, so a re-check of the base meets the same cases over and over.
"""

import re
from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from typing import TypeVar

from teleactivites_desktop.core.entry.engine import Engine, Standing
from teleactivites_desktop.core.entry.fields import Problem
from teleactivites_desktop.core.entry.form import Form, Rules
from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.entry.normalise import Normaliser
from teleactivites_desktop.core.entry.outcome import problem_of
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question
from teleactivites_desktop.core.values import Nonresponse, Value

MOST_KEPT = 5_000
"""Cases kept of one question; more are texts that hardly come again."""
_UNSTEADY = re.compile(r"\b(now|random|uuid)\s*\(")
"""What gives another value each time. Today is that of the whole re-check."""

_Case = tuple[object, ...]
_Reads = Callable[[Mapping[str, Standing]], object]
_Found = TypeVar("_Found")


class Memory:
    """The cases met so far under one questionnaire; shared by the engines of its papers.

    Standings are kept one of each, so that a case is known by the very objects that made it.
    """

    def __init__(self, form: Form) -> None:
        rules = form.rules
        read = {name for each in rules.values() for name in each.references}
        read |= {name for each in rules.values() if each.warning for name in each.warning.references}
        self.alone = {name for name in rules.keys() - read if _is_free(rules[name])}
        """Questions without rules that none reads: cheaper to work out than to look up."""
        self.stood: dict[str, tuple[_Reads, dict[_Case, Standing]]] = {
            name: (_reader(each.references - {name}), {}) for name, each in rules.items() if _is_steady(each)
        }
        self.warned: dict[str, tuple[_Reads, dict[_Case, Problem | None]]] = {
            name: (_reader((each.warning.references | each.read_by_warning) - {name}), {})
            for name, each in rules.items()
            if each.warning and not _UNSTEADY.search(each.warning.text)
        }
        self._same: dict[_Case, Standing] = {}

    def one(self, standing: Standing) -> Standing:
        """Return the standing kept in the place of all that are equal to it."""
        value = standing.value
        case = (standing.relevant, type(value), value, standing.required, standing.refusal)
        return kept(self._same, case, standing)


class RememberingEngine(Engine):
    """An engine that looks into a `Memory` before it works anything out. What it finds is the same."""

    def __init__(
        self,
        memory: Memory,
        form: Form,
        environment: Environment,
        normaliser: Normaliser,
        inputs: Mapping[str, Input],
        calculated: Mapping[str, Value],
    ) -> None:
        self._memory = memory
        super().__init__(form, environment, normaliser, inputs, calculated)

    def problem_of(self, question: Question) -> Problem | None:
        """Return what is wrong with `question`, as `outcome.problem_of` does."""
        name = question.name
        standing = self.standings[name]
        if standing.value is None or name not in self._memory.warned:
            return problem_of(self, question)
        reads, cases = self._memory.warned[name]
        case = (standing, self.input(name), reads(self.standings))
        if case in cases:
            return cases[case]
        return kept(cases, case, problem_of(self, question))

    def _stand(self, name: str) -> Standing:
        memory = self._memory
        if name in memory.alone:
            return super()._stand(name)
        if name not in memory.stood:
            return memory.one(super()._stand(name))
        reads, cases = memory.stood[name]
        given = self._inputs.get(name, UNTOUCHED)
        case = (
            self._candidates.get(name),
            given.as_on_paper,
            given.nonresponse is Nonresponse.BLANK,
            reads(self.standings),
        )
        known = cases.get(case)
        return known or kept(cases, case, memory.one(super()._stand(name)))


def kept(cases: dict[_Case, _Found], case: _Case, found: _Found) -> _Found:
    """Return what is kept for `case`: `found` where it was not met yet."""
    if len(cases) >= MOST_KEPT:
        cases.clear()
    return cases.setdefault(case, found)


def _reader(names: Collection[str]) -> _Reads:
    """Return what reads where the questions `names` stand."""
    return itemgetter(*sorted(names)) if names else _nothing


def _nothing(standings: Mapping[str, Standing]) -> None:
    return None


def _is_free(rules: Rules) -> bool:
    ruled = rules.references or rules.required or rules.constraint or rules.choice_filter or rules.warning
    return rules.keyed and not ruled and rules.line is None


def _is_steady(rules: Rules) -> bool:
    """Tell whether the same input among the same standings always gives the same standing."""
    if rules.line is not None:
        return False
    if not rules.keyed:
        calculation = rules.calculation
        return (
            calculation is not None
            and not calculation.uses_current
            and not _UNSTEADY.search(calculation.text)
        )
    expressions = (*rules.relevant, rules.required, rules.constraint, rules.choice_filter)
    return not any(each and _UNSTEADY.search(each.text) for each in expressions)
