"""Putting a copy back in the place of a database: rehearsed, after a copy of what it replaces."""

from collections.abc import Mapping
from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import backups, campaigns, erased_before
from teleactivites_desktop.services.backups import BackupReason, Progress
from teleactivites_desktop.services.database_files import guarded
from teleactivites_desktop.services.restore_rehearsal import RestoreRehearsal, rehearse_restore
from teleactivites_desktop.services.workspace import Workspace


def rehearse(
    database: Path, copy: Path, passphrase: str | None, environment: Environment
) -> RestoreRehearsal:
    """Return what `restore` would do to `database`, which must be closed; nothing is changed.

    `passphrase` opens both. Raises UserError for a copy that does not open, or a database in use.
    """
    key = _key(copy, passphrase, database, environment)
    workspace = campaigns.open_workspace(database, passphrase, environment)
    try:
        return rehearse_restore(workspace.store, copy, key)
    finally:
        workspace.close()


def rehearse_open(workspace: Workspace, copy: Path, passphrase: str | None) -> RestoreRehearsal:
    """Return the same for a campaign that is open."""
    key = _key(copy, passphrase, workspace.store.path, workspace.environment)
    return rehearse_restore(workspace.store, copy, key)


def restore(
    database: Path,
    copy: Path,
    passphrase: str | None,
    environment: Environment,
    progress: Progress = lambda done, total: None,
) -> None:
    """Put `copy` in the place of `database`, of which a last copy is made first where it still opens.

    What was erased in `database` is erased again in what takes its place, when that is opened. Raises
    UserError for a copy that does not open, or a database in use; nothing is changed then.
    """
    key = _key(copy, passphrase, database, environment)
    settings: Mapping[str, PatchValue] = {}
    if database.is_file():
        settings = _copy_first(database, copy, passphrase, environment, progress)
    backups.restore(copy, database, key, settings, progress)


def _copy_first(
    database: Path, copy: Path, passphrase: str | None, environment: Environment, progress: Progress
) -> Mapping[str, PatchValue]:
    """A database that no longer opens is what one restores for: it is moved aside, not copied.

    Returns the settings that carry over to what takes its place.
    """
    try:
        workspace = campaigns.open_workspace(database, passphrase, environment)
    except UserError:
        return {}
    try:
        # The copy to come back to may be the oldest one: it must not make room for the new one.
        backups.back_up(workspace, BackupReason.RESTORING, progress, spared=copy)
        return erased_before.noted(workspace.store.erasures.list())
    finally:
        workspace.close()


def _key(copy: Path, passphrase: str | None, database: Path, environment: Environment) -> bytes | None:
    if passphrase is None or not campaigns.needs_passphrase(copy):
        return None
    return guarded(database, copy, passphrase, environment).key
