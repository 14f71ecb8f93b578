"""Classes of numbers, chosen so that they are round, few, and open at both ends.

The first and the last class are open, so that no class gives away who is the youngest or works the most.
"""

import math
from itertools import pairwise

import numpy as np

from teleactivites_desktop.analysis.columns import Floats
from teleactivites_desktop.analysis.tabulate import Class
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _

_STEPS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0)
_WANTED = 6


def are_years(values: Floats) -> bool:
    """Tell whether the numbers are years: they are written without a space after the thousands."""
    known = values[~np.isnan(values)]
    return bool(len(known)) and float(known.min()) >= 1800 and float(known.max()) <= 2200


def classes_for(values: Floats, *, whole: bool, minimum: int) -> list[Class]:
    """Return round classes for the numbers, none where fewer than `minimum` people answered.

    `whole`: the question takes whole numbers only, so a class says "from 20 to 29".
    """
    known = values[~np.isnan(values)]
    if len(known) < max(minimum, 1):
        return []
    low, high = (float(edge) for edge in np.percentile(known, [5, 95]))
    step = _step((high - low) / _WANTED, whole)
    first = math.floor(low / step) * step
    edges = [first + step]
    while edges[-1] < high:
        edges.append(edges[-1] + step)
    years = are_years(values)
    return _named(edges, whole=whole, years=years)


def _step(wanted: float, whole: bool) -> float:
    steps = [step for step in _STEPS if step >= 1.0 or not whole]
    while steps[-1] < wanted:
        steps.append(steps[-1] * 10)
    return next(step for step in steps if step >= wanted)


def _named(edges: list[float], *, whole: bool, years: bool) -> list[Class]:
    def shown(value: float) -> str:
        return str(int(value)) if years else number(value)

    named = [Class(-math.inf, edges[0], _("Moins de {high}").format(high=shown(edges[0])))]
    for low, high in pairwise(edges):
        if whole and high - low == 1:
            label = shown(low)
        elif whole:
            label = _("De {low} à {high}").format(low=shown(low), high=shown(high - 1))
        else:
            label = _("De {low} à moins de {high}").format(low=shown(low), high=shown(high))
        named.append(Class(low, high, label))
    named.append(Class(edges[-1], math.inf, _("{low} et plus").format(low=shown(edges[-1]))))
    return named
