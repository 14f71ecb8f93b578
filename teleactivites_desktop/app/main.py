"""The ways in that need Qt: the window, the demonstration, the self-test."""

import gc
import sys
from typing import TYPE_CHECKING

from teleactivites_desktop.errors import UserError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(request: "argparse.Namespace") -> int:
    """Run what was asked for and return the exit code."""
    if request.command is None:
        return open_window(request.database)
    try:
        return _run_without_screen(request)
    except UserError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def open_window(database: "Path | None", file: "Path | None" = None) -> int:
    """Open the window on `database` (None: the one used last) and return the exit code once it is closed.

    `file`: an exchange file to show the rehearsal of.
    """
    gc.disable()  # what the first window builds is no garbage; on again at the first paint
    from teleactivites_desktop.app.window import main

    return main(database, file)


def _run_without_screen(request: "argparse.Namespace") -> int:
    if request.command == "demo":
        from teleactivites_desktop.app.demo.run import demonstrate

        return demonstrate(request.output)
    from teleactivites_desktop.app.self_test import self_test

    return self_test()
