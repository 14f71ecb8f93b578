"""One measured figure, and how it is printed."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured against what.

    `ours` and `limit` are in `unit`, measured in the same run; `target` is the ratio aimed at (or, where
    `limit` is None, the greatest value of `ours`). `note` says what a figure is made of or spent on.
    """

    name: str
    ours: float
    limit: float | None
    target: float
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return ours / limit, or ours itself where nothing can be measured as a limit."""
        return self.ours / self.limit if self.limit else self.ours

    @property
    def met(self) -> bool:
        """Tell whether the target holds."""
        return self.ratio <= self.target

    def line(self) -> str:
        """Return the printed line."""
        sign = "ok  " if self.met else "MISS"
        if self.limit is None:
            body = f"{self.ours:10.4g} {self.unit} (target {self.target:g} {self.unit})"
        else:
            ours = f"{self.ours:.4g} {self.unit} / limit {self.limit:.4g} {self.unit}"
            body = f"{self.ratio:6.2f} x (target {self.target:g} x)   {ours}"
        return f"{sign} {self.name:<58} {body}" + (f"   {self.note}" if self.note else "")


def timed(work: Callable[[], object], runs: int = 1) -> float:
    """Return the median seconds of `runs` calls of `work`."""
    spans = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        spans.append(time.perf_counter() - begun)
    return statistics.median(spans)
