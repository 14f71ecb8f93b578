"""Which questions show in lists and are searched: told by their formats, not by their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.storage.words import index_words, phone_word


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
    """Return the columns of `questionnaire`: the questions that say who a person is (`core.roles`)."""
    found = roles(questionnaire)
    labels: dict[str, str] = {}
    if found.place:
        choices = questionnaire.choices_of(questionnaire.by_name[found.place])
        labels = {choice.name: questionnaire.text(choice.labels) for choice in choices}
    return ListColumns(
        names=_paths(found.names),
        place=f"answers.{found.place}" if found.place else "",
        place_labels=labels,
        texts=_paths(found.texts),
        phones=_paths(found.phones),
    )


def _paths(questions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"answers.{question}" for question in questions)
