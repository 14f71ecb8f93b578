"""The operating system's keychain may hold the key of a database too: it then opens without a passphrase.

Many machines have none, or one that is locked: then everything stays as it was, the passphrase opens. The
library takes half a second to load and may ask the officer something: away from the window's thread.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import vault
from teleactivites_desktop.i18n import _

_SERVICE = "Téléactivités"


def remember(database: Path, unlocked: vault.Unlocked) -> None:
    """Put the key of `database` into the keychain of this machine's user.

    Raises UserError where there is no keychain, or it refuses.
    """
    import keyring
    import keyring.core

    with _refusing():
        if not keyring.core.recommended(keyring.get_keyring()):
            raise UserError(
                _(
                    "Cet ordinateur n'a pas de trousseau utilisable : rien n'a été retenu, la phrase secrète "
                    "reste demandée à chaque ouverture."
                )
            )
        held = json.dumps({"key": unlocked.key.hex(), "officer": unlocked.officer})
        keyring.set_password(_SERVICE, vault.check_of(database), held)


def recall(database: Path) -> vault.Unlocked | None:
    """Return what the keychain holds for `database`; None where it holds nothing that opens it."""
    import keyring

    try:
        with _refusing():
            held = keyring.get_password(_SERVICE, vault.check_of(database))
    except UserError:
        return None
    try:
        found = json.loads(held or "{}")
        unlocked = vault.Unlocked(bytes.fromhex(found["key"]), str(found["officer"]))
    except (ValueError, KeyError, TypeError):
        return None
    return unlocked if vault.opens(database, unlocked.key) else None


def forget(database: Path) -> None:
    """Take the key out of the keychain. Raises UserError where it refuses; harmless where it holds none."""
    import keyring

    with _refusing():
        if keyring.get_password(_SERVICE, vault.check_of(database)) is not None:
            keyring.delete_password(_SERVICE, vault.check_of(database))


@contextmanager
def _refusing() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except (KeyringError, OSError, RuntimeError) as error:
        raise UserError(
            _(
                "Le trousseau de cet ordinateur refuse : {reason}. La phrase secrète ouvre comme avant."
            ).format(reason=error)
        ) from error
