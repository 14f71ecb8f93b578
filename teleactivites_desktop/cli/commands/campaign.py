"""create, invite, join, passphrase."""

import argparse

from teleactivites_desktop.cli.context import (
    INVITATION_VARIABLE,
    NEW_PASSPHRASE_VARIABLE,
    Answer,
    database,
    opened,
    passphrase,
)
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns, keychain, locations
from teleactivites_desktop.services.environments import real_environment


def create(request: argparse.Namespace) -> Answer:
    """Create a campaign."""
    created = campaigns.create(
        request.database or locations.new_database(),
        territory=request.territory,
        officer=request.officer,
        passphrase=_new_passphrase(request),
        environment=real_environment(),
        questionnaire=request.questionnaire,
    )
    return _settled(request, created, _("Campagne créée : {path}"))


def join(request: argparse.Namespace) -> Answer:
    """Join a campaign by invitation."""
    told = passphrase(_("Phrase secrète de l'invitation : "), INVITATION_VARIABLE)
    joined = campaigns.join(
        request.database or locations.new_database(),
        request.file,
        told,
        territory=request.territory,
        officer=request.officer,
        passphrase=_new_passphrase(request),
        environment=real_environment(),
    )
    return _settled(request, joined, _("Campagne rejointe : {path}"))


def invite(request: argparse.Namespace) -> Answer:
    """Write an invitation."""
    with opened(request) as workspace:
        told = passphrase(_("Phrase secrète à dire au téléphone : "), INVITATION_VARIABLE, twice=True)
        written = campaigns.invite(workspace, request.to, told)
    line = _("Invitation écrite : {path}. Donnez la phrase secrète par téléphone, jamais avec le fichier.")
    return Answer({"file": str(written)}, (line.format(path=written),))


def passphrase_(request: argparse.Namespace) -> Answer:
    """Change an officer's passphrase; the database is not rewritten."""
    path = database(request.database)
    if request.keychain == "forget":
        keychain.forget(path)
        return Answer({"keychain": False}, (_("La clé n'est plus dans le trousseau de cet ordinateur."),))
    current = passphrase(_("Phrase secrète actuelle, ou code de secours : "))
    if request.keychain:
        keychain.keep(path, current, real_environment())
        return Answer({"keychain": True}, (_("Le trousseau de cet ordinateur ouvre maintenant la base."),))
    new = passphrase(_("Nouvelle phrase secrète : "), NEW_PASSPHRASE_VARIABLE, twice=True)
    campaigns.change_passphrase(path, current, new, real_environment(), officer=request.officer)
    return Answer({"changed": True}, (_("La phrase secrète est changée."),))


def _new_passphrase(request: argparse.Namespace) -> str | None:
    return None if request.plain else passphrase(_("Nouvelle phrase secrète : "), twice=True)


def _settled(request: argparse.Namespace, created: campaigns.Created, sentence: str) -> Answer:
    workspace = created.workspace
    path = workspace.store.path
    site, territory = workspace.identity.site, workspace.identity.territory
    workspace.close()
    if request.database is None:
        locations.remember_database(path)
    document = {"database": str(path), "site": site, "territory": territory}
    lines = [sentence.format(path=path)]
    if created.recovery_code:
        document["recovery_code"] = created.recovery_code
        lines.append(
            _("Code de secours, à imprimer et à garder loin du poste : {code}").format(
                code=created.recovery_code
            )
        )
    return Answer(document, tuple(lines))
