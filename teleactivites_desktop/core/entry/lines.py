"""The lines of a table on the paper (XLSForm repeats): which questions stand on one, and when one is open.

A line is what stands on the paper's line of that number, so its number is its name, on every site: two sites
that key line 3 of one paper key the same line. Nothing is renumbered when a line is emptied; an officer who
passed over a line of the paper, or keyed one twice, moves what was keyed (`inserted`, `removed`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.questionnaire import Questionnaire

Table = Sequence[Sequence[str]]
"""The keyed questions of a table: line after line, each by column."""


@dataclass(frozen=True, slots=True)
class Line:
    """The keyed questions of one line, and of the line above it (none above the first).

    `counted`: the form itself says how many lines there are; else a line opens once the one above it holds
    something, and nothing is required of a line that is empty.
    """

    own: tuple[str, ...]
    above: tuple[str, ...]
    counted: bool


def tables_of(questionnaire: Questionnaire) -> dict[str, list[tuple[str, ...]]]:
    """Return the tables, by their section."""
    found: dict[str, dict[int, list[str]]] = {}
    for question in questionnaire.questions:
        if question.line:
            on_line = found.setdefault(question.section, {}).setdefault(question.line, [])
            if question.keyed:
                on_line.append(question.name)
    return {section: [tuple(names) for names in lines.values()] for section, lines in found.items()}


def lines_of(questionnaire: Questionnaire, tables: Mapping[str, Table]) -> dict[str, Line]:
    """Return the line of each question that stands on one."""
    counted = {section.name: section.counted for section in questionnaire.sections}
    return {
        question.name: Line(
            tuple(tables[question.section][question.line - 1]),
            tuple(tables[question.section][question.line - 2]) if question.line > 1 else (),
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


def inserted(table: Table, line: int, inputs: Mapping[str, Input]) -> dict[str, Input] | None:
    """Return what moves when an empty line comes in at `line` (from 1), question -> its input then.

    None where the paper's last line holds something: it would be lost.
    """
    if any(name in inputs for name in table[-1]):
        return None
    return _moved(table, range(line, len(table)), -1, inputs) | dict.fromkeys(table[line - 1], UNTOUCHED)


def removed(table: Table, line: int, inputs: Mapping[str, Input]) -> dict[str, Input]:
    """Return what moves when `line` (from 1) goes out and those below come up, question -> its input then."""
    up = _moved(table, range(line - 1, len(table) - 1), 1, inputs)
    return up | dict.fromkeys(table[-1], UNTOUCHED)


def _moved(table: Table, places: range, by: int, inputs: Mapping[str, Input]) -> dict[str, Input]:
    """Return the inputs of the lines at `places` once they are those of the lines `by` further."""
    return {
        name: inputs.get(table[place + by][column], UNTOUCHED)
        for place in places
        for column, name in enumerate(table[place])
    }
