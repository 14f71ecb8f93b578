"""What may be wrong with an installation: each thing is tried, not looked up, and a fault says what to do."""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations

ROOM = 500
"""Megabytes that a disk should have left: the base of 100,000 responses, and its copy before a merge."""
_MEGABYTE = 1_000_000
_SHIPPED = (
    "resources/questionnaire/teleactivites.xlsx",
    "resources/reference/communes.csv",
    "resources/fonts/DejaVuSans.ttf",
    "resources/fonts/DejaVuSans-Bold.ttf",
    "resources/fonts/DejaVuSans-Oblique.ttf",
    "resources/icons/home.svg",
    "resources/style/teleactivites.qss",
    "resources/sounds/refused.wav",
    "db/schema.sql",
    "db/migrations",
)
_LIBRARIES = (
    "sqlcipher3",
    "sqlmodel",
    "pyrage",
    "cryptography",
    "reportlab",
    "pandas",
    "pypdfium2",
    "pyxform",
)


@dataclass(frozen=True)
class Finding:
    """One thing tried: its name, whether it is in order, and what was found or what to do."""

    part: str
    good: bool
    message: str


def examine(database: Path) -> list[Finding]:
    """Try everything that the program needs on this machine; `database` need not be there. Writes nothing
    that stays."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        (_("fichiers livrés"), _shipped),
        (_("bibliothèques"), _libraries),
        (_("bibliothèques de la fenêtre"), _window_libraries),
        (_("dossiers du programme"), _folders),
        (_("dossier de la base"), lambda: _writable(database.parent)),
        (_("place sur le disque"), lambda: _room(database.parent)),
        (_("base"), lambda: _database(database)),
    )
    return [_tried(part, check) for part, check in checks]


def _tried(part: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, check())
    except UserError as fault:
        return Finding(part, False, str(fault))


def _shipped() -> str:
    missing = []
    for name in _SHIPPED:
        try:
            shipped_data.path(name)
        except FileNotFoundError:
            missing.append(name)
    if missing:
        raise UserError(
            _("Il manque à l'installation : {names}. Installez de nouveau le programme.").format(
                names=", ".join(missing)
            )
        )
    return _("rien ne manque")


def _libraries() -> str:
    broken = []
    for name in _LIBRARIES:
        try:
            import_module(name)
        except (ImportError, OSError) as error:
            broken.append(f"{name} ({error})")
    if broken:
        raise UserError(
            _("Ne se chargent pas : {names}. Installez de nouveau le programme.").format(
                names=", ".join(broken)
            )
        )
    return _("toutes se chargent")


def _window_libraries() -> str:
    if not sys.platform.startswith("linux"):
        return _("elles viennent avec le système")
    wanted = json.loads(shipped_data.path("resources/system_libraries.json").read_text(encoding="utf-8"))
    packages = [
        package
        for libraries in wanted.values()
        for library, package in libraries.items()
        if not _loads(library)
    ]
    if packages:
        raise UserError(
            _("Il en manque : la fenêtre ne peut pas s'ouvrir. Installez les paquets {names}.").format(
                names=", ".join(packages)
            )
        )
    return _("toutes se chargent")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _folders() -> str:
    for folder in locations.own_folders():
        _writable(folder)
    return _("on peut y écrire")


def _writable(folder: Path) -> str:
    """Write and remove a file in `folder`, or in the nearest one above that is there."""
    there = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"essai")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UserError(
            _("On ne peut pas écrire dans « {folder} » : {reason}. Demandez-en le droit.").format(
                folder=there, reason=error.strerror
            )
        ) from error
    return str(folder)


def _room(folder: Path) -> str:
    there = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    left = shutil.disk_usage(there).free // _MEGABYTE
    if left < ROOM:
        raise UserError(
            _(
                "Il reste {left} Mo ; il en faut {room} pour les sauvegardes. Libérez de la place, ou mettez "
                "la base sur un autre disque."
            ).format(left=number(left), room=ROOM)
        )
    return _("{left} Mo libres").format(left=number(left))


def _database(path: Path) -> str:
    from teleactivites_desktop.exchange.vault import has_vault
    from teleactivites_desktop.services.database_files import needs_passphrase

    if not path.exists():
        return _("pas encore de campagne à « {path} »").format(path=path)
    if needs_passphrase(path) and not has_vault(path):
        raise UserError(
            _(
                "Les clés de « {path} » ne sont plus à côté d'elle (« {name}.keys »). Remettez ce fichier "
                "ou ouvrez la base avec le code de secours."
            ).format(path=path, name=path.name)
        )
    return _("« {path} », {size} Mo").format(path=path, size=number(path.stat().st_size // _MEGABYTE))
