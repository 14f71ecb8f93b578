"""The operators: how tightly they bind, and their closures."""

import math
from collections.abc import Callable, Mapping, Sequence

from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import XValue, equal, number, truth

BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
"""How tightly each binary operator binds, from XPath 1.0; all of them group from the left."""

UNARY_BINDING = 7
"""Unary minus binds tighter than every binary operator."""


def chain(first: Node, rest: Sequence[tuple[str, Node]]) -> Node:
    """Return `first op node op node...`, operators of one binding power, grouped from the left.

    However long the chain, it is one closure: only parentheses make a compiled expression deep.
    """
    operator, second = rest[0]
    if operator == "or":
        evaluate = _any_of([first, *(node for _operator, node in rest)])
    elif operator == "and":
        evaluate = _all_of([first, *(node for _operator, node in rest)])
    elif len(rest) == 1:
        evaluate = _pair(_BINARY[operator], first.evaluate, second.evaluate)
    else:
        evaluate = _left_to_right(first, rest)
    return Node(evaluate, first.position)


def negative(operand: Node) -> Evaluate:
    """Return the closure of unary minus."""
    evaluate = operand.evaluate
    return lambda scope: -number(evaluate(scope))


def _any_of(nodes: Sequence[Node]) -> Evaluate:
    *before, last = (node.evaluate for node in nodes)

    def any_of(scope: Scope) -> bool:
        for evaluate in before:
            if truth(evaluate(scope)):
                return True
        return truth(last(scope))

    return any_of


def _all_of(nodes: Sequence[Node]) -> Evaluate:
    *before, last = (node.evaluate for node in nodes)

    def all_of(scope: Scope) -> bool:
        for evaluate in before:
            if not truth(evaluate(scope)):
                return False
        return truth(last(scope))

    return all_of


def _pair(operate: Callable[[XValue, XValue], XValue], left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: operate(left(scope), right(scope))


def _left_to_right(first: Node, rest: Sequence[tuple[str, Node]]) -> Evaluate:
    start = first.evaluate
    steps = tuple((_BINARY[operator], node.evaluate) for operator, node in rest)

    def left_to_right(scope: Scope) -> XValue:
        value = start(scope)
        for operate, evaluate in steps:
            value = operate(value, evaluate(scope))
        return value

    return left_to_right


def divide(dividend: XValue, divisor: XValue) -> float:
    """Return `dividend div divisor` as IEEE 754 has it: infinite, or NaN, for a zero divisor."""
    left, right = number(dividend), number(divisor)
    if right:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(dividend: XValue, divisor: XValue) -> float:
    """Return the rest of the division, with the sign of the dividend; NaN for a zero divisor."""
    left, right = number(dividend), number(divisor)
    if right == 0 or math.isinf(left):
        return math.nan
    return math.fmod(left, right)


_BINARY: Mapping[str, Callable[[XValue, XValue], XValue]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: number(left) < number(right),
    "<=": lambda left, right: number(left) <= number(right),
    ">": lambda left, right: number(left) > number(right),
    ">=": lambda left, right: number(left) >= number(right),
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "div": divide,
    "mod": modulo,
}
