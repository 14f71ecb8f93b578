"""An exchange folder (stick, shared drive): read all that is new in it, write what partners lack."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.local import JournalAction
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.format import SUFFIX
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.reading import Reading, read
from teleactivites_desktop.services.exchanging.receiving import Confirm
from teleactivites_desktop.services.exchanging.writing import Written, write
from teleactivites_desktop.services.workspace import Workspace

KEPT = 5
"""How many of our own files stay in the folder; the latest alone holds all that partners lack."""
_LEFT = "exchange vector left"


@dataclass(frozen=True)
class Ignored:
    """A file of the folder that could not be read, and the sentence that says why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class FolderResult:
    """What one gesture did. `written` is None when partners already have, in the folder, all that is here."""

    read: tuple[Reading, ...]
    ignored: tuple[Ignored, ...]
    written: Written | None


def exchange_folder(workspace: Workspace, folder: Path, confirm: Confirm) -> FolderResult:
    """Read every exchange file of `folder` not read yet, then leave there what partners lack.

    A file that is damaged or of another campaign is named and passed over. Raises UserError when the folder
    cannot be read or written.
    """
    read_now: list[Reading] = []
    ignored: list[Ignored] = []
    for path in _unread(workspace, folder):
        try:
            read_now.append(read(workspace, path, confirm))
        except UserError as error:
            ignored.append(Ignored(path, str(error)))
    return FolderResult(tuple(read_now), tuple(ignored), _leave(workspace, folder))


def _unread(workspace: Workspace, folder: Path) -> list[Path]:
    """Return the exchange files of others whose content was not read here, the oldest first."""
    known = {entry.digest for entry in workspace.store.journal.entries()}
    try:
        files = sorted(folder.iterdir(), key=lambda path: (path.stat().st_mtime, path.name))
        return [
            path
            for path in files
            if path.suffix.lower() == SUFFIX
            and not path.name.startswith(".")
            and path.is_file()
            and _digest(path) not in known
        ]
    except OSError as error:
        raise UserError(
            _("Le dossier « {folder} » ne peut pas être lu : {reason}. La clé est-elle branchée ?").format(
                folder=folder, reason=error.strerror
            )
        ) from error


def _leave(workspace: Workspace, folder: Path) -> Written | None:
    """Write what partners lack and what we hold, unless our last file is still there and says the same."""
    store = workspace.store
    ours = _ours(workspace, folder)
    held: dict[str, PatchValue] = dict(store.revisions.vector())
    if ours and store.settings.get(_LEFT) == {"vector": held, "file": ours[-1].name}:
        return None
    written = write(workspace, folder)
    store.settings.set(_LEFT, {"vector": held, "file": written.path.name})
    for old in ours[: max(0, len(ours) + 1 - KEPT)]:
        with suppress(OSError):
            old.unlink()
    return written


def _ours(workspace: Workspace, folder: Path) -> list[Path]:
    """Return the files of ours in `folder`, the oldest first."""
    written = {entry.file: entry.number for entry in workspace.store.journal.entries(JournalAction.WRITTEN)}
    found = [path for path in folder.glob(f"*{SUFFIX}") if path.name in written]
    return sorted(found, key=lambda path: written[path.name])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
