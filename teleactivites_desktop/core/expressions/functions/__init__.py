"""The functions an expression may call."""

from collections.abc import Mapping

from teleactivites_desktop.core.expressions.functions import (
    choices,
    dates,
    logic,
    numbers,
    places,
    regex,
    texts,
)
from teleactivites_desktop.core.expressions.functions.signature import Function

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for module in (choices, dates, logic, numbers, places, regex, texts)
    for function in module.FUNCTIONS
}
"""Every function by its name: XPath 1.0's core without node sets, and those of ODK XForms."""
