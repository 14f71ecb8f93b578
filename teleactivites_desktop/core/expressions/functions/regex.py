"""The function `regex`."""

from collections.abc import Sequence

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.functions.signature import Findings, Function
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.patterns import PatternError, compile_pattern
from teleactivites_desktop.core.expressions.values import text
from teleactivites_desktop.i18n import _


def _regex(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `regex(text, pattern)`: true where the pattern matches the whole text, as in ODK."""
    value, pattern = arguments
    if not isinstance(pattern.constant, str):
        raise ExpressionError(_("regex attend en second un motif entre guillemets."), pattern.position)
    try:
        matches = compile_pattern(pattern.constant)
    except PatternError as error:
        raise ExpressionError(
            _(
                "Le motif « {pattern} » n'est pas compris : les motifs sont faits de caractères, de classes "
                "[...], de groupes (...) et de répétitions, sans (?=...) ni \\b ni renvois."
            ).format(pattern=pattern.constant),
            pattern.position,
        ) from error
    evaluate = value.evaluate
    return lambda scope: matches(text(evaluate(scope)))


FUNCTIONS: tuple[Function, ...] = (Function("regex", 2, 2, _regex),)
