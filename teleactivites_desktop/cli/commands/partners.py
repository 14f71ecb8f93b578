"""partners list, shut-out, accept, readmit; renew."""

import argparse
from dataclasses import asdict

from teleactivites_desktop.cli.context import INVITATION_VARIABLE, Answer, opened, passphrase
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaign_keys, exchanging, shutting_out
from teleactivites_desktop.services.exchanging import PartnerStatus


def partners_list(request: argparse.Namespace) -> Answer:
    """List the other sites, with their ids and fingerprints."""
    with opened(request) as workspace:
        found = exchanging.status(workspace).partners
    return Answer({"partners": [asdict(partner) for partner in found]}, tuple(map(_line, found)))


def partners_shut_out(request: argparse.Namespace) -> Answer:
    """Shut a site out of the campaign and renew the campaign's key."""
    with opened(request) as workspace:
        site = shutting_out.named(workspace, request.site)
        shutting_out.shut_out(workspace, site, request.reason)
    line = _(
        "Le poste {site} est mis à l'écart et la clé de la campagne est renouvelée. Donnez une invitation "
        "(invite --to FILE) à chacun des autres postes : ils l'ouvrent par renew FILE."
    ).format(site=site)
    return Answer({"shut_out": site}, (line,))


def partners_accept(request: argparse.Namespace) -> Answer:
    """Have all sites accept what is held here of a site that is shut out."""
    with opened(request) as workspace:
        site = shutting_out.named(workspace, request.site)
        shutting_out.accept_held(workspace, site)
    line = _("Ce que ce poste tient du poste {site} est accepté, et rien d'autre.").format(site=site)
    return Answer({"accepted": site}, (line,))


def partners_readmit(request: argparse.Namespace) -> Answer:
    """Take a site back."""
    with opened(request) as workspace:
        site = shutting_out.named(workspace, request.site)
        shutting_out.readmit(workspace, site)
    line = _("Le poste {site} est réadmis. Donnez-lui une invitation (invite --to FILE).").format(site=site)
    return Answer({"readmitted": site}, (line,))


def renew(request: argparse.Namespace) -> Answer:
    """Take the campaign's new key out of an invitation."""
    with opened(request) as workspace:
        told = passphrase(_("Phrase secrète de l'invitation : "), INVITATION_VARIABLE)
        new = campaign_keys.take(workspace, request.file, told)
    line = _("La clé de la campagne est à jour.") if new else _("Ce poste avait déjà cette clé.")
    return Answer({"renewed": new}, (line,))


def _line(partner: PartnerStatus) -> str:
    who = f"{partner.site} {partner.territory} {partner.label}".strip()
    if partner.shut_out:
        return captioned(who, partner.shut_out.words)
    code = _("empreinte {code}").format(code=partner.fingerprint)
    return captioned(who, code + (_(", écrit encore avec l'ancienne clé") if partner.former_key else ""))
