"""Functions of text: those of XPath 1.0, and ODK's substr, ends-with and join."""

import math
import re

from teleactivites_desktop.core.expressions.functions.numbers import rounded
from teleactivites_desktop.core.expressions.functions.signature import Function, eager, of_current
from teleactivites_desktop.core.expressions.values import XValue, number, text

_SPACES = re.compile(r"[ \t\r\n]+")


def substr(value: XValue, start: XValue, end: XValue = math.inf) -> str:
    """Return the characters from `start` (counted from 0) to before `end`; both may count from the end."""
    content = text(value)
    length = len(content)
    return content[_index(start, length) : _index(end, length)]


def _index(value: XValue, length: int) -> int:
    position = number(value)
    if math.isnan(position):
        return 0
    if math.isinf(position):
        return length if position > 0 else 0
    whole = math.trunc(position)
    return max(0, whole + length) if whole < 0 else min(whole, length)


def substring(value: XValue, start: XValue, count: XValue = math.inf) -> str:
    """Return `count` characters from `start`, counted from 1 and rounded: XPath 1.0's substring."""
    content = text(value)
    first = rounded(number(start))
    stop = first + rounded(number(count))
    return "".join(char for place, char in enumerate(content, 1) if first <= place < stop)


def substring_before(value: XValue, mark: XValue) -> str:
    """Return what stands before the first `mark`; "" where there is none."""
    before, found, _after = _partition(value, mark)
    return before if found else ""


def substring_after(value: XValue, mark: XValue) -> str:
    """Return what stands after the first `mark`; "" where there is none."""
    return _partition(value, mark)[2]


def _partition(value: XValue, mark: XValue) -> tuple[str, bool, str]:
    content, sought = text(value), text(mark)
    place = content.find(sought)
    if place < 0:
        return content, False, ""
    return content[:place], True, content[place + len(sought) :]


def translate(value: XValue, originals: XValue, substitutes: XValue) -> str:
    """Return the text with each of `originals` put as the substitute of the same place, or taken away."""
    new = text(substitutes)
    table: dict[int, str | None] = {}
    for place, char in enumerate(text(originals)):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return text(value).translate(table)


def normalize_space(value: XValue) -> str:
    """Return the text without outer spaces and with single inner ones (ASCII spaces, as in XPath)."""
    return _SPACES.sub(" ", text(value)).strip(" ")


def concat(*values: XValue) -> str:
    """Return the texts put end to end."""
    return "".join(map(text, values))


def join(separator: XValue, *values: XValue) -> str:
    """Return the texts put end to end with `separator` between them."""
    return text(separator).join(map(text, values))


FUNCTIONS: tuple[Function, ...] = (
    of_current("string", text),
    of_current("string-length", lambda value: float(len(text(value)))),
    of_current("normalize-space", normalize_space),
    eager("contains", lambda value, part: text(part) in text(value), 2, 2),
    eager("starts-with", lambda value, part: text(value).startswith(text(part)), 2, 2),
    eager("ends-with", lambda value, part: text(value).endswith(text(part)), 2, 2),
    eager("substr", substr, 2, 3),
    eager("substring", substring, 2, 3),
    eager("substring-before", substring_before, 2, 2),
    eager("substring-after", substring_after, 2, 2),
    eager("translate", translate, 3, 3),
    eager("concat", concat, 1, None),
    eager("join", join, 2, None),
)
