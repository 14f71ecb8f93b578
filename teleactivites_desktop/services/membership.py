"""What this site knows of its campaign and of the sites in it, beside the records that travel.

A site that joins works before it has received anything: the invitation gave it the title, the territories and
the questionnaire, kept as settings here. Once the campaign's own record has come, the record counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from teleactivites_desktop.core.values import PatchValue

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

SITE = "site"
OFFICER = "officer"
SEED = "site seed"
_CAMPAIGN = "campaign"
_KEY = "campaign key"
_TRUSTED = "trusted sites"
_TERRITORY = "territories."


@dataclass(frozen=True)
class Membership:
    """The campaign: its title, territories (code -> name), current version, and the key its sites share."""

    campaign: str
    title: str
    territories: Mapping[str, str]
    questionnaire: str
    campaign_key: str = field(repr=False)


def remember(store: "Store", membership: Membership) -> None:
    """Keep what this site knows of its campaign, when it creates or joins it."""
    with store.transaction():
        store.settings.set(
            _CAMPAIGN,
            {
                "id": membership.campaign,
                "title": membership.title,
                "territories": dict(membership.territories),
                "questionnaire": membership.questionnaire,
            },
        )
        store.secrets.set(_KEY, membership.campaign_key.encode())


def membership(store: "Store") -> Membership:
    """Return what is known of the campaign: its record's word where it has come, else the invitation's."""
    told, fields = _told(store)
    return Membership(
        campaign=told["id"],
        title=str(fields.get("title", told["title"])),
        territories=_territories(told, fields),
        questionnaire=str(fields.get("questionnaire", told["questionnaire"])),
        campaign_key=(store.secrets.get(_KEY) or b"").decode(),
    )


def territories(store: "Store") -> Mapping[str, str]:
    """Return the territories alone, code -> name: what a paper needs when it is closed."""
    return _territories(*_told(store))


def _told(store: "Store") -> tuple[Mapping[str, Any], Mapping[str, PatchValue]]:
    """Return what the invitation told and, once it has come, what the campaign's record says."""
    told = store.settings.get(_CAMPAIGN)
    record = store.campaigns.get(told["id"])
    return told, record.fields if record else {}


def _territories(told: Mapping[str, Any], fields: Mapping[str, PatchValue]) -> Mapping[str, str]:
    named = {
        path.removeprefix(_TERRITORY): str(name)
        for path, name in fields.items()
        if path.startswith(_TERRITORY)
    }
    return named or told["territories"]


def campaign_patch(membership: Membership, recipient: str) -> dict[str, PatchValue]:
    """Return the patch of the campaign's record; `recipient` is the public half of its key."""
    return {
        "title": membership.title,
        "questionnaire": membership.questionnaire,
        "recipient": recipient,
        **{f"{_TERRITORY}{code}": name for code, name in membership.territories.items()},
    }


def trusted_keys(store: "Store") -> dict[str, str]:
    """Return the sites whose fingerprint was confirmed here: site -> public key."""
    keys: dict[str, str] = store.settings.get(_TRUSTED, {})
    return keys


def trust(store: "Store", keys: Mapping[str, str]) -> None:
    """Pin the public keys of sites (site -> key), for ever: call inside a transaction."""
    if keys:
        store.settings.set(_TRUSTED, {**trusted_keys(store), **keys})
