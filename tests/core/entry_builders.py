"""Small questionnaires written in the tests that use them, and sessions over them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from teleactivites_desktop.core.entry import EntrySession, Format, FormatProblem
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import (
    Choice,
    ChoiceList,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)

ENVIRONMENT = Environment(lambda: datetime(2007, 12, 3, 9, 0, tzinfo=UTC), lambda count: b"\0" * count)
T = QuestionType
Session = TypeVar("Session", bound=EntrySession)


def shout(text: str) -> str:
    """A format for tests: capitals; it refuses a question mark."""
    if "?" in text:
        raise FormatProblem("Sans point d'interrogation.")
    return text.upper()


FORMATS: Mapping[str, Format] = {"shout": shout}


def ask(name: str, type_: QuestionType = T.TEXT, **rules: Any) -> Question:
    """A question; messages may be given as text. It is in section "s" unless told otherwise."""
    for key in ("labels", "constraint_messages", "warning_messages", "required_messages"):
        if isinstance(rules.get(key), str):
            rules[key] = {"": rules[key]}
    return Question(name=name, type=type_, section=rules.pop("section", "s"), **{"labels": {}, **rules})


def choices(name: str, names: str, *, from_file: bool = False) -> ChoiceList:
    """A list of choices; each label is the name with a capital."""
    return ChoiceList(
        name, tuple(Choice(word, {"": word.capitalize()}) for word in names.split()), from_file=from_file
    )


def questionnaire(
    *questions: Question,
    lists: Iterable[ChoiceList] = (),
    sections: Iterable[Section] = (),
    tables: Mapping[str, tuple[Mapping[str, str], ...]] | None = None,
) -> Questionnaire:
    """A questionnaire; its sections are those given, then one for each that questions name."""
    known = {section.name: section for section in sections}
    for question in questions:
        known.setdefault(question.section, Section(question.section, {}))
    return Questionnaire(
        form_id="test",
        version="1",
        titles={},
        default_language="",
        languages=("",),
        sections=tuple(known.values()),
        questions=questions,
        choice_lists={found.name: found for found in lists},
        tables=tables or {},
    )


def session_of(made: Questionnaire, **options: Any) -> EntrySession:
    """A session over `made`, on 3 December 2007."""
    return EntrySession(made, ENVIRONMENT, FORMATS, **options)


def key(session: Session, **typed: str) -> Session:
    """Go to each question named and enter its text, in the order given."""
    for name, text in typed.items():
        session.go(name)
        session.enter(text)
    return session
