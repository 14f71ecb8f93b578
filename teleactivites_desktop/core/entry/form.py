"""A questionnaire made ready for keying: expressions compiled, what depends on what, codes, the path.

It holds no answer: one `Form` serves any number of sessions.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from teleactivites_desktop.core.entry.dependencies import Order, order_of
from teleactivites_desktop.core.entry.lines import Line, Table, beside, lines_of, tables_of
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.path import Path
from teleactivites_desktop.core.expressions import Expression, compile_expression, is_dynamic
from teleactivites_desktop.core.questionnaire import Question, Questionnaire

_WORDS = {
    "yes": "true()",
    "true": "true()",
    "oui": "true()",
    "no": "false()",
    "false": "false()",
    "non": "false()",
}
"""Words that workbooks write for a condition; all else is an expression."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The compiled expressions of one question; None where it has none.

    `relevant` are its own and those of the groups around it. `read_by_constraint` and `read_by_warning` are
    the keyed questions that the check reads, directly or through calculations. `keyed` is the question's;
    `line` its line in a table, None elsewhere.
    """

    question: Question
    keyed: bool
    relevant: tuple[Expression, ...]
    required: Expression | None
    constraint: Expression | None
    warning: Expression | None
    calculation: Expression | None
    choice_filter: Expression | None
    read_by_constraint: frozenset[str] = frozenset()
    read_by_warning: frozenset[str] = frozenset()
    line: Line | None = None

    @property
    def references(self) -> frozenset[str]:
        """Return the questions that decide this one's relevance and value. A warning decides neither."""
        found = set(self.read_by_constraint)
        for expression in (
            *self.relevant,
            self.required,
            self.constraint,
            self.calculation,
            self.choice_filter,
        ):
            if expression:
                found |= expression.references
        return frozenset(found)


class Form:
    """`Questionnaire` -> what a session needs. Raises ExpressionError for an expression that is wrong.

    `warned` are the questions that have a soft check; `tables` the tables of the paper, by their section.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.lists: Mapping[str, CodedList] = {
            name: CodedList(questionnaire, choice_list)
            for name, choice_list in questionnaire.choice_lists.items()
        }
        self._names = frozenset(questionnaire.by_name)
        self._group_relevance = {
            section.name: self._condition(section.relevant) for section in questionnaire.sections
        }
        self._parents = {section.name: section.parent for section in questionnaire.sections}
        self._calculations = {
            question.name: self._compile(question.calculation)
            for question in questionnaire.questions
            if question.calculation
        }
        self.tables: Mapping[str, Table] = tables_of(questionnaire)
        self._lines = lines_of(questionnaire, self.tables)
        self.beside: Mapping[str, frozenset[str]] = beside(self._lines)
        self.rules: Mapping[str, Rules] = {
            question.name: self._rules(question) for question in questionnaire.questions
        }
        self.warned = frozenset(name for name, rules in self.rules.items() if rules.warning)
        self.order: Order = order_of(
            {
                name: (rules.references | self._read_by_line(rules)) - {name}
                for name, rules in self.rules.items()
            }
        )
        self.path = Path(questionnaire)
        self._tables: dict[tuple[str, str], dict[str, Mapping[str, str]]] = {}

    def list_of(self, question: Question) -> CodedList | None:
        """Return the choices of `question`; None where it is not a choice question."""
        return self.lists.get(question.choice_list)

    def in_column(self, name: str, line: int) -> str:
        """Return the question of the column of `name` on `line` (from 1); "" where there is none."""
        question = self.questionnaire.by_name[name]
        table = self.tables.get(question.section, ())
        if not (question.line and question.keyed and 1 <= line <= len(table)):
            return ""
        return table[line - 1][table[question.line - 1].index(name)]

    def row(self, table: str, key_column: str, key: str) -> Mapping[str, str]:
        """Return the first row of `table` whose `key_column` is `key`; an empty one where there is none."""
        index = self._tables.get((table, key_column))
        if index is None:
            index = {}
            for row in self.questionnaire.tables.get(table, ()):
                index.setdefault(row.get(key_column, ""), row)
            self._tables[table, key_column] = index
        return index.get(key, {})

    @cached_property
    def defaults(self) -> Mapping[str, Expression]:
        """Return the defaults that are computed (`today()`); a plain default is no expression."""
        return {
            question.name: self._compile(question.default)
            for question in self.questionnaire.questions
            if is_dynamic(question.default, question.type)
        }

    def groups_around(self, section: str) -> list[str]:
        """Return `section` and the groups that hold it, the innermost first; none for the top."""
        names = []
        while section:
            names.append(section)
            section = self._parents.get(section, "")
        return names

    def group_conditions(self, section: str) -> tuple[Expression, ...]:
        """Return the conditions of `section` and of the groups around it."""
        found = (self._group_relevance.get(name) for name in self.groups_around(section))
        return tuple(expression for expression in found if expression)

    def _compile(self, text: str, bare_names: Collection[str] = frozenset()) -> Expression:
        return compile_expression(text, self._names, bare_names=bare_names)

    def _condition(self, text: str) -> Expression | None:
        text = text.strip()
        return self._compile(_WORDS.get(text.lower(), text)) if text else None

    def _rules(self, question: Question) -> Rules:
        own = self._condition(question.relevant)
        constraint, warning = self._condition(question.constraint), self._condition(question.warning)
        choices = self.list_of(question)
        columns = {"name", "label"}
        if choices and question.choice_filter:
            columns.update(*(choice.attributes for choice in choices.choice_list.choices))
        return Rules(
            question=question,
            keyed=question.keyed,
            relevant=(*self.group_conditions(question.section), *([own] if own else [])),
            required=self._condition(question.required),
            constraint=constraint,
            warning=warning,
            calculation=self._calculations.get(question.name),
            choice_filter=self._compile(question.choice_filter, columns) if question.choice_filter else None,
            read_by_constraint=self._keyed_behind(constraint, question.name),
            read_by_warning=self._keyed_behind(warning, question.name),
            line=self._lines.get(question.name),
        )

    def _read_by_line(self, rules: Rules) -> frozenset[str]:
        """Return the questions outside the table that decide whether the line of a question is open.

        Those inside need no order: a condition of one column that holds by another's answer, or by its
        absence, finds the line open by that answer, or that absence, whichever is worked out first.
        """
        if rules.line is None or rules.line.counted:
            return frozenset()
        columns = [self.rules[name] for name in (*rules.line.own, *rules.line.above)]
        read = {name for other in columns for condition in other.relevant for name in condition.references}
        inside = rules.question.section
        return frozenset(
            name
            for name in read
            if not (self.rules[name].line and self.rules[name].question.section == inside)
        )

    def _keyed_behind(self, check: Expression | None, own: str) -> frozenset[str]:
        """Return the keyed questions that `check` reads, directly or through calculations."""
        found: set[str] = set()
        waiting = list(check.references) if check else []
        seen = {own}
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if self.questionnaire.by_name[name].keyed:
                found.add(name)
            elif calculation := self._calculations.get(name):
                waiting.extend(calculation.references)
        return frozenset(found)
