"""Which questions show in lists and are searched: told by their formats, not by their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teleactivites_desktop.core.questionnaire import Questionnaire, QuestionType
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.storage.words import index_words, phone_word

_POSTAL_CODES = "postal_codes"
"""Attribute by which a list of choices is known to be one of communes (docs/questionnaire)."""


@dataclass(frozen=True)
class ListColumns:
    """Paths of patches: parts of the name, the commune (with the labels of codes), texts, telephones."""

    names: tuple[str, ...] = ()
    place: str = ""
    place_labels: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def name_of(self, fields: Mapping[str, PatchValue]) -> str:
        """Return the name to show: its parts in paper order, "" where none was given."""
        return " ".join(str(fields[path]) for path in self.names if path in fields)

    def place_of(self, fields: Mapping[str, PatchValue]) -> str:
        """Return the commune to show; a code that the list does not know stays a code."""
        code = str(fields.get(self.place, ""))
        return self.place_labels.get(code, code)

    def search_words(self, paper: str, name: str, place: str, fields: Mapping[str, PatchValue]) -> str:
        """Return the words under which a response is found."""
        texts = [str(fields[path]) for path in self.texts if path in fields]
        phones = [phone_word(str(fields[path])) for path in self.phones if path in fields]
        return " ".join([index_words(" ".join((paper, name, place, *texts))), *phones])


def list_columns(questionnaire: Questionnaire) -> ListColumns:
    """Return the columns of `questionnaire`.

    Names and telephones are the questions with those formats; the commune is the first question whose list
    has postal codes; the texts searched are the other questions that identify a person.
    """
    texts = [question for question in questionnaire.questions if question.type is QuestionType.TEXT]
    place = next(
        (
            question
            for question in questionnaire.questions
            if any(_POSTAL_CODES in choice.attributes for choice in questionnaire.choices_of(question)[:1])
        ),
        None,
    )
    return ListColumns(
        names=tuple(f"answers.{question.name}" for question in texts if question.format == "name"),
        place=f"answers.{place.name}" if place else "",
        place_labels={
            choice.name: questionnaire.text(choice.labels) for choice in questionnaire.choices_of(place)
        }
        if place
        else {},
        texts=tuple(
            f"answers.{question.name}"
            for question in texts
            if question.identity and question.format not in ("name", "phone")
        ),
        phones=tuple(f"answers.{question.name}" for question in texts if question.format == "phone"),
    )
