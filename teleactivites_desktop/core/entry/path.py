"""The cursor's path: questions in paper order, with the calculations to be checked after their section."""

from collections.abc import Callable, Iterator

from teleactivites_desktop.core.questionnaire import Question, Questionnaire

IsOpen = Callable[[str], bool]
"""Tells whether the cursor stops at a question: keyed and not skipped, or a calculation to check."""


class Path:
    """Where the cursor may stop. "" stands for the end of the paper."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._parents = {section.name: section.parent for section in questionnaire.sections}
        self._stops = [question.name for question in questionnaire.keyed]
        self._section = {question.name: question.section for question in questionnaire.questions}
        after: dict[int, list[str]] = {}
        for question in questionnaire.questions:
            if not question.keyed and question.warning:
                after.setdefault(self._gate(questionnaire, question), []).append(question.name)
        self._names = list(after.get(-1, ()))
        for place, name in enumerate(self._stops):
            self._names += [name, *after.get(place, ())]
        self._place = {name: place for place, name in enumerate(self._names)}

    def _gate(self, questionnaire: Questionnaire, question: Question) -> int:
        """Return the place of the last stop in the section of `question`, -1 where no stop comes before."""
        inside = [
            place
            for place, name in enumerate(self._stops)
            if not question.section or question.section in self._around(self._section[name])
        ]
        if inside:
            return inside[-1]
        order = {name: place for place, name in enumerate(questionnaire.by_name)}
        before = [place for place, name in enumerate(self._stops) if order[name] < order[question.name]]
        return before[-1] if before else -1

    def _around(self, section: str) -> Iterator[str]:
        while section:
            yield section
            section = self._parents.get(section, "")

    def __contains__(self, name: str) -> bool:
        return name in self._place

    def first(self, is_open: IsOpen) -> str:
        """Return the first stop that is open; "" where none is."""
        return self._next_from(0, is_open)

    def after(self, name: str, is_open: IsOpen) -> str:
        """Return the next open stop; "" at the end."""
        return self._next_from(self._place[name] + 1, is_open) if name else ""

    def after_section(self, name: str, is_open: IsOpen) -> str:
        """Return the next open stop out of the section of `name`; its calculations are asked first."""
        if not name:
            return ""
        keyed = set(self._stops)
        section = self._section[name]
        return self.after(
            name, lambda other: is_open(other) and not (other in keyed and self._section[other] == section)
        )

    def before(self, name: str, is_open: IsOpen) -> str:
        """Return the open question keyed before `name` ("": before the end); `name` itself at the start."""
        keyed = set(self._stops)
        end = self._place[name] if name else len(self._names)
        for place in range(end - 1, -1, -1):
            if self._names[place] in keyed and is_open(self._names[place]):
                return self._names[place]
        return name

    def _next_from(self, place: int, is_open: IsOpen) -> str:
        return next((name for name in self._names[place:] if is_open(name)), "")
