"""Functions of the place in the form and of chance: position, random, uuid."""

import uuid
from collections.abc import Sequence

from teleactivites_desktop.core.expressions.functions.signature import Findings, Function
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.scope import Scope

_BITS = 53
"""Bits of chance in a float between 0 and 1."""


def _position(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `position(..)`: without repeats, everything is the first of its kind."""
    return lambda scope: 1.0


def _random(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    def random(scope: Scope) -> float:
        drawn = int.from_bytes(scope.environment.random_bytes(7), "big") >> (56 - _BITS)
        return drawn / (1 << _BITS)

    return random


def _uuid(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    return lambda scope: str(uuid.UUID(bytes=scope.environment.random_bytes(16), version=4))


FUNCTIONS: tuple[Function, ...] = (
    Function("position", 0, 1, _position),
    Function("random", 0, 0, _random),
    Function("uuid", 0, 0, _uuid),
)
