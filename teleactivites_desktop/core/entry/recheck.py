"""Checking a stored response again: what a fresh session would say of it, and what follows from that.

An answer can come to break a rule without anybody keying it: two sites corrected two fields of one paper, and
the merge joined them; or a check was added to the questionnaire.
"""

import re
from collections.abc import Iterator, Mapping

from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.fields import Problem, Rule
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.memory import Memory, RememberingEngine
from teleactivites_desktop.core.entry.normalise import Format, Normaliser
from teleactivites_desktop.core.entry.outcome import calculated_of, inputs_of, patch_of, problems_of, stored
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.fold import same
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _

OUTDATED = "outdated"
"""The rule of a problem that is the record's, not the paper's: a refusal that no longer holds, a calculated
value that is no longer what its calculation gives. `Recheck.mended` brings both up to date."""
_VOLATILE = re.compile(r"\b(today|now|random|uuid)\s*\(")
"""What makes a calculation give another value each time: that is no fault of the record."""
_FOLLOWS = ("refused", "calculated")
"""Paths that follow from the others: nobody's own word."""


class Recheck:
    """Checks responses of one questionnaire; nothing is written by looking."""

    def __init__(self, form: Form, environment: Environment, formats: Mapping[str, Format]) -> None:
        self._form = form
        self._environment = environment
        self._normaliser = Normaliser(form.lists, formats, environment.today())
        self._calculations = _steady_calculations(form)
        self._memory = Memory(form)
        self._skippable = [name for name, rules in form.rules.items() if rules.keyed and rules.relevant]

    def problems(self, values: Mapping[str, PatchValue]) -> list[Problem]:
        """Return what is wrong with a response, in paper order; `values` is its fold, path -> value.

        Beside the problems of a session: answers in questions that the others skip (rule `skipped`), and
        what is `OUTDATED`.
        """
        engine = self._engine(values)
        found = [*problems_of(engine, engine.problem_of), *self._skipped(engine)]
        refused = {problem.question for problem in found}
        found += self._settled(values, refused)
        found += self._miscalculated(engine, values)
        order = self._form.rules
        places = {name: place for place, name in enumerate(order)} if len(found) > 1 else {}
        return sorted(found, key=lambda problem: places.get(problem.question, 0))

    def problems_of_another(self, values: Mapping[str, PatchValue]) -> list[Problem]:
        """Return what these rules say of a response that was keyed under another version.

        `values` are in the names of these rules. What is `OUTDATED` is left out: it follows from the
        response's own rules. An answer that is no longer in its list is told.
        """
        found = [problem for problem in self.problems(values) if problem.rule != OUTDATED]
        return [*found, *self._unlisted(values, {problem.question for problem in found})]

    def mended(self, values: Mapping[str, PatchValue]) -> dict[str, PatchValue]:
        """Return all the paths of the response once what follows from its answers is up to date.

        Refusals and calculated values are worked out anew; an answer that a hard check refuses goes into its
        refusal, a refused text that nothing is against any more becomes the answer. Nothing else changes: an
        answer in a skipped question stays.
        """
        fresh = patch_of(self._engine(values), "")
        wanted = {path: value for path, value in values.items() if not self._follows(path)}
        for path, value in fresh.items():
            group, _dot, name = path.partition(".")
            if group in _FOLLOWS:
                wanted[path] = value
            if group == "refused" and f"answers.{name}" not in fresh:
                wanted.pop(f"answers.{name}", None)
                wanted.pop(f"confirmed.{name}", None)
            if group == "answers" and path not in values:
                wanted[path] = value
        return wanted

    def _engine(self, values: Mapping[str, PatchValue]) -> RememberingEngine:
        questionnaire = self._form.questionnaire
        return RememberingEngine(
            self._memory,
            self._form,
            self._environment,
            self._normaliser,
            inputs_of(questionnaire, values),
            calculated_of(questionnaire, values),
        )

    def _follows(self, path: str) -> bool:
        group, _dot, name = path.partition(".")
        return group in _FOLLOWS and name in self._form.rules

    def _skipped(self, engine: Engine) -> Iterator[Problem]:
        for name in self._skippable:
            if engine.standings[name].relevant:
                continue
            given = engine.input(name)
            if given.given is not None and not given.as_on_paper:
                message = _("Réponse à une question que les autres réponses font sauter.")
                yield Problem(name, Rule.SKIPPED, message, str(given.given))

    def _unlisted(self, values: Mapping[str, PatchValue], told: set[str]) -> Iterator[Problem]:
        for question in self._form.questionnaire.keyed:
            value = values.get(f"answers.{question.name}")
            choices = self._form.list_of(question)
            if choices is None or value is None or question.name in told:
                continue
            for name in str(value).split():
                if name not in choices.choice_list.by_name:
                    message = _("Cette réponse n'est plus dans la liste de la question.")
                    yield Problem(question.name, Rule.CHOICE, message, name)
                    break

    def _settled(self, values: Mapping[str, PatchValue], refused: set[str]) -> Iterator[Problem]:
        for path in values:
            if path.startswith("refused.") and (name := path[8:]) not in refused and self._follows(path):
                yield Problem(name, OUTDATED, _("Le refus enregistré n'a plus lieu d'être."), "")

    def _miscalculated(self, engine: Engine, values: Mapping[str, PatchValue]) -> Iterator[Problem]:
        for name in self._calculations:
            value = engine.standings[name].value
            held, given = values.get(f"calculated.{name}"), None if value is None else stored(value)
            if held is None and given is None:
                continue
            if not same(held, given):
                message = _("Le calcul ne donne plus cette valeur.")
                yield Problem(name, OUTDATED, message, "")


def _steady_calculations(form: Form) -> list[str]:
    """Return the calculations that give the same value whenever they are done, directly or through others."""
    steady: list[str] = []
    volatile: set[str] = set()
    for unit in form.order.units:
        for name in unit:
            calculation = form.rules[name].calculation
            if calculation is None or form.rules[name].keyed:
                continue
            if _VOLATILE.search(calculation.text) or not volatile.isdisjoint(calculation.references):
                volatile.add(name)
            else:
                steady.append(name)
    return steady
