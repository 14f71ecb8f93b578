"""The entry session: keying one paper, as a state machine that window, command line and tests drive alike."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from teleactivites_desktop.core.entry import draft as drafts
from teleactivites_desktop.core.entry.changes import Changes
from teleactivites_desktop.core.entry.counters import Counters
from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.fields import (
    Field,
    FieldState,
    Problem,
    Reaction,
    Rule,
    Sound,
    Suggestion,
)
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.entry.normalise import Format, Normaliser, clean
from teleactivites_desktop.core.entry.outcome import is_confirmed, patch_of, problems_of
from teleactivites_desktop.core.entry.view import View
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Choice, Labels, Question, Questionnaire
from teleactivites_desktop.core.values import Nonresponse, PatchValue
from teleactivites_desktop.i18n import _

_KINDS = tuple(Nonresponse)
_MULTILINE = "multiline"


class EntrySession:
    """The keying of one paper.

    `formats` normalise text formats by name; `proposals` are texts offered in empty boxes (values that repeat
    in the batch), `ditto` the texts of the previous paper, both question -> text as typed; `draft` is what
    `to_draft` gave. A `Form` may stand for the questionnaire, to compile it once for many papers.

    `position` is the name of the question being keyed, "" past the last one; it can be a calculation whose
    soft check is asked as its section is left. Gestures need a position, and raise LookupError at the end.
    """

    def __init__(
        self,
        questionnaire: Questionnaire | Form,
        environment: Environment,
        formats: Mapping[str, Format],
        *,
        proposals: Mapping[str, str] | None = None,
        ditto: Mapping[str, str] | None = None,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.form = questionnaire if isinstance(questionnaire, Form) else Form(questionnaire)
        self.environment = environment
        self.formats = formats
        kept = drafts.known(drafts.read(draft or {}), self.form.questionnaire)
        normaliser = Normaliser(self.form.lists, formats, environment.today())
        self._engine = Engine(self.form, environment, normaliser, kept.inputs, kept.calculated)
        self._view = View(self._engine, dict(proposals or {}))
        self._ditto = dict(ditto or {})
        self._changes = Changes(self._engine)
        self._opened: Mapping[str, Input] = {}
        self.counters = Counters(kept.counters)
        self.paper_note = kept.note
        self.position = ""
        known = kept.position is not None and (not kept.position or kept.position in self.form.path)
        start = kept.position if known else None
        self._move(self.form.path.first(self._is_open) if start is None else start)

    @classmethod
    def for_edit(
        cls,
        questionnaire: Questionnaire | Form,
        environment: Environment,
        formats: Mapping[str, Format],
        *,
        values: Mapping[str, PatchValue],
        draft: Mapping[str, Any] | None = None,
    ) -> Self:
        """Open a stored response to correct it; `values` is its fold, path -> value.

        `draft` is what `to_draft` of such a session gave: the corrections alone.
        """
        form = questionnaire if isinstance(questionnaire, Form) else Form(questionnaire)
        opened = drafts.of_response(form.questionnaire, values)
        kept = opened if draft is None else drafts.corrected(opened, drafts.read(draft))
        session = cls(form, environment, formats, draft=drafts.write(kept))
        session._opened = opened.inputs
        return session

    # What is shown

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire being keyed."""
        return self.form.questionnaire

    def field(self, name: str) -> Field:
        """Return the question `name` as it stands. Raises KeyError for no such question."""
        return self._view.field(name)

    def fields(self, section: str) -> list[Field]:
        """Return the fields directly in `section`, notes included, in paper order."""
        return self._view.fields(section)

    def display(self, name: str) -> str:
        """Return the answer of `name` as it is read (French date, decimal comma, labels); "" without one."""
        return self._view.display(name)

    def label(self, labels: Labels, language: str = "") -> str:
        """Return a label of the questionnaire, answers put in the place of its ${names}."""
        return self._view.text(labels, language)

    def complete_code(self, typed: str) -> bool:
        """Tell whether `typed` can only be a whole code here, right or wrong: it goes on without Enter."""
        return bool(self.position) and self._view.complete_code(self.position, typed)

    def code_choices(self, name: str) -> list[tuple[str, Choice, bool]]:
        """Return the choices of `name`: code, choice, and whether it can be chosen now."""
        return self._view.code_choices(name)

    def suggestions(self, typed: str) -> list[Suggestion]:
        """Return the lines to offer while `typed` is in the box of a list question; none elsewhere."""
        return self._view.suggestions(self.position, typed) if self.position else []

    # Gestures

    def enter(self, typed: str) -> Reaction:
        """Take the text typed in the current question, and go on where nothing is against it.

        An empty text leaves the question blank (a nonresponse given before is kept). The text that the box
        shows already changes nothing. A refused text stays in the field, and so does the cursor.
        """
        question = self._current()
        self.counters.work(self.environment.now())
        if question.keyed:
            self._take(question, typed)
        return self._react(question)

    def confirm(self) -> Reaction:
        """Keep what the paper says, and go on: the one key after a message.

        An answer to check is confirmed; an answer in a skipped question is kept "as on paper"; a refused text
        stays refused, and the response will be incomplete.
        """
        question = self._current()
        given, standing = self._engine.input(question.name), self._engine.standing(question.name)
        if question.keyed and not standing.relevant and given.has_text and not given.as_on_paper:
            self._changes.make(question.name, replace(given, as_on_paper=True))
            return self._react(question)
        if standing.value is not None and self._engine.warns(question.name):
            self._changes.make(question.name, replace(given, confirmed=standing.value))
        return self.leave()

    def leave(self) -> Reaction:
        """Go on to the next question and leave this one as it stands, even refused or to check."""
        question = self._current()
        field = self.field(question.name)
        self._move(self.form.path.after(question.name, self._is_open))
        accepted = field.state not in (FieldState.REFUSED, FieldState.TO_CHECK)
        return Reaction(field, accepted, self.position, self._sound_on_arrival())

    def nonresponse(self, kind: Nonresponse | None = None) -> Reaction:
        """Say why there is no answer; None takes the next kind (blank, refused, unknown, illegible, n/a).

        The cursor stays, so that the same key gives the next kind; Enter on the empty box goes on.
        """
        question = self._current()
        given = self._engine.input(question.name)
        if question.keyed:
            place = _KINDS.index(given.nonresponse) + 1 if given.nonresponse else 0
            kind = kind or _KINDS[place % len(_KINDS)]
            self._changes.make(question.name, given.emptied(kind))
        field = self.field(question.name)
        return Reaction(field, field.state is FieldState.NONRESPONSE, self.position)

    def force(self) -> Reaction:
        """Keep the answer of a skipped question as on paper; the cursor stays."""
        question = self._current()
        if question.keyed and not self._engine.standing(question.name).relevant:
            self._changes.make(question.name, replace(self._engine.input(question.name), as_on_paper=True))
        return Reaction(self.field(question.name), True, self.position)

    def ditto(self) -> Reaction:
        """Take the previous paper's answer to the current question; refused where it had none."""
        question = self._current()
        if typed := self._ditto.get(question.name):
            return self.enter(typed)
        field = replace(
            self.field(question.name), message=_("La fiche précédente n'a rien à cette question.")
        )
        return Reaction(field, False, self.position, Sound.REFUSED)

    def ditto_section(self) -> Reaction:
        """Take the previous paper's answers, blanks included, for what is still empty of this section.

        It stops where an answer is refused or to check.
        """
        section = self._current().section
        while True:
            is_empty = self.field(self.position).state is FieldState.EMPTY
            reaction = self.enter(self._ditto.get(self.position, "")) if is_empty else self.leave()
            if not reaction.accepted or not self.position or self._current().section != section:
                return reaction

    def back(self, typed: str | None = None) -> Reaction:
        """Go to the open question before; `typed`, the text in the box left, is kept as if entered."""
        self._hold(typed)
        return self._go(self.form.path.before(self.position, self._is_open))

    def go(self, name: str, typed: str | None = None) -> Reaction:
        """Go to any question keyed, even skipped, or to the end (""). Raises KeyError for no such place."""
        if name and name not in self.form.path:
            raise KeyError(name)
        self._hold(typed)
        return self._go(name)

    def end_section(self, typed: str | None = None) -> Reaction:
        """Go to the next section; the calculations of this one are checked first."""
        self._hold(typed)
        return self._go(self.form.path.after_section(self.position, self._is_open))

    def restore(self) -> Reaction:
        """Give the current question back what it had when the cursor came."""
        question = self._current()
        self._changes.make(question.name, self._arrival)
        return Reaction(self.field(question.name), True, self.position)

    def undo(self) -> bool:
        """Take the last change of this sitting back and go to its question; False where there is none."""
        return self._go_to_changed(self._changes.undo())

    def redo(self) -> bool:
        """Make the last change taken back again and go to its question; False where there is none."""
        return self._go_to_changed(self._changes.redo())

    def note(self, text: str, name: str | None = None) -> None:
        """Leave a note on the question `name`, or on the whole response; "" takes it away."""
        if name is None:
            self.paper_note = clean(text, multiline=True).strip()
        else:
            self._changes.make(
                name, replace(self._engine.input(name), note=clean(text, multiline=True).strip())
            )

    # Outcome

    def touched(self) -> list[str]:
        """Return the questions that are not as they were opened (on a new paper: that are not untouched)."""
        inputs = self._engine.inputs()
        return [
            name
            for name in self.questionnaire.by_name
            if inputs.get(name, UNTOUCHED) != self._opened.get(name, UNTOUCHED)
        ]

    def problems(self) -> list[Problem]:
        """Return what keeps the response from being complete; everything is worked out again."""
        self._engine.refresh()
        return list(problems_of(self._engine))

    def finish(self) -> dict[str, PatchValue]:
        """Return the patch of the whole response: flat paths, answers of skipped questions left out."""
        self._engine.refresh()
        return patch_of(self._engine, self.paper_note)

    def to_draft(self) -> dict[str, Any]:
        """Return all that a later session needs to go on at this very question, as JSON."""
        return drafts.write(
            drafts.Kept(
                inputs={name: self._engine.input(name) for name in self.touched()},
                calculated=self._engine.remembered(),
                position=self.position,
                note=self.paper_note,
                counters=self.counters.to_json(),
            )
        )

    # Within

    def _current(self) -> Question:
        if not self.position:
            raise LookupError("past the last question")
        return self.questionnaire.by_name[self.position]

    def _is_open(self, name: str) -> bool:
        given, standing = self._engine.input(name), self._engine.standing(name)
        if self.questionnaire.by_name[name].keyed:
            return standing.relevant or given.as_on_paper
        return self._engine.warns(name) and not (
            standing.value is not None and is_confirmed(given, standing.value)
        )

    def _take(self, question: Question, typed: str) -> None:
        typed = clean(typed, multiline=_MULTILINE in question.appearance)
        field, given = self.field(question.name), self._engine.input(question.name)
        if not typed.strip():
            kept = given.nonresponse not in (None, Nonresponse.BLANK)
            after = given if kept else replace(given.emptied(Nonresponse.BLANK), as_on_paper=False)
        elif typed == field.typed and given.has_text:
            return
        else:
            after = given.typed_anew(typed)
        if field.value is not None and field.state is not FieldState.REFUSED and field.relevant:
            self.counters.corrected[question.name] += 1
        self._changes.make(question.name, after)

    def _react(self, question: Question) -> Reaction:
        field = self.field(question.name)
        given = self._engine.input(question.name)
        if field.state is FieldState.REFUSED:
            self.counters.refused[question.name] += 1
            return Reaction(field, False, self.position, Sound.REFUSED)
        if question.keyed and given.has_text and not field.relevant and not given.as_on_paper:
            message = _("Question sautée d'après les réponses. Confirmez pour la garder comme sur le papier.")
            field = replace(field, state=FieldState.TO_CHECK, rule=str(Rule.SKIPPED), message=message)
        if field.state is FieldState.TO_CHECK:
            self.counters.checked[question.name] += 1
            return Reaction(field, False, self.position, Sound.CHECK)
        self._move(self.form.path.after(question.name, self._is_open))
        return Reaction(field, True, self.position, self._sound_on_arrival())

    def _sound_on_arrival(self) -> Sound:
        asked = self.position and not self.questionnaire.by_name[self.position].keyed
        return Sound.CHECK if asked else Sound.NONE

    def _hold(self, typed: str | None) -> None:
        if typed is None or not self.position:
            return
        question = self._current()
        field = self.field(question.name)
        if question.keyed and typed != field.typed and (typed.strip() or field.typed):
            self._take(question, typed)

    def _go(self, name: str) -> Reaction:
        left = self.position
        self._move(name)
        shown = name or left
        field = self.field(shown) if shown else self.field(self.questionnaire.keyed[-1].name)
        return Reaction(field, True, name, self._sound_on_arrival())

    def _move(self, name: str) -> None:
        self.position = name
        self._arrival = self._engine.input(name)

    def _go_to_changed(self, name: str) -> bool:
        if name:
            self._move(name)
        return bool(name)
