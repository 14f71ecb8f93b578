"""Keying a response a second time, blind; a difference is settled on the paper and booked to who was wrong.

CSPro's rule: on a difference the field empties; a new value is taken only when it is keyed twice the same,
and the fault is the first keyer's; if the verifier comes back to the first value it was the verifier's.
Making two entries match each other instead of reading the paper again is what double keying otherwise leaves
(doi 10.3758/s13428-019-01207-3), so the first value is not in sight until one asks, and that is written
down.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from teleactivites_desktop.core.entry import draft as drafts
from teleactivites_desktop.core.entry.fields import Field, FieldState, Problem, Reaction, Rule, Sound
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import UNTOUCHED
from teleactivites_desktop.core.entry.normalise import Format
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.values import Nonresponse, PatchValue
from teleactivites_desktop.core.verification.checks import Check, checks_as_json, checks_of
from teleactivites_desktop.core.verification.keyed import KeyedSession
from teleactivites_desktop.core.verification.outcome import Difference, Verdict, verified_questions
from teleactivites_desktop.i18n import _


class VerificationSession(KeyedSession):
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
        self._first = KeyedSession.for_edit(form, environment, formats, values=first)
        self.compared = [
            name
            for name in verified_questions(form.questionnaire, with_text=with_text)
            if self._first.could_be_asked(name)
        ]
        self._compared = frozenset(self.compared)
        self._checks = checks_of(draft or {})
        shown = {name: each for name, each in self._first.inputs().items() if name not in self._compared}
        begun = drafts.read(draft or {})
        kept = replace(begun, inputs={**shown, **begun.inputs})
        if draft is None:
            kept = replace(kept, note=self._first.paper_note)
        used = self._first.used_lines()
        super().__init__(form, environment, formats, draft=drafts.write(kept), asked_lines=used)
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
        """Return the questions not settled yet, and texts left alone on lines that were emptied."""
        unsettled = [
            Problem(name, Rule.VERIFICATION, _("Pas encore contrôlée."), "")
            for name in self.compared
            if self._check(name).verdict is None and self._is_open(name) and self._is_reached(name)
        ]
        return [*unsettled, *self._left_alone()]

    def to_draft(self) -> dict[str, Any]:
        """Return all that a later session needs to go on at this very question, as JSON."""
        return {**super().to_draft(), "checks": checks_as_json(self._checks)}

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
        """Return the fields directly in `section`, notes included, in paper order.

        Of a table, as many lines as were keyed again and the next one: how many there were is not in sight.
        """
        found = super().fields(section)
        return [self.field(each.question.name) for each in found if self._is_reached(each.question.name)]

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
            settled = name not in self._compared or self._check(name).verdict is not None
            done = typed is None and settled
            reaction = self._go_on(self._current()) if done else self.enter(typed or "")
            typed = None
            if not reaction.accepted or not self.position or self._current().section != section:
                return reaction

    def nonresponse(self, kind: Nonresponse | None = None) -> Reaction:
        """Say why there is no answer; Enter compares it."""
        return self._unsettling(lambda: super(VerificationSession, self).nonresponse(kind))

    def insert_line(self, typed: str | None = None) -> Reaction:
        """Refuse: a line is keyed again where the paper has it."""
        return self._refused(_("Pendant un contrôle, les lignes restent à leur place : lisez la fiche."))

    def remove_line(self) -> Reaction:
        """Refuse, as `insert_line` does."""
        return self.insert_line()

    def force(self) -> Reaction:
        """Keep the answer of a skipped question as on paper; Enter compares it."""
        return self._unsettling(super().force)

    def restore(self) -> Reaction:
        """Give the current question back what it had when the cursor came; Enter compares it."""
        return self._unsettling(super().restore)

    def ditto(self) -> Reaction:
        """Refuse: what is keyed again is read on the paper."""
        return self._refused(_("Pendant un contrôle, rien ne se recopie : lisez la fiche."))

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
        first, check = self._first.input(name), self._checks.setdefault(name, Check())
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
        if not self.is_asked(name):
            return False
        known = self._first.is_asked(name) and self._first.is_on_used_line(name)
        return name in self._compared or not known

    def _left_alone(self) -> Iterator[Problem]:
        """Yield the text, never compared, on lines whose every other cell was found empty on the paper."""
        for line in (line for table in self.form.tables.values() for line in table):
            compared = [name for name in line if name in self._compared]
            emptied = any(self._check(name).verdict is Verdict.KEYER for name in compared)
            if not emptied or any(self.outcome(name) for name in compared):
                continue
            for name in line:
                if name not in self._compared and self.input(name).has_text:
                    message = _("Seul texte d'une ligne vidée par le contrôle : est-il sur la fiche ?")
                    yield Problem(name, Rule.VERIFICATION, message, self.field(name).typed)

    def _is_reached(self, name: str) -> bool:
        """Tell whether `name` is in no table, or on a line of one that was keyed again, or on the next."""
        question = self.questionnaire.by_name[name]
        if question.line <= 1:
            return True
        table = self.form.tables[question.section]
        above, below = table[question.line - 2], table[question.line - 1 :]
        if any(self._check(name).verdict or self.input(name).has_text for name in above):
            return True
        return any(name == self.position or self.input(name).has_text for line in below for name in line)

    def _hold(self, typed: str | None) -> None:
        if self.position not in self._compared:
            super()._hold(typed)

    def _check(self, name: str) -> Check:
        return self._checks.get(name, Check())

    def _counts(self, name: str) -> bool:
        """Tell whether what was done to `name` here changes the response."""
        if name not in self._compared:
            return True
        return self._check(name).verdict is not None and self.input(name) != self._first.input(name)


def _difference() -> str:
    return _("Pas la même réponse qu'à la première saisie. Relisez la fiche et tapez ce qui y est écrit.")
