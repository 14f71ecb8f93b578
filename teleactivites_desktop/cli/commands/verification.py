"""verification draw, ask, list, differences."""

import argparse
from typing import Any

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import verification_plan, verification_report
from teleactivites_desktop.services.verification_plan import DueState, Plan


def verification_draw(request: argparse.Namespace) -> Answer:
    """Draw which responses of a batch are keyed a second time."""
    with opened(request) as workspace:
        drawn = verification_plan.draw(workspace, request.territory, request.batch)
    return _planned(request.batch, drawn)


def verification_ask(request: argparse.Namespace) -> Answer:
    """Ask another territory to verify a batch."""
    with opened(request) as workspace:
        planned = verification_plan.ask(workspace, request.territory, request.batch, request.by)
    return _planned(request.batch, planned)


def verification_list(request: argparse.Namespace) -> Answer:
    """List what this site is to verify."""
    with opened(request) as workspace:
        due = verification_plan.due(workspace)
    papers = [
        {
            "paper": each.line.paper,
            "batch": each.line.batch,
            "state": each.state.value,
            "held_until": each.held_until.isoformat() if each.held_until else "",
        }
        for each in due
    ]
    words = {
        DueState.READY: _("à contrôler"),
        DueState.HELD: _("plus tard"),
        DueState.COLLEAGUE: _("par un collègue"),
    }
    lines = [f"{each.line.paper:<14} {each.line.batch:<10} {words[each.state]}" for each in due]
    return Answer({"due": papers}, tuple(lines) or (_("Rien à contrôler."),))


def verification_differences(request: argparse.Namespace) -> Answer:
    """Tell what verifications found, and which questions cause most faults."""
    with opened(request) as workspace:
        found = verification_report.differences(workspace)
    faults = verification_report.faults_by_question(found)
    document: dict[str, Any] = {
        "differences": [
            {
                "paper": each.paper,
                "question": each.question,
                "first": each.first,
                "second": each.second,
                "verdict": each.verdict.value if each.verdict else "",
                "booked_to": each.booked_to,
                "verifier": each.verifier,
                "looked": each.looked,
            }
            for each in found
        ],
        "questions": [{"question": question, "faults": count} for question, _caption, count in faults],
    }
    lines = [
        captioned(f"{each.paper}  {each.caption}", f"{each.first} | {each.second}. {each.decided}")
        for each in found
    ]
    return Answer(document, tuple(lines) or (_("Aucune différence."),))


def _planned(batch: str, planned: Plan) -> Answer:
    line = _("Lot {batch} : 1 fiche sur {count} est saisie une seconde fois, à {where}.").format(
        batch=batch, count=planned.one_in, where=planned.verify_at
    )
    document = {
        "batch": batch,
        "one_in": planned.one_in,
        "reason": planned.reason.value,
        "verify_at": planned.verify_at,
    }
    return Answer(document, (line,))
