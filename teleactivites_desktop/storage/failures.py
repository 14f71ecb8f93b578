"""What the database library raises for the environment's faults, told in a sentence."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import N_, _

_FULL, _DISK_FAULT = "disk is full", "disk i/o error"
_ROOM = 64 * 1024
"""Bytes without which no database can be written to."""
_SENTENCES = (
    (
        "locked",
        UserError,
        N_(
            "La base « {file} » est occupée : une autre fenêtre ou un autre poste y écrit. "
            "Attendez qu’il ait fini, puis recommencez."
        ),
    ),
    (
        "readonly",
        UserError,
        N_(
            "La base « {file} » ne peut pas être écrite : le fichier ou son dossier est protégé. "
            "Copiez-la dans un dossier à vous, ou demandez le droit d’y écrire."
        ),
    ),
    (
        _FULL,
        UserError,
        N_(
            "Le disque est plein : rien n’a été changé dans « {file} ». "
            "Libérez de la place, puis recommencez."
        ),
    ),
    (
        "unable to open",
        UserError,
        N_(
            "La base « {file} » ne s’ouvre pas : vérifiez que le dossier existe encore "
            "et que vous avez le droit d’y écrire."
        ),
    ),
    (
        _DISK_FAULT,
        UserError,
        N_(
            "Le disque qui porte « {file} » ne répond plus (clé retirée, réseau coupé ?). "
            "Rebranchez-le, puis rouvrez la base."
        ),
    ),
    (
        "malformed",
        DamagedFileError,
        N_("La base « {file} » est abîmée : restaurez la dernière sauvegarde."),
    ),
    (
        "not a database",
        DamagedFileError,
        N_(
            "« {file} » ne s’ouvre pas avec cette clé : ce n’est pas une base de Téléactivités, "
            "ou elle est chiffrée autrement, ou elle est abîmée."
        ),
    ),
)
_DRIVER_ERRORS = (DBAPIError, sqlcipher3.DatabaseError, sqlite3.DatabaseError)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the environment's faults (locked, full, read-only, damaged...) into a `UserError` about `path`.

    Whatever else the library raises is a fault of ours and passes through.
    """
    try:
        yield
    except _DRIVER_ERRORS as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        words = str(cause).lower()
        if _DISK_FAULT in words and _is_full(path):
            words = _FULL  # the shared memory beside a database has no room either, and says it otherwise
        for sign, kind, sentence in _SENTENCES:
            if sign in words:
                raise kind(_(sentence).format(file=path.name)) from error
        raise


def _is_full(path: Path) -> bool:
    """Tell whether the disk that carries `path` has no more room."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False
