"""Statistical disclosure control: no small cell is published, nor can one be computed from what is.

Primary rule: a count from 1 to `minimum` - 1 is hidden (fieldcraft.md: INSEE's 3). Secondary rule: further
cells are hidden until nobody can compute a hidden one from the shown cells and totals, over all tables of a
document together. Zeros are always published as zeros. Nonresponse is told as it is: it describes the
collection, not the people; it is hidden only where it would give another cell away.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from teleactivites_desktop.analysis.disclosure_audit import Equation, Key, given_away
from teleactivites_desktop.analysis.published import Earlier, Publication, Scope
from teleactivites_desktop.core.tabulation import (
    DEFAULT_MINIMUM_COUNT,
    HIDDEN,
    Cell,
    Counts,
    Heading,
    RowKind,
    Table,
)

_EVERYBODY = "everybody"


@dataclass(frozen=True)
class Nesting:
    """Categories of one question lie wholly within those of another: communes in valleys.

    `parent_of` gives each child code its parent's code.
    """

    child: str
    parent: str
    parent_of: Mapping[str, str]


@dataclass(frozen=True)
class Protected:
    """Tables fit to be published, in the order given, and how many of their cells are hidden."""

    tables: tuple[Table, ...]
    hidden: int
    published: int
    publication: Publication

    @property
    def hidden_share(self) -> float:
        """Return the share of hidden cells (0.0 to 1.0) among all cells of the tables."""
        return self.hidden / self.published if self.published else 0.0


Register = Callable[[Mapping[Key, int]], Earlier]
"""Given the true count of every cell of a new document, tells what earlier ones ask of it."""


def protect(
    tables: Sequence[Table],
    minimum: int = DEFAULT_MINIMUM_COUNT,
    nestings: Sequence[Nesting] = (),
    register: Register | None = None,
    scope: Scope | None = None,
) -> Protected:
    """Return `tables` with their small cells hidden, and those that would give them away.

    The groups of a table (its columns) must part all its people, so that they add up to the total. With a
    `register` no cell follows from these tables and those of earlier documents together; `scope` says whose
    responses the tables count.
    """
    system = _System(tables, nestings)
    own, equations = dict(system.values), tuple(system.equations)
    if register is not None:
        system.add(register(own))
    hidden = _choose(system, minimum)
    done = tuple(_masked(table, hidden) for table in tables)
    masked = frozenset(hidden & own.keys())
    publication = Publication(scope or Scope(), own, masked, equations)
    return Protected(done, len(masked), len(own), publication)


def dominated(amounts: npt.ArrayLike, limit: float = 0.85) -> bool:
    """Tell whether one amount makes up more than `limit` of their sum (INSEE's rule of dominance)."""
    values = np.asarray(amounts, np.float64)
    whole = float(values.sum())
    return whole > 0 and float(values.max()) / whole > limit


class _System:
    """The cells of all tables, each once, and the equations between them."""

    def __init__(self, tables: Sequence[Table], nestings: Sequence[Nesting]) -> None:
        self.held: frozenset[Key] = frozenset()
        self.groupings = {table.grouped_by for table in tables}
        self.values: dict[Key, int] = {}
        self.sensitive: set[Key] = set()
        self.equations: list[Equation] = []
        for table in tables:
            for key, cell, sensitive in _cells(table):
                self.values[key] = cell.count or 0
                if sensitive:
                    self.sensitive.add(key)
            self.equations.extend(_within(table))
            self.equations.extend(_across(table))
        self._nest(nestings)
        self.public: frozenset[Key] = frozenset()
        self.own = frozenset(self.values)
        self.by_cell: dict[Key, list[Equation]] = {}
        self._index()

    def add(self, earlier: Earlier) -> None:
        """Take in what earlier documents published: their cells, what adds up, what must stay hidden."""
        self.values = {**earlier.values, **self.values}
        self.equations += earlier.equations
        self.public = earlier.public
        self.held = (earlier.hidden | earlier.changed) - earlier.public
        self._index()

    def _index(self) -> None:
        self.equations = list(dict.fromkeys(self.equations))
        self.by_cell.clear()
        for equation in self.equations:
            for key in equation.cells:
                self.by_cell.setdefault(key, []).append(equation)

    def dearness(self, key: Key) -> tuple[int, int, Key]:
        """Rank what is lost by hiding a cell: one of a group, of all, a base, a group's size, everybody."""
        _question, row, grouped_by, group = key[:4]
        if row == _EVERYBODY:
            rank = 4 if not grouped_by else 3 if grouped_by in self.groupings else 1
        elif row in ("answered", "asked"):
            rank = 2
        else:
            rank = 0 if group else 1
        return rank, self.values[key], key

    def _nest(self, nestings: Sequence[Nesting]) -> None:
        for nesting in nestings:
            families: dict[Key, list[Key]] = {}
            for key in self.values:
                parent_key = _parent_of(key, nesting)
                if parent_key is not None:
                    families.setdefault(parent_key, []).append(key)
            self.equations.extend(
                Equation(parent_key, tuple(children))
                for parent_key, children in families.items()
                if parent_key in self.values
            )


def _parent_of(key: Key, nesting: Nesting) -> Key | None:
    """Return the cell of the parent category that the cell `key` is a part of."""
    question, code, grouped_by, group = key
    if (question, code, grouped_by) == ("", _EVERYBODY, nesting.child):
        parent = nesting.parent_of.get(group)
        return None if parent is None else _row_key(nesting.parent, parent, "", "")
    if question == nesting.child and code in nesting.parent_of:
        return _row_key(nesting.parent, nesting.parent_of[code], grouped_by, group)
    if question and grouped_by == nesting.child and group in nesting.parent_of:
        return _row_key(question, code, nesting.parent, nesting.parent_of[group])
    return None


def _row_key(question: str, code: str, grouped_by: str, group: str) -> Key:
    """Name a cell. A category counted in all is the same cell as everybody in the group of that category."""
    if not grouped_by:
        return ("", _EVERYBODY, question, code)
    return (question, code, grouped_by, group)


def _columns(table: Table) -> Iterator[tuple[str, str, Counts]]:
    """Yield (grouping, group code, counts) of the total and of each group."""
    yield "", "", table.total
    for heading, counts in zip(table.columns, table.groups, strict=True):
        yield table.grouped_by, heading.code, counts


def _cells(table: Table) -> Iterator[tuple[Key, Cell, bool]]:
    """Yield every cell of a table: its name, itself, and whether the primary rule applies to it."""
    for grouped_by, group, counts in _columns(table):
        for row, cell in zip(table.rows, counts.rows, strict=True):
            yield _key_of(table, row, grouped_by, group), cell, row.kind is RowKind.ANSWER
        yield (table.question, "answered", grouped_by, group), counts.answered, True
        yield (table.question, "asked", grouped_by, group), counts.asked, True
        yield ("", _EVERYBODY, grouped_by, group), counts.everybody, True


def _key_of(table: Table, row: Heading, grouped_by: str, group: str) -> Key:
    if row.kind is RowKind.ANSWER:
        return _row_key(table.question, row.code, grouped_by, group)
    return (table.question, f"{row.kind}:{row.code}", grouped_by, group)


def _within(table: Table) -> Iterator[Equation]:
    """Yield the equations inside each column: answers add up, nonresponse fills up to those asked."""
    for grouped_by, group, _ in _columns(table):
        kinds: dict[RowKind, list[Key]] = {kind: [] for kind in RowKind}
        for row in table.rows:
            kinds[row.kind].append(_key_of(table, row, grouped_by, group))
        answered = (table.question, "answered", grouped_by, group)
        asked = (table.question, "asked", grouped_by, group)
        if not table.multiple:
            yield Equation(answered, tuple(kinds[RowKind.ANSWER]))
        yield Equation(asked, (answered, *kinds[RowKind.NONRESPONSE]))
        yield Equation(("", _EVERYBODY, grouped_by, group), (asked, *kinds[RowKind.NOT_ASKED]))


def _across(table: Table) -> Iterator[Equation]:
    """Yield the equations over the groups: they add up to the total, line by line."""
    if not table.groups:
        return
    names = [[key for key, _, _ in _cells(replace(table, columns=(), groups=()))]]
    for heading, counts in zip(table.columns, table.groups, strict=True):
        alone = replace(table, columns=(heading,), groups=(counts,))
        names.append([key for key, _, _ in _cells(alone)][len(names[0]) :])
    for total, *parts in zip(*names, strict=True):
        yield Equation(total, tuple(parts))


def _choose(system: _System, minimum: int) -> set[Key]:
    """Return the cells to hide: the small ones, then the cheapest that keep them from being computed."""
    small = {key for key in system.sensitive if 0 < system.values[key] < minimum}
    hidden = {key for key in small | system.held if system.values[key] > 0} - system.public
    while True:
        _cover_single_ones(hidden, system)
        leaks = given_away(hidden, system.values, system.equations)
        if not leaks:
            return hidden
        before = len(hidden)
        for leak in leaks:
            _hide_another(min(leak), hidden, system)
        if len(hidden) == before:
            _hide_around(hidden, system)
        if len(hidden) == before:
            return hidden  # what is left follows from earlier documents alone: nothing can take it back


def _cover_single_ones(hidden: set[Key], system: _System) -> None:
    """Hide a second cell wherever one is alone in its equation, where a subtraction would give it away."""
    waiting = sorted(hidden)
    while waiting:
        key = waiting.pop()
        for equation in system.by_cell.get(key, []):
            if sum(cell in hidden for cell in equation.cells) == 1:
                added = _hide_cheapest(equation.cells, hidden, system)
                waiting.extend(added)


def _hide_cheapest(cells: Iterable[Key], hidden: set[Key], system: _System) -> list[Key]:
    """Hide one more of `cells`: few people first, totals last. Zeros stay. Return what was hidden."""
    candidates = [
        cell
        for cell in cells
        if cell in system.own and cell not in hidden and cell not in system.public and system.values[cell] > 0
    ]
    if not candidates:
        return []
    chosen = min(candidates, key=system.dearness)
    hidden.add(chosen)
    return [chosen]


def _hide_another(key: Key, hidden: set[Key], system: _System) -> None:
    """Hide the cheapest cell that shares an equation with `key`."""
    near = {cell for equation in system.by_cell.get(key, []) for cell in equation.cells}
    _hide_cheapest(near, hidden, system)


def _hide_around(hidden: set[Key], system: _System) -> None:
    """Hide one more cell in every equation that holds a hidden one: the last resort, which always ends."""
    for equation in system.equations:
        if any(cell in hidden for cell in equation.cells):
            _hide_cheapest(equation.cells, hidden, system)


def _masked(table: Table, hidden: set[Key]) -> Table:
    """Return `table` with the marks of the hidden cells in place of their counts."""
    shown = iter([HIDDEN if key in hidden else cell for key, cell, _ in _cells(table)])

    def counts() -> Counts:
        rows = tuple(next(shown) for _ in table.rows)
        return Counts(rows, next(shown), next(shown), next(shown))

    total = counts()
    return replace(table, total=total, groups=tuple(counts() for _ in table.groups))
