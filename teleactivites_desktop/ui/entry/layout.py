"""Where everything stands on the sheet: pure geometry, so that it can be checked for every screen size.

Rows keep one pitch; under the current one a line is reserved for its message, so nothing jumps when a
message comes: walking down moves only the row that becomes the current one.
"""

from dataclasses import dataclass

LEAST_PITCH, GREATEST_PITCH = 26, 36
MESSAGE = 38
PAD = 6
"""Above the first row and under the last."""
MARGIN = 26
NUMBER = 72
GAP = 12


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class SheetLayout:
    """The geometry of `count` rows on a sheet of `width` x `height`, row `current` being keyed."""

    width: int
    height: int
    count: int
    current: int

    @property
    def pitch(self) -> int:
        """Return the height of a row: what the sheet leaves to each, within bounds."""
        fair = (self.height - MESSAGE - 2 * PAD) // max(1, self.count)
        return max(LEAST_PITCH, min(GREATEST_PITCH, fair))

    @property
    def needed(self) -> int:
        """Return the height that the section takes at its least."""
        return LEAST_PITCH * self.count + MESSAGE + 2 * PAD

    @property
    def label_x(self) -> int:
        """Return where the labels' column begins."""
        return MARGIN + NUMBER

    @property
    def field_x(self) -> int:
        """Return where the fields' column begins."""
        return self.label_x + self.label_width + GAP

    @property
    def label_width(self) -> int:
        """Return the width of the labels' column."""
        return max(180, min(440, round((self.width - MARGIN - NUMBER) * 0.46)))

    @property
    def code_width(self) -> int:
        """Return the width of a field that takes a code."""
        return max(120, min(220, round(self.width * 0.20)))

    def row(self, index: int) -> Box:
        """Return the rectangle of a row, its message line included for the current one."""
        extra = MESSAGE if index == self.current else 0
        below = MESSAGE if 0 <= self.current < index else 0
        return Box(0, PAD + index * self.pitch + below, self.width, self.pitch + extra)

    def field(self, index: int, *, wide: bool) -> Box:
        """Return the rectangle of a row's field."""
        row = self.row(index)
        width = self.width - self.field_x - GAP if wide else self.code_width
        return Box(self.field_x, row.y + 1, width, self.pitch - 2)

    def echo(self, index: int) -> Box:
        """Return the rectangle beside a code's field, where its meaning stands."""
        x = self.field_x + self.code_width + GAP
        return Box(x, self.row(index).y, max(0, self.width - x - GAP), self.pitch)

    def message(self) -> Box:
        """Return the line reserved for the current row's message."""
        row = self.row(self.current)
        return Box(self.label_x, row.y + self.pitch, self.width - self.label_x - GAP, MESSAGE - 2)

    def at(self, x: int, y: int) -> int:
        """Return the row at a point, -1 where there is none."""
        for index in range(self.count):
            row = self.row(index)
            if row.y <= y < row.y + row.height:
                return index
        return -1
