"""Who keys at this site: the officers of its territory, and which of them is at work."""

from dataclasses import dataclass

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import membership
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Officer:
    """An officer: record id and name."""

    record: str
    name: str


def officers(workspace: Workspace) -> list[Officer]:
    """Return the officers of this site's territory, by name."""
    territory = workspace.identity.territory
    found = [
        Officer(stored.record, stored.text("name"))
        for stored in workspace.store.officers.list()
        if stored.text("territory") == territory
    ]
    return sorted(found, key=lambda officer: officer.name.casefold())


def at_work(workspace: Workspace) -> Officer:
    """Return the officer at work; without a name where the record is not held."""
    stored = workspace.store.officers.get(workspace.officer)
    return Officer(workspace.officer, stored.text("name") if stored else "")


def switch(workspace: Workspace, record: str) -> None:
    """Have another officer sign what is done from now on.

    Raises UserError for a protected database: there an officer comes to work with a passphrase of their own.
    """
    if workspace.store.encrypted:
        raise UserError(
            _("Pour changer d’agent, ouvrez de nouveau la base avec la phrase secrète de l’autre agent.")
        )
    if workspace.store.officers.get(record) is None:
        raise UserError(_("Cet agent n’est pas connu ici."))
    workspace.store.settings.set(membership.OFFICER, record)
    workspace.officer = record
