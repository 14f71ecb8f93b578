"""The program's door: no command opens the window, a command runs without one.

The two composition roots are imported only when needed: the command line never loads Qt, and the window
never loads what only the command line uses.
"""

import sys

from teleactivites_desktop import i18n
from teleactivites_desktop.services import locations

_WITH_WINDOW = {None, "demo", "self-test"}


def main() -> int:
    """Run the program with `sys.argv` and return its exit code (0 done, 1 refused, 2 wrong usage)."""
    i18n.install(locations.language())
    if len(sys.argv) == 1:
        from teleactivites_desktop.app.main import open_window

        return open_window(None)  # as from a desktop: no time for a parser
    from teleactivites_desktop.cli.arguments import parse

    request = parse(sys.argv[1:])
    if request.command in _WITH_WINDOW:
        from teleactivites_desktop.app.main import run
    else:
        from teleactivites_desktop.cli.main import run
    return run(request)


if __name__ == "__main__":
    sys.exit(main())
