"""What a command is given, and what it gives back."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns, keychain, locations
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.workspace import Workspace

PASSPHRASE_VARIABLE = "TELEACTIVITES_PASSPHRASE"
NEW_PASSPHRASE_VARIABLE = "TELEACTIVITES_NEW_PASSPHRASE"
INVITATION_VARIABLE = "TELEACTIVITES_INVITATION"


@dataclass(frozen=True)
class Answer:
    """What a command did: one JSON document, the same in lines for a person, and whether it succeeded."""

    document: Mapping[str, Any]
    lines: tuple[str, ...] = field(default=())
    done: bool = True


def database(named: Path | None) -> Path:
    """Return the database that the command works on."""
    return named or locations.default_database()


def passphrase(prompt: str, variable: str = PASSPHRASE_VARIABLE, *, twice: bool = False) -> str:
    """Return a passphrase from `variable`, else asked for on the terminal (twice where it is a new one).

    Raises UserError where there is nobody to ask or the two differ.
    """
    if variable in os.environ:
        return os.environ[variable]
    if not sys.stdin.isatty():
        raise UserError(
            _("Il faut une phrase secrète : donnez-la dans la variable {name}.").format(name=variable)
        )
    typed = getpass.getpass(prompt)
    if twice and getpass.getpass(_("Encore une fois : ")) != typed:
        raise UserError(_("Les deux saisies diffèrent : rien n'a été fait. Recommencez."))
    return typed


def confirm_site(fingerprint: str, territory: str) -> bool:
    """Ask on the terminal whether a site never seen is who it says; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        return False
    print(
        _("Poste jamais vu, territoire {territory}. Empreinte : {fingerprint}").format(
            territory=territory, fingerprint=fingerprint
        ),
        file=sys.stderr,
    )
    print(_("Faites-vous la lire au téléphone. Est-ce la même ? [o/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"o", "oui", "y", "yes"}


@contextmanager
def opened(request: argparse.Namespace) -> Iterator[Workspace]:
    """Open the campaign that the command works on, and close it whatever happens.

    Raises UserError where there is none, it is in use, or the passphrase opens nothing.
    """
    path = database(request.database)
    protected = campaigns.needs_passphrase(path)
    unlocked = keychain.recall(path) if protected and PASSPHRASE_VARIABLE not in os.environ else None
    told = passphrase(_("Phrase secrète : ")) if protected and unlocked is None else None
    workspace = campaigns.open_workspace(path, told, real_environment(), unlocked=unlocked)
    try:
        yield workspace
    finally:
        workspace.close()
