"""A compiled piece of an expression, and how pieces are put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import XValue

Evaluate = Callable[[Scope], XValue]


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled piece: its closure, its place, and what the piece is when it is plain.

    `constant` is the value of a literal (None for anything else), `reference` the question of a bare ${...}.
    """

    evaluate: Evaluate
    position: int
    constant: str | float | None = None
    reference: str = ""


def constant(value: str | float, position: int) -> Node:
    """Return the node of a literal."""
    return Node(lambda scope: value, position, constant=value)


def apply(function: Callable[..., XValue], arguments: Sequence[Node]) -> Evaluate:
    """Return the closure that gives `function` the values of `arguments`.

    One, two and three arguments have closures of their own: a list built at each evaluation costs a third.
    """
    evaluates = tuple(node.evaluate for node in arguments)
    if len(evaluates) == 1:
        (only,) = evaluates
        return lambda scope: function(only(scope))
    if len(evaluates) == 2:
        first, second = evaluates
        return lambda scope: function(first(scope), second(scope))
    if len(evaluates) == 3:
        one, two, three = evaluates
        return lambda scope: function(one(scope), two(scope), three(scope))
    return lambda scope: function(*[evaluate(scope) for evaluate in evaluates])
