"""The program's door: no command opens the window, a command runs without one.

The two composition roots are imported only when needed: the command line never loads Qt, and the window
never loads what only the command line uses.
"""

import sys
from pathlib import Path

from teleactivites_desktop import i18n
from teleactivites_desktop.services import locations

_BASE, _EXCHANGE = ".tldb", ".tlx"
_WITH_WINDOW = {None, "demo", "self-test"}


def main() -> int:
    """Run the program with `sys.argv` and return its exit code (0 done, 1 refused, 2 wrong usage)."""
    i18n.install(locations.language())
    if len(sys.argv) == 1 or (len(sys.argv) == 2 and sys.argv[1].endswith((_BASE, _EXCHANGE))):
        from teleactivites_desktop.app.main import open_window

        return open_window(*_double_clicked(sys.argv[1:]))  # as from a desktop: no time for a parser
    from teleactivites_desktop.cli.arguments import parse

    request = parse(sys.argv[1:])
    if request.command in _WITH_WINDOW:
        from teleactivites_desktop.app.main import run
    else:
        from teleactivites_desktop.cli.main import run
    return run(request)


def _double_clicked(files: list[str]) -> tuple[Path | None, Path | None]:
    """Return the base to open and the exchange file to read, of what a desktop hands over."""
    path = Path(files[0]) if files else None
    return (path, None) if path and path.suffix == _BASE else (None, path)


if __name__ == "__main__":
    sys.exit(main())
