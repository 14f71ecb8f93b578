"""The program's door: no command opens the window, a command runs without one.

The two composition roots are imported only when needed: the command line never loads Qt, and the window
never loads what only the command line uses.
"""

import sys


def main() -> int:
    """Run the program with `sys.argv` and return its exit code (0 done, 1 refused, 2 wrong usage)."""
    from teleactivites_desktop.cli.arguments import Opening, parse

    request = parse(sys.argv[1:])
    if isinstance(request, Opening):
        from teleactivites_desktop.app.main import run

        return run(request)
    from teleactivites_desktop.cli.main import run as run_command

    return run_command(request)


if __name__ == "__main__":
    sys.exit(main())
