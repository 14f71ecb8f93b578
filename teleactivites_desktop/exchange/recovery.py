"""The recovery code: a database's key spelt in letters and digits that are hard to confuse.

Crockford's base 32 (no I, L, O, U), 14 groups of 4: 32 bytes of key, 3 of check, so that a slip is told from
a wrong code.
"""

import hashlib
import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_KEY_BYTES = 32
_CHECK_BYTES = 3
_LENGTH = (_KEY_BYTES + _CHECK_BYTES) * 8 // 5
_GROUP = 4


def code_of(key: bytes) -> str:
    """Return the code to print for a `key` of 32 bytes."""
    number = int.from_bytes(key + _check(key), "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))


def key_of(typed: str) -> bytes | None:
    """Return the key that a code spells, however it was typed; None for what is no code, or has a slip."""
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    found = number.to_bytes(_KEY_BYTES + _CHECK_BYTES, "big")
    key = found[:_KEY_BYTES]
    return key if found[_KEY_BYTES:] == _check(key) else None


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"teleactivites recovery code\0" + key).digest()[:_CHECK_BYTES]
