"""Writing an exchange file: what partners lack, signed, encrypted to the campaign."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop import __version__
from teleactivites_desktop.core.local import JournalAction, JournalEntry, Signature, SiteRange
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import signatures
from teleactivites_desktop.exchange.contents import Description, Range, SignedHead
from teleactivites_desktop.exchange.format import SUFFIX, write_exchange_file
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaign_keys
from teleactivites_desktop.services.campaigns import sender_of
from teleactivites_desktop.services.exchanging import partners
from teleactivites_desktop.services.incarnation import give_out
from teleactivites_desktop.services.membership import Membership, membership, shut_out_bounds, trusted_keys
from teleactivites_desktop.services.workspace import Workspace

_NUMBER = "exchange files written"


@dataclass(frozen=True)
class Written:
    """A file that was written. `territory`: for whom, "" for all; `revisions`: how many it holds."""

    path: Path
    number: int
    territory: str
    revisions: int
    ranges: tuple[SiteRange, ...]


def write(workspace: Workspace, to: Path, *, territory: str = "", full: bool = False) -> Written:
    """Write an exchange file at `to` (a folder: under its usual name there) and return what it holds.

    It holds what the sites of `territory` lack by their latest statements, or what any partner lacks; `full`
    holds everything. Raises UserError for an unknown territory, or when the disk refuses.
    """
    known, key = membership(workspace.store), campaign_keys.current(workspace.store)
    if territory and territory not in known.territories:
        raise UserError(
            _("Territoire inconnu : « {territory} ». Les territoires sont {known}.").format(
                territory=territory, known=", ".join(known.territories)
            )
        )
    with workspace.store.transaction():
        workspace.ensure_presented()
        heads = _signed_heads(workspace, known)
        number = _next_number(workspace)
    base = {} if full else partners.held_by_all(workspace, territory)
    path = to / _name(workspace, number) if to.is_dir() else to
    said = _describe(workspace, known, base, heads, number, territory)
    write_exchange_file(
        path,
        said,
        workspace.store.revisions.after(base, {part.site: part.last for part in said.ranges}),
        _packages(workspace, base),
        tuple(heads[part.site] for part in said.ranges),
        seed=workspace.identity.seed,
        campaign_key=key,
    )
    written = Written(
        path,
        number,
        territory,
        said.revisions,
        tuple(SiteRange(p.site, p.first, p.last) for p in said.ranges),
    )
    _note(workspace, written)
    give_out(workspace.identity.site, said.vector[workspace.identity.site])
    return written


def _signed_heads(workspace: Workspace, known: Membership) -> dict[str, SignedHead]:
    """Return, for each site, the greatest of its revisions accepted here that it signed; sign our latest."""
    store, identity = workspace.store, workspace.identity
    keys = trusted_keys(store)
    accepted = store.revisions.vector()
    for site, last in shut_out_bounds(store).items():
        if site != identity.site:
            accepted[site] = min(last, accepted.get(site, 0))
    heads = {
        kept.site: SignedHead(kept.site, kept.seq, kept.id, keys[kept.site], kept.signature)
        for kept in store.partners.signatures()  # by number: the greatest comes last
        if kept.site in keys and kept.seq <= accepted.get(kept.site, 0)
    }
    tip = store.revisions.tip(identity.site)
    if tip is not None:
        heads[tip.site] = signatures.sign_head(identity.seed, known.campaign, tip.seq, tip.id)
        store.partners.sign([Signature(tip.site, tip.seq, tip.id, heads[tip.site].signature)])
    return heads


def _next_number(workspace: Workspace) -> int:
    """Return the number of the next file; on disk before the file, so that no two files bear the same."""
    settings = workspace.store.settings
    number = int(settings.get(_NUMBER, 0)) + 1
    settings.set(_NUMBER, number)
    return number


def _describe(
    workspace: Workspace,
    known: Membership,
    base: Mapping[str, int],
    heads: Mapping[str, SignedHead],
    number: int,
    territory: str,
) -> Description:
    revisions = workspace.store.revisions
    ranges = []
    for site, head in sorted(heads.items()):
        first = base.get(site, 0) + 1
        if first <= head.seq:
            previous = "".join(revisions.ids_between(site, first - 1, first - 1))
            ranges.append(Range(site, first, head.seq, previous))
    return Description(
        campaign=known.campaign,
        title=known.title,
        sender=sender_of(workspace),
        number=number,
        program=f"Téléactivités {__version__}",
        created=workspace.environment.now().isoformat(timespec="seconds"),
        vector=revisions.vector(),
        ranges=tuple(ranges),
        addressee=territory,
        base={site: seq for site, seq in base.items() if seq > 0},
        heard=tuple(partners.heard(workspace)),
    )


def _packages(workspace: Workspace, base: Mapping[str, int]) -> Iterator[QuestionnairePackage]:
    """Yield the versions of the questionnaire whose record the addressee lacks."""
    store = workspace.store
    for version in store.questionnaires.versions():
        history = store.revisions.history(version)
        lacking = any(revision.seq > base.get(revision.site, 0) for revision in history)
        package = store.questionnaires.package(version) if lacking else None
        if package:
            yield package


def _name(workspace: Workspace, number: int) -> str:
    identity = workspace.identity
    return f"{identity.territory}-{identity.site}-{workspace.environment.today():%Y%m%d}-{number}{SUFFIX}"


def _note(workspace: Workspace, written: Written) -> None:
    with written.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    entry = JournalEntry(
        JournalAction.WRITTEN,
        at=workspace.environment.now().isoformat(timespec="seconds"),
        file=written.path.name,
        site=written.territory,
        digest=digest,
        brought=written.ranges,
        details={"number": written.number, "revisions": written.revisions},
    )
    with workspace.store.transaction():
        workspace.store.journal.add(entry)
