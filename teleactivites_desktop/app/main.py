"""The ways in that need Qt: the window, the demonstration, the self-test."""

import argparse
import sys

from teleactivites_desktop.errors import UserError


def run(request: argparse.Namespace) -> int:
    """Run what was asked for and return the exit code."""
    if request.command is None:
        from teleactivites_desktop.app.window import main

        return main(request.database)
    try:
        return _run_without_screen(request)
    except UserError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _run_without_screen(request: argparse.Namespace) -> int:
    if request.command == "demo":
        from teleactivites_desktop.app.demo.run import demonstrate

        return demonstrate(request.output)
    from teleactivites_desktop.app.self_test import self_test

    return self_test()
