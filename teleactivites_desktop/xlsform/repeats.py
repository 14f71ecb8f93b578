"""XLSForm repeats become tables: a question for each column of each line (docs/decisions/0006-repeats.md).

``begin_repeat enfants`` with a question ``prenom`` gives ``enfants[1].prenom``, ``enfants[2].prenom``... From
then on they are questions like others. References are written out here, so that nothing else knows of lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from teleactivites_desktop.core.questionnaire import Labels, Question, Section
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.problems import SURVEY, Problems
from teleactivites_desktop.xlsform.references import Columns, in_label, in_rule
from teleactivites_desktop.xlsform.survey import Survey

USUAL_LINES = 10
"""Lines of a table whose workbook does not say how many the paper has (`repeat_count`)."""
MOST_LINES = 99
"""Lines that a table can have: two digits, more than any paper."""

_RULES = ("required", "relevant", "constraint", "calculation", "choice_filter", "warning")
_TEXTS = ("labels", "hints", "required_messages", "constraint_messages", "warning_messages")


class Tables:
    """The repeats of a survey, as tables."""

    def __init__(self, survey: Survey, problems: Problems) -> None:
        self._survey = survey
        self._problems = problems
        parents = {section.name: section.parent for section in survey.sections}
        self._of_section: dict[str, str] = {}
        for name in parents:
            around = name
            while around and around not in survey.repeats:
                around = parents.get(around, "")
            if around:
                self._of_section[name] = around

    @property
    def any(self) -> bool:
        """Tell whether there is any."""
        return bool(self._survey.repeats)

    def written_out(self, most: int = MOST_LINES) -> tuple[tuple[Section, ...], tuple[Question, ...]]:
        """Return the sections and the questions, of each table `most` lines at most; note what cannot be."""
        sizes = {name: min(most, self._lines(name)) for name in self._survey.repeats}
        columns = Columns(self._columns(), sizes)
        sections = tuple(self._section(section, sizes) for section in self._kept_sections())
        return sections, tuple(self._questions(columns, sizes))

    def _kept_sections(self) -> Iterator[Section]:
        """Yield the sections; groups within a repeat are part of its lines."""
        for section in self._survey.sections:
            if self._of_section.get(section.name, section.name) == section.name:
                yield section

    def _columns(self) -> dict[str, str]:
        """Return the repeat of each question that is in one."""
        return {
            question.name: self._of_section[question.section]
            for question in self._survey.questions
            if question.section in self._of_section
        }

    def _lines(self, name: str) -> int:
        said = self._survey.repeats[name]
        return int(said) if said.isdigit() and 0 < int(said) <= MOST_LINES else USUAL_LINES

    def _section(self, section: Section, sizes: Mapping[str, int]) -> Section:
        said = self._survey.repeats.get(section.name)
        if said is None:
            return section
        if said.isdigit() and not 0 < int(said) <= MOST_LINES:
            message = _("repeat_count : de 1 à {most} lignes, celles du papier.").format(most=MOST_LINES)
            self._problems.add(SURVEY, section.row, message)
        counted = bool(said) and not said.isdigit()
        return replace(section, lines=sizes[section.name], counted=counted)

    def _questions(self, columns: Columns, sizes: Mapping[str, int]) -> Iterator[Question]:
        """Yield the questions in paper order: where a repeat begins, all of its lines."""
        done: set[str] = set()
        for question in self._survey.questions:
            repeat = columns.repeat_of.get(question.name, "")
            if not repeat:
                yield self._rewritten(question, columns, "", 0)
            elif repeat not in done:
                done.add(repeat)
                for line in range(1, sizes[repeat] + 1):
                    yield from self._line(repeat, line, columns)

    def _line(self, repeat: str, line: int, columns: Columns) -> Iterator[Question]:
        for question in self._survey.questions:
            if columns.repeat_of.get(question.name) != repeat:
                continue
            relevant = [*self._around(question.section, repeat), question.relevant, self._used(repeat, line)]
            placed = replace(
                question,
                name=columns.name(question.name, line),
                section=repeat,
                line=line,
                relevant=" and ".join(f"({text})" for text in relevant if text),
                default="",
                repeat="",
            )
            made = self._rewritten(placed, columns, repeat, line)
            yield replace(made, labels={key: _numbered(text, line) for key, text in made.labels.items()})

    def _around(self, section: str, repeat: str) -> list[str]:
        """Return the conditions of the groups between a question and its repeat."""
        by_name = {found.name: found for found in self._survey.sections}
        found = []
        while section != repeat:
            found.append(by_name[section].relevant)
            section = by_name[section].parent
        return found[::-1]

    def _used(self, repeat: str, line: int) -> str:
        """Return the condition of a line where an expression says how many there are."""
        said = self._survey.repeats[repeat]
        return "" if not said or said.isdigit() else f"({said}) >= {line}"

    def _rewritten(self, question: Question, columns: Columns, repeat: str, line: int) -> Question:
        def rule(text: str) -> str:
            return in_rule(text, columns, repeat, line, lambda message: self._note(question, message))

        def texts(labels: Labels) -> Labels:
            return {key: in_label(text, columns, repeat, line) for key, text in labels.items()}

        changed: dict[str, Any] = {name: rule(getattr(question, name)) for name in _RULES}
        changed |= {name: texts(getattr(question, name)) for name in _TEXTS}
        return replace(question, **changed)

    def _note(self, question: Question, message: str) -> None:
        self._problems.add(SURVEY, question.row, message)


def check_nested(sections: Iterable[Section], repeats: Mapping[str, str], problems: Problems) -> None:
    """Note repeats within repeats: a paper has no table in a line of a table."""
    parents = {section.name: section.parent for section in sections}
    for section in sections:
        around = section.parent if section.name in repeats else ""
        while around:
            if around in repeats:
                message = _(
                    "Un groupe répété dans un autre ne peut se saisir : mettez-les l'un après l'autre."
                )
                problems.add(SURVEY, section.row, message)
                break
            around = parents.get(around, "")


def _numbered(label: str, line: int) -> str:
    return f"{label} ({line})" if label else ""
