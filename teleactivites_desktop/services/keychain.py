"""Opening without a passphrase on this machine: its keychain holds the key of a campaign, if one wants.

A window that was locked asks for the passphrase all the same.
"""

from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.exchange import vault
from teleactivites_desktop.services import locations
from teleactivites_desktop.services.database_files import guarded

_KEPT = "keychain"
"""Preference: the databases whose key was put into the keychain. For others it is never looked at."""


def is_kept(path: Path) -> bool:
    """Tell whether the key of the database at `path` was put into the keychain from here."""
    return str(path.resolve()) in _kept()


def keep(path: Path, passphrase: str, environment: Environment) -> None:
    """Put the key that `passphrase` opens into the keychain.

    Raises UserError: wrong passphrase, no keychain, or one that refuses.
    """
    from teleactivites_desktop.exchange import keychain

    keychain.remember(path, guarded(path, path, passphrase, environment))
    locations.remember(_KEPT, [*_kept() - {str(path.resolve())}, str(path.resolve())])


def recall(path: Path) -> vault.Unlocked | None:
    """Return what the keychain opens of the database at `path`; None where it opens nothing (any more)."""
    from teleactivites_desktop.exchange import keychain

    return keychain.recall(path) if is_kept(path) else None


def forget(path: Path) -> None:
    """Take the key out of the keychain. Raises UserError where that refuses."""
    from teleactivites_desktop.exchange import keychain

    keychain.forget(path)
    locations.remember(_KEPT, [*_kept() - {str(path.resolve())}])


def _kept() -> set[str]:
    noted = locations.preference(_KEPT)
    return {str(path) for path in noted} if isinstance(noted, list) else set()
