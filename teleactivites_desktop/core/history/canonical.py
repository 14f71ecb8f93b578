"""Canonical JSON (RFC 8785): one text for one value, so that two machines hash the same bytes.

Keys in the order of their UTF-16 units, numbers as ECMAScript writes them, no spaces, UTF-8.
"""

from collections.abc import Mapping
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

MAX_INTEGER = 2**53
"""Whole numbers beyond it are not exact for every reader of JSON (RFC 8785, 3.2.2.3; RFC 7493, 2.2)."""
MAX_DEPTH = 32
"""How deep values may nest: ours nest by two; a hostile file must not exhaust the stack."""

_FIRST_EXPONENT = 21  # ECMAScript, Number::toString: digits alone up to 10^21...
_LEAST_EXPONENT = -6  # ...and no exponent down to 10^-6
_LITERALS = {True: "true", False: "false", None: "null"}
_CAREFUL = bytes(range(0x20)) + b"\\" + bytes(range(0xF0, 0xF5))
"""UTF-8 bytes that the fast way leaves alone: what is escaped, and the lead bytes beyond U+FFFF, with which
the order of code points is no longer that of UTF-16."""


class Canonical(dict[str, Any]):
    """An object that was read from canonical JSON and keeps that `text`, to be stored as it came.

    Never changed once made. Raises ValueError for a text that is not the canonical one of `value`.
    """

    __slots__ = ("text",)

    def __init__(self, value: Mapping[str, Any], text: bytes) -> None:
        super().__init__(value)
        if canonical_json(value) != text:
            raise ValueError("not canonical")
        self.text = text


def canonical_json(value: object) -> bytes:
    """Return the canonical JSON of str, bool, None, int, float, list, tuple and dict with text keys.

    Raises ValueError for what has none: NaN, infinities, half surrogates, whole numbers beyond 2^53, other
    types, more than `MAX_DEPTH` levels.
    """
    if type(value) is Canonical:
        return value.text
    data = _flat(value) if type(value) is dict else None
    return _write(value, MAX_DEPTH).encode() if data is None else data


def _flat(value: dict[object, object]) -> bytes | None:
    """Return the canonical JSON of an ordinary patch, in a third of the time; None where care is needed.

    Ordinary is: one level, nothing to escape. Then quoting is all there is to do, which the number of quotes
    proves.
    """
    if not set(map(type, value)) <= {str}:
        return None
    members: list[str] = []
    texts = len(value)
    for key in sorted(value):  # type: ignore[type-var]
        item = value[key]
        if type(item) is str:
            members.append(f'"{key}":"{item}"')
            texts += 1
        elif type(item) is int or type(item) is float:
            members.append(f'"{key}":{_number(item)}')
        elif item is None or type(item) is bool:
            members.append(f'"{key}":{_LITERALS[item]}')
        else:
            return None
    data = f"{{{','.join(members)}}}".encode()
    plain = data.count(b'"') == 2 * texts and len(data.translate(None, _CAREFUL)) == len(data)
    return data if plain else None


def _write(value: object, depth: int) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _LITERALS[value]
    if isinstance(value, int | float):
        return _number(value)
    if depth == 0:
        raise ValueError("nested too deep for canonical JSON")
    if isinstance(value, list | tuple):
        return f"[{','.join(_write(item, depth - 1) for item in value)}]"
    if isinstance(value, Mapping):
        return _object(value, depth)
    raise ValueError(f"no canonical JSON for {type(value).__name__}")


def _object(value: Mapping[object, object], depth: int) -> str:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("keys of canonical JSON are text")
    keys = sorted(map(str, value), key=lambda key: key.encode("utf-16-be"))
    return f"{{{','.join(f'{encode_basestring(key)}:{_write(value[key], depth - 1)}' for key in keys)}}}"


def _number(value: float) -> str:
    if isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise ValueError(f"whole number beyond 2^53: {value}")
        return str(int(value))
    if not isfinite(value):
        raise ValueError(f"no canonical JSON for {value}")
    text = repr(value)
    if "e" not in text and not text.endswith(".0"):
        return text  # a fraction that Python writes without exponent is laid out as ECMAScript does
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    return sign + _ecmascript(*_shortest(abs(value)))


def _shortest(value: float) -> tuple[str, int]:
    """Return the shortest digits that read back as `value` (> 0), and n where value = 0.digits x 10^n."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("0")
    point = len(digits) - len(decimals) + int(exponent or 0)
    return digits.rstrip("0"), point


def _ecmascript(digits: str, point: int) -> str:
    """Lay out digits as ECMAScript's Number::toString does (ECMA-262, 6.1.6.1.20)."""
    count = len(digits)
    if count <= point <= _FIRST_EXPONENT:
        return digits + "0" * (point - count)
    if 0 < point <= _FIRST_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if _LEAST_EXPONENT < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"
