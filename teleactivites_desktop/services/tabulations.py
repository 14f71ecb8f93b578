"""Counting the responses of a campaign: load them once, then any table, with small cells hidden.

A person who filled two papers (decided so under likely same person) counts once: the paper changed last
stands for both.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from teleactivites_desktop.core.derived import SEVERAL, Variable
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.tabulation import (
    DEFAULT_MINIMUM_COUNT,
    Heading,
    NumberTable,
    Table,
)
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import kept_columns
from teleactivites_desktop.services.derived_variables import variables
from teleactivites_desktop.services.duplicates import same_people
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # numpy is loaded when something is counted, not with the window
    from teleactivites_desktop.analysis.columns import Columns, Mask
    from teleactivites_desktop.analysis.disclosure import Nesting
    from teleactivites_desktop.analysis.loading import Derived
    from teleactivites_desktop.analysis.tabulate import Class

Progress = Callable[[float], None]
"""Told the share done (0.0 to 1.0); it may raise to cancel."""

TERRITORY = "territory"
VALLEY = "valley"
MINIMUM_SETTING = "minimum count"
_EPOCH = date(1970, 1, 1).toordinal()
_CHOICES = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
_GROUPING = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE})
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


@dataclass(frozen=True)
class Selection:
    """Which responses to count: of which territories (empty: all), received from `first` to `last`."""

    territories: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None

    @property
    def everything(self) -> bool:
        """Tell whether nothing is left out."""
        return not (self.territories or self.first or self.last)

    def keeps(self, line: ResponseLine) -> bool:
        """Tell whether a response is chosen; withdrawn ones never are."""
        if line.status is Status.WITHDRAWN or (self.territories and line.territory not in self.territories):
            return False
        after = self.first is None or line.received >= self.first.isoformat()
        return after and (self.last is None or "" < line.received <= self.last.isoformat())


@dataclass(frozen=True)
class Base:
    """The responses loaded for counting. `doubles`: papers left out because their person counts already."""

    columns: "Columns"
    territories: Mapping[str, str]
    doubles: int
    minimum: int
    variables: Mapping[str, Variable] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many people are counted."""
        return self.columns.size

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire."""
        return self.columns.questionnaire

    @cached_property
    def place(self) -> str:
        """Return the question that says where a person lives; "" without any."""
        return roles(self.questionnaire).place

    @cached_property
    def nestings(self) -> tuple["Nesting", ...]:
        """Return which categories lie within others: communes in valleys."""
        from teleactivites_desktop.analysis.disclosure import Nesting

        places = [Nesting(self.place, VALLEY, valleys(self.questionnaire))] if self.place else []
        parts = [
            Nesting(each.question, each.name, each.group_of_code)
            for each in self.variables.values()
            if self.questionnaire.by_name[each.question].type is QuestionType.SELECT_ONE
            and {c.name for c in self.questionnaire.choices_of(self.questionnaire.by_name[each.question])}
            == set(each.group_of_code)
        ]
        return (*places, *parts)

    def headings(self, group: str) -> tuple[Heading, ...]:
        """Return the columns of a table by `group`, where they have names of their own."""
        if group == TERRITORY:
            return tuple(Heading(code, name) for code, name in self.territories.items())
        if group in self.variables:
            several = Heading(SEVERAL, _("Plusieurs réponses"))
            named = [Heading(each, each) for each in self.variables[group].groups]
            return (*named, several) if SEVERAL in self.columns.grouping(group).names else tuple(named)
        asked = self.questionnaire.by_name.get(group)
        if asked is None:
            return ()
        choices = self.questionnaire.choices_of(asked)
        named = [Heading(c.name, self.questionnaire.text(c.labels) or c.name) for c in choices]
        if asked.type is QuestionType.SELECT_MULTIPLE:
            named.append(Heading(SEVERAL, _("Plusieurs réponses")))
        return tuple(named)

    def can_group(self, group: str) -> bool:
        """Tell whether `group` makes tables: territory, valley, batch, or a question with choices."""
        asked = self.questionnaire.by_name.get(group)
        return group in self.columns.groups or (asked is not None and asked.type in _GROUPING)


def load(
    workspace: Workspace,
    selection: Selection | None = None,
    progress: Progress | None = None,
) -> Base:
    """Return the responses of `selection`, withdrawn ones left out, and people who object to being counted.

    The answers are kept as columns, so that only responses changed since the last time are read one by one:
    the first time takes some seconds for 100,000.
    """
    from teleactivites_desktop.analysis import loading

    columns, doubles = _without_doubles(workspace, kept_columns.load(workspace, progress))
    columns = loading.with_groups(columns, _derived(workspace.questionnaire))
    made = {each.name: each for each in variables(workspace)}
    columns = loading.with_variables(columns, list(made.values()))
    chosen = _select(columns, selection or Selection())
    minimum = workspace.store.settings.get(MINIMUM_SETTING, DEFAULT_MINIMUM_COUNT)
    return Base(chosen, _territories(workspace, selection), doubles, int(minimum), made)


def table(base: Base, question: str, by: str = "", *, nonresponse_apart: bool = False) -> Table:
    """Return the table of a choice question, in all and by a grouping, small cells hidden.

    Raises UserError for what cannot be counted.
    """
    from teleactivites_desktop.analysis.disclosure import protect

    made = raw_table(base, question, by, nonresponse_apart=nonresponse_apart)
    return protect([made], base.minimum, base.nestings).tables[0]


def raw_table(base: Base, question: str, by: str = "", *, nonresponse_apart: bool = False) -> Table:
    """Return the table with every count: to be protected together with others before it is published."""
    from teleactivites_desktop.analysis import tabulate

    asked = base.questionnaire.by_name.get(question)
    if asked is None or asked.type not in _CHOICES:
        raise UserError(_("« {name} » n'est pas une question à choix.").format(name=question))
    if by and not base.can_group(by):
        raise UserError(_("On ne peut pas compter par « {name} ».").format(name=by))
    return tabulate.tabulate(
        base.columns,
        question,
        by,
        group_labels=base.headings(by),
        nonresponse_apart=nonresponse_apart,
    )


def group_table(base: Base, group: str, title: str) -> Table:
    """Return how many people each territory, valley... has, with every count."""
    from teleactivites_desktop.analysis import tabulate

    return tabulate.count_groups(base.columns, group, title, base.headings(group))


def number_table(base: Base, question: str, by: str = "") -> NumberTable:
    """Return a numeric question with its classes; small cells are hidden in the classes too."""
    from teleactivites_desktop.analysis import classes, tabulate
    from teleactivites_desktop.analysis.columns import NumberColumn
    from teleactivites_desktop.analysis.disclosure import protect

    column = base.columns.questions.get(question)
    if not isinstance(column, NumberColumn):
        raise UserError(_("« {name} » n'est pas une question chiffrée.").format(name=question))
    found = tabulate.summarise_numbers(
        base.columns,
        question,
        by,
        group_labels=base.headings(by),
        classes=classes_of(base, base.questionnaire.by_name[question]),
        minimum=base.minimum,
    )
    if found.classes is not None:
        found = replace(found, classes=protect([found.classes], base.minimum).tables[0])
    return replace(found, years=classes.are_years(column.values))


def classes_of(base: Base, question: Question) -> "list[Class]":
    """Return the classes that the answers to a numeric question are counted in; none for very few answers."""
    from teleactivites_desktop.analysis import classes
    from teleactivites_desktop.analysis.columns import NumberColumn

    column = base.columns.questions[question.name]
    if not isinstance(column, NumberColumn):
        raise TypeError(f"{question.name} is not a number")
    whole = question.type is QuestionType.INTEGER
    return classes.classes_for(column.values, whole=whole, minimum=base.minimum)


def countable(questionnaire: Questionnaire) -> Iterator[Question]:
    """Yield the questions that a table can be made of, in paper order: choices and numbers."""
    return (q for q in questionnaire.keyed if q.type in _CHOICES or q.type in _NUMBERS)


def is_numeric(question: Question) -> bool:
    """Tell whether the answers are numbers."""
    return question.type in _NUMBERS


def valleys(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the valley of each commune (INSEE code -> name)."""
    place = questionnaire.by_name.get(roles(questionnaire).place)
    choices = questionnaire.choices_of(place) if place else ()
    return {c.name: c.attributes["valley"] for c in choices if c.attributes.get("valley")}


def _derived(questionnaire: Questionnaire) -> tuple["Derived", ...]:
    from teleactivites_desktop.analysis.loading import Derived

    of = valleys(questionnaire)
    if not of:
        return ()
    return (Derived(VALLEY, roles(questionnaire).place, of, tuple(dict.fromkeys(of.values()))),)


def _territories(workspace: Workspace, selection: Selection | None) -> Mapping[str, str]:
    known = membership(workspace.store).territories
    wanted: Collection[str] = selection.territories if selection else ()
    return {code: name for code, name in known.items() if not wanted or code in wanted}


def _select(columns: "Columns", selection: Selection) -> "Columns":
    return columns if selection.everything else columns.where(chosen(columns, selection))


def chosen(columns: "Columns", selection: Selection) -> "Mask":
    """Tell who is in a selection."""
    kept = columns.received_between(
        selection.first.toordinal() - _EPOCH if selection.first else -1,
        selection.last.toordinal() - _EPOCH if selection.last else 2**31 - 1,
    )
    if selection.territories:
        kept &= columns.in_group(TERRITORY, selection.territories)
    return kept


def _without_doubles(workspace: Workspace, columns: "Columns") -> tuple["Columns", int]:
    """Return each person once, and how many papers were left out for that.

    Of the papers of one person the one changed last stands for all, unless it is withdrawn.
    """
    import numpy as np

    responses = workspace.store.responses
    left_out = []
    for group in same_people(workspace):
        found = [responses.get(record) for record in group]
        lines = [stored.line for stored in found if stored and stored.line.status is not Status.WITHDRAWN]
        lines.sort(key=lambda line: (line.changed_at, line.record))
        left_out += [responses.row_of(line.record) for line in lines[:-1]]
    if not left_out:
        return columns, 0
    kept = ~np.isin(columns.rows, [row for row in left_out if row is not None])
    return columns.where(kept), int(columns.size - kept.sum())
