"""The file of a campaign: making a new one with its keys, taking hold of it, finding its key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.errors import UserError, WrongPassphraseError
from teleactivites_desktop.exchange import recovery, vault
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.attempts import Attempts
from teleactivites_desktop.services.occupancy import Occupancy

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

_PLAIN_HEADER = b"SQLite format 3\0"


def needs_passphrase(path: Path) -> bool:
    """Tell whether the database at `path` is encrypted, so that a passphrase is to be asked for."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN_HEADER)) != _PLAIN_HEADER
    except OSError:
        return False


def unlock(path: Path, passphrase: str | None, environment: Environment) -> vault.Unlocked | None:
    """Return what `passphrase` (or the recovery code) opens; None for a plain file. Raises UserError.

    After several wrong ones the next has to wait (`attempts`).
    """
    if not needs_passphrase(path):
        return None
    if passphrase is None:
        raise WrongPassphraseError(
            _("« {name} » est protégée : donnez votre phrase secrète, ou le code de secours.").format(
                name=path.name
            )
        )
    return guarded(path, path, passphrase, environment)


def guarded(database: Path, path: Path, secret: str, environment: Environment) -> vault.Unlocked:
    """Return what `secret` opens of `path`, `database` or a copy of it; wrong tries count for `database`.

    A recovery code does not wait: nobody guesses one, and who has it may have lost the passphrase. Raises
    UserError.
    """
    if recovery.key_of(secret) is not None:
        return vault.unlock(path, secret)
    vault.officers(path)  # keys that cannot be read are no wrong try
    tries = Attempts(database, environment)
    tries.begin()
    unlocked = vault.unlock(path, secret)
    tries.succeeded()
    return unlocked


def occupy(path: Path) -> Occupancy:
    """Take hold of a database that is there, or about to be; a mistyped folder gets no file of ours."""
    if not path.parent.is_dir():
        raise UserError(_("Le dossier « {folder} » n'existe pas.").format(folder=path.parent))
    return Occupancy(path)


@contextmanager
def new_database(
    path: Path, officer: str, passphrase: str | None, environment: Environment
) -> Iterator[tuple["Store", Occupancy, str]]:
    """Give a new store, the hold on it, and its recovery code; if anything fails nothing of it is left."""
    from teleactivites_desktop.storage.database import create as create_store

    keys_file = vault.vault_path(path)
    if path.exists() or keys_file.exists():
        raise UserError(
            _("« {file} » existe déjà : choisissez un autre nom, ou ouvrez-la.").format(
                file=path if path.exists() else keys_file
            )
        )
    _make_folder(path.parent)
    occupancy = occupy(path)
    try:
        key = None if passphrase is None else vault.new_database_key(environment)
        if key is not None and passphrase is not None:
            vault.create_vault(path, key, officer, passphrase, environment)
        store = create_store(path, key)
        try:
            yield store, occupancy, recovery.code_of(key) if key else ""
        except BaseException:
            store.close()
            raise
    except BaseException:
        for left in (path, keys_file, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
        occupancy.release()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            _("Le dossier « {folder} » ne peut pas être créé : {reason}.").format(
                folder=folder, reason=fault_words(error)
            )
        ) from error
