"""Files that appear whole or not at all: temporary file, flush, fsync, replace."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

_MEMORY = 8 * 1024 * 1024
"""A plaintext up to 8 MiB stays in memory; a bigger one goes to a file that has no name."""


def private_file() -> IO[bytes]:
    """Return a temporary file, readable by its owner alone, that vanishes with the process whatever happens.

    On Linux it never has a name; Windows removes it when its last handle goes, even after a kill.
    """
    return tempfile.SpooledTemporaryFile(max_size=_MEMORY)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that takes the place of `path` at the end, on disk, or leaves no trace.

    Its permissions are 0600. Raises UserError when the folder or the disk refuses (full, read-only, removed).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        with open(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise UserError(
            _("« {path} » ne peut pas être écrit : {reason}. Vérifiez la place libre et le dossier.").format(
                path=path, reason=fault_words(error)
            )
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def fault_words(error: OSError) -> str:
    """Return what a disk has against us, in words where we know it, else in those of the system."""
    words = {
        errno.ENOSPC: _("le disque est plein"),
        getattr(errno, "EDQUOT", errno.ENOSPC): _("le disque est plein"),
        errno.EROFS: _("le disque est protégé en écriture"),
        errno.EACCES: _("vous n’avez pas le droit d’y écrire"),
        errno.EPERM: _("vous n’avez pas le droit d’y écrire"),
        errno.ENOENT: _("le dossier n’existe plus (clé retirée ?)"),
        errno.EIO: _("le disque ne répond plus (clé retirée ?)"),
        errno.ENODEV: _("le disque ne répond plus (clé retirée ?)"),
    }
    return words.get(error.errno or 0, error.strerror or str(error))


_BINARY = getattr(os, "O_BINARY", 0)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system lets a folder be synchronised (not Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
