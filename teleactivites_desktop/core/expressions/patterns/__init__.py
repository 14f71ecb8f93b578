"""Patterns of characters (regular expressions) that cannot be slow, whoever wrote them.

`re` takes exponential time on patterns such as ``(a+)+b``; a questionnaire from elsewhere must not be able to
freeze the keyboard. A pattern is compiled to an automaton, which reads each character once.
"""

from collections.abc import Callable
from functools import lru_cache

from teleactivites_desktop.core.expressions.patterns.automaton import Automaton
from teleactivites_desktop.core.expressions.patterns.syntax import PatternError, parse

__all__ = ["PatternError", "compile_pattern"]


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Return the function that tells whether a whole text matches `pattern`.

    Raises PatternError where the pattern is malformed, or uses what an automaton cannot do (lookaround,
    references to groups).
    """
    return Automaton(parse(pattern)).matches
