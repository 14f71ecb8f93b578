"""Keys of a site (Ed25519) and of a campaign (age X25519), and the short texts that stand for them.

Public keys and signatures are lower-case hexadecimal text outside this module, as in revisions.
"""

import hashlib

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

SEED_BYTES = 32
SITE_DIGITS = 16
_FINGERPRINT_DIGITS = 20
_FINGERPRINT_GROUP = 4


def new_seed(environment: Environment) -> bytes:
    """Return a new signing seed (32 bytes). It is the secret of a site and never leaves its database."""
    return environment.random_bytes(SEED_BYTES)


def public_key(seed: bytes) -> str:
    """Return the Ed25519 public key (64 hex digits) of the signing `seed`."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def site_of(public: str) -> str:
    """Return the id of the site that owns the `public` key: nobody can claim an id without its key."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:SITE_DIGITS]


def fingerprint(public: str) -> str:
    """Return what two officers compare by telephone: 20 hex digits in groups of 4."""
    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:_FINGERPRINT_DIGITS]
    return " ".join(
        digits[i : i + _FINGERPRINT_GROUP] for i in range(0, _FINGERPRINT_DIGITS, _FINGERPRINT_GROUP)
    )


def sign(seed: bytes, message: bytes) -> str:
    """Return the signature (128 hex digits) of `message`."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message).hex()


def is_signed(public: str, message: bytes, signature: str) -> bool:
    """Tell whether `signature` is that of `message` by the owner of the `public` key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except InvalidSignature:
        return False
    return True


def new_campaign_key() -> str:
    """Return a new age identity (``AGE-SECRET-KEY-1...``): the secret shared by the sites of a campaign."""
    return str(pyrage.x25519.Identity.generate())


def recipient(campaign_key: str) -> str:
    """Return the age recipient (``age1...``) of a campaign's key. Raises UserError when it is no key."""
    try:
        return str(pyrage.x25519.Identity.from_str(campaign_key).to_public())
    except pyrage.IdentityError as error:
        raise UserError(
            _("La clé de la campagne est illisible ; demandez une nouvelle invitation.")
        ) from error
