"""verification draw, ask, list, key, differences."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from teleactivites_desktop.cli.commands.keying import lines_of
from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import verification_plan, verification_report, verification_transcripts
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


def verification_key(request: argparse.Namespace) -> Answer:
    """Key a pile a second time from a file of transcripts, and tell the differences."""
    lines = lines_of(request.file)
    with opened(request) as workspace:
        papers = list(verification_transcripts.key_again(workspace, lines))
    counts = Counter(paper["outcome"] for paper in papers)
    total = _("{verified} fiches contrôlées, {open} à trancher, {refused} refusées.").format(
        verified=counts["verified"], open=counts["open"], refused=counts["refused"]
    )
    return Answer({"papers": papers}, (*(line for paper in papers for line in _paper(paper)), total))


def verification_differences(request: argparse.Namespace) -> Answer:
    """Tell what verifications found, and which questions cause most faults."""
    with opened(request) as workspace:
        found = verification_report.differences(workspace)
    faults = verification_report.faults_by_question(found)
    document: dict[str, Any] = {
        "differences": [verification_transcripts.as_document(each) for each in found],
        "questions": [{"question": question, "faults": count} for question, _caption, count in faults],
    }
    lines = [
        captioned(
            f"{each.paper}  {each.caption}", f"{each.first} | {each.second}. {each.decided} ({each.who})"
        )
        for each in found
    ]
    return Answer(document, tuple(lines) or (_("Aucune différence."),))


def _paper(paper: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the command says of one paper keyed again: how it went, then its differences."""
    number = paper["paper"] or "?"
    if paper["outcome"] == "refused":
        yield _("{paper} : refusée. {why}").format(paper=number, why=paper["why"])
        return
    state = _("contrôlée") if paper["outcome"] == "verified" else _("à trancher sur la fiche, en Saisie")
    yield captioned(number, state)
    for each in paper["differences"]:
        verdicts = {"keyer": _("erreur de la première saisie"), "verifier": _("erreur du contrôle")}
        decided = verdicts.get(each["verdict"], _("pas tranché"))
        yield "    " + captioned(each["question"], f"{each['first']} | {each['second']}, {decided}")


def _planned(batch: str, planned: Plan) -> Answer:
    line = _("Lot {batch} : 1 fiche sur {count} est saisie une seconde fois, à {where}.").format(
        batch=batch, count=planned.one_in, where=planned.verify_at
    )
    document = {
        "batch": batch,
        "one_in": planned.one_in,
        "reason": planned.reason.value,
        "evidence": {
            "wrong": planned.evidence.wrong,
            "fields": planned.evidence.fields,
            "low": planned.evidence.low,
            "high": planned.evidence.high,
        },
        "verify_at": planned.verify_at,
    }
    return Answer(document, (line, verification_report.why(planned).capitalize() + "."))
