"""conflicts list, conflicts resolve, duplicates list, duplicates decide."""

import argparse

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned, quoted
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import conflicts, duplicates, editing


def conflicts_list(request: argparse.Namespace) -> Answer:
    """List the open conflicts."""
    with opened(request) as workspace:
        found = conflicts.open_conflicts(workspace)
    document = {
        "conflicts": [
            {
                "paper": conflict.paper,
                "path": conflict.path,
                "values": [side.value for side in conflict.sides],
                "sides": [
                    {
                        "value": side.value,
                        "officer": side.officer,
                        "territory": side.territory,
                        "site": side.revision.site,
                    }
                    for side in conflict.sides
                ],
            }
            for conflict in found
        ]
    }
    lines = [
        captioned(
            f"{conflict.paper}  {conflict.caption} ({conflict.path})",
            _(" ou ").join(f"{quoted(side.shown)} ({side.territory})" for side in conflict.sides),
        )
        for conflict in found
    ]
    return Answer(document, tuple(lines) or (_("Aucun conflit ouvert."),))


def conflicts_resolve(request: argparse.Namespace) -> Answer:
    """Settle one conflict."""
    with opened(request) as workspace:
        conflicts.resolve(workspace, request.paper, request.path, request.keep, request.note)
        left = conflicts.count(workspace)
    line = _("Conflit réglé ; la décision partira avec les prochains échanges. Il en reste {count}.")
    document = {"paper": request.paper, "path": request.path, "kept": request.keep, "left": left}
    return Answer(document, (line.format(count=left),))


def duplicates_list(request: argparse.Namespace) -> Answer:
    """List the papers likely filled by the same person."""
    with opened(request) as workspace:
        found = duplicates.find(workspace)
    document = {
        "pairs": [
            {"papers": list(pair.papers), "score": pair.score, "reasons": list(pair.reasons)}
            for pair in found
        ]
    }
    lines = [f"{pair.papers[0]}  {pair.papers[1]}  {pair.score}" for pair in found]
    return Answer(document, tuple(lines) or (_("Aucune paire de fiches ne semble de la même personne."),))


def duplicates_decide(request: argparse.Namespace) -> Answer:
    """Remember whether two papers are one person's."""
    with opened(request) as workspace:
        first, second = (editing.find_response(workspace, paper) for paper in request.papers)
        duplicates.decide(workspace, first, second, duplicates.Decision(request.decision))
    document = {"papers": request.papers, "decision": request.decision}
    return Answer(document, (_("Noté ; la décision partira avec les prochains échanges."),))
