"""A compiled expression, and the way to get one."""

from collections.abc import Collection
from dataclasses import dataclass

from teleactivites_desktop.core.expressions.functions.signature import Lookup
from teleactivites_desktop.core.expressions.nodes import Evaluate
from teleactivites_desktop.core.expressions.parser import Parser


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `evaluate(scope)` gives its value; it raises nothing, whatever the answers.

    `references` are the questions it reads, `lookups` what it asks of tables, `uses_current` whether it
    reads `.`.
    """

    text: str
    evaluate: Evaluate
    references: frozenset[str]
    lookups: frozenset[Lookup]
    uses_current: bool


def compile_expression(
    text: str, names: Collection[str], *, bare_names: Collection[str] = frozenset()
) -> Expression:
    """Return the compiled expression `text`.

    `names` are the questions it may read as ${name}; `bare_names` are the columns that a choice filter may
    name bare. Raises ExpressionError, a sentence and a position, for bad syntax, an unknown function or
    question, or a wrong number of arguments.
    """
    parser = Parser(text, names, bare_names)
    node = parser.parse()
    found = parser.findings
    return Expression(
        text, node.evaluate, frozenset(found.references), frozenset(found.lookups), found.uses_current
    )
