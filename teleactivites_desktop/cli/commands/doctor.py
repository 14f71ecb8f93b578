"""doctor."""

import argparse

from teleactivites_desktop.cli.context import Answer, database
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.doctor import examine
from teleactivites_desktop.services.problems import write_report


def doctor(request: argparse.Namespace) -> Answer:
    """Say what is wrong with the installation; 1 when something is. --report writes it."""
    findings = examine(database(request.database))
    if request.report:
        write_report(findings, request.report)
    good = all(found.good for found in findings)
    lines = tuple(
        f"{_('bon') if found.good else _('À VOIR')} : {found.part} — {found.message}" for found in findings
    )
    document = {
        "ok": good,
        "findings": [{"part": each.part, "good": each.good, "message": each.message} for each in findings],
    }
    return Answer(document, lines, good)
