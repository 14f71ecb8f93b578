"""Pearson's chi-square test of independence, with its warning for small expected counts.

The probability is the upper regularised gamma function Q(d/2, x/2), by its series or its continued fraction
(Abramowitz and Stegun, 6.5.29 and 6.5.31). Cochran's rule (1954): the test is shaky where more than a fifth
of the expected counts are under 5, or one is under 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

from teleactivites_desktop.core.tabulation import Table

_FEW, _NEARLY_NONE, _FIFTH = 5.0, 1.0, 0.2
_PRECISION = 1e-14
_MOST_STEPS = 10_000


@dataclass(frozen=True)
class ChiSquare:
    """The test: statistic, degrees of freedom, probability of a greater one by chance alone.

    `shaky`: expected counts are too small for the probability to be trusted.
    """

    statistic: float
    degrees: int
    probability: float
    shaky: bool


def of_table(table: Table) -> ChiSquare | None:
    """Return the test on the answers of a table by group; None where it has no sense or a cell is hidden.

    People counted in several rows are not independent: there is no test where several answers are possible.
    """
    if table.multiple or len(table.groups) < 2:
        return None
    height = len(table.answers)
    counts = [[cell.count for cell in group.rows[:height]] for group in table.groups]
    if any(count is None for column in counts for count in column):
        return None
    return chi_square([[count or 0 for count in column] for column in counts])


def chi_square(observed: Sequence[Sequence[int]]) -> ChiSquare | None:
    """Return the test on a rectangle of counts; None where fewer than two lines and columns are inhabited."""
    lines = [list(line) for line in observed if sum(line)]
    kept = [place for place in range(len(lines[0]) if lines else 0) if any(line[place] for line in lines)]
    if len(lines) < 2 or len(kept) < 2:
        return None
    counts = [[line[place] for place in kept] for line in lines]
    sums = [sum(line[place] for line in counts) for place in range(len(kept))]
    total = sum(sums)
    expected = [[sum(line) * each / total for each in sums] for line in counts]
    pairs = [
        (found, awaited)
        for line, row in zip(counts, expected, strict=True)
        for found, awaited in zip(line, row, strict=True)
    ]
    statistic = sum((found - awaited) ** 2 / awaited for found, awaited in pairs)
    degrees = (len(counts) - 1) * (len(kept) - 1)
    few = sum(awaited < _FEW for _found, awaited in pairs) / len(pairs)
    shaky = few > _FIFTH or any(awaited < _NEARLY_NONE for _found, awaited in pairs)
    return ChiSquare(statistic, degrees, upper_gamma(degrees / 2, statistic / 2), shaky)


def upper_gamma(a: float, x: float) -> float:
    """Return the upper regularised gamma function Q(a, x), for a > 0 and x >= 0."""
    if x <= 0:
        return 1.0
    factor = exp(a * log(x) - x - lgamma(a))
    return 1.0 - factor * _series(a, x) if x < a + 1 else factor * _fraction(a, x)


def _series(a: float, x: float) -> float:
    term = total = 1.0 / a
    for step in range(1, _MOST_STEPS):
        term *= x / (a + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Lentz's method on the continued fraction."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value = d
    for step in range(1, _MOST_STEPS):
        coefficient = -step * (step - a)
        b += 2
        d = 1 / _not_zero(coefficient * d + b)
        c = _not_zero(b + coefficient / c)
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300
