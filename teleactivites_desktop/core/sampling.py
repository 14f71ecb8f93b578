"""How many responses to key a second time: an error rate with its exact interval, and 1 in n from it.

The interval is Clopper and Pearson's (Biometrika 26, 1934): it never covers less than it says, however few
fields were keyed twice. The acceptable rate is what careful single keying leaves: 0.29 % of fields
(meta-analysis of 93 papers, PMC13078370).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, log1p

ACCEPTABLE = 0.003
"""Share of wrong fields that single keying is known to leave."""
CONFIDENCE = 0.95
START, EVERY_ONE, RAREST = 10, 1, 40
"""1 in n: where a batch starts, what it falls to, what it rises to."""
ENOUGH_FIELDS = 200
"""Fields keyed twice before n moves: below it the interval is wider than any rate in question."""


RECENT_FIELDS = 5_000
"""Fields keyed twice that count as evidence, the latest ones: how people keyed long ago says little of today,
and would hide that they came to key badly. Enough to tell 0.1 % from the acceptable rate."""


class Reason(StrEnum):
    """Why n is what it is."""

    START = "start"
    GOOD = "good"
    POOR = "poor"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Rate:
    """Wrong fields among fields keyed twice, with the interval's bounds (shares from 0 to 1)."""

    wrong: int
    fields: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return the measured share; 0 where nothing was measured."""
        return self.wrong / self.fields if self.fields else 0.0


@dataclass(frozen=True)
class Sampling:
    """Key 1 response in `one_in` again, and why."""

    one_in: int
    reason: Reason
    rate: Rate


def rate(wrong: int, fields: int, confidence: float = CONFIDENCE) -> Rate:
    """Return the error rate with its exact binomial interval; (0, 1) where nothing was measured.

    Raises ValueError unless 0 <= wrong <= fields.
    """
    if not 0 <= wrong <= fields:
        raise ValueError(f"{wrong} wrong of {fields}")
    tail = (1 - confidence) / 2
    low = _beta_quantile(tail, wrong, fields - wrong + 1) if wrong else 0.0
    high = _beta_quantile(1 - tail, wrong + 1, fields - wrong) if wrong < fields else 1.0
    return Rate(wrong, fields, low, high)


def sampling(current: int, wrong: int, fields: int) -> Sampling:
    """Return the next 1 in n for a batch keyed 1 in `current` again so far.

    The interval all below the acceptable rate: half as often. All above: everything. Else: the start's n.
    """
    measured = rate(wrong, fields)
    if fields < ENOUGH_FIELDS:
        return Sampling(START, Reason.START, measured)
    if measured.low > ACCEPTABLE:
        return Sampling(EVERY_ONE, Reason.POOR, measured)
    if measured.high < ACCEPTABLE:
        return Sampling(min(max(current, START) * 2, RAREST), Reason.GOOD, measured)
    return Sampling(START, Reason.UNSURE, measured)


def recent(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Return the evidence that counts: (wrong, fields) of the latest batches, of `counts` from old to new.

    Batches are taken whole, from the last one back, until there are enough.
    """
    wrong = fields = 0
    for each in reversed(list(counts)):
        if fields >= RECENT_FIELDS:
            break
        wrong, fields = wrong + each[0], fields + each[1]
    return wrong, fields


def is_sampled(position: int, one_in: int, start: int) -> bool:
    """Tell whether the response at `position` (from 0) of a batch is keyed again; `start` is drawn once."""
    return position % one_in == start % one_in


def _beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = probability, by bisection: 60 halvings are exact to the double."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on this side only
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of I_x(a, b) (Lentz's method; DLMF 8.17.22)."""
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 10_000):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + numerator * d or tiny)
            c = 1 + numerator / c or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
