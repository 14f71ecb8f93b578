"""What a function of expressions is: its name, how many arguments it takes, how it is compiled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from teleactivites_desktop.core.expressions.nodes import Evaluate, Node, apply
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import XValue

Lookup = tuple[str, str, str]
"""A `pulldata` seen while compiling: table, column, key column."""


@dataclass
class Findings:
    """What compiling an expression finds out beside its closure."""

    references: set[str] = field(default_factory=set)
    lookups: set[Lookup] = field(default_factory=set)
    uses_current: bool = False


Build = Callable[[Sequence[Node], Findings], Evaluate]
"""Compiles a call: its arguments, of a number already checked -> its closure. May raise ExpressionError."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: `most` is None where any number of arguments is welcome."""

    name: str
    least: int
    most: int | None
    build: Build

    def takes(self, count: int) -> bool:
        """Tell whether `count` arguments are what it takes."""
        return self.least <= count and (self.most is None or count <= self.most)


def eager(name: str, function: Callable[..., XValue], least: int = 1, most: int | None = 1) -> Function:
    """Return a function of the values of its arguments, every one of which is evaluated."""
    return Function(name, least, most, lambda arguments, findings: apply(function, arguments))


def of_current(name: str, function: Callable[[XValue], XValue]) -> Function:
    """Return a function of one argument which, without it, is about `.`."""

    def build(arguments: Sequence[Node], findings: Findings) -> Evaluate:
        if arguments:
            return apply(function, arguments)
        findings.uses_current = True
        return lambda scope: function(current(scope))

    return Function(name, 0, 1, build)


def current(scope: Scope) -> XValue:
    """Return the value of `.`: the empty text where there is no answer."""
    value = scope.current
    return "" if value is None else value
