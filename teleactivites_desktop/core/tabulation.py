"""Tables of counts as values: what `analysis` makes, what `reports`, windows and exports show.

A `Table` counts people (responses) by the answers to one question, for everybody and, where it has columns,
by group (territory, valley...). A cell either shows its count or bears a mark that says why it does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from teleactivites_desktop.core.typography import NBSP, number, percent

DEFAULT_MINIMUM_COUNT = 3
"""Smallest published cell: for businesses INSEE shows no cell of fewer than 3 units (fieldcraft.md)."""


PRECISE_BASE = 1_000
"""From so many people on, shares are printed with one decimal."""


class Mark(StrEnum):
    """What a cell of a table stands for; the printed signs are INSEE's conventional ones."""

    SHOWN = "shown"
    ZERO = "zero"
    HIDDEN = "hidden"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"


SIGNS: Mapping[Mark, str] = {
    Mark.ZERO: "–",
    Mark.HIDDEN: "s",
    Mark.NOT_AVAILABLE: "n.d.",
    Mark.NOT_APPLICABLE: "///",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One count, or the mark that stands for it. A hidden cell holds no count: nothing can leak from it."""

    count: int | None
    mark: Mark = Mark.SHOWN

    @classmethod
    def of(cls, count: int) -> "Cell":
        """Return the cell that shows `count`."""
        return cls(count, Mark.SHOWN if count else Mark.ZERO)

    @property
    def known(self) -> bool:
        """Tell whether the cell shows a count, zero included."""
        return self.count is not None

    @property
    def text(self) -> str:
        """Return what is printed: the number, or the sign of the mark."""
        return number(self.count) if self.count else SIGNS[self.mark]


HIDDEN = Cell(None, Mark.HIDDEN)
NOT_AVAILABLE = Cell(None, Mark.NOT_AVAILABLE)
NOT_APPLICABLE = Cell(None, Mark.NOT_APPLICABLE)


def share(part: Cell, base: Cell) -> float | None:
    """Return part / base (0.0 to 1.0), None where either is not shown or the base is empty."""
    if part.count is None or not base.count:
        return None
    return part.count / base.count


def share_text(part: Cell, base: Cell) -> str:
    """Return the share as printed: ``12 %``, or the sign of whichever mark stands in its way.

    Shares of a thousand people and more have one decimal; what would round to nothing says so.
    """
    known = share(part, base)
    if known is not None:
        return rounded_share(known, base.count or 0)
    if part.known and base.known:
        return SIGNS[Mark.NOT_APPLICABLE]
    return SIGNS[part.mark if not part.known else base.mark]


def rounded_share(known: float, base: int) -> str:
    """Return a share of `base` people with the decimals that such a base bears."""
    decimals = 1 if base >= PRECISE_BASE else 0
    smallest = 10.0 ** -(2 + decimals)
    if 0 < known < smallest / 2:
        return f"<{NBSP}{percent(smallest, decimals)}"
    return percent(known, decimals)


class RowKind(StrEnum):
    """What the people counted in a row have in common."""

    ANSWER = "answer"
    NONRESPONSE = "nonresponse"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a row or of a column: the stored code and what is shown for it."""

    code: str
    label: str
    kind: RowKind = RowKind.ANSWER


@dataclass(frozen=True)
class Counts:
    """One column of a table: the counts of one group of people, or of everybody.

    `rows` follows the table's rows; `answered` are those with an answer (the base of shares), `asked` those
    the question was for, `everybody` all people of the group.
    """

    rows: tuple[Cell, ...]
    answered: Cell
    asked: Cell
    everybody: Cell


@dataclass(frozen=True)
class Table:
    """Counts of the answers to `question`, in all (`total`) and by group (one of `groups` per column).

    With `multiple` a person may stand in several answer rows, which then do not add up to the base.
    `grouped_by` names what the columns are ("" without columns).
    """

    question: str
    title: str
    rows: tuple[Heading, ...]
    total: Counts
    columns: tuple[Heading, ...] = ()
    groups: tuple[Counts, ...] = ()
    grouped_by: str = ""
    multiple: bool = False

    @property
    def answers(self) -> tuple[tuple[Heading, Cell], ...]:
        """Return the answer rows with their count in all, without nonresponse and people not asked."""
        return tuple(
            (row, cell)
            for row, cell in zip(self.rows, self.total.rows, strict=True)
            if row.kind is RowKind.ANSWER
        )

    def every_cell(self) -> tuple[Cell, ...]:
        """Return all cells that would be printed, bases included."""
        counts = (self.total, *self.groups)
        return tuple(cell for c in counts for cell in (*c.rows, c.answered, c.asked, c.everybody))

    @property
    def hidden_share(self) -> float:
        """Return the share of cells that bear the mark of a hidden one."""
        cells = self.every_cell()
        return sum(cell.mark is Mark.HIDDEN for cell in cells) / len(cells)


@dataclass(frozen=True)
class Numbers:
    """The answers to a numeric question in one group. Statistics are None where too few people answered."""

    label: str
    answered: Cell
    mean: float | None
    median: float | None
    low_quarter: float | None
    high_quarter: float | None


@dataclass(frozen=True)
class NumberTable:
    """A numeric question: in all, by group where there are `groups`, and its answers in classes.

    `years`: the numbers are years, written ``1998`` and not ``1 998``.
    """

    question: str
    title: str
    total: Numbers
    groups: tuple[Numbers, ...] = ()
    classes: Table | None = None
    grouped_by: str = ""
    years: bool = False


@dataclass(frozen=True)
class NumberFamily:
    """Numeric questions asked together, ``Part des clients : Italie``, one line each.

    `lines` bear what follows the colon; `columns` are the groups of `by_group`, which has one mean per line
    for each of them (None where it is not published).
    """

    title: str
    lines: tuple[Numbers, ...]
    columns: tuple[Heading, ...] = ()
    by_group: tuple[tuple[float | None, ...], ...] = ()
    years: bool = False


@dataclass(frozen=True)
class Series:
    """Counts over time: one point per period (first day of the week or month as ISO date, number)."""

    title: str
    points: tuple[tuple[str, int], ...] = field(default=())
