"""JSON that came from outside: bounded, and of the very types that the format says.

Every refusal is a `MalformedError` with a short technical reason; whoever knows the file turns it into the
officer's sentence.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Never, TypeVar, cast

MAX_INTEGER = 2**53 - 1
"""Beyond it a number is not the same in every JSON reader (RFC 8785, 3.2.2.3)."""

_Value = TypeVar("_Value")


class MalformedError(ValueError):
    """What was read is not in the format; the text says where, for the journal of faults."""


def parse(data: bytes, limit: int) -> dict[str, object]:
    """Return the JSON object in `data`, at most `limit` bytes of UTF-8.

    Raises MalformedError for anything else, NaN, a name given twice, or a depth no honest file has.
    """
    if len(data) > limit:
        raise MalformedError(f"{len(data)} bytes, at most {limit}")
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except RecursionError as error:
        raise MalformedError("too deep") from error
    except ValueError as error:
        raise MalformedError(str(error)[:200]) from error
    if not isinstance(value, dict):
        raise MalformedError("not an object")
    return cast("dict[str, object]", value)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("a name given twice")
    return found


def _refuse_constant(name: str) -> Never:
    raise MalformedError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)


def exactly(value: object, names: frozenset[str], where: str) -> dict[str, object]:
    """Return `value` as an object that has exactly the fields `names`."""
    found = an_object(value, where)
    if found.keys() != names:
        raise MalformedError(f"{where}: fields {sorted(found.keys() ^ names)[:5]}")
    return found


def an_object(value: object, where: str) -> dict[str, object]:
    """Return `value` as a JSON object."""
    if type(value) is not dict:
        raise MalformedError(f"{where}: not an object")
    return cast("dict[str, object]", value)


def a_list(value: object, where: str, item: Callable[[object, str], _Value], limit: int) -> list[_Value]:
    """Return `value` as a list of at most `limit` items, each read by `item`."""
    if type(value) is not list or len(value) > limit:
        raise MalformedError(f"{where}: not a list of at most {limit}")
    return [item(each, f"{where}[{i}]") for i, each in enumerate(value)]


def a_text(value: object, where: str, limit: int = 200) -> str:
    """Return `value` as a text of at most `limit` characters that UTF-8 can hold."""
    if type(value) is not str or len(value) > limit or not _is_encodable(value):
        raise MalformedError(f"{where}: not a text of at most {limit} characters")
    return value


def a_hex(value: object, where: str, digits: int) -> str:
    """Return `value` as exactly `digits` lower-case hexadecimal digits."""
    if type(value) is not str or len(value) != digits or not _HEX.fullmatch(value):
        raise MalformedError(f"{where}: not {digits} hexadecimal digits")
    return value


_HEX = re.compile("[0-9a-f]*")


def a_count(value: object, where: str, least: int = 0) -> int:
    """Return `value` as a whole number from `least` to 2^53 - 1."""
    if type(value) is not int or not least <= value <= MAX_INTEGER:
        raise MalformedError(f"{where}: not a whole number from {least}")
    return value


def a_vector(value: object, where: str, limit: int) -> Mapping[str, int]:
    """Return `value` as a vector: site -> the greatest `seq` held of it (1 and more)."""
    found = an_object(value, where)
    if len(found) > limit:
        raise MalformedError(f"{where}: more than {limit} sites")
    return {a_hex(site, where, 16): a_count(seq, f"{where}.{site}", 1) for site, seq in found.items()}


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
