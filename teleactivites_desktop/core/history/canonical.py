"""Canonical JSON (RFC 8785): one text for one value, so that two machines hash the same bytes.

Keys in the order of their UTF-16 units, numbers as ECMAScript writes them, no spaces, UTF-8.
"""

import json
from collections.abc import Mapping
from math import isfinite

MAX_INTEGER = 2**53
"""Whole numbers beyond it are not exact for every reader of JSON (RFC 8785, 3.2.2.3; RFC 7493, 2.2)."""
MAX_DEPTH = 32
"""How deep values may nest: ours nest by two; a hostile file must not exhaust the stack."""

_FIRST_EXPONENT = 21  # ECMAScript, Number::toString: digits alone up to 10^21...
_LEAST_EXPONENT = -6  # ...and no exponent down to 10^-6
_ASTRAL_LEADS = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_SCALARS = frozenset({str, bool, type(None)})
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


def canonical_json(value: object) -> bytes:
    """Return the canonical JSON of str, bool, None, int, float, list, tuple and dict with text keys.

    Raises ValueError for what has none: NaN, infinities, half surrogates, whole numbers beyond 2^53, other
    types, more than `MAX_DEPTH` levels.
    """
    if _is_ordinary(value, MAX_DEPTH):
        data = _encode(value).encode()
        if data.isascii() or not any(lead in data for lead in _ASTRAL_LEADS):
            return data
    return _write(value, MAX_DEPTH).encode()


def _is_ordinary(value: object, depth: int) -> bool:
    """Tell whether the standard encoder writes `value` canonically, save for keys outside the BMP.

    It escapes strings as RFC 8785 does; only floats, wide integers and keys that are not text differ. Code
    point order is UTF-16 order as long as no key has a character beyond U+FFFF.
    """
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is int:
        return -MAX_INTEGER <= value <= MAX_INTEGER  # type: ignore[operator]
    if kind is dict:
        return _is_ordinary_dict(value, depth)  # type: ignore[arg-type]
    return False


def _is_ordinary_dict(value: dict[object, object], depth: int) -> bool:
    if depth == 0 or not set(map(type, value)) <= {str}:
        return False
    if set(map(type, value.values())) <= _SCALARS:
        return True
    return all(type(item) is str or _is_ordinary(item, depth - 1) for item in value.values())


def _write(value: object, depth: int) -> str:
    if isinstance(value, str):
        return _encode(str(value))
    if value is None or isinstance(value, bool):
        return _encode(value)
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
    return f"{{{','.join(f'{_encode(key)}:{_write(value[key], depth - 1)}' for key in keys)}}}"


def _number(value: float) -> str:
    if isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise ValueError(f"whole number beyond 2^53: {value}")
        return str(int(value))
    if not isfinite(value):
        raise ValueError(f"no canonical JSON for {value}")
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
