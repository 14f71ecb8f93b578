"""Every expression of a questionnaire, compiled by our evaluator; and no calculation in a circle."""

import re
from collections.abc import Iterator, Mapping

from teleactivites_desktop.core.expressions import (
    Expression,
    ExpressionError,
    compile_expression,
    is_dynamic,
)
from teleactivites_desktop.core.questionnaire import Labels, Question, Questionnaire
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.problems import SURVEY, Problems

_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


def check_rules(questionnaire: Questionnaire, problems: Problems) -> None:
    """Compile each expression, with the columns that a choice filter may name; note what is refused."""
    checker = _Checker(questionnaire, problems)
    depends: dict[str, set[str]] = {}
    for section in questionnaire.sections:
        found = checker.compile(section.row, "relevant", section.relevant)
        checker.check_labels(section.row, section.labels)
        depends[_section_key(section.name)] = {
            *found,
            *([_section_key(section.parent)] if section.parent else ()),
        }
    for question in questionnaire.questions:
        depends[question.name] = checker.check_question(question)
        if question.section:
            depends[question.name].add(_section_key(question.section))
    _check_circles(questionnaire, depends, problems)


def _section_key(name: str) -> str:
    """Return the node of a section: no question's name has a space."""
    return f"section {name}"


class _Checker:
    """Compiles expressions over one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, problems: Problems) -> None:
        self._questionnaire = questionnaire
        self._problems = problems
        self._names = questionnaire.by_name.keys()
        self._skipped = {skipped.name: skipped.type for skipped in questionnaire.skipped}

    def check_question(self, question: Question) -> set[str]:
        """Compile what the question says; return the questions on which its value or relevance depends."""
        depends: set[str] = set()
        for column, text in (("relevant", question.relevant), ("calculation", question.calculation)):
            depends |= self.compile(question.row, column, text)
        for column, text in (
            ("required", question.required),
            ("constraint", question.constraint),
            ("bind::ta:warning", question.warning),
        ):
            self.compile(question.row, column, text)
        if is_dynamic(question.default, question.type):
            self.compile(question.row, "default", question.default)
        self.compile(question.row, "choice_filter", question.choice_filter, self._columns_of(question))
        for labels in (
            question.labels,
            question.hints,
            question.constraint_messages,
            question.warning_messages,
        ):
            self.check_labels(question.row, labels)
        return depends

    def _columns_of(self, question: Question) -> frozenset[str]:
        columns = {"name"}
        for choice in self._questionnaire.choices_of(question):
            columns |= choice.attributes.keys()
        return frozenset(columns)

    def compile(
        self, row: int, column: str, text: str, bare_names: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """Compile one cell; return the questions it reads, none where it is empty or refused."""
        if not text:
            return frozenset()
        try:
            expression = compile_expression(text, self._names, bare_names=bare_names)
        except ExpressionError as error:
            self._note(row, column, self._skipped_sentence(text) or error.message, error.position)
            return frozenset()
        self._check_lookups(row, column, expression)
        return expression.references

    def _note(self, row: int, column: str, message: str, position: int | None = None) -> None:
        if position is None:
            told = _("colonne {column} : {message}").format(column=column, message=message)
        else:
            told = _("colonne {column}, caractère {place} : {message}").format(
                column=column, place=position + 1, message=message
            )
        self._problems.add(SURVEY, row, told)

    def _skipped_sentence(self, text: str) -> str:
        """Return why a known name is not one of the questions: its type is of those left out."""
        for name in _REFERENCE.findall(text):
            if name in self._skipped:
                return _("« {name} », de type {type}, n'existe pas sur le papier : retirez-la d'ici.").format(
                    name=name, type=self._skipped[name]
                )
        return ""

    def _check_lookups(self, row: int, column: str, expression: Expression) -> None:
        for table, *columns in sorted(expression.lookups):
            rows = self._questionnaire.tables.get(table)
            if rows is None:
                self._note(row, column, _missing_file(f"{table}.csv"))
                continue
            for wanted in columns:
                if rows and wanted not in rows[0]:
                    message = _("Le fichier « {file} » n'a pas de colonne « {wanted} ».")
                    self._note(row, column, message.format(file=f"{table}.csv", wanted=wanted))

    def check_labels(self, row: int, labels: Labels) -> None:
        """Note references in labels and messages to questions that do not exist."""
        for text in labels.values():
            for name in _REFERENCE.findall(text):
                if name not in self._names:
                    self._note(row, "label", _("La question « {name} » n'existe pas.").format(name=name))


def _missing_file(name: str) -> str:
    return _("Le fichier « {name} » manque : placez-le à côté du classeur.").format(name=name)


def _check_circles(questionnaire: Questionnaire, depends: Mapping[str, set[str]], problems: Problems) -> None:
    """Note each circle of questions whose calculation or relevance needs itself."""
    for circle in circles(depends):
        names = [name.removeprefix("section ") for name in circle]
        row = next((questionnaire.by_name[name].row for name in names if name in questionnaire.by_name), 0)
        problems.add(
            SURVEY,
            row,
            _("Calcul en boucle : {path}. Retirez l'une de ces dépendances.").format(
                path=" → ".join([*names, names[0]])
            ),
        )


def circles(depends: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield one circle for each knot of nodes that depend on one another; every node is in at most one."""
    done: set[str] = set()
    for start in depends:
        path: list[str] = []
        on_path: set[str] = set()
        pending = [(start, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                path.pop()
                on_path.discard(node)
                continue
            if node in on_path:
                yield path[path.index(node) :]
                continue
            if node in done:
                continue
            done.add(node)
            path.append(node)
            on_path.add(node)
            pending.append((node, True))
            pending.extend((needed, False) for needed in sorted(depends.get(node, ())))
