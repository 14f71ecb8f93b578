"""What is shown of a paper: fields, labels, choices with their codes, suggestions. It changes nothing."""

import re
from collections.abc import Mapping

from teleactivites_desktop.core.entry.display import as_read, as_typed
from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.fields import Field, FieldState, Problem, Rule, Suggestion
from teleactivites_desktop.core.entry.inputs import Input
from teleactivites_desktop.core.entry.outcome import is_confirmed, problem_of
from teleactivites_desktop.core.entry.sight import Sight
from teleactivites_desktop.core.expressions import answer
from teleactivites_desktop.core.questionnaire import Choice, Labels, Question, QuestionType
from teleactivites_desktop.core.values import Value

_HIDDEN = frozenset({QuestionType.CALCULATE, QuestionType.HIDDEN})
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


class View:
    """The view of one engine; `proposals` are texts offered in boxes still empty, question -> text."""

    def __init__(self, engine: Engine, proposals: Mapping[str, str]) -> None:
        self._engine = engine
        self._form = engine.form
        self._proposals = proposals

    def fields(self, section: str) -> list[Field]:
        """Return the fields directly in `section`, notes included, in paper order.

        Of a table, the lines that are asked: those that hold something, and the next one.
        """
        is_open: dict[int, bool] = {0: True}
        found = []
        for question in self._form.questionnaire.in_section(section):
            line = self._form.rules[question.name].line
            if line is not None and question.line not in is_open:
                is_open[question.line] = self._engine.is_line_open(line)
            if is_open[question.line] and question.type not in _HIDDEN:
                found.append(self.field(question.name))
        return found

    def field(self, name: str) -> Field:
        """Return the question `name` as it stands."""
        question = self._form.questionnaire.by_name[name]
        given, standing = self._engine.input(name), self._engine.standing(name)
        is_open = standing.relevant or given.as_on_paper
        problem = problem_of(self._engine, question)
        if problem and problem.rule == Rule.REQUIRED and given.nonresponse is None:
            problem = None  # nobody has been there yet
        value = standing.value if is_open else self._engine.candidate(name)
        return Field(
            question=question,
            typed=given.typed if value is None else as_typed(question, value, self._form.lists),
            value=value,
            nonresponse=given.nonresponse,
            state=self._state(question, given, value, problem),
            relevant=standing.relevant,
            message=problem.message if problem else "",
            rule=str(problem.rule) if problem else "",
            as_on_paper=given.as_on_paper,
            note=given.note,
            proposal="" if given.has_text or given.nonresponse else self._proposal(question),
        )

    def _state(
        self, question: Question, given: Input, value: Value | None, problem: Problem | None
    ) -> FieldState:
        if problem:
            return FieldState.TO_CHECK if problem.rule == Rule.WARNING else FieldState.REFUSED
        if value is not None:
            checked = is_confirmed(given, value) and self._engine.warns(question.name)
            return FieldState.CONFIRMED if checked else FieldState.ANSWERED
        if given.has_text:  # in a skipped question, text that is no answer
            return FieldState.REFUSED
        return FieldState.NONRESPONSE if given.nonresponse else FieldState.EMPTY

    def _proposal(self, question: Question) -> str:
        if not question.keyed:
            return ""
        if question.name in self._proposals:
            return self._proposals[question.name]
        expression = self._form.rules[question.name].calculation or self._form.defaults.get(question.name)
        if expression:
            value = answer(expression.evaluate(Sight(self._engine, question.name, None)))
        else:
            value = question.default or None
        return "" if value is None else as_typed(question, value, self._form.lists)

    def display(self, name: str) -> str:
        """Return the answer of `name` as it is read; "" without one."""
        value = self.field(name).value
        question = self._form.questionnaire.by_name[name]
        return "" if value is None else as_read(question, value, self._form.lists)

    def text(self, labels: Labels, language: str) -> str:
        """Return a label, in which each ${name} is replaced by what was answered there."""
        known = self._form.questionnaire.by_name

        def shown(match: re.Match[str]) -> str:
            return self.display(match[1]) if match[1] in known else match[0]

        return _REFERENCE.sub(shown, self._form.questionnaire.text(labels, language))

    def complete_code(self, name: str, typed: str) -> bool:
        """Tell whether `typed` can only be a whole code for the question `name`: no Enter is needed.

        So it is for every question of one choice whose codes have one width, whether it decides a skip or
        not, and for no other question: never a mixture among neighbours of one kind.
        """
        question = self._form.questionnaire.by_name[name]
        if question.type == QuestionType.ACKNOWLEDGE:
            return typed == "1"
        choices = self._form.list_of(question)
        if choices is None or question.type != QuestionType.SELECT_ONE or choices.choice_list.from_file:
            return False
        return choices.codes.is_complete(typed)

    def code_choices(self, name: str) -> list[tuple[str, Choice, bool]]:
        """Return the choices of `name` with their codes, and whether the choice filter lets them through."""
        question = self._form.questionnaire.by_name[name]
        choices = self._form.list_of(question)
        if choices is None:
            return []
        return [
            (code, choice, self._engine.allows(question, choice))
            for code, choice in choices.codes.by_code.items()
        ]

    def suggestions(self, name: str, typed: str) -> list[Suggestion]:
        """Return the lines to offer under a list question; none for other questions."""
        question = self._form.questionnaire.by_name[name]
        choices = self._form.list_of(question)
        if choices is None or not choices.choice_list.from_file:
            return []
        return choices.search.suggest(typed, lambda choice: self._engine.allows(question, choice))
