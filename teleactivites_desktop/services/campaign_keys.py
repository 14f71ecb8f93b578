"""The key that the sites of a campaign share: renewing it, and receiving the new one by invitation.

Files are encrypted to the latest key; those that a former key opens are still read. The campaign's record
says the public half of each key and which ones it replaces, each on a path of its own, so that two sites that
renew it at once do not disagree: each then needs an invitation of the other to read what it writes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import envelope, invitation, keys
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import membership
from teleactivites_desktop.services.membership import Membership, shut_out_bounds, trusted_keys
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

_FIRST = "recipient"
_PATH = "recipients."
"""Begins the paths, ``recipients.<age recipient>``, that say which recipients that one replaces."""
_LAGGING = "sites with a former key"


def renew(workspace: Workspace) -> None:
    """Give the campaign a new key. Call inside a transaction."""
    store = workspace.store
    known = membership.membership(store)
    _require_latest(store, known)
    new = keys.new_campaign_key()
    replaced = sorted(_known(store, known) | {keys.recipient(known.campaign_key)})
    membership.change_key(store, new)
    patch: dict[str, PatchValue] = {f"{_PATH}{keys.recipient(new)}": [*replaced]}
    workspace.author(Kind.CAMPAIGN, known.campaign, patch)


def take(workspace: Workspace, file: Path, told: str) -> bool:
    """Take the campaign's key out of an invitation that `told` opens; False where it was known already.

    Raises UserError for an invitation that does not open, or to another campaign.
    """
    store = workspace.store
    known = membership.membership(store)
    brought = invitation.read_invitation(file, told)
    if brought.campaign != known.campaign:
        raise UserError(
            _(
                "« {name} » invite à une autre campagne, « {title} ». Rien n'a été changé ici. Pour la "
                "rejoindre, passez par « Rejoindre une campagne » à l'ouverture du programme."
            ).format(name=file.name, title=brought.title)
        )
    _require_right_inviter(store, brought, file)
    if brought.campaign_key in known.keys:
        return False
    with store.transaction():
        if keys.recipient(brought.campaign_key) in _replaced(store, known):
            membership.add_former_key(store, brought.campaign_key)
        else:
            membership.change_key(store, brought.campaign_key)
    return True


def hear(workspace: Workspace, site: str, file: Path) -> None:
    """Note whether `site` wrote `file`, its latest, with a former key. Inside a transaction."""
    known = membership.membership(workspace.store)
    if known.former_keys:
        late = lagging(workspace.store) - {site}
        if not envelope.opens(file, known.campaign_key):
            late |= {site}
        workspace.store.settings.set(_LAGGING, [*sorted(late)])


def lagging(store: "Store") -> frozenset[str]:
    """Return the sites that wrote their latest file with a former key, which one shut out may have."""
    return frozenset(store.settings.get(_LAGGING, []))


def current(store: "Store") -> str:
    """Return the key to encrypt with. Raises UserError where the campaign's was renewed and is not here."""
    known = membership.membership(store)
    _require_latest(store, known)
    return known.campaign_key


def _require_latest(store: "Store", known: Membership) -> None:
    ours = keys.recipient(known.campaign_key)
    replaced = _replaced(store, known)
    if ours in replaced and _known(store, known) - replaced:
        raise UserError(
            _(
                "La clé de la campagne a été renouvelée, et ce poste a encore l'ancienne : ce qu'il écrirait "
                "pourrait être lu par un poste mis à l'écart. Demandez une invitation à un autre poste, "
                "et ouvrez-la d'abord (Échanges, « Ouvrir une invitation » ; ou la commande renew)."
            )
        )


def _require_right_inviter(store: "Store", brought: invitation.Invitation, file: Path) -> None:
    inviter = brought.inviter
    changed = trusted_keys(store).get(inviter.site, inviter.public_key) != inviter.public_key
    if changed or inviter.site in shut_out_bounds(store):
        raise UserError(
            _(
                "« {name} » vient d'un poste mis à l'écart, ou qui n'est pas celui qu'il dit être "
                "({territory}). Rien n'a été changé ici. Demandez une invitation à un autre poste."
            ).format(name=file.name, territory=inviter.territory)
        )


def _known(store: "Store", known: Membership) -> set[str]:
    """Return the recipients that the campaign's record names."""
    fields = _fields(store, known)
    first = fields.get(_FIRST)
    return {path.removeprefix(_PATH) for path in fields if path.startswith(_PATH)} | (
        {first} if isinstance(first, str) else set()
    )


def _replaced(store: "Store", known: Membership) -> set[str]:
    """Return those that another one replaces."""
    return {
        recipient
        for path, told in _fields(store, known).items()
        if path.startswith(_PATH) and isinstance(told, list)
        for recipient in told
        if isinstance(recipient, str)
    }


def _fields(store: "Store", known: Membership) -> dict[str, PatchValue]:
    record = store.campaigns.get(known.campaign)
    return dict(record.fields) if record else {}
