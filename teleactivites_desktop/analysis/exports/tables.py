"""Tables of the paper in an export: one row per line, from the columns that stand side by side in a response.

``foyer[1].sexe``, ``foyer[2].sexe``... are columns of a response; analysts count persons of a household, or
children, by a file with a row for each.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from teleactivites_desktop.analysis.exports.rows import Cell
from teleactivites_desktop.analysis.exports.variables import Variable

_IN_TABLE = re.compile(r"(.+)\[(\d+)\]\.(.+)")
_OF_PAPER = frozenset({"fiche", "personne", "territoire", "lot"})
"""Columns of the paper that each line repeats: what it is linked by."""


@dataclass(frozen=True)
class LongTable:
    """A table: its `columns`, those of the paper first; `places` of its cells in a response, line by line.

    `shared` are the places of the columns of the paper.
    """

    name: str
    columns: tuple[Variable, ...]
    shared: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]

    def lines(self, cells: Sequence[Cell]) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and cells of each line that a response uses, the columns of the paper first."""
        for number, places in enumerate(self.places, 1):
            own = [cells[place] for place in places]
            if any(cell is not None for cell in own):
                yield number, [*(cells[place] for place in self.shared), *own]


def long_tables(variables: Sequence[Variable]) -> list[LongTable]:
    """Return the tables among the columns of an export."""
    found: dict[str, dict[int, list[int]]] = {}
    for place, variable in enumerate(variables):
        if match := _IN_TABLE.fullmatch(variable.name):
            found.setdefault(match[1], {}).setdefault(int(match[2]), []).append(place)
    shared = tuple(place for place, variable in enumerate(variables) if variable.name in _OF_PAPER)
    return [
        LongTable(
            name,
            (*(variables[place] for place in shared), *map(_column, (variables[p] for p in lines[1]))),
            shared,
            tuple(tuple(places) for _line, places in sorted(lines.items())),
        )
        for name, lines in found.items()
    ]


def _column(variable: Variable) -> Variable:
    """Return a column of the first line as that of all lines."""
    match = _IN_TABLE.fullmatch(variable.name)
    name = match[3] if match else variable.name
    return replace(variable, name=name, label=variable.label.replace(" (1)", "", 1))
