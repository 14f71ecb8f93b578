"""Where everything stands in a table of the paper: pure geometry, as `layout` is for the other sections.

A head with the columns' titles, a row for each line. Under the line being keyed room is reserved for its
message, so nothing jumps when a message comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from teleactivites_desktop.ui.entry.layout import GAP, GREATEST_PITCH, LEAST_PITCH, MESSAGE, PAD, Box

HEAD = 42
"""Height of the titles: two lines of them."""
NUMBERS = 64
"""Width of the column of signs and line numbers."""
LEAST_WIDTH = 62
"""Of a column: three figures and a sign."""
NARROW = 110
"""A column that asks for no more holds a number or a date."""


@dataclass(frozen=True)
class GridLayout:
    """The geometry of a table on a sheet of `width` x `height`.

    `natural` are the widths that columns ask for; `cells` the (line, column) of each cell shown, from (1, 0),
    `current` the place among them of the one being keyed (-1 for none); `lines` are those of the paper.
    """

    width: int
    height: int
    natural: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]
    lines: int
    current: int

    @property
    def count(self) -> int:
        """Return how many cells are shown."""
        return len(self.cells)

    @cached_property
    def used(self) -> int:
        """Return the last line that has cells."""
        return max((line for line, _column in self.cells), default=0)

    @cached_property
    def pitch(self) -> int:
        """Return the height of a line: what the sheet leaves to each, within bounds."""
        fair = (self.height - HEAD - MESSAGE - 2 * PAD) // max(1, self.lines)
        return max(LEAST_PITCH, min(GREATEST_PITCH, fair))

    @cached_property
    def shown(self) -> int:
        """Return how many lines of the paper are painted: those used, and those that there is room for."""
        room = (self.height - HEAD - MESSAGE - 2 * PAD) // self.pitch
        return max(self.used, min(self.lines, room))

    @property
    def needed(self) -> int:
        """Return the height that the lines used take at their least."""
        return HEAD + LEAST_PITCH * self.used + MESSAGE + 2 * PAD

    @property
    def needed_width(self) -> int:
        """Return the width that the columns take at their least."""
        return NUMBERS + sum(map(least_of, self.natural)) + GAP

    @cached_property
    def widths(self) -> list[int]:
        """Return the widths of the columns: as they ask, stretched or cut to what the sheet has."""
        return shares(self.natural, self.width - NUMBERS - GAP)

    @cached_property
    def current_line(self) -> int:
        """Return the line being keyed, 0 for none."""
        return self.cells[self.current][0] if self.current >= 0 else 0

    def line(self, line: int) -> Box:
        """Return the rectangle of a line (from 1), its message included for the one being keyed."""
        extra = MESSAGE if line == self.current_line else 0
        below = MESSAGE if 0 < self.current_line < line else 0
        y = PAD + HEAD + (line - 1) * self.pitch + below
        return Box(0, y, self.width, self.pitch + extra)

    def row(self, index: int) -> Box:
        """Return the rectangle of the line of a cell."""
        return self.line(self.cells[index][0])

    def head(self, column: int) -> Box:
        """Return the rectangle of a column's title."""
        return Box(NUMBERS + sum(self.widths[:column]), PAD, self.widths[column], HEAD)

    def field(self, index: int, *, wide: bool = False) -> Box:
        """Return the rectangle of a cell; it is as wide as its column."""
        line, column = self.cells[index]
        head = self.head(column)
        return Box(head.x, self.line(line).y + 1, head.width - 2, self.pitch - 2)

    def message(self) -> Box:
        """Return the room reserved for the message of the line being keyed."""
        line = self.line(self.current_line)
        return Box(NUMBERS + GAP, line.y + self.pitch, self.width - NUMBERS - 2 * GAP, MESSAGE - 2)

    def at(self, x: int, y: int) -> int:
        """Return the cell at a point, -1 where there is none."""
        for index in range(self.count):
            box = self.field(index)
            if box.x <= x < box.x + box.width + 2 and 0 <= y - box.y + 1 < self.pitch:
                return index
        return -1


def least_of(natural: int) -> int:
    """Return the least width of a column: of a number or a date nearly what it asks for, or it is cut."""
    return max(LEAST_WIDTH, round(0.87 * natural)) if natural <= NARROW else LEAST_WIDTH


def shares(natural: Sequence[int], room: int) -> list[int]:
    """Return widths in proportion to `natural`, none under its least, that fill `room` where that can be."""
    left, widths = room, [least_of(width) for width in natural]
    free = list(range(len(natural)))
    while free:
        asked = sum(natural[column] for column in free)
        short = [column for column in free if left * natural[column] < widths[column] * asked]
        if not short:
            for column in free:
                widths[column] = left * natural[column] // asked
            break
        left -= sum(widths[column] for column in short)
        free = [column for column in free if column not in short]
    return widths
