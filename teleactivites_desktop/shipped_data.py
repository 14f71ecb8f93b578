"""The one way to the files shipped with the program (`resources/`, `db/`, `docs/guide/`).

In a checkout they stand at the top; in the wheel and in the frozen bundle they are carried inside the
package, under `shipped/`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    carried = _PACKAGE / "shipped"
    return carried if carried.is_dir() else _PACKAGE.parent


def path(name: str) -> Path:
    """Return the path of a shipped file or folder, e.g. ``"resources/fonts/DejaVuSans.ttf"``.

    Raises FileNotFoundError when the program was packed without it: a fault of ours, never the user's.
    """
    found = _root() / name
    if not found.exists():
        raise FileNotFoundError(f"shipped file is missing: {name} (looked in {_root()})")
    return found
