"""Secrets wrapped under a passphrase: Argon2id makes a key of it, ChaCha20-Poly1305 seals with that key.

Not age's own passphrase mode, which takes 0.5 to 1 GB of memory.
"""

import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.exchange import strict
from teleactivites_desktop.exchange.strict import MalformedError

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_MAX_MEMORY_KIB = 128 * 1024
_MAX_WORK = 8 * _MAX_MEMORY_KIB
"""KiB times passes. No file may ask more than an honest invitation: some 1 s of work, and 128 MiB."""
_MAX_LANES = 16


@dataclass(frozen=True)
class Cost:
    """What one guess costs: `memory_kib` KiB, `iterations` passes, `lanes` threads (RFC 9106)."""

    memory_kib: int
    iterations: int
    lanes: int


UNLOCKING = Cost(memory_kib=64 * 1024, iterations=5, lanes=2)
"""Some 0.3 s on an office laptop, at each opening of a database."""
INVITING = Cost(memory_kib=128 * 1024, iterations=8, lanes=2)
"""Some 1 s: an invitation is opened once, and travels where anybody may copy it and guess."""


@dataclass(frozen=True)
class Sealed:
    """What was sealed, with all that is needed, save the passphrase, to open it. Texts are hexadecimal."""

    cost: Cost
    salt: str
    nonce: str
    ciphertext: bytes


def seal(secret: bytes, passphrase: str, context: bytes, cost: Cost, environment: Environment) -> Sealed:
    """Return `secret` sealed under `passphrase`; opening it demands the same `context`."""
    salt = environment.random_bytes(_SALT_BYTES)
    nonce = environment.random_bytes(_NONCE_BYTES)
    cipher = ChaCha20Poly1305(_derive(passphrase, salt, cost))
    return Sealed(cost, salt.hex(), nonce.hex(), cipher.encrypt(nonce, secret, context))


def unseal(sealed: Sealed, passphrase: str, context: bytes) -> bytes | None:
    """Return the secret, or None when the passphrase is wrong or anything was altered."""
    cipher = ChaCha20Poly1305(_derive(passphrase, bytes.fromhex(sealed.salt), sealed.cost))
    try:
        return cipher.decrypt(bytes.fromhex(sealed.nonce), sealed.ciphertext, context)
    except InvalidTag:
        return None


def header_of(sealed: Sealed) -> dict[str, object]:
    """Return all of `sealed` but its ciphertext, for JSON."""
    return {
        "kdf": "argon2id",
        "memory_kib": sealed.cost.memory_kib,
        "iterations": sealed.cost.iterations,
        "lanes": sealed.cost.lanes,
        "salt": sealed.salt,
        "nonce": sealed.nonce,
    }


HEADER_FIELDS = frozenset({"kdf", "memory_kib", "iterations", "lanes", "salt", "nonce"})


def sealed_of(header: dict[str, object], ciphertext: bytes) -> Sealed:
    """Return what `header` (exactly `HEADER_FIELDS`) and `ciphertext` make.

    Raises MalformedError, also for a cost that would stall the machine.
    """
    strict.exactly(header, HEADER_FIELDS, "seal")
    cost = Cost(
        memory_kib=strict.a_count(header["memory_kib"], "memory_kib", 8),
        iterations=strict.a_count(header["iterations"], "iterations", 1),
        lanes=strict.a_count(header["lanes"], "lanes", 1),
    )
    if (
        header["kdf"] != "argon2id"
        or cost.memory_kib > _MAX_MEMORY_KIB
        or cost.memory_kib * cost.iterations > _MAX_WORK
        or cost.lanes > _MAX_LANES
        or cost.memory_kib < 8 * cost.lanes
    ):
        raise MalformedError("seal: cost")
    return Sealed(
        cost=cost,
        salt=strict.a_hex(header["salt"], "salt", 2 * _SALT_BYTES),
        nonce=strict.a_hex(header["nonce"], "nonce", 2 * _NONCE_BYTES),
        ciphertext=ciphertext,
    )


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Make a key of a passphrase; the same words typed on another keyboard make the same bytes."""
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(_normal(passphrase))


def _normal(passphrase: str) -> bytes:
    return " ".join(unicodedata.normalize("NFC", passphrase).split()).encode()
