"""recheck: all checks of the questionnaire over the whole base."""

import argparse

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned, quoted
from teleactivites_desktop.i18n import ngettext
from teleactivites_desktop.services import rechecking
from teleactivites_desktop.services.readers import Readers


def recheck(request: argparse.Namespace) -> Answer:
    """Say what is to be seen again in every response; write what follows from the answers where asked."""
    with opened(request) as workspace:
        rules = workspace.store.questionnaires.current_version() if request.current else ""
        result = rechecking.recheck(workspace, rules=rules)
        mended = rechecking.mend_all(workspace, result.mendable) if request.mend else 0
        readers = Readers(workspace)
        captions = [readers.of(found.version).label(found.question) for found in result.findings]
    document = {
        "checked": result.checked,
        "found": result.total,
        "mendable": len(result.mendable),
        "mended": mended,
        "findings": [
            {
                "paper": found.paper,
                "territory": found.territory,
                "question": found.question,
                "rule": found.rule,
                "message": found.message,
                "typed": found.typed,
                "known": found.known,
            }
            for found in result.findings
        ],
    }
    lines = [
        captioned(f"{found.paper:<14} {caption}", found.message)
        + (f" {quoted(found.typed)}" if found.typed else "")
        for found, caption in zip(result.findings, captions, strict=True)
    ]
    return Answer(document, (*lines, _told(result, mended)))


def _told(result: rechecking.Result, mended: int) -> str:
    told = [
        ngettext("{n} fiche contrôlée", "{n} fiches contrôlées", result.checked).format(n=result.checked),
        ngettext("{n} point à revoir", "{n} points à revoir", result.total).format(n=result.total),
    ]
    if mended:
        told.append(ngettext("{n} fiche mise à jour", "{n} fiches mises à jour", mended).format(n=mended))
    elif waiting := len(result.mendable):
        told.append(
            ngettext(
                "{n} fiche peut être mise à jour (--mend)",
                "{n} fiches peuvent être mises à jour (--mend)",
                waiting,
            ).format(n=waiting)
        )
    return f"{', '.join(told)}."
