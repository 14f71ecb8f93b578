"""consent, erasures, retention: the rights of persons."""

import argparse
from datetime import date

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.entry.dates import show_date
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import consents, editing, erasure, retention
from teleactivites_desktop.services.consents import consent_words
from teleactivites_desktop.services.erasure import Erased
from teleactivites_desktop.services.workspace import Workspace


def consent_list(request: argparse.Namespace) -> Answer:
    """Say where the person of a paper stands on each purpose."""
    with opened(request) as workspace:
        found = consents.consents_of(workspace, editing.find_response(workspace, request.paper))
    document = {
        "paper": request.paper,
        "consents": [
            {
                "purpose": each.purpose,
                "agreed": each.agreed,
                "on_paper": each.on_paper,
                "withdrawn": each.on if each.withdrawn else None,
                "reason": each.reason,
            }
            for each in found
        ],
    }
    lines = [f"{each.purpose:<14} " + captioned(each.words, consent_words(each)) for each in found]
    return Answer(document, tuple(lines))


def consent_withdraw(request: argparse.Namespace) -> Answer:
    """Take an agreement of the person of a paper back, for all their papers."""
    with opened(request) as workspace:
        record = editing.find_response(workspace, request.paper)
        on = retention.read_day(workspace, request.on) if request.on else None
        told = _papers(workspace, consents.withdraw(workspace, record, request.purpose, request.reason, on))
    line = _("Accord retiré pour {papers} ; cela partira avec les prochains échanges.")
    document = {"papers": told, "purpose": request.purpose, "agreed": False}
    return Answer(document, (line.format(papers=", ".join(told)),))


def consent_restore(request: argparse.Namespace) -> Answer:
    """Have what the paper says count again."""
    with opened(request) as workspace:
        record = editing.find_response(workspace, request.paper)
        told = _papers(workspace, consents.give_again(workspace, record, request.purpose))
    line = _("L'accord de {papers} est de nouveau ce que dit le papier.")
    document = {"papers": told, "purpose": request.purpose}
    return Answer(document, (line.format(papers=", ".join(told)),))


def erasures(request: argparse.Namespace) -> Answer:
    """List the persons who were erased, and which sites have said that they did it too."""
    with opened(request) as workspace:
        found = erasure.erased(workspace)
        copies = [str(path) for path in erasure.outdated_copies(workspace)]
    document = {
        "erasures": [
            {
                "reason": each.erasure.reason,
                "site": each.erasure.site,
                "acknowledged": {said.site: said.at or None for said in each.acknowledgements},
            }
            for each in found
        ],
        "copies": copies,
    }
    lines = [*map(_erasure_line, found)] or [_("Personne n'a été effacé.")]
    if copies:
        told = _("Ces sauvegardes tiennent encore quelqu'un d'effacé, jusqu'aux prochaines : {copies}")
        lines.append(told.format(copies=", ".join(copies)))
    return Answer(document, tuple(lines))


def retention_show(request: argparse.Namespace) -> Answer:
    """Say until when names are kept, and what is due."""
    with opened(request) as workspace:
        day, due = retention.retention(workspace), retention.due(workspace)
    document = {"until": day.isoformat() if day else None, "due": [line.paper for line in due]}
    if day is None:
        return Answer(document, (_("Aucune date de conservation n'est fixée."),))
    lines = [_("Les noms sont gardés jusqu'au {day}.").format(day=show_date(day.isoformat()))]
    if due:
        words = ngettext("À anonymiser : {n} fiche.", "À anonymiser : {n} fiches.", len(due))
        lines += [words.format(n=len(due)), *(f"{line.paper:<14} {line.name}" for line in due)]
    return Answer(document, tuple(lines))


def retention_set(request: argparse.Namespace) -> Answer:
    """Set the last day on which names are kept, or take it away."""
    with opened(request) as workspace:
        day: date | None = None if request.day == "none" else retention.read_day(workspace, request.day)
        retention.set_retention(workspace, day)
    shown = show_date(day.isoformat()) if day else _("aucune date")
    line = _("Conservation des noms : {day}. La date partira avec les prochains échanges.").format(day=shown)
    return Answer({"until": day.isoformat() if day else None}, (line,))


def retention_anonymise(request: argparse.Namespace) -> Answer:
    """Anonymise all that is due."""
    with opened(request) as workspace:
        done = retention.anonymise(workspace)
    line = _("{kept} fiches anonymes, {erased} effacées entières, {drafts} brouillons jetés.")
    document = {"anonymised": done.kept, "erased": done.erased, "drafts": done.drafts}
    return Answer(document, (line.format(**vars(done)),))


def _papers(workspace: Workspace, records: list[str]) -> list[str]:
    found = [workspace.store.responses.get(record) for record in records]
    return [stored.line.paper for stored in found if stored is not None]


def _erasure_line(each: Erased) -> str:
    said = [
        f"{site.territory or site.site} {show_date(site.at[:10]) or _('pas encore dit')}"
        for site in each.acknowledgements
    ]
    return captioned(each.erasure.reason, ", ".join(said) or _("aucun autre poste"))
