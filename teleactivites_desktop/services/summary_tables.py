"""All tables of the summary, made and protected together."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from teleactivites_desktop.analysis.disclosure import Nesting, Register, protect
from teleactivites_desktop.analysis.published import Publication, Scope
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.core.table_choice import TableChoice
from teleactivites_desktop.core.tabulation import Mark, NumberTable, Table
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import cross_tables, tabulations
from teleactivites_desktop.services.tabulations import TERRITORY, VALLEY, Base

_COMPARED_CHOICES = 8
_CONNECTION = ("connexion", "connection", "connessione", "internet", "debit", "broadband")
_MOST_HIDDEN = 0.34
"""A comparison of which more than a third is hidden tells nothing: it is left out."""


class SummaryTables:
    """The tables: `territories`, `valleys` and `communes` (None where no question asks for the commune).

    `chosen`: the named tables that the campaign wants in the summary, with who chose what;
    `of_question`: one per question, without groups; `comparisons`: those by territory that tell enough;
    `by_valley`: the questions on the connection, valley by valley, where that tells enough.
    """

    def __init__(
        self,
        base: Base,
        sections: frozenset[str],
        named: Sequence[TableChoice] = (),
        register: Register | None = None,
        scope: Scope | None = None,
    ) -> None:
        """`register` tells what earlier documents ask of this one, `scope` whose responses `base` holds."""
        questions = [
            question
            for question in tabulations.countable(base.questionnaire)
            if question.name != base.place and (not sections or question.section in sections)
        ]
        counted = [question for question in questions if not tabulations.is_numeric(question)]
        raw = [self._raw(base, question) for question in counted]
        where = list(_where_tables(base))
        by_valley = list(_by_valley(base, counted)) if base.place else []
        chosen = _Chosen(base, named)
        mine = [*where, *by_valley, *raw]
        nestings = (*base.nestings, *chosen.nestings)
        self._protected = protect([*mine, *chosen.raw], base.minimum, nestings, register, scope)
        self.chosen = chosen.shown(self._protected.tables[len(mine) :])
        done = self._protected.tables[: len(mine)]
        self.territories = done[0]
        self.valleys: Table | None = done[1] if len(where) == 3 else None
        self.communes: Table | None = done[2] if len(where) == 3 else None
        valleys = done[len(where) : len(where) + len(by_valley)]
        self.by_valley = [table for table in valleys if _hidden_among_groups(table) <= 2 * _MOST_HIDDEN]
        tables = done[len(where) + len(by_valley) :]
        compared = (table for table in tables if table.groups)
        self.comparisons = [table for table in compared if _hidden_among_groups(table) <= 2 * _MOST_HIDDEN]
        self.of_question: dict[str, Table | NumberTable] = {
            table.question: _without_groups(table) for table in tables
        }
        for question in questions:
            if tabulations.is_numeric(question):
                self.of_question[question.name] = tabulations.number_table(base, question.name, TERRITORY)

    @property
    def publication(self) -> Publication:
        """Return what the register keeps of these tables once they are published."""
        return self._protected.publication

    @property
    def hidden_share(self) -> float:
        """Return the share of cells that are hidden."""
        return self._protected.hidden_share

    @staticmethod
    def _raw(base: Base, question: Question) -> Table:
        """Return the table by territory where it is worth printing, else the plain one."""
        plain = tabulations.raw_table(base, question.name)
        if len(base.territories) < 2 or len(plain.answers) > _COMPARED_CHOICES:
            return plain
        grouped = tabulations.raw_table(base, question.name, TERRITORY)
        return grouped if _tells_enough(grouped, base.minimum) else plain


class _Chosen:
    """The named tables of a summary: made with every count, to be protected together with its others."""

    def __init__(self, base: Base, named: Sequence[TableChoice]) -> None:
        self._base = base
        self.raw: list[Table] = []
        self.nestings: list[Nesting] = []
        self._places: list[tuple[TableChoice, slice | None]] = []
        for each in named:
            choice = replace(each, nonresponse=False)
            with suppress(UserError):  # a question that this version has not, or too few people
                self._add(choice)

    def _add(self, choice: TableChoice) -> None:
        if cross_tables.is_numeric(self._base, choice.rows):
            cross_tables.numbers_of(self._base, choice)
            self._places.append((choice, None))
            return
        tables, nestings = cross_tables.unprotected(self._base, choice)
        if cross_tables.publishable(tables, self._base.minimum):
            self._places.append((choice, slice(len(self.raw), len(self.raw) + len(tables))))
            self.raw += tables
            self.nestings += nestings

    def shown(self, done: Sequence[Table]) -> list[tuple[TableChoice, Table | NumberTable]]:
        """Return what is printed under each name; `done` are the tables of `raw`, protected."""
        found: list[tuple[TableChoice, Table | NumberTable]] = []
        for choice, place in self._places:
            if place is None:
                table: Table | NumberTable = cross_tables.numbers_of(self._base, choice)
            else:
                table = cross_tables.chosen_of(choice, done[place])
            found.append((choice, replace(table, title=choice.name)))
        return found


def _where_tables(base: Base) -> Iterator[Table]:
    yield tabulations.group_table(base, TERRITORY, _("Par territoire de collecte"))
    if base.place:
        yield tabulations.group_table(base, VALLEY, _("Par vallée"))
        yield tabulations.raw_table(base, base.place)


def _by_valley(base: Base, questions: Sequence[Question]) -> Iterator[Table]:
    """Yield the questions on the connection by valley, where it does not hide too much."""
    for question in questions:
        if question.type is QuestionType.SELECT_ONE and _is_about_connection(base, question):
            table = tabulations.raw_table(base, question.name, VALLEY)
            if _tells_enough(table, base.minimum):
                yield table


def _is_about_connection(base: Base, question: Question) -> bool:
    """Tell whether a question is on the connection: its name or label says so, in any questionnaire."""
    words = fold_text(f"{question.name} {' '.join(question.labels.values())}")
    return any(word in words for word in _CONNECTION)


def _tells_enough(table: Table, minimum: int) -> bool:
    """Tell whether little of a table by group is hidden, protected alone.

    Where small counts alone are too many, what protects them besides need not be searched for: in a small
    base with many groups that search takes seconds.
    """
    answers = len(table.answers)
    cells = [cell.count for counts in table.groups for cell in counts.rows[:answers] if cell.count]
    small = sum(count < minimum for count in cells)
    if small > _MOST_HIDDEN * len(cells):
        return False
    return _hidden_among_groups(protect([table], minimum).tables[0]) <= _MOST_HIDDEN


def _hidden_among_groups(table: Table) -> float:
    """Return the share of hidden cells among the answers of the groups, zeros left out."""
    answers = len(table.answers)
    cells = [cell for counts in table.groups for cell in counts.rows[:answers] if cell.mark is not Mark.ZERO]
    return sum(cell.mark is Mark.HIDDEN for cell in cells) / max(len(cells), 1)


def _without_groups(table: Table) -> Table:
    return replace(table, columns=(), groups=(), grouped_by="")
