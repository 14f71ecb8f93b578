"""check, backup, restore."""

import argparse

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import integrity


def check(request: argparse.Namespace) -> Answer:
    """Verify the file, the chains, and that every row equals the fold of its history."""
    with opened(request) as workspace:
        problems = integrity.check(workspace.store)
    document = {
        "ok": not problems,
        "problems": [{"part": found.part, "message": found.message} for found in problems],
    }
    sound = _("La base est saine : fichier, chaînes de révisions et fiches concordent.")
    lines = tuple(found.message for found in problems) or (sound,)
    return Answer(document, lines, not problems)
