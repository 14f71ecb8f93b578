"""Sites that exist only in memory, and the files they write: what the exchange tests are made of."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.chain import make_revision
from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.contents import (
    Description,
    Manifest,
    Range,
    Sender,
    SignedHead,
)
from teleactivites_desktop.exchange.format import write_exchange_file
from teleactivites_desktop.exchange.signatures import sign_head

CAMPAIGN = "ca" * 16
CAMPAIGN_KEY = "AGE-SECRET-KEY-1MG432D2TZYW9850HYLLTLDYKC85SMF3S84G9LZA587JXQMZ20XFSVPW9VH"
PACKAGE = QuestionnairePackage("ab" * 16, b"workbook", {"communes.csv": b"name,label\n"}, '{"form_id":"é"}')


def environment(seed: int = 7) -> Environment:
    """Return a world without surprises: the same random bytes for one `seed`, and one date."""
    source = random.Random(seed)
    return Environment(now=lambda: datetime(2007, 11, 12, 9, 12, tzinfo=UTC), random_bytes=source.randbytes)


@dataclass
class MadeSite:
    """A site that writes a chain of its own."""

    seed: bytes
    random: random.Random
    chain: list[Revision] = field(default_factory=list)

    @classmethod
    def make(cls, number: int) -> "MadeSite":
        """Return the site of that number, with its first revision."""
        source = random.Random(number)
        site = cls(source.randbytes(32), source)
        site.write(Kind.SITE, site.id, {"public_key": keys.public_key(site.seed), "territory": "HD"})
        return site

    @property
    def id(self) -> str:
        return keys.site_of(keys.public_key(self.seed))

    @property
    def sender(self) -> Sender:
        return Sender(self.id, "HD", "Embrun", keys.public_key(self.seed))

    def write(
        self, kind: Kind = Kind.RESPONSE, record: str = "", patch: Patch | None = None, *parents: str
    ) -> Revision:
        tip = self.chain[-1] if self.chain else None
        seq = tip.seq + 1 if tip else 1
        revision = make_revision(
            site=self.id,
            seq=seq,
            previous=tip.id if tip else "",
            record=record or self.random.randbytes(16).hex(),
            kind=kind,
            parents=parents,
            at=f"{seq:016x}",
            officer="0f" * 16,
            salt=self.random.randbytes(16).hex(),
            patch={"paper": f"HD-{seq:04}", "answers.nom": "Bérard-Œil"} if patch is None else patch,
        )
        self.chain.append(revision)
        return revision

    def head(self, campaign: str = CAMPAIGN) -> SignedHead:
        return sign_head(self.seed, campaign, self.chain[-1].seq, self.chain[-1].id)

    def range(self, first: int = 1) -> Range:
        previous = self.chain[first - 2].id if first > 1 else ""
        return Range(self.id, first, self.chain[-1].seq, previous)


def description(sender: MadeSite, *others: MadeSite, first: Mapping[str, int] | None = None) -> Description:
    """Return what `sender` says of a file with all of `others` and of itself, from number `first` on."""
    sites = sorted((sender, *others), key=lambda site: site.id)
    return Description(
        campaign=CAMPAIGN,
        title="Recensement 2007",
        sender=sender.sender,
        number=1,
        created="2007-11-12T09:12:00+01:00",
        vector={site.id: site.chain[-1].seq for site in sites},
        ranges=tuple(site.range((first or {}).get(site.id, 1)) for site in sites),
    )


def write(
    path: Path, said: Description, *sites: MadeSite, packages: tuple[QuestionnairePackage, ...] = ()
) -> Manifest:
    """Write the file that `said` describes, signed by the first of `sites`."""
    return write_exchange_file(
        path,
        said,
        revisions_of(said, *sites),
        packages,
        tuple(site.head(said.campaign) for site in sites),
        seed=sites[0].seed,
        campaign_key=CAMPAIGN_KEY,
    )


def revisions_of(said: Description, *sites: MadeSite) -> Iterator[Revision]:
    """Yield the revisions of the ranges of `said`."""
    chains = {site.id: site.chain for site in sites}
    for part in said.ranges:
        yield from chains[part.site][part.first - 1 : part.last]


def altered(said: Description, **changes: object) -> Description:
    """Return `said` with other fields."""
    return replace(said, **changes)  # type: ignore[arg-type]
