"""check, backup, restore."""

import argparse

from teleactivites_desktop.cli.context import Answer, database, opened, passphrase
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import backups, campaigns, integrity, restoring
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.restore_rehearsal import RestoreRehearsal


def check(request: argparse.Namespace) -> Answer:
    """Verify the file, the chains, and that every row equals the fold of its history."""
    with opened(request) as workspace:
        problems = integrity.check(workspace.store)
    document = {
        "ok": not problems,
        "problems": [{"part": found.part, "message": found.message} for found in problems],
    }
    sound = _("La base est saine : fichier, chaînes de révisions et fiches concordent.")
    lines = tuple(found.message for found in problems) or (sound,)
    return Answer(document, lines, not problems)


def backup(request: argparse.Namespace) -> Answer:
    """Copy the database, open the copy and compare it."""
    with opened(request) as workspace:
        if request.to:
            path = backups.back_up_to(workspace, request.to)
        else:
            path = backups.back_up(workspace, BackupReason.ASKED).path
    line = _("Sauvegarde écrite, rouverte et comparée : {path}").format(path=path)
    return Answer({"file": str(path), "compared": True}, (line,))


def rebuild(request: argparse.Namespace) -> Answer:
    """Make the lists and the search index anew from the histories."""
    with opened(request) as workspace:
        integrity.rebuild(workspace.store)
        problems = integrity.check(workspace.store)
    done = _("Listes et recherche refaites à partir des historiques : la base est saine.")
    document = {"ok": not problems, "problems": [found.message for found in problems]}
    return Answer(document, tuple(found.message for found in problems) or (done,), not problems)


def restore(request: argparse.Namespace) -> Answer:
    """Put a copy in the place of the database, or say what that would do."""
    path = database(request.database)
    told = passphrase(_("Phrase secrète : ")) if campaigns.needs_passphrase(request.file) else None
    if request.rehearse:
        return _rehearsed(restoring.rehearse(path, request.file, told, real_environment()))
    restoring.restore(path, request.file, told, real_environment())
    line = _(
        "« {copy} » a pris la place de « {path} ». Ce qui manque reviendra avec les prochains échanges ; "
        "ce poste continuera sous une nouvelle identité."
    ).format(copy=request.file, path=path)
    return Answer({"restored": str(request.file), "database": str(path)}, (line,))


def _rehearsed(told: RestoreRehearsal) -> Answer:
    lacking = sum(told.lacking.values())
    line = _(
        "La sauvegarde contient {there} fiches, contre {here} ici ; {lacking} modifications lui manquent."
    )
    document = {"responses": told.responses, "responses_here": told.responses_here, "lacking": lacking}
    return Answer(
        document,
        (line.format(there=told.responses, here=told.responses_here, lacking=lacking),),
    )
