"""Where the program keeps its files on this machine."""

import json
import os
from pathlib import Path

import platformdirs

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import SOURCE_LANGUAGE

APPLICATION = "Teleactivites"
DATABASE_VARIABLE = "TELEACTIVITES_DATABASE"
HOME_VARIABLE = "TELEACTIVITES_HOME"
"""Folder that stands for the user's own ones: the demonstration and the tests leave no trace on a machine."""
LANGUAGE_VARIABLE = "TELEACTIVITES_LANGUAGE"
LANGUAGE = "language"
"""Preference: the language of screen and documents ("fr", "en")."""
_RECENT = "recents"
_RECENT_KEPT = 6


def default_database() -> Path:
    """Return the database used when none is named: the variable, else the last one opened, else the usual."""
    named = os.environ.get(DATABASE_VARIABLE)
    return Path(named) if named else next(iter(recent_databases()), usual_database())


def new_database() -> Path:
    """Return where a campaign is made when no place is named: the variable's, else the usual one."""
    return Path(os.environ.get(DATABASE_VARIABLE) or usual_database())


def usual_database() -> Path:
    """Return where a new campaign is proposed."""
    return _folder("data") / "campagne.tldb"


def sample_folder() -> Path:
    """Return the folder of the campaign that one looks around in: it is thrown away."""
    return _folder("data") / "essai"


def language() -> str:
    """Return the language to show: the variable's, else the one chosen, else French."""
    return os.environ.get(LANGUAGE_VARIABLE) or str(preference(LANGUAGE) or SOURCE_LANGUAGE)


def log_folder() -> Path:
    """Return the folder of the program's own journal of faults."""
    return _folder("log")


def own_folders() -> list[Path]:
    """Return the folders that the program writes in by itself: data, preferences, journal."""
    return [_folder(kind) for kind in ("data", "config", "log")]


def recent_databases() -> list[Path]:
    """Return the databases opened lately that are still there, the last one first."""
    named = _preferences().get(_RECENT)
    paths = [Path(name) for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return [path for path in paths if path.is_file()]


def remember_database(path: Path) -> None:
    """Put `path` first among the databases opened lately."""
    paths = [path.resolve(), *(other for other in recent_databases() if other != path.resolve())]
    remember(_RECENT, [str(other) for other in paths[:_RECENT_KEPT]])


def preference(name: str) -> PatchValue:
    """Return a preference of this machine's user (theme, language...), None when it was never set."""
    return _preferences().get(name)


def remember(name: str, value: PatchValue) -> None:
    """Keep a preference of this machine's user; a folder that cannot be written is no reason to stop."""
    kept = _preferences() | {name: value}
    file = _preferences_file()
    temporary = file.with_suffix(".tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    except OSError:
        return


def _preferences_file() -> Path:
    return _folder("config") / "preferences.json"


def _folder(kind: str) -> Path:
    if home := os.environ.get(HOME_VARIABLE):
        return Path(home) / kind
    return Path(getattr(platformdirs, f"user_{kind}_path")(APPLICATION, appauthor=False))


def _preferences() -> dict[str, PatchValue]:
    try:
        kept = json.loads(_preferences_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
