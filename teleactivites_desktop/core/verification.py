"""Keying a response a second time, blind; a difference is settled on the paper and booked to who was wrong.

CSPro's rule: on a difference the field empties; a new value is taken only when it is keyed twice the same,
and the fault is the first keyer's; if the verifier comes back to the first value it was the verifier's.
Making two entries match each other instead of reading the paper again is what double keying otherwise leaves
(doi 10.3758/s13428-019-01207-3), so the first value is not in sight until one asks, and that is written
down.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from teleactivites_desktop.core.entry import draft as drafts
from teleactivites_desktop.core.entry.fields import Field, FieldState, Problem, Reaction, Rule, Sound
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.entry.normalise import Format
from teleactivites_desktop.core.entry.outcome import stored
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import Nonresponse, PatchValue
from teleactivites_desktop.i18n import _

Outcome = Mapping[str, PatchValue]
"""What a question was keyed as, by the group of its path: ``{"answers": value}``, ``{"nonresponse": kind}``,
``{"refused": text}`` where the text means no answer, {} for blank."""

VERIFIED, LEFT_OUT = "yes", "no"
"""What `Question.verify` says; "" leaves it to the type."""


class Verdict(StrEnum):
    """How a question was settled: the same value twice, or whose fault the difference was."""

    AGREED = "agreed"
    KEYER = "keyer"
    VERIFIER = "verifier"


@dataclass(frozen=True)
class Difference:
    """A question that was not keyed the same at once.

    `first` and `second` are the two outcomes, `verdict` None while nobody settled it; `looked`: the verifier
    asked to see the first value.
    """

    question: str
    first: Outcome
    second: Outcome
    verdict: Verdict | None
    looked: bool


@dataclass
class _Check:
    """How the second keying of one question goes: the outcomes that differed, and the verdict."""

    tries: list[Outcome] = field(default_factory=list)
    verdict: Verdict | None = None
    looked: bool = False


def verified_questions(questionnaire: Questionnaire, *, with_text: bool = False) -> list[str]:
    """Return the questions that a verification keys again, in paper order.

    Those marked, and those that say who a person is; else all but free text, which comes along `with_text`.
    """
    return [question.name for question in questionnaire.keyed if _is_verified(question, with_text=with_text)]


def _is_verified(question: Question, *, with_text: bool) -> bool:
    if question.verify:
        return question.verify == VERIFIED
    free = question.type is QuestionType.TEXT and not question.format
    return question.identity or with_text or not free


class _Keyed(EntrySession):
    """A session that says what its questions were keyed as."""

    def outcome(self, name: str) -> Outcome:
        """Return what `name` was keyed as, before any check: rules do not make two keyings differ."""
        value, given = self._engine.candidate(name), self._engine.input(name)
        if value is not None:
            return {"answers": stored(value)}
        if given.typed.strip():
            return {"refused": given.typed.strip()}
        if given.nonresponse not in (None, Nonresponse.BLANK):
            return {"nonresponse": given.nonresponse.value}
        return {}

    def input(self, name: str) -> Input:
        """Return what was done to `name`."""
        return self._engine.input(name)

    def inputs(self) -> Mapping[str, Input]:
        """Return what was done to every question that was touched."""
        return self._engine.inputs()

    def is_asked(self, name: str) -> bool:
        """Tell whether `name` is not skipped, or was kept as on paper."""
        return self._engine.standing(name).relevant or self._engine.input(name).as_on_paper


class VerificationSession(_Keyed):
    """The second keying of a stored response, with the gestures of the first.

    `first` is the fold of the response, path -> value; `draft` what `to_draft` gave. Free text is keyed again
    only `with_text`. The cursor stops at the questions compared, and at those that only a correction opens.
    """

    def __init__(
        self,
        questionnaire: Questionnaire | Form,
        environment: Environment,
        formats: Mapping[str, Format],
        *,
        first: Mapping[str, PatchValue],
        with_text: bool = False,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        form = questionnaire if isinstance(questionnaire, Form) else Form(questionnaire)
        self._values = first
        self._first = _Keyed.for_edit(form, environment, formats, values=first)
        self.compared = [
            name
            for name in verified_questions(form.questionnaire, with_text=with_text)
            if self._first.is_asked(name)
        ]
        self._compared = frozenset(self.compared)
        self._checks = _read(draft or {})
        shown = {name: each for name, each in self._first.inputs().items() if name not in self._compared}
        begun = drafts.read(draft or {})
        kept = replace(begun, inputs={**shown, **begun.inputs})
        if draft is None:
            kept = replace(kept, note=self._first.paper_note)
        super().__init__(form, environment, formats, draft=drafts.write(kept))
        self._opened = shown

    # What came of it

    @property
    def settled(self) -> list[str]:
        """Return the questions that were keyed twice and settled, in paper order."""
        return [name for name in self.compared if self._check(name).verdict is not None]

    def differences(self) -> list[Difference]:
        """Return what was not keyed the same at once, in paper order."""
        found = ((name, self._check(name)) for name in self.compared)
        return [
            Difference(name, self._first.outcome(name), check.tries[-1], check.verdict, check.looked)
            for name, check in found
            if check.tries
        ]

    def corrected(self) -> EntrySession:
        """Return the response opened to correct it, with what the verification corrects."""
        changed = {name: self.input(name) for name in self.touched() if self._counts(name)}
        kept = drafts.Kept(inputs=changed, position="", note=self.paper_note)
        return EntrySession.for_edit(
            self.form, self.environment, self.formats, values=self._values, draft=drafts.write(kept)
        )

    def finish(self) -> dict[str, PatchValue]:
        """Return the patch of the whole response as corrected."""
        return self.corrected().finish()

    def problems(self) -> list[Problem]:
        """Return the questions that nobody has settled yet."""
        return [
            Problem(name, Rule.VERIFICATION, _("Pas encore contrôlée."), "")
            for name in self.compared
            if self._check(name).verdict is None and self._is_open(name)
        ]

    def to_draft(self) -> dict[str, Any]:
        """Return all that a later session needs to go on at this very question, as JSON."""
        checks = {
            name: {
                "tries": [dict(outcome) for outcome in check.tries],
                "verdict": check.verdict,
                "looked": check.looked,
            }
            for name, check in self._checks.items()
        }
        return {**super().to_draft(), "checks": checks}

    # What is shown

    def field(self, name: str) -> Field:
        """Return the question as it stands: nothing is proposed, and a difference says so."""
        found = replace(super().field(name), proposal="")
        check = self._check(name)
        if check.tries and check.verdict is None and found.state is FieldState.EMPTY:
            return replace(
                found, state=FieldState.REFUSED, rule=str(Rule.VERIFICATION), message=_difference()
            )
        return found

    def fields(self, section: str) -> list[Field]:
        """Return the fields directly in `section`, notes included, in paper order."""
        return [self.field(each.question.name) for each in super().fields(section)]

    def look(self) -> Reaction:
        """Show the first value, once something else was keyed; it is written down."""
        name = self._current().name
        shown = self.field(name)
        check = self._check(name)
        if not check.tries:
            message = _("Tapez d'abord ce qui est écrit sur la fiche ; la première saisie se voit après.")
            return Reaction(replace(shown, message=message), False, self.position, Sound.REFUSED)
        check.looked = True
        first = self._first.field(name)
        value = self._first.display(name) or first.typed or _("pas de réponse")
        message = _("Première saisie : {value}").format(value=value)
        shown = replace(shown, state=FieldState.REFUSED, rule=str(Rule.VERIFICATION), message=message)
        return Reaction(shown, False, self.position)

    # Gestures

    def enter(self, typed: str) -> Reaction:
        """Take the text typed, and compare it with the first keying."""
        question = self._current()
        if question.name not in self._compared:
            return super().enter(typed)
        self.counters.work(self.environment.now())
        self._take(question, typed)
        return self._compare(question)

    def confirm(self) -> Reaction:
        """Hold to what was keyed, though a rule refuses it: then it is compared."""
        question = self._current()
        if question.name not in self._compared or self._check(question.name).verdict is not None:
            return super().confirm()
        if not self.input(question.name).has_text:
            self._take(question, "")
        return self._compare(question, insisted=True)

    def end_section(self, typed: str | None = None) -> Reaction:
        """Say that the rest of the section is blank; it stops where the first keying says otherwise."""
        section = self._current().section
        while True:
            name = self.position
            done = typed is None and self._check(name).verdict is not None
            reaction = self._go_on(self._current()) if done else self.enter(typed or "")
            typed = None
            if not reaction.accepted or not self.position or self._current().section != section:
                return reaction

    def nonresponse(self, kind: Nonresponse | None = None) -> Reaction:
        """Say why there is no answer; Enter compares it."""
        return self._unsettling(lambda: super(VerificationSession, self).nonresponse(kind))

    def force(self) -> Reaction:
        """Keep the answer of a skipped question as on paper; Enter compares it."""
        return self._unsettling(super().force)

    def restore(self) -> Reaction:
        """Give the current question back what it had when the cursor came; Enter compares it."""
        return self._unsettling(super().restore)

    def ditto(self) -> Reaction:
        """Refuse: what is keyed again is read on the paper."""
        message = _("Pendant un contrôle, rien ne se recopie : lisez la fiche.")
        shown = replace(self.field(self._current().name), message=message)
        return Reaction(shown, False, self.position, Sound.REFUSED)

    def ditto_section(self) -> Reaction:
        """Refuse, as `ditto` does."""
        return self.ditto()

    def undo(self) -> bool:
        """Do nothing: a verdict stands until the question is keyed again."""
        return False

    def redo(self) -> bool:
        """Do nothing."""
        return False

    # Within

    def _compare(self, question: Question, *, insisted: bool = False) -> Reaction:
        """Settle the question, or empty it; text that a rule refuses is likely a slip, and is asked."""
        name, outcome = question.name, self.outcome(question.name)
        first, check = self._first.input(name), self._checks.setdefault(name, _Check())
        if outcome == self._first.outcome(name):
            check.verdict = Verdict.VERIFIER if check.tries else Verdict.AGREED
            self._changes.make(name, replace(first, note=self.input(name).note or first.note))
            return self._go_on(question)
        if check.tries and outcome == check.tries[-1]:
            check.verdict = Verdict.KEYER
            if first.as_on_paper and outcome:
                self._changes.make(name, replace(self.input(name), as_on_paper=True))
            return self._react(question)
        if not insisted and super().field(name).state is FieldState.REFUSED:
            return self._react(question)
        check.tries.append(outcome)
        check.verdict = None
        self._changes.make(name, replace(UNTOUCHED, note=self.input(name).note))
        return Reaction(self.field(name), False, self.position, Sound.CHECK)

    def _unsettling(self, gesture: Callable[[], Reaction]) -> Reaction:
        """Make a gesture; what it changes is not settled before it is compared."""
        name = self._current().name
        before = self.input(name)
        reaction = gesture()
        if name in self._checks and self.input(name) != before:
            self._checks[name].verdict = None
        return reaction

    def _go_on(self, question: Question) -> Reaction:
        left = self.field(question.name)
        self._move(self.form.path.after(question.name, self._is_open))
        return Reaction(left, True, self.position, Sound.NONE)

    def _is_open(self, name: str) -> bool:
        if not self.questionnaire.by_name[name].keyed:
            return False
        if name in self._compared and self._first.input(name).as_on_paper:
            return True
        return self.is_asked(name) and (name in self._compared or not self._first.is_asked(name))

    def _hold(self, typed: str | None) -> None:
        if self.position not in self._compared:
            super()._hold(typed)

    def _check(self, name: str) -> _Check:
        return self._checks.get(name, _Check())

    def _counts(self, name: str) -> bool:
        """Tell whether what was done to `name` here changes the response."""
        if name not in self._compared:
            return True
        return self._check(name).verdict is not None and self.input(name) != self._first.input(name)


def _difference() -> str:
    return _("Pas la même réponse qu'à la première saisie. Relisez la fiche et tapez ce qui y est écrit.")


def _read(draft: Mapping[str, Any]) -> dict[str, _Check]:
    kept: Iterable[tuple[str, Mapping[str, Any]]] = draft.get("checks", {}).items()
    return {
        name: _Check(
            list(check["tries"]), Verdict(check["verdict"]) if check["verdict"] else None, check["looked"]
        )
        for name, check in kept
    }
