"""Composition root of the command line: opens the campaign, runs one command, prints its answer."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from teleactivites_desktop.cli.context import Answer
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

Command = Callable[[argparse.Namespace], Answer]

_MODULES: Mapping[str, str] = {
    "create": "campaign",
    "invite": "campaign",
    "join": "campaign",
    "renew": "partners",
    "passphrase": "campaign",
    "questionnaire": "questionnaires",
    "key": "keying",
    "import": "importing",
    "edit": "keying",
    "withdraw": "keying",
    "erase": "keying",
    "consent": "persons",
    "erasures": "persons",
    "retention": "persons",
    "undo": "undoing",
    "redo": "undoing",
    "batch": "batches",
    "verification": "verification",
    "list": "responses",
    "show": "responses",
    "history": "responses",
    "exchange": "exchange",
    "partners": "partners",
    "conflicts": "decisions",
    "duplicates": "decisions",
    "report": "documents",
    "export": "documents",
    "table": "tables",
    "variables": "tables",
    "coding": "tables",
    "doctor": "doctor",
    "check": "maintenance",
    "recheck": "rechecking",
    "backup": "maintenance",
    "restore": "maintenance",
    "rebuild": "maintenance",
}
"""Command -> module of `cli.commands` that has a function of its name (``exchange_read`` for an action)."""

_SPELT: Mapping[str, str] = {"list": "list_", "import": "import_", "passphrase": "passphrase_"}
"""Commands whose function has another name: theirs is taken by Python or by what it calls."""


def run(request: argparse.Namespace) -> int:
    """Run the command asked for and print; return 0 done, 1 refused."""
    try:
        answer = _command(request)(request)
    except UserError as refusal:
        return _refuse(request, str(refusal))
    except KeyboardInterrupt:
        return _refuse(request, _("Interrompu : rien de ce qui restait à faire n'a été fait."))
    return _print(request, answer)


def _command(request: argparse.Namespace) -> Command:
    module = import_module(f"teleactivites_desktop.cli.commands.{_MODULES[request.command]}")
    action = getattr(request, "action", "")
    name = (f"{request.command}_{action}" if action else request.command).replace("-", "_")
    found: Command = getattr(module, _SPELT.get(name, name))
    return found


def _print(request: argparse.Namespace, answer: Answer) -> int:
    """Print on stdout; a reader that has gone away (``| head``) is no fault."""
    text = (
        json.dumps(answer.document, ensure_ascii=False, indent=None)
        if request.json
        else "\n".join(answer.lines)
    )
    try:
        if text:
            print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0 if answer.done else 1


def _refuse(request: argparse.Namespace, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    if request.json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    return 1
