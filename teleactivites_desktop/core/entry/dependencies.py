"""In what order questions are worked out, and what is to be worked out again when one changes."""

from collections.abc import Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """`units` are groups of questions, each after those it reads; one of several members reads itself.

    `unit_of`: question -> place of its unit; `readers`: question -> the places of the units that read it.
    """

    units: tuple[tuple[str, ...], ...]
    unit_of: Mapping[str, int]
    readers: Mapping[str, frozenset[int]]


def order_of(references: Mapping[str, Set[str]]) -> Order:
    """Return the order for `references`: question -> the questions it reads; questions in paper order.

    Questions that read each other (a before b, b after a) make one unit, in paper order.
    """
    paper = {name: place for place, name in enumerate(references)}
    units = [tuple(sorted(unit, key=paper.__getitem__)) for unit in _Components(references).found]
    unit_of = {name: place for place, unit in enumerate(units) for name in unit}
    readers: dict[str, set[int]] = {name: set() for name in references}
    for name, read in references.items():
        for other in read:
            readers[other].add(unit_of[name])
    return Order(tuple(units), unit_of, {name: frozenset(found) for name, found in readers.items()})


class _Components:
    """Tarjan's strongly connected components; they come out with what they read before them.

    The walk keeps its own stack: a chain of a thousand questions is no recursion.
    """

    def __init__(self, references: Mapping[str, Set[str]]) -> None:
        self._references = references
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: list[str] = []
        self._is_open: set[str] = set()
        self.found: list[list[str]] = []
        for name in references:
            if name not in self._index:
                self._walk(name)

    def _walk(self, start: str) -> None:
        self._visit(start)
        trail = [(start, iter(sorted(self._references[start])))]
        while trail:
            name, rest = trail[-1]
            for other in rest:
                if other not in self._index:
                    self._visit(other)
                    trail.append((other, iter(sorted(self._references[other]))))
                    break
                if other in self._is_open:
                    self._low[name] = min(self._low[name], self._index[other])
            else:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    self._low[above] = min(self._low[above], self._low[name])
                self._close(name)

    def _visit(self, name: str) -> None:
        self._index[name] = self._low[name] = len(self._index)
        self._open.append(name)
        self._is_open.add(name)

    def _close(self, name: str) -> None:
        if self._low[name] != self._index[name]:
            return
        component: list[str] = []
        while not component or component[-1] != name:
            component.append(self._open.pop())
            self._is_open.discard(component[-1])
        self.found.append(component)
