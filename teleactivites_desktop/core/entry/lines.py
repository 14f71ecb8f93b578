"""The lines of a table on the paper (XLSForm repeats): which questions stand on one, and when one is open.

A line is what stands on the paper's line of that number, so its number is its name, on every site: two sites
that key line 3 of one paper key the same line. Nothing is renumbered when a line is emptied.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Line:
    """The keyed questions of one line, and of the line above it (none above the first).

    `counted`: the form itself says how many lines there are; else a line opens once the one above it holds
    something, and nothing is required of a line that is empty.
    """

    own: tuple[str, ...]
    above: tuple[str, ...]
    counted: bool


def lines_of(questionnaire: Questionnaire) -> dict[str, Line]:
    """Return the line of each question that stands on one."""
    counted = {section.name: section.counted for section in questionnaire.sections if section.lines}
    keyed: dict[tuple[str, int], list[str]] = {}
    for question in questionnaire.questions:
        if question.line and question.keyed:
            keyed.setdefault((question.section, question.line), []).append(question.name)
    return {
        question.name: Line(
            tuple(keyed.get((question.section, question.line), ())),
            tuple(keyed.get((question.section, question.line - 1), ())),
            counted[question.section],
        )
        for question in questionnaire.questions
        if question.line
    }


def beside(lines: Mapping[str, Line]) -> dict[str, frozenset[str]]:
    """Return, for each question on a line, those that open or close with it: of its line and the next."""
    found: dict[str, set[str]] = {name: set() for name in lines}
    for name, line in lines.items():
        if not line.counted:
            for other in (*line.own, *line.above):
                found[other].add(name)
    return {name: frozenset(others) for name, others in found.items()}
