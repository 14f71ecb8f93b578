"""What this site knows of its campaign and of the sites in it, beside the records that travel.

A site that joins works before it has received anything: the invitation gave it the title, the territories and
the questionnaire, kept as settings here. Once the campaign's own record has come, the record counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from teleactivites_desktop.core.values import PatchValue

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

SITE = "site"
OFFICER = "officer"
SEED = "site seed"
_CAMPAIGN = "campaign"
_KEY = "campaign key"
_FORMER_KEYS = "former campaign keys"
_TRUSTED = "trusted sites"
_TERRITORY = "territories."
SHUT_OUT = "shut_out."
"""Begins the paths of a site, ``shut_out.<other>``, on which the other says {"last": number, "reason": text}.

They shut it out of the campaign: see `services.shutting_out`.
"""


@dataclass(frozen=True)
class Membership:
    """The campaign: its title, territories (code -> name), current version, and the key its sites share.

    `former_keys`: those that it shared before; files written with them are still read.
    """

    campaign: str
    title: str
    territories: Mapping[str, str]
    questionnaire: str
    campaign_key: str = field(repr=False)
    former_keys: tuple[str, ...] = field(default=(), repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all keys known here, the one in use first."""
        return self.campaign_key, *self.former_keys


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
        former_keys=_former_keys(store),
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


def change_key(store: "Store", key: str) -> None:
    """Encrypt with `key` from now on; the one used before still reads. Call inside a transaction."""
    add_former_key(store, (store.secrets.get(_KEY) or b"").decode())
    store.secrets.set(_KEY, key.encode())


def add_former_key(store: "Store", key: str) -> None:
    """Read what was written with `key`, too. Call inside a transaction."""
    store.secrets.set(_FORMER_KEYS, "\n".join((key, *_former_keys(store))).encode())


def _former_keys(store: "Store") -> tuple[str, ...]:
    return tuple((store.secrets.get(_FORMER_KEYS) or b"").decode().split())


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


def shut_out_bounds(store: "Store") -> dict[str, int]:
    """Return the sites that are shut out: site -> the number of its last revision that is accepted."""
    return {
        site.record: max(cast("int", word["last"]) for word in words)
        for site in store.sites.list()
        if (words := list(shut_out_words(site.fields)))
    }


def shut_out_words(fields: Mapping[str, PatchValue]) -> Iterator[Mapping[str, PatchValue]]:
    """Yield what other sites say of one that they shut out; a word of another shape shuts nobody out."""
    for path, word in fields.items():
        if path.startswith(SHUT_OUT) and isinstance(word, Mapping) and isinstance(word.get("last"), int):
            yield word
