"""An exchange folder (stick, shared drive): read all that is new in it, write what partners lack.

The stick may be pulled out at any moment. A reading is one transaction: it was done or not. A file of ours
appears whole or not at all; what a kill left beside it goes at the next gesture.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.format import SUFFIX
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.reading import Reading, read
from teleactivites_desktop.services.exchanging.receiving import Confirm
from teleactivites_desktop.services.exchanging.steps import Progress, silent
from teleactivites_desktop.services.exchanging.writing import Written, write
from teleactivites_desktop.services.workspace import Workspace

REMEMBERED = "exchange folder"
"""Setting: the folder of the last gesture."""
KEPT = "exchange files kept"
"""Setting: how many of our own files stay in the folder; the latest alone holds all that partners lack."""
USUALLY_KEPT, MOST_KEPT = 5, 99
_LEFT = "exchange vector left"
_PART = 1000


@dataclass(frozen=True)
class Ignored:
    """A file of the folder that could not be read, and the sentence that says why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class FolderResult:
    """What one gesture did. `written` is None when partners already have, in the folder, all that is here.

    `unwritten` says why nothing could be left there (stick protected, full, pulled out), "" where nothing was
    in the way; `removed`: older files of ours that made room.
    """

    read: tuple[Reading, ...]
    ignored: tuple[Ignored, ...]
    written: Written | None
    unwritten: str = ""
    removed: tuple[Path, ...] = ()


def exchange_folder(
    workspace: Workspace, folder: Path, confirm: Confirm, progress: Progress = silent
) -> FolderResult:
    """Read every exchange file of `folder` not read yet, then leave there what partners lack.

    A file that is damaged or of another campaign is named and passed over; the database is copied once,
    before the first file that brings something. Raises UserError when the folder cannot be read; what
    `progress` raises stops the gesture between two files or takes back the one being read.
    """
    files = _unread(workspace, folder)
    read_now: list[Reading] = []
    ignored: list[Ignored] = []
    for place, path in enumerate(files):
        copied = any(reading.counts.revisions for reading in read_now)
        told = _part(progress, place, len(files), path.name)
        try:
            read_now.append(read(workspace, path, confirm, progress=told, copied=copied))
        except UserError as error:
            ignored.append(Ignored(path, str(error)))
    progress(len(files) * _PART, (len(files) + 1) * _PART, _("Écriture de ce que les autres n'ont pas…"))
    try:
        written, removed = _leave(workspace, folder)
    except UserError as error:
        return FolderResult(tuple(read_now), tuple(ignored), None, str(error))
    return FolderResult(tuple(read_now), tuple(ignored), written, "", removed)


def waiting(workspace: Workspace) -> int:
    """Return how many files of the remembered folder were not read here; 0 where it is not there."""
    told = workspace.store.settings.get(REMEMBERED)
    if not told or not Path(told).is_dir():
        return 0
    try:
        return len(_unread(workspace, Path(told)))
    except UserError:
        return 0


def kept(workspace: Workspace) -> int:
    """Return how many of our own files stay in a folder."""
    return int(workspace.store.settings.get(KEPT, USUALLY_KEPT))


def keep(workspace: Workspace, count: int) -> None:
    """Set how many of our own files stay in a folder, 1 to `MOST_KEPT`."""
    workspace.store.settings.set(KEPT, min(max(count, 1), MOST_KEPT))


def _part(progress: Progress, place: int, files: int, name: str) -> Progress:
    """Return what is told of one file, and tells it of the whole gesture."""

    def told(done: int, total: int, words: str) -> None:
        reached = place * _PART + _PART * done // max(total, 1)
        said = _("{file} ({place} sur {files}) : {what}").format(
            file=name, place=place + 1, files=files, what=words
        )
        progress(reached, (files + 1) * _PART, said)

    return told


def _unread(workspace: Workspace, folder: Path) -> list[Path]:
    """Return the exchange files of others whose content was not read here, the oldest first."""
    known = {entry.digest for entry in workspace.store.journal.entries()}
    ours = _prefix(workspace)
    try:
        files = sorted(folder.iterdir(), key=lambda path: (path.stat().st_mtime, path.name))
        return [
            path
            for path in files
            if path.suffix.lower() == SUFFIX
            and not path.name.startswith((".", ours))
            and path.is_file()
            and _digest(path) not in known
        ]
    except OSError as error:
        raise UserError(
            _("Le dossier « {folder} » ne peut pas être lu : {reason}. La clé est-elle branchée ?").format(
                folder=folder, reason=fault_words(error)
            )
        ) from error


def _leave(workspace: Workspace, folder: Path) -> tuple[Written | None, tuple[Path, ...]]:
    """Write what partners lack and what we hold, unless our last file is still there and says the same.

    Returns what was written, and the older files of ours that went.
    """
    store = workspace.store
    _remove(folder.glob(f".{_prefix(workspace)}*.partiel"))  # what a kill, or the stick pulled out, left
    ours = _ours(workspace, folder)
    held: dict[str, PatchValue] = dict(store.revisions.vector())
    if ours and store.settings.get(_LEFT) == {"vector": held, "file": ours[-1].name}:
        return None, ()
    written = write(workspace, folder)
    store.settings.set(_LEFT, {"vector": held, "file": written.path.name})
    return written, _remove(ours[: max(0, len(ours) + 1 - kept(workspace))])


def _remove(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Remove files of ours; those that cannot be stay. Returns those that went."""
    gone = []
    for path in paths:
        with suppress(OSError):
            path.unlink()
            gone.append(path)
    return tuple(gone)


def _prefix(workspace: Workspace) -> str:
    """Return how the names of our own files begin."""
    return f"{workspace.identity.territory}-{workspace.identity.site}-"


def _ours(workspace: Workspace, folder: Path) -> list[Path]:
    """Return the files of ours in `folder`, the oldest first, by the number at the end of their names."""
    found = [path for path in folder.glob(f"{_prefix(workspace)}*{SUFFIX}") if _number(path) is not None]
    return sorted(found, key=lambda path: _number(path) or 0)


def _number(path: Path) -> int | None:
    told = path.stem.rpartition("-")[2]
    return int(told) if told.isascii() and told.isdigit() else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
