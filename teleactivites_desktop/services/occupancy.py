"""One process at a time in a database: the others are told at once, instead of waiting for a lock of SQLite.

The mark is a locked file beside the database; the system takes it away with the process, even after a kill.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _


def is_marked(database: Path) -> bool:
    """Tell whether a process may have `database` open; one that was killed leaves its mark behind."""
    return _mark_of(database).exists()


class Occupancy:
    """This process's hold on a database."""

    def __init__(self, database: Path) -> None:
        """Take hold. Raises UserError when another process has it, or its folder is protected."""
        self._mark = _mark_of(database)
        self._file: BinaryIO | None = self._take(database)

    def release(self) -> None:
        """Let others open the database. Harmless twice."""
        if self._file is None:
            return
        if sys.platform != "win32":
            # While it is still held: a later holder's mark is never removed.
            self._mark.unlink(missing_ok=True)
        self._file.close()
        self._file = None
        if sys.platform == "win32":
            with suppress(OSError):
                self._mark.unlink(missing_ok=True)

    def _take(self, database: Path) -> BinaryIO:
        while True:
            try:
                file = self._mark.open("ab")
            except OSError as error:
                raise UserError(
                    _("Le dossier « {folder} » ne permet pas d'ouvrir la base : {reason}.").format(
                        folder=database.parent, reason=fault_words(error)
                    )
                ) from error
            if not _lock(file):
                file.close()
                raise UserError(
                    _(
                        "« {name} » est déjà ouverte par une autre fenêtre ou une autre commande de "
                        "Téléactivités. Fermez-la, puis recommencez."
                    ).format(name=database.name)
                )
            if self._is_current(file):
                return file
            # Whoever had it let it go and removed the mark between the opening and the locking.
            file.close()

    def _is_current(self, file: BinaryIO) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._mark.stat())
        except FileNotFoundError:
            return False


def _mark_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
