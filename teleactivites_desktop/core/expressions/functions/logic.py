"""Functions that decide: truth values, `if`, `coalesce`, `once`."""

from collections.abc import Sequence

from teleactivites_desktop.core.expressions.functions.signature import (
    Findings,
    Function,
    current,
    eager,
)
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import XValue, is_empty, number, text, truth


def _if(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    condition, then, otherwise = (node.evaluate for node in arguments)
    return lambda scope: then(scope) if truth(condition(scope)) else otherwise(scope)


def _coalesce(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    *before, last = (node.evaluate for node in arguments)

    def coalesce(scope: Scope) -> XValue:
        for evaluate in before:
            value = evaluate(scope)
            if not is_empty(value):
                return value
        return last(scope)

    return coalesce


def _once(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `once`: the value that the question already has, else that of the argument."""
    findings.uses_current = True
    evaluate = arguments[0].evaluate

    def once(scope: Scope) -> XValue:
        value = current(scope)
        return evaluate(scope) if is_empty(value) else value

    return once


def checklist(least: XValue, most: XValue, *factors: XValue) -> bool:
    """Tell whether the count of true factors lies between the bounds; a bound of -1 is none."""
    low, high = number(least), number(most)
    true = sum(map(truth, factors))
    return (low < 0 or true >= low) and (high < 0 or true <= high)


FUNCTIONS: tuple[Function, ...] = (
    Function("if", 3, 3, _if),
    Function("coalesce", 2, None, _coalesce),
    Function("once", 1, 1, _once),
    eager("true", lambda: True, 0, 0),
    eager("false", lambda: False, 0, 0),
    eager("not", lambda value: not truth(value)),
    eager("boolean", truth),
    eager("boolean-from-string", lambda value: text(value).lower() in ("true", "1")),
    eager("checklist", checklist, 3, None),
)
