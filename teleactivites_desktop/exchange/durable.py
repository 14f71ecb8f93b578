"""Files that appear whole or not at all: temporary file, flush, fsync, replace."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

_MEMORY = 8 * 1024 * 1024
"""A plaintext up to 8 MiB stays in memory; a bigger one goes to a file that has no name."""


@contextmanager
def private_file() -> Iterator[IO[bytes]]:
    """Give a temporary file, readable by its owner alone, that vanishes with the process whatever happens.

    On Linux it never has a name; Windows removes it when its last handle goes, even after a kill.
    """
    file = tempfile.SpooledTemporaryFile(max_size=_MEMORY)  # noqa: SIM115 - closing it may fail, harmlessly
    try:
        yield file
    finally:
        with suppress(OSError):  # of a full disk, which has no room for what was left to be written
            file.close()


def no_room(error: OSError) -> UserError:
    """Return the sentence for a temporary file that cannot be written."""
    return UserError(
        _(
            "Le dossier temporaire « {folder} » ne peut pas être écrit : {reason}. Rien n'a été changé. "
            "Libérez de la place, puis recommencez."
        ).format(folder=tempfile.gettempdir(), reason=fault_words(error))
    )


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


_BINARY = getattr(os, "O_BINARY", 0)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system lets a folder be synchronised (not Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
