"""The function `regex`: patterns of characters."""

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.functions.signature import Findings, Function
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.values import text
from teleactivites_desktop.i18n import _


def _regex(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `regex(text, pattern)`: true where the pattern matches the whole text, as in ODK."""
    value, pattern = arguments
    if not isinstance(pattern.constant, str):
        raise ExpressionError(_("regex attend en second un motif entre guillemets."), pattern.position)
    try:
        matches = compile_pattern(pattern.constant).fullmatch
    except ValueError as error:
        raise ExpressionError(
            _("Le motif « {pattern} » de regex n'est pas lisible.").format(pattern=pattern.constant),
            pattern.position,
        ) from error
    evaluate = value.evaluate
    return lambda scope: matches(text(evaluate(scope))) is not None


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the compiled `pattern`; raises ValueError where it cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return re.compile(pattern)
        except (re.error, Warning, OverflowError, RecursionError) as error:
            raise ValueError(str(error)) from error


FUNCTIONS: tuple[Function, ...] = (Function("regex", 2, 2, _regex),)
