"""The table that somebody chose: rows by columns, of whom, fit to be published.

A table of some people gives away those left out of it, by subtraction from the table of all. So both are
protected together: the choice is a grouping (in, out) like any other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from teleactivites_desktop.core import chi_square
from teleactivites_desktop.core.chi_square import ChiSquare
from teleactivites_desktop.core.table_choice import Show, TableChoice
from teleactivites_desktop.core.table_grid import Grid, grid_of, grid_of_numbers
from teleactivites_desktop.core.tabulation import Cell, Counts, NumberTable, Table
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import tabulations
from teleactivites_desktop.services.tabulations import TERRITORY, Base

if TYPE_CHECKING:
    from teleactivites_desktop.analysis.columns import Columns, Mask
    from teleactivites_desktop.analysis.disclosure import Nesting

BATCH = "batch"
_FILTER = "filter"
_BOTH = "filter and columns"
_IN, _OUT = "in", "out"
_PART = "\x1f"
"""Parts the two names of a group that is one of columns and filter; in no name of a choice."""
_ZERO = Cell.of(0)
_MOST_SMALL = 120
"""Small cells beyond which a table is refused: nearly all of it would be hidden, and to prove that no hidden
cell can be computed from the others takes seconds, then minutes."""


@dataclass(frozen=True)
class Made:
    """A table as chosen: `table` counts (a number in classes), `numbers` only of a numeric question.

    `test`: the chi-square test of what is shown, None where it has no sense or a cell is hidden.
    """

    choice: TableChoice
    table: Table
    numbers: NumberTable | None
    test: ChiSquare | None
    people: int

    @property
    def grid(self) -> Grid:
        """Return what is shown of it."""
        if self.choice.show is Show.STATISTICS and self.numbers is not None:
            return grid_of_numbers(self.numbers)
        return grid_of(self.table, self.choice.show, nonresponse=self.choice.nonresponse)


def make(base: Base, choice: TableChoice) -> Made:
    """Return the table chosen, of `base`, which holds everybody. Raises UserError for what cannot be made."""
    from teleactivites_desktop.analysis.disclosure import protect

    tables, nestings = unprotected(base, choice)
    _require_publishable(tables, base.minimum)
    done = protect(tables, base.minimum, (*base.nestings, *nestings)).tables
    table = chosen_of(choice, done)
    kept = _kept(base, choice)
    people = base.size if kept is None else int(kept.sum())
    return Made(choice, table, _numbers(base, choice, kept), chi_square.of_table(table), people)


def unprotected(base: Base, choice: TableChoice) -> tuple[list[Table], list["Nesting"]]:
    """Return the tables that are to be protected together for a choice, and what lies within what.

    `chosen_of` makes the chosen table of them. Raises UserError for what cannot be made.
    """
    from teleactivites_desktop.analysis.disclosure import Nesting

    _require(base, choice)
    whole = _count(base, choice, choice.by)
    kept = _kept(base, choice)
    if kept is None:
        return [whole], []
    name = _name_of(_FILTER, choice)
    parted = _with_filter(base, choice, kept)
    tables = [whole, _count(parted, choice, name)]
    if not choice.by:
        return tables, []
    both = _name_of(_BOTH, choice)
    names = [group for group in parted.columns.grouping(both).names if group]
    by_filter = {group: group.partition(_PART)[2] for group in names}
    by_columns = {group: group.partition(_PART)[0] for group in names}
    tables.append(_count(parted, choice, both))
    return tables, [Nesting(both, name, by_filter), Nesting(both, choice.by, by_columns)]


def chosen_of(choice: TableChoice, tables: Sequence[Table]) -> Table:
    """Return the chosen table, of those that `unprotected` gave, or of the same protected."""
    whole = tables[0]
    if len(tables) == 1:
        return whole
    by_filter = dict(zip((h.code for h in tables[1].columns), tables[1].groups, strict=True))
    total = by_filter.get(_IN, _nobody(whole))
    if not choice.by:
        return replace(whole, total=total)
    both = dict(zip((h.code for h in tables[2].columns), tables[2].groups, strict=True))
    found = [(heading, both.get(f"{heading.code}{_PART}{_IN}")) for heading in whole.columns]
    shown = [(heading, counts or _nobody(whole)) for heading, counts in found]
    return replace(
        whole,
        total=total,
        columns=tuple(heading for heading, _counts in shown),
        groups=tuple(counts for _heading, counts in shown),
    )


def row_choices(base: Base) -> Iterator[tuple[str, str]]:
    """Yield what may stand in rows: (name, words), groupings first, then questions in paper order."""
    yield from group_words(base)
    for question in tabulations.countable(base.questionnaire):
        yield question.name, base.questionnaire.text(question.labels) or question.name


def column_choices(base: Base) -> Iterator[tuple[str, str]]:
    """Yield what may stand in columns, or choose people: groupings, and questions with choices."""
    yield from group_words(base)
    for question in base.questionnaire.keyed:
        if base.can_group(question.name):
            yield question.name, base.questionnaire.text(question.labels) or question.name


def group_words(base: Base) -> Iterator[tuple[str, str]]:
    """Yield the groupings that are no question: (name, words)."""
    words = {
        TERRITORY: _("Territoire de collecte"),
        tabulations.VALLEY: _("Vallée de résidence"),
        BATCH: _("Lot"),
    }
    for name in base.columns.groups:
        if name in words:
            yield name, words[name]
        elif name in base.variables:
            yield name, base.variables[name].label


def values_of(base: Base, name: str) -> list[tuple[str, str]]:
    """Return what may be chosen of a grouping or question with choices: (code, words)."""
    named = {heading.code: heading.label for heading in base.headings(name)}
    held = [code for code in base.columns.grouping(name).names if code]
    return [(code, named.get(code, code)) for code in dict.fromkeys((*named, *held))]


def is_numeric(base: Base, name: str) -> bool:
    """Tell whether the rows are numbers, which have statistics and classes."""
    asked = base.questionnaire.by_name.get(name)
    return name not in base.columns.groups and asked is not None and tabulations.is_numeric(asked)


def publishable(tables: Sequence[Table], minimum: int) -> bool:
    """Tell whether enough of the tables that `unprotected` gave could be shown."""
    answers = len(tables[0].answers)
    small = sum(
        0 < (cell.count or 0) < minimum
        for table in tables
        for counts in (table.total, *table.groups)
        for cell in counts.rows[:answers]
    )
    return small <= _MOST_SMALL


def _require_publishable(tables: Sequence[Table], minimum: int) -> None:
    if not publishable(tables, minimum):
        raise UserError(
            _(
                "Ce tableau est trop fin pour si peu de fiches : le secret statistique en masquerait presque "
                "tout. Choisissez des colonnes moins nombreuses, ou laissez moins de fiches de côté."
            )
        )


def _require(base: Base, choice: TableChoice) -> None:
    known = dict(row_choices(base))
    if choice.rows not in known:
        raise UserError(_("« {name} » ne peut pas être mis en lignes.").format(name=choice.rows))
    for name in (choice.by, choice.where):
        if name and not base.can_group(name):
            raise UserError(_("On ne peut pas compter par « {name} ».").format(name=name))
    if choice.by == choice.rows:
        raise UserError(_("Les lignes et les colonnes sont la même question : choisissez-en une autre."))


def _count(base: Base, choice: TableChoice, by: str) -> Table:
    from teleactivites_desktop.analysis import tabulate

    columns, rows, apart = base.columns, choice.rows, choice.nonresponse
    named = base.headings(by) if by else ()
    if rows in columns.groups:
        title, headings = dict(group_words(base))[rows], base.headings(rows)
        return tabulate.count_grouping(
            columns, rows, title, by, headings=headings, group_labels=named, nonresponse_apart=apart
        )
    asked = base.questionnaire.by_name[rows]
    if not tabulations.is_numeric(asked):
        return tabulate.tabulate(columns, rows, by, group_labels=named, nonresponse_apart=apart)
    classes = tabulations.classes_of(base, asked)
    return tabulate.count_classes(columns, rows, classes, by, group_labels=named, nonresponse_apart=apart)


def numbers_of(base: Base, choice: TableChoice) -> NumberTable:
    """Return the statistics of a number, as chosen; the classes of some people are left out, for those of all
    would give the others away. Raises UserError as `make` does.
    """
    _require(base, choice)
    made = _numbers(base, choice, _kept(base, choice))
    if made is None:
        raise UserError(_("« {name} » n'est pas une question chiffrée.").format(name=choice.rows))
    return replace(made, classes=None) if choice.filtered else made


def _numbers(base: Base, choice: TableChoice, kept: "Mask | None") -> NumberTable | None:
    """Return the statistics of a number. Who are left out are enough not to be known from those of all."""
    if not is_numeric(base, choice.rows):
        return None
    if kept is None:
        return tabulations.number_table(base, choice.rows, choice.by)
    if 0 < base.size - int(kept.sum()) < base.minimum:
        raise UserError(
            _("Ce choix ne laisse de côté que très peu de fiches : leurs réponses se devineraient.")
        )
    return tabulations.number_table(replace(base, columns=base.columns.where(kept)), choice.rows, choice.by)


def _kept(base: Base, choice: TableChoice) -> "Mask | None":
    """Return who is chosen; None for everybody."""
    if not choice.filtered:
        return None
    columns = base.columns
    first, last = (date.fromisoformat(day) if day else None for day in (choice.first, choice.last))
    kept = tabulations.chosen(columns, tabulations.Selection(frozenset(choice.territories), first, last))
    if choice.where and choice.among:
        kept = kept & columns.in_group(choice.where, frozenset(choice.among))
    return kept


def _with_filter(base: Base, choice: TableChoice, kept: "Mask") -> Base:
    """Return the base with two more groupings: chosen or not, and the same within each column."""
    import numpy as np

    from teleactivites_desktop.analysis.columns import UNKNOWN_GROUP, CodedColumn

    columns: Columns = base.columns
    codes = np.where(kept, 0, 1).astype(np.int32)
    groups = {**columns.groups, _name_of(_FILTER, choice): CodedColumn((_IN, _OUT, UNKNOWN_GROUP), codes)}
    if choice.by:
        by = columns.grouping(choice.by)
        names = [f"{name}{_PART}{side}" for name in by.names for side in (_IN, _OUT)]
        both = by.codes.astype(np.int32) * 2 + codes
        groups[_name_of(_BOTH, choice)] = CodedColumn((*names, UNKNOWN_GROUP), both)
    return replace(base, columns=replace(columns, groups=groups))


def _name_of(what: str, choice: TableChoice) -> str:
    """Name a grouping after who is chosen, so that tables of other people are never taken for these."""
    return repr(
        (
            what,
            choice.by if what == _BOTH else "",
            choice.territories,
            choice.first,
            choice.last,
            choice.where,
            choice.among,
        )
    )


def _nobody(table: Table) -> Counts:
    return Counts((_ZERO,) * len(table.rows), _ZERO, _ZERO, _ZERO)
