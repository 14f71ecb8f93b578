"""Random keying: whatever the gestures, the outcome is that of typing the final answers once, in order."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from entry_builders import T, ask, choices, questionnaire, session_of
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from teleactivites_desktop.core.entry import EntrySession, FieldState
from teleactivites_desktop.core.questionnaire import Section
from teleactivites_desktop.core.values import Nonresponse, Value

PAPER = questionnaire(
    ask("day", T.DATE, section="a", required="yes", constraint=". <= today()"),
    ask("year", T.CALCULATE, section="a", calculation="int(format-date(${day}, '%Y'))"),
    ask("born", T.INTEGER, section="a", constraint=". <= ${year}", warning="${year} - . >= 16"),
    ask("works", T.SELECT_ONE, section="b", choice_list="yes_no", required="yes"),
    ask("job", section="b", relevant="${works} = 'yes'", format="shout", required="yes"),
    ask("part", T.DECIMAL, section="b", relevant="${works} = 'yes'", constraint=". <= 100"),
    ask("rest", T.DECIMAL, section="b", relevant="${part} != ''", constraint=". <= 100 - ${part}"),
    ask(
        "total",
        T.CALCULATE,
        section="b",
        calculation="coalesce(${part}, 0) + coalesce(${rest}, 0)",
        warning=". = 0 or . = 100",
    ),
    ask("why_1", T.SELECT_ONE, section="c", choice_list="why"),
    ask("why_2", T.SELECT_ONE, section="c", choice_list="why", choice_filter="name != ${why_1}"),
    ask("low", T.INTEGER, section="c", constraint="${high} = '' or . <= ${high}"),
    ask("high", T.INTEGER, section="c", constraint="${low} = '' or . >= ${low}"),
    ask("many", T.SELECT_MULTIPLE, section="d", choice_list="why", constraint="count-selected(.) <= 2"),
    lists=[choices("yes_no", "yes no"), choices("why", "sun snow work other")],
    sections=[Section(name, {}) for name in "abc"] + [Section("d", {}, relevant="${works} = 'yes'")],
)
NAMES = [question.name for question in PAPER.keyed]
TYPED = ["", "1", "2", "3", "1 3", "1 2 3", "40", "60", "1968", "2005", "121107", "121299", "abc", "quoi ?"]
PREVIOUS = {"day": "121107", "works": "1", "job": "berger", "part": "60", "why_1": "2"}


@dataclass(frozen=True)
class Final:
    """What a question ends up with; `nonresponse` BLANK where somebody passed it by."""

    typed: str = ""
    nonresponse: Nonresponse | None = None
    confirmed: Value | None = None
    forced: bool = False
    note: str = ""


class Keying(RuleBasedStateMachine):
    """The model keeps the final answers, and past ones for undo; it knows nothing of rules."""

    @initialize()
    def begin(self) -> None:
        self.session = session_of(PAPER, ditto=PREVIOUS)
        self.final: dict[str, Final] = {}
        self.past: list[dict[str, Final]] = []
        self.future: list[dict[str, Final]] = []
        self.opened: dict[str, Final] = {}

    def _is_keyed(self) -> bool:
        return self.session.position in NAMES

    def _note_change(self, name: str, after: Final) -> None:
        if after != self.final.get(name, Final()):
            self.past.append(dict(self.final))
            self.future.clear()
            self.final[name] = after

    def _typed(self, name: str, typed: str, shown: str, value: Value | None) -> None:
        """What entering `typed` does to the final answers; the box showed `shown` before."""
        was = self.final.get(name, Final())
        if typed == shown and was.typed:
            return
        if typed:
            kept = was.confirmed if was.confirmed == value else None
            self._note_change(name, replace(was, typed=typed, nonresponse=None, confirmed=kept))
        elif was.nonresponse in (None, Nonresponse.BLANK):
            self._note_change(name, Final(nonresponse=Nonresponse.BLANK, note=was.note))

    def _value(self, name: str) -> Value | None:
        """The value that the final text means; the session's own reading of it is tested elsewhere."""
        return self.session._engine.candidate(name)

    def _enter(self, typed: str) -> None:
        name = self.session.position
        shown = self.session.field(name).typed
        self.session.enter(typed)
        self._typed(name, typed, shown, self._value(name))

    @precondition(lambda self: self._is_keyed())
    @rule(typed=st.sampled_from(TYPED))
    def enter(self, typed: str) -> None:
        self._enter(typed)

    @precondition(lambda self: self._is_keyed() and self.session.position in PREVIOUS)
    @rule()
    def ditto(self) -> None:
        name = self.session.position
        shown = self.session.field(name).typed
        self.session.ditto()
        self._typed(name, PREVIOUS[name], shown, self._value(name))

    @precondition(lambda self: self._is_keyed())
    @rule()
    def ditto_for_a_block(self) -> None:
        """Whatever was filled is what the previous paper has there, in paper order; nothing else moved."""
        before = {name: self.session.field(name) for name in NAMES}
        self.session.ditto_section()
        for name in NAMES:
            after = self.session.field(name)
            if (after.typed, after.nonresponse) != (before[name].typed, before[name].nonresponse):
                assert before[name].state is FieldState.EMPTY
                assert bool(after.typed) == (name in PREVIOUS)
                self._typed(name, PREVIOUS.get(name, ""), before[name].typed, self._value(name))

    @precondition(lambda self: self.session.position)
    @rule()
    def confirm(self) -> None:
        name = self.session.position
        before = self.session.field(name)
        self.session.confirm()
        was = self.final.get(name, Final())
        if not before.relevant and was.typed and not was.forced:
            self._note_change(name, replace(was, forced=True))
        elif before.state is FieldState.TO_CHECK:
            self._note_change(name, replace(was, confirmed=before.value))

    @precondition(lambda self: self.session.position)
    @rule()
    def leave(self) -> None:
        self.session.leave()

    @precondition(lambda self: self._is_keyed())
    @rule(kind=st.sampled_from([None, *Nonresponse]))
    def nonresponse(self, kind: Nonresponse | None) -> None:
        name = self.session.position
        reaction = self.session.nonresponse(kind)
        assert reaction.moved_to == name
        assert kind is None or reaction.field.nonresponse is kind
        was = self.final.get(name, Final())
        self._note_change(
            name, replace(was, typed="", nonresponse=reaction.field.nonresponse, confirmed=None)
        )

    @precondition(lambda self: self._is_keyed())
    @rule()
    def force(self) -> None:
        name = self.session.position
        skipped = not self.session.field(name).relevant
        self.session.force()
        if skipped:
            self._note_change(name, replace(self.final.get(name, Final()), forced=True))

    @rule(name=st.sampled_from(["", *NAMES]), typed=st.none() | st.sampled_from(TYPED[1:]))
    def go(self, name: str, typed: str | None) -> None:
        left = self.session.position
        shown = self.session.field(left).typed if left else ""
        self.session.go(name, typed)
        assert self.session.position == name
        if typed and left in NAMES and typed != shown:
            self._typed(left, typed, shown, self._value(left))

    @rule()
    def back(self) -> None:
        before = self.session.position
        after = self.session.back().moved_to
        keyed = [name for name in NAMES if self._is_open(name)]
        assert after in keyed or after == before

    def _is_open(self, name: str) -> bool:
        field = self.session.field(name)
        return field.relevant or field.as_on_paper

    @precondition(lambda self: self.session.position)
    @rule()
    def end_section(self) -> None:
        section = PAPER.by_name[self.session.position].section
        after = self.session.end_section().moved_to
        assert after not in NAMES or PAPER.by_name[after].section != section

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(["", "revoir"]))
    def note(self, name: str, text: str) -> None:
        self.session.note(text, name)
        self._note_change(name, replace(self.final.get(name, Final()), note=text))

    @rule()
    def undo(self) -> None:
        assert self.session.undo() == bool(self.past)
        if self.past:
            self.future.append(self.final)
            self.final = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert self.session.redo() == bool(self.future)
        if self.future:
            self.past.append(self.final)
            self.final = self.future.pop()

    @rule()
    def kill_and_open_again(self) -> None:
        before = self.session
        draft: Any = json.loads(json.dumps(before.to_draft()))
        self.session = session_of(PAPER, ditto=PREVIOUS, draft=draft)
        self.past, self.future, self.opened = [], [], dict(self.final)
        assert self.session.position == before.position
        for section in PAPER.sections:
            assert self.session.fields(section.name) == before.fields(section.name)

    @invariant()
    def what_is_stored_is_what_a_fresh_session_makes_of_the_final_answers(self) -> None:
        if hasattr(self, "session"):
            fresh = replay(self.final)
            assert self.session.finish() == fresh.finish()
            assert self.session.problems() == fresh.problems()

    def teardown(self) -> None:
        """Undo of everything gives the empty response; after a kill, the one that was opened again."""
        if hasattr(self, "session"):
            while self.session.undo():
                pass
            assert self.session.finish() == replay(self.opened).finish()
            assert self.opened or self.session.finish() == session_of(PAPER).finish()

    @invariant()
    def the_cursor_is_at_a_question_or_past_the_end(self) -> None:
        if hasattr(self, "session"):
            assert self.session.position in ("", "total", *NAMES)


def replay(final: dict[str, Final]) -> EntrySession:
    """A fresh session in which the final answers are typed once, in paper order."""
    session = session_of(PAPER)
    for name in NAMES:
        answer = final.get(name, Final())
        session.note(answer.note, name)
        session.go(name)
        if answer.nonresponse:
            session.nonresponse(answer.nonresponse)
        elif answer.typed:
            session.enter(answer.typed)
    for name in NAMES:
        if final.get(name, Final()).forced:
            session.go(name)
            session.force()
    for name in [*NAMES, "total"]:
        confirmed = final.get(name, Final()).confirmed
        if confirmed is not None and session.field(name).value == confirmed:
            session.go(name)
            session.confirm()
    return session


TestKeying = pytest.mark.fuzz(Keying.TestCase)
TestKeying.settings = settings(
    settings.get_profile(settings.get_current_profile_name()), stateful_step_count=30
)
