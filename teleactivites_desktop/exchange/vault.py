"""Keys at rest: `<database>.keys`, where each officer's passphrase wraps the key of the database.

The key is random and never changes, so a passphrase is added, changed or taken away without rewriting the
database. The printed recovery code is the key itself, spelt for people: it opens the database even when this
file is lost. Nothing in the file says anything to who has no passphrase, save the officers' names.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.passphrase import require
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError, WrongPassphraseError
from teleactivites_desktop.exchange import recovery, strict
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.exchange.sealing import (
    HEADER_FIELDS,
    KEY_BYTES,
    UNLOCKING,
    Sealed,
    header_of,
    seal,
    sealed_of,
    unseal,
)
from teleactivites_desktop.exchange.strict import MalformedError
from teleactivites_desktop.i18n import _

FORMAT = "teleactivites-keys"
VERSION = 1
_MAX_BYTES = 256 * 1024
_MAX_OFFICERS = 100


@dataclass(frozen=True)
class _Vault:
    """What the file holds: the digest that a right key has, and officer -> the key wrapped for them."""

    check: str
    locks: Mapping[str, Sealed]


@dataclass(frozen=True)
class Unlocked:
    """The key of a database, and the officer whose passphrase gave it ("": the recovery code did)."""

    key: bytes = field(repr=False)
    officer: str


def vault_path(database: Path) -> Path:
    """Return where the keys of `database` are."""
    return database.with_name(f"{database.name}.keys")


def has_vault(database: Path) -> bool:
    """Tell whether `database` opens with a passphrase."""
    return vault_path(database).exists()


def new_database_key(environment: Environment) -> bytes:
    """Return a new random key (32 bytes) for a database."""
    return environment.random_bytes(KEY_BYTES)


def create_vault(database: Path, key: bytes, officer: str, passphrase: str, environment: Environment) -> None:
    """Write the keys of a new `database`: `key`, wrapped under the passphrase of one officer."""
    lock = _lock(key, officer, passphrase, environment)
    _write(vault_path(database), _Vault(_check_of(key), {officer: lock}))


def unlock(database: Path, secret: str) -> Unlocked:
    """Return what `secret`, an officer's passphrase or the recovery code, opens.

    Raises WrongPassphraseError; DamagedFileError for keys that are no longer readable.
    """
    if (key := recovery.key_of(secret)) and opens(database, key):
        return Unlocked(key, "")
    vault = _read(vault_path(database))
    for officer, lock in vault.locks.items():
        key = unseal(lock, secret, _context(officer))
        if key is not None and hmac.compare_digest(_check_of(key), vault.check):
            return Unlocked(key, officer)
    raise WrongPassphraseError(
        _(
            "Cette phrase secrète n'ouvre pas « {name} ». Vérifiez les majuscules et le clavier ; "
            "si elle est perdue, tapez le code de secours imprimé à la création."
        ).format(name=database.name)
    )


def check_of(database: Path) -> str:
    """Return the digest of the key of `database`: a name for it that tells nothing of it."""
    return _read(vault_path(database)).check


def officers(database: Path) -> tuple[str, ...]:
    """Return the names of the officers who have a passphrase for `database`."""
    return tuple(_read(vault_path(database)).locks)


def set_passphrase(
    database: Path, key: bytes, officer: str, passphrase: str, environment: Environment
) -> None:
    """Give `officer` a passphrase, or another one; `key` is the one that `unlock` gave."""
    path = vault_path(database)
    vault = _read(path)
    lock = _lock(key, officer, passphrase, environment)
    _write(path, _Vault(vault.check, {**vault.locks, officer: lock}))


def remove_passphrase(database: Path, officer: str) -> None:
    """Take the passphrase of `officer` away. The last one stays: raises UserError."""
    path = vault_path(database)
    vault = _read(path)
    left = {name: lock for name, lock in vault.locks.items() if name != officer}
    if not left:
        raise UserError(
            _("« {officer} » a la seule phrase secrète ; donnez-en une à un autre agent avant.").format(
                officer=officer
            )
        )
    _write(path, _Vault(vault.check, left))


def _lock(key: bytes, officer: str, passphrase: str, environment: Environment) -> Sealed:
    require(passphrase)
    return seal(key, passphrase, _context(officer), UNLOCKING, environment)


def opens(database: Path, key: bytes) -> bool:
    """Tell whether a recovered key is that of `database`; without its keys file only the database knows."""
    path = vault_path(database)
    return not path.exists() or hmac.compare_digest(_check_of(key), _read(path).check)


def _check_of(key: bytes) -> str:
    """Return a digest that tells a right key from a wrong one and, the key being random, nothing more."""
    return hashlib.sha256(b"teleactivites key check\0" + key).hexdigest()[:16]


def _context(officer: str) -> bytes:
    return canonical_json({"purpose": "database key", "officer": officer})


def _write(path: Path, vault: _Vault) -> None:
    locks = [
        {"officer": officer, "seal": header_of(lock), "wrapped": lock.ciphertext.hex()}
        for officer, lock in vault.locks.items()
    ]
    content = {"format": FORMAT, "version": VERSION, "check": vault.check, "locks": locks}
    with replacing(path) as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False).encode())


def _read(path: Path) -> _Vault:
    try:
        with path.open("rb") as file:
            found = strict.parse(file.read(_MAX_BYTES + 1), _MAX_BYTES)
        if found.get("format") == FORMAT and strict.a_count(found.get("version"), "version", 1) > VERSION:
            raise NewerFormatError(
                _(
                    "« {path} » a été écrit par une version plus récente de Téléactivités ; "
                    "mettez ce poste à jour."
                ).format(path=path)
            )
        strict.exactly(found, frozenset({"format", "version", "check", "locks"}), "keys")
        locks = strict.a_list(found["locks"], "locks", _a_lock, _MAX_OFFICERS)
        return _Vault(strict.a_hex(found["check"], "check", 16), dict(locks))
    except OSError as error:
        raise UserError(
            _(
                "« {path} », qui garde les clés de la base, ne peut pas être lu : {reason}. "
                "Remettez-le à côté de la base, ou ouvrez celle-ci avec le code de secours."
            ).format(path=path, reason=fault_words(error))
        ) from error
    except MalformedError as error:
        raise DamagedFileError(
            _(
                "« {path} », qui garde les clés de la base, est abîmé. Remettez-en une copie de "
                "sauvegarde, ou ouvrez la base avec le code de secours."
            ).format(path=path)
        ) from error


def _a_lock(value: object, where: str) -> tuple[str, Sealed]:
    found = strict.exactly(value, frozenset({"officer", "seal", "wrapped"}), where)
    header = strict.exactly(found["seal"], HEADER_FIELDS, where)
    # The key and the 16 bytes of its authentication.
    wrapped = strict.a_hex(found["wrapped"], where, 2 * (KEY_BYTES + 16))
    return strict.a_text(found["officer"], where), sealed_of(header, bytes.fromhex(wrapped))
