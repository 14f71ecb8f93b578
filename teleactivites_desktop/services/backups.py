"""Copies of the database: made by themselves before what is risky, proved, kept some time, put back.

They stand in `<database>.sauvegardes/`, each a database of its own with its keys beside it: the same
passphrase opens it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.exchange.vault import vault_path
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    pass

KEPT = 10
"""How many copies are kept in the folder; older ones are removed."""
KEPT_ANYHOW = 3
"""How many stay although somebody was erased since who still stands in them; older ones are removed."""
_ELSEWHERE = "backup elsewhere"
_COPIED = "vector of the last backup"
_NAMED = re.compile(r"(?P<at>\d{8}-\d{6})(?:-(?P<number>\d+))?-(?P<reason>[a-z]+)\.tldb")
_BESIDE = (".format-[0-9]*", ".ecartee")
_AT = "%Y%m%d-%H%M%S"
Progress = Callable[[int, int], None]


class BackupReason(StrEnum):
    """Why a copy was made; it stands in the name of the file."""

    ASKED = "demande"
    CLOSING = "fermeture"
    READING = "lecture"
    RESTORING = "retour"


@dataclass(frozen=True)
class Backup:
    """A copy in the folder: when it was made (local time), why, its size in bytes.

    `number` tells copies of one second apart.
    """

    path: Path
    at: datetime
    reason: BackupReason
    size: int
    number: int = 1

    @property
    def order(self) -> tuple[datetime, int]:
        """Return what sorts copies by age."""
        return self.at, self.number


@dataclass(frozen=True)
class Elsewhere:
    """The last copy made on another disk."""

    path: str
    at: datetime


def back_up(
    workspace: Workspace,
    reason: BackupReason,
    progress: Progress = lambda done, total: None,
    *,
    spared: Path | None = None,
) -> Backup:
    """Copy the database into its folder, prove the copy, remove the oldest beyond `KEPT` save `spared`.

    Not inside a transaction. Raises UserError when it cannot be written; nothing else has happened then.
    """
    store, now = workspace.store, workspace.environment.now()
    folder = backup_folder(store.path)
    for unfinished in _unfinished(store.path):
        unfinished.unlink(missing_ok=True)
    target = _free_name(folder, now, reason)
    held: dict[str, PatchValue] = dict(store.revisions.vector())
    store.back_up(target, progress)
    _copy_keys(store.path, target)
    if store.settings.get(_COPIED) != held:
        store.settings.set(_COPIED, held)
    for old in _to_remove(workspace):
        if old.path != spared:
            remove_backup(old)
    return _backup(target)


def _unfinished(database: Path) -> list[Path]:
    """Return what was left where the process was killed while it copied, restored or migrated."""
    beside = (f"{database.name}.retour*", f"{database.name}.format-*.partiel*")
    found = [path for mark in beside for path in database.parent.glob(mark)]
    return [*found, *backup_folder(database).glob("*.tldb.partiel*")]


def _to_remove(workspace: Workspace) -> list[Backup]:
    """Return the copies that make room: the oldest, and those in which an erased person still stands."""
    store, found = workspace.store, list_backups(workspace)
    gone = [erasure.record for erasure in store.erasures.list()]
    outdated = [copy for copy in found[KEPT_ANYHOW:KEPT] if gone and store.copy_holds(copy.path, gone)]
    return [*outdated, *found[KEPT:]]


def back_up_on_closing(workspace: Workspace, progress: Progress = lambda done, total: None) -> Backup | None:
    """Copy the database unless its last copy has all that it holds; None then.

    It may have been written by the command line since the last copy, and not since it was opened.
    """
    known = workspace.store.settings.get(_COPIED) == dict(workspace.store.revisions.vector())
    if known and not workspace.store.changed and list_backups(workspace):
        return None
    return back_up(workspace, BackupReason.CLOSING, progress)


def back_up_to(workspace: Workspace, target: Path, progress: Progress = lambda done, total: None) -> Path:
    """Copy the database to a file, or into a folder, that the officer chose; note it if on another disk."""
    store, now = workspace.store, workspace.environment.now()
    if target.is_dir():
        target = _free_name(target, now, BackupReason.ASKED)
    elif target.exists() and target.samefile(store.path):
        raise UserError(_("La sauvegarde ne peut pas être la base elle-même : choisissez un autre nom."))
    store.back_up(target, progress)
    _copy_keys(store.path, target)
    if target.stat().st_dev != store.path.stat().st_dev:
        store.settings.set(_ELSEWHERE, {"path": str(target), "at": now.isoformat(timespec="seconds")})
    return target


def list_backups(workspace: Workspace) -> list[Backup]:
    """Return the copies in the folder, the latest first."""
    folder = backup_folder(workspace.store.path)
    found = [path for path in folder.glob("*.tldb") if _NAMED.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(map(_backup, found), key=lambda backup: backup.order, reverse=True)


def last_elsewhere(workspace: Workspace) -> Elsewhere | None:
    """Return the last copy that was made on another disk; None when there never was one."""
    noted = workspace.store.settings.get(_ELSEWHERE)
    return Elsewhere(noted["path"], datetime.fromisoformat(noted["at"])) if noted else None


def remove_backup(backup: Backup) -> None:
    """Delete a copy and its keys."""
    remove_copy(backup.path)


def copies(workspace: Workspace) -> list[Path]:
    """Return all copies of the database on this disk: those of the folder, those made before a migration,
    and what was moved aside because it did not open.
    """
    database = workspace.store.path
    beside = (path for mark in _BESIDE for path in sorted(database.parent.glob(f"{database.name}{mark}")))
    return [*(backup.path for backup in list_backups(workspace)), *beside]


def remove_copy(path: Path) -> None:
    """Delete a copy and its keys."""
    for each in (path, vault_path(path)):
        each.unlink(missing_ok=True)


def restore(
    copy: Path,
    database: Path,
    key: bytes | None,
    settings: Mapping[str, PatchValue] | None = None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Put `copy` (opened by `key`) in place of `database`, which must be closed. Make a copy of it before.

    The database then asks for a new site identity before it writes (`core.local.NEW_SITE_DUE`); `settings`
    are set in it. Raises
    UserError for a copy that is damaged or that `key` does not open, or a database in use: nothing changed.
    """
    from teleactivites_desktop.storage.backup import restore_database

    replaced = restore_database(copy, database, key, settings, progress)
    if not (replaced and vault_path(database).exists()):
        _copy_keys(copy, database)  # else those of the database open it too, and know the latest passphrases


def backup_folder(database: Path) -> Path:
    """Return the folder of the copies of `database`."""
    return database.with_name(f"{database.stem}.sauvegardes")


def _free_name(folder: Path, now: datetime, reason: BackupReason) -> Path:
    """Return a name that nobody has, in the order of making: two copies may be made within one second."""
    stem = now.strftime(_AT)
    named = (_NAMED.fullmatch(path.name) for path in folder.glob(f"{stem}*.tldb"))
    number = max((int(found["number"] or 1) for found in named if found), default=0) + 1
    return folder / (f"{stem}-{reason.value}.tldb" if number == 1 else f"{stem}-{number}-{reason.value}.tldb")


def _backup(path: Path) -> Backup:
    named = _NAMED.fullmatch(path.name)
    if named is None:
        raise ValueError(f"not the name of a backup: {path.name}")
    try:
        reason = BackupReason(named["reason"])
    except ValueError:
        reason = BackupReason.ASKED
    at = datetime.strptime(named["at"], _AT).astimezone()
    return Backup(path, at, reason, path.stat().st_size, int(named["number"] or 1))


def _copy_keys(database: Path, target: Path) -> None:
    """Put the keys of `database` beside `target`: without them a passphrase opens nothing."""
    keys = vault_path(database)
    if keys.exists():
        content = keys.read_bytes()
        with replacing(vault_path(target)) as file:
            file.write(content)
