"""How far each section of a paper is, for the strip and for the end of the paper."""

from collections.abc import Iterable

from teleactivites_desktop.core.entry.fields import Field, FieldState
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.ui.entry.sections import Progress, Tab

_TO_SEE = frozenset({FieldState.REFUSED, FieldState.TO_CHECK})


class Outline:
    """The sections that hold questions to key, in paper order."""

    def __init__(self, session: EntrySession) -> None:
        self._session = session
        questionnaire = session.questionnaire
        held = {question.section for question in questionnaire.keyed}
        self._titles = {
            section.name: questionnaire.text(section.labels) or section.name
            for section in questionnaire.sections
            if section.name in held
        }
        if "" in held:
            self._titles = {"": questionnaire.text(questionnaire.titles), **self._titles}
        self._first = {
            name: next(question.name for question in questionnaire.in_section(name) if question.keyed)
            for name in self._titles
        }

        self._progress: dict[str, Progress] = {}
        self.refresh()

    @property
    def sections(self) -> list[str]:
        """Return the names of the sections."""
        return list(self._titles)

    def first_open(self, section: str) -> str:
        """Return the first question of `section` that is not skipped, else its first."""
        opened = (
            field.question.name
            for field in self._session.fields(section)
            if field.question.keyed and (field.relevant or field.as_on_paper)
        )
        return next(opened, self._first[section])

    def step(self, name: str, by: int) -> str:
        """Return the question `by` places from `name`, skipped ones counted; "" past the end."""
        keyed = [question.name for question in self._session.questionnaire.keyed]
        place = keyed.index(name) if name in keyed else len(keyed)
        target = max(0, place + by)
        return keyed[target] if target < len(keyed) else ""

    def refresh(self, *sections: str) -> None:
        """Work out again how far `sections` are; all of them when none is named."""
        for name in dict.fromkeys(sections) or self._titles:
            if name in self._titles:
                self._progress[name] = progress(self._session.fields(name))

    def tabs(self) -> list[Tab]:
        """Return the sections as the strip shows them, as far as they were at the last `refresh`."""
        return [Tab(name, title, self._progress[name]) for name, title in self._titles.items()]


def progress(fields: Iterable[Field]) -> Progress:
    """Return how far a section is: to be seen again, done, begun, or still ahead."""
    asked = [field for field in fields if field.question.keyed and (field.relevant or field.as_on_paper)]
    begun = {field.question.line for field in asked if field.state is not FieldState.EMPTY}
    # The line that waits under a table is nothing left to do.
    states = [field.state for field in asked if not begun or field.question.line in {0, *begun}]
    if any(state in _TO_SEE for state in states):
        return Progress.TO_SEE
    if all(state is not FieldState.EMPTY for state in states):
        return Progress.DONE
    if any(state is not FieldState.EMPTY for state in states):
        return Progress.BEGUN
    return Progress.AHEAD
