"""What an attacker can compute: the hidden cells that the published totals give away exactly.

The attacker knows every shown cell, every equation "total = sum of parts", and that a hidden cell is at least
1 (a zero is published as a zero). A hidden cell is safe when some other filling of the hidden cells agrees
with all that: that is, when a direction exists that moves it, keeps every equation, and lowers no cell that
already stands at 1. The cell's linear-programming bounds then differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Key = tuple[str, ...]
Floats = npt.NDArray[np.float64]

_TINY = 1e-9


@dataclass(frozen=True)
class Equation:
    """A published relation: the cell `total` is the sum of the cells `parts`."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        """Return the total and its parts."""
        return (self.total, *self.parts)


def given_away(hidden: set[Key], values: Mapping[Key, int], equations: Sequence[Equation]) -> list[set[Key]]:
    """Return the cells of `hidden` whose value follows exactly from what is shown, by linked group of cells.

    `values` holds the true count of every cell; a hidden cell must not be zero.
    """
    found = (_given_away_in(cells, rows, values) for cells, rows in _components(hidden, equations))
    return [cells for cells in found if cells]


def _components(hidden: set[Key], equations: Sequence[Equation]) -> list[tuple[list[Key], list[Equation]]]:
    """Part the hidden cells into groups that no equation links, each with its equations."""
    leader = {key: key for key in hidden}

    def find(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    touched: list[tuple[Equation, Key]] = []
    for equation in equations:
        inside = [key for key in equation.cells if key in hidden]
        for key in inside[1:]:
            leader[find(key)] = find(inside[0])
        if inside:
            touched.append((equation, inside[0]))
    groups: dict[Key, tuple[list[Key], list[Equation]]] = {}
    for key in sorted(hidden):
        groups.setdefault(find(key), ([], []))[0].append(key)
    for equation, member in touched:
        groups[find(member)][1].append(equation)
    return list(groups.values())


def _given_away_in(cells: list[Key], equations: list[Equation], values: Mapping[Key, int]) -> set[Key]:
    matrix = _matrix(cells, equations)
    at_bound = np.array([values[key] == 1 for key in cells])
    movable = ~at_bound
    movable[at_bound] = _can_rise(matrix[:, ~at_bound], matrix[:, at_bound])
    space = _null_space(matrix[:, movable])
    moves = np.zeros(len(cells), dtype=bool)
    moves[movable] = np.abs(space).max(axis=1, initial=0.0) > _TINY
    return {key for key, moved in zip(cells, moves, strict=True) if not moved}


def _matrix(cells: list[Key], equations: list[Equation]) -> Floats:
    """Return one row per equation, one column per hidden cell: 1 for a part, -1 for the total."""
    place = {key: i for i, key in enumerate(cells)}
    matrix = np.zeros((len(equations), len(cells)))
    for row, equation in enumerate(equations):
        for part in equation.parts:
            if part in place:
                matrix[row, place[part]] += 1.0
        if equation.total in place:
            matrix[row, place[equation.total]] -= 1.0
    return matrix


def _null_space(matrix: Floats) -> Floats:
    """Return a basis (columns) of the vectors that `matrix` sends to zero."""
    if matrix.shape[1] == 0:
        return np.zeros((0, 0))
    if matrix.shape[0] == 0:
        return np.eye(matrix.shape[1])
    _, sizes, basis = np.linalg.svd(matrix)
    rank = int((sizes > _TINY * max(matrix.shape) * sizes.max(initial=1.0)).sum())
    return np.asarray(basis[rank:].T)


def _can_rise(free: Floats, bounded: Floats) -> npt.NDArray[Any]:
    """Tell which of the `bounded` columns can grow, the others not falling, the `free` ones going anywhere.

    The free columns are projected away; what is left asks for a non-negative combination that gives zero.
    """
    rises = np.zeros(bounded.shape[1], dtype=bool)
    projected = _null_space(free.T).T @ bounded
    for column in range(bounded.shape[1]):
        if rises[column]:
            continue
        others = np.delete(np.arange(bounded.shape[1]), column)
        weights, left = nonnegative_least_squares(projected[:, others], -projected[:, column])
        if left < 1e-7:
            rises[column] = True
            rises[others[weights > 1e-7]] = True
    return rises


def nonnegative_least_squares(matrix: Floats, target: Floats) -> tuple[Floats, float]:
    """Return the x >= 0 that brings ``matrix @ x`` nearest to `target`, and the distance left.

    The active-set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23).
    """
    x = np.zeros(matrix.shape[1])
    passive = np.zeros(matrix.shape[1], dtype=bool)
    for _ in range(3 * matrix.shape[1] + 3):
        gradient = matrix.T @ (target - matrix @ x)
        gradient[passive] = 0.0
        if gradient.max(initial=0.0) <= 1e-8:
            break
        passive[int(gradient.argmax())] = True
        x = _step_inside(matrix, target, x, passive)
    return x, float(np.linalg.norm(target - matrix @ x))


def _step_inside(matrix: Floats, target: Floats, x: Floats, passive: npt.NDArray[Any]) -> Floats:
    """Go toward the free solution over the `passive` columns, dropping those that would fall below 0."""
    while True:
        goal = np.zeros_like(x)
        goal[passive] = np.linalg.lstsq(matrix[:, passive], target, rcond=None)[0]
        falling = passive & (goal <= _TINY)
        if not falling.any():
            return goal
        gaps = x[falling] - goal[falling]
        ratio = float(np.min(np.where(gaps > 0, x[falling] / np.where(gaps > 0, gaps, 1.0), 0.0)))
        x = x + ratio * (goal - x)
        passive &= x > _TINY
        x[~passive] = 0.0
