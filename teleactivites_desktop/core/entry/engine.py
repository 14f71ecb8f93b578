"""Where every question stands, worked out from the inputs: only what depends on a change is worked out again.

Three points go beyond ODK XForms, because paper is not a telephone:

- An answer that a hard check refuses is seen by the others as no answer; when what it depends on changes, it
  is judged again, and comes back by itself.
- A check that fails is not held against an answer while it reads a *required* question that has no answer
  (refused text, or a nonresponse such as illegible): ODK never meets that case, for it lets nobody pass a
  required question. So one bad date does not refuse every year of the paper.
- Questions whose checks read each other are judged in paper order: the earlier one is held for good first.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.entry.lines import Line
from teleactivites_desktop.core.entry.normalise import Normaliser
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.entry.sentences import constraint_sentence, required_sentence
from teleactivites_desktop.core.entry.sight import Sight
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.expressions import Expression, answer, truth
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Choice, Question
from teleactivites_desktop.core.values import Nonresponse, Value
from teleactivites_desktop.i18n import _


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question's text is no answer."""

    rule: Rule
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where one question stands. Compared by identity: `memory` knows a case by the objects that made it.

    `value` is what the other questions see: None when empty, refused or skipped. `missing`: required,
    not skipped, and without answer.
    """

    relevant: bool = True
    value: Value | None = None
    required: bool = False
    refusal: Refusal | None = None

    @property
    def missing(self) -> bool:
        """Tell whether an answer is required here and is not there."""
        return self.required and self.value is None


_UNKNOWN = Standing()
_SKIPPED = Standing(False)


class Engine:
    """The inputs of one paper and where its questions stand. `calculated` are values kept for `once`.

    `asked_lines`: questions whose line of a table is asked, whatever stands above it.
    `standings`, question -> where it stands, is read by all and changed here alone.
    """

    def __init__(
        self,
        form: Form,
        environment: Environment,
        normaliser: Normaliser,
        inputs: Mapping[str, Input],
        calculated: Mapping[str, Value],
        asked_lines: Set[str] = frozenset(),
    ) -> None:
        self.form = form
        self._asked_lines = asked_lines
        self.environment = environment
        self._normaliser = normaliser
        self._inputs = dict(inputs)
        self._candidates = {name: self._candidate(name) for name in self._inputs}
        names = form.rules
        self.standings = dict.fromkeys(names, _UNKNOWN) | {
            name: Standing(value=value) for name, value in calculated.items() if name in names
        }
        self.refresh()

    def input(self, name: str) -> Input:
        """Return what the officer did to the question `name`."""
        return self._inputs.get(name, UNTOUCHED)

    def inputs(self) -> Mapping[str, Input]:
        """Return the inputs of all questions that were touched."""
        return {name: given for name, given in self._inputs.items() if given != UNTOUCHED}

    def standing(self, name: str) -> Standing:
        """Return where the question `name` stands."""
        return self.standings[name]

    def set_input(self, name: str, given: Input) -> None:
        """Change what the officer did to `name`, and work out again what depends on it."""
        before = self.input(name)
        self._inputs[name] = given
        if (given.typed, given.given) != (before.typed, before.given):
            self._candidates[name] = self._candidate(name)
            if given.confirmed is not None and self.candidate(name) != given.confirmed:
                self._inputs[name] = replace(given, confirmed=None)
        unit_of = self.form.order.unit_of
        self._work_out([unit_of[name], *(unit_of[other] for other in self.form.beside.get(name, ()))])

    def remembered(self) -> Mapping[str, Value]:
        """Return the values worked out once for all: by `once`, or as a default of what is not keyed."""
        return {
            name: standing.value
            for name, standing in self.standings.items()
            if standing.value is not None and self._is_lasting(name)
        }

    def _is_lasting(self, name: str) -> bool:
        calculation = self.form.rules[name].calculation
        if calculation:
            return calculation.uses_current
        return name in self.form.defaults and not self.form.questionnaire.by_name[name].keyed

    def refresh(self) -> None:
        """Work everything out again: what reads the clock may have changed. Each unit once, in its order."""
        for names in self.form.order.units:
            if len(names) == 1:
                self.standings[names[0]] = self._stand(names[0])
            else:
                self._settle(names)

    def candidate(self, name: str) -> Value | None:
        """Return the answer that the text of `name` means, before any check; None where it means none."""
        found = self._candidates.get(name)
        return None if isinstance(found, Refusal) else found

    def allows(self, question: Question, choice: Choice) -> bool:
        """Tell whether the choice filter of `question` lets `choice` through."""
        choice_filter = self.form.rules[question.name].choice_filter
        return choice_filter is None or truth(
            choice_filter.evaluate(Sight(self, question.name, None, choice))
        )

    def is_line_open(self, line: Line) -> bool:
        """Tell whether a line of a table is asked, or holds what was keyed."""
        if line.counted:
            return any(self.standings[name].relevant or self.input(name).has_text for name in line.own)
        return self._is_open(line, keyed=True) or any(self.input(name).has_text for name in line.own)

    def warns(self, name: str) -> bool:
        """Tell whether the soft check of `name` fails on its answer. Not asked of an empty answer."""
        rules = self.form.rules[name]
        if rules.warning is None or (value := self.standings[name].value) is None:
            return False
        fails = not truth(rules.warning.evaluate(Sight(self, name, value)))
        return fails and not self._undecidable(rules.read_by_warning)

    def holds(self, conditions: Iterable[Expression], name: str) -> bool:
        """Tell whether every condition is true around the question `name`."""
        sight = Sight(self, name, None)
        for condition in conditions:  # noqa: SIM110 - a generator within `all` would cost a third more
            if not truth(condition.evaluate(sight)):
                return False
        return True

    def _candidate(self, name: str) -> Value | Refusal | None:
        given = self._inputs[name]
        if given.given is not None:
            return given.given
        question = self.form.questionnaire.by_name[name]
        if not given.typed.strip() or not question.keyed:
            return None
        try:
            return self._normaliser.normalise(question, given.typed)
        except RefusedTextError as refused:
            return Refusal(refused.rule, str(refused))

    def _work_out(self, units: Iterable[int]) -> None:
        waiting: list[int] = []
        queued: set[int] = set()

        def queue(unit: int) -> None:
            if unit not in queued:
                queued.add(unit)
                heappush(waiting, unit)

        for unit in units:
            queue(unit)
        while waiting:
            unit = heappop(waiting)
            queued.discard(unit)
            for name in self._changed_in(self.form.order.units[unit]):
                for reader in self.form.order.readers[name]:
                    if reader != unit:
                        queue(reader)

    def _changed_in(self, names: tuple[str, ...]) -> list[str]:
        """Work out one unit; return those of its questions that the others see differently now."""
        before = [self.standings[name] for name in names]
        self._settle(names)
        return [
            name for name, was in zip(names, before, strict=True) if _seen(was) != _seen(self.standings[name])
        ]

    def _settle(self, names: tuple[str, ...]) -> None:
        if len(names) > 1:
            for name in names:
                if not self.form.rules[name].calculation:
                    self.standings[name] = _UNKNOWN
            for name in names:
                self.standings[name] = self._stand(name)
        for name in names:
            self.standings[name] = self._stand(name)

    def _stand(self, name: str) -> Standing:
        rules = self.form.rules[name]
        question = rules.question
        relevant = not rules.relevant or self.holds(rules.relevant, name)
        if rules.line is not None:
            relevant = relevant and self._is_open(rules.line, rules.keyed)
        if not rules.keyed:
            return Standing(relevant, self._calculate(question) if relevant else None)
        given = self._inputs.get(name, UNTOUCHED)
        if not relevant and not given.as_on_paper:
            return _SKIPPED
        required = relevant and self._is_required(name)
        found = self._candidates.get(name)
        if found is None and relevant and not required:
            return _UNKNOWN
        refusal = found if isinstance(found, Refusal) else self._check(question, found)
        if found is None and required and given.nonresponse is Nonresponse.BLANK:
            refusal = Refusal(Rule.REQUIRED, required_sentence(self.form.questionnaire, question))
        value = None if refusal or isinstance(found, Refusal) else found
        return Standing(relevant, value, required, refusal)

    def _is_required(self, name: str) -> bool:
        rules = self.form.rules[name]
        if rules.required is None or not self.holds((rules.required,), name):
            return False
        return rules.line is None or rules.line.counted or self.holds_something(rules.line.own)

    def _is_open(self, line: Line, keyed: bool) -> bool:
        """Tell whether a question on `line` is asked (where not `keyed`: worked out)."""
        if line.counted or self.holds_something(line.own):
            return True
        if not keyed:
            return False
        return not line.above or line.own[0] in self._asked_lines or self.holds_something(line.above)

    def holds_something(self, names: Iterable[str]) -> bool:
        """Tell whether any of `names`, a line of a table, has an answer or a reason for none."""
        for name in names:
            given = self.input(name)
            if (given.has_text or given.nonresponse not in (None, Nonresponse.BLANK)) and (
                given.as_on_paper or self.holds(self.form.rules[name].relevant, name)
            ):
                return True
        return False

    def _calculate(self, question: Question) -> Value | None:
        before = self.standings[question.name].value
        if calculation := self.form.rules[question.name].calculation:
            return answer(calculation.evaluate(Sight(self, question.name, before)))
        if default := self.form.defaults.get(question.name):
            return answer(default.evaluate(Sight(self, question.name, None))) if before is None else before
        return question.default or None

    def _check(self, question: Question, value: Value | None) -> Refusal | None:
        """Return why the hard checks refuse `value`; None where they do not."""
        rules = self.form.rules[question.name]
        if value is None or (rules.constraint is None and rules.choice_filter is None):
            return None
        if rules.choice_filter and question.type in CHOICE_TYPES:
            refusal = self._filtered_out(question, str(value))
            if refusal:
                return refusal
        if rules.constraint is None or truth(rules.constraint.evaluate(Sight(self, question.name, value))):
            return None
        if self._undecidable(rules.read_by_constraint):
            return None
        return Refusal(Rule.CONSTRAINT, constraint_sentence(self.form.questionnaire, question, value))

    def _filtered_out(self, question: Question, stored: str) -> Refusal | None:
        choices = self.form.lists[question.choice_list]
        for name in stored.split():
            choice = choices.choice_list.by_name.get(name)
            if choice and not self.allows(question, choice):
                return Refusal(
                    Rule.CHOICE,
                    _("« {label} » n'est pas possible ici.").format(label=choices.label(choice)),
                )
        return None

    def _undecidable(self, read: frozenset[str]) -> bool:
        return any(self.standings[name].missing for name in read)


def _seen(standing: Standing) -> tuple[bool, Value | None, bool]:
    return standing.relevant, standing.value, standing.missing
