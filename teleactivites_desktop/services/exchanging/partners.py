"""Who has what: what each partner said that it holds, against what is here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.local import JournalAction, Statement
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.contents import Description, Heard
from teleactivites_desktop.services import campaign_keys, shutting_out
from teleactivites_desktop.services.membership import shut_out_bounds, trusted_keys
from teleactivites_desktop.services.shutting_out import ShutOut
from teleactivites_desktop.services.workspace import Workspace

_CODE_DIGITS = 6
_NUMBERS = "exchange files heard of"


@dataclass(frozen=True)
class PartnerStatus:
    """Another site. `holds`: how many of our `ours` revisions it said last that it holds, in `file` at `at`.

    `lacks`: revisions held here, of any site, that it lacked then; `held`: how many of its own are here, out
    of `stated`, the number that it said last. `file` is the one that told, of its own or of a third site; ""
    while nothing was heard of it. `shut_out`: the word that shut it out, if any;
    `former_key`: it wrote its latest file with a key of the campaign that was replaced.
    """

    site: str
    territory: str
    label: str
    fingerprint: str
    holds: int
    ours: int
    lacks: int
    held: int
    stated: int
    at: str
    file: str
    shut_out: ShutOut | None = None
    former_key: bool = False

    @property
    def up_to_date(self) -> bool:
        """Tell whether it had everything that is here."""
        return self.lacks == 0 and bool(self.file)


@dataclass(frozen=True)
class Status:
    """Where exchanges stand. `code`: six digits, the same on two sites that hold exactly the same.

    `gaps`: what is missing here for `waiting` revisions received too early to be applied.
    """

    site: str
    territory: str
    fingerprint: str
    revisions: int
    code: str
    partners: tuple[PartnerStatus, ...]
    gaps: tuple[Gap, ...]
    waiting: int
    last_written: str
    last_read: str


def status(workspace: Workspace) -> Status:
    """Return where exchanges stand."""
    store, identity = workspace.store, workspace.identity
    vector = store.revisions.vector()
    waiting = store.partners.parked()
    return Status(
        site=identity.site,
        territory=identity.territory,
        fingerprint=keys.fingerprint(keys.public_key(identity.seed)),
        revisions=sum(vector.values()),
        code=telephone_code(workspace, vector),
        partners=tuple(_partners(workspace, vector)),
        gaps=gaps_before(vector, [(revision.site, revision.seq) for revision in waiting]),
        waiting=len(waiting),
        last_written=_latest(workspace, JournalAction.WRITTEN),
        last_read=_latest(workspace, JournalAction.READ),
    )


def telephone_code(workspace: Workspace, vector: Mapping[str, int]) -> str:
    """Return six digits that two officers compare: equal when both sites hold the very same revisions."""
    revisions = workspace.store.revisions
    tips = {site: revisions.ids_between(site, seq, seq)[0] for site, seq in vector.items()}
    number = int.from_bytes(hashlib.sha256(canonical_json(tips)).digest()[:8], "big")
    return f"{number % 10**_CODE_DIGITS:0{_CODE_DIGITS}}"


def heard(workspace: Workspace) -> list[Heard]:
    """Return what other sites said last, to be passed on."""
    numbers = _numbers(workspace)
    return [
        Heard(said.site, numbers[said.site], said.at, said.vector)
        for said in workspace.store.partners.statements().values()
        if said.site in numbers
    ]


def hear(workspace: Workspace, said: Description, file: str) -> bool:
    """Keep what the sender of a `file` says that it and others hold, where it is later than what is known.

    A vector may go back (undone import): the latest statement counts, told by the number of its file. Return
    whether the file is the sender's latest. Call inside a transaction.
    """
    numbers = _numbers(workspace)
    latest = said.number > numbers.get(said.sender.site, 0)
    sender = Heard(said.sender.site, said.number, said.created, said.vector)
    for each in (sender, *said.heard):
        if each.site != workspace.identity.site and each.number > numbers.get(each.site, 0):
            numbers[each.site] = each.number
            workspace.store.partners.state(Statement(each.site, each.vector, each.created, file))
    workspace.store.settings.set(_NUMBERS, dict(numbers))
    return latest


def _numbers(workspace: Workspace) -> dict[str, int]:
    """Return the number of the file in which each site made its latest statement."""
    numbers: dict[str, int] = workspace.store.settings.get(_NUMBERS, {})
    return numbers


def held_by_all(workspace: Workspace, territory: str = "") -> dict[str, int]:
    """Return what every site concerned holds for sure: those of `territory`, or all partners.

    A site that another one succeeds, or that is shut out, no longer counts. Empty as soon as one of them
    never said anything: it is then given everything.
    """
    statements = workspace.store.partners.statements()
    sites = workspace.store.sites.list()
    replaced = {site.text("succeeds") for site in sites} | shut_out_bounds(workspace.store).keys()
    concerned = [
        site.record
        for site in sites
        if site.record not in replaced
        and site.record != workspace.identity.site
        and territory in ("", site.text("territory"))
    ]
    vectors = [statements[site].vector if site in statements else {} for site in concerned]
    if not vectors:
        return {}
    return {site: seq for site in vectors[0] if (seq := min(vector.get(site, 0) for vector in vectors)) > 0}


def gaps_before(vector: Mapping[str, int], waiting: list[tuple[str, int]]) -> tuple[Gap, ...]:
    """Return what is missing before each of the `waiting` (site, number), given what is held."""
    expected = {site: seq + 1 for site, seq in vector.items()}
    gaps = []
    for site, seq in sorted(waiting):
        if seq > expected.get(site, 1):
            gaps.append(Gap(site, expected.get(site, 1), seq - 1))
        expected[site] = max(seq + 1, expected.get(site, 1))
    return tuple(gaps)


def _partners(workspace: Workspace, vector: Mapping[str, int]) -> list[PartnerStatus]:
    store = workspace.store
    statements = store.partners.statements()
    pinned = trusted_keys(store)
    own = workspace.identity.site
    replaced = {site.text("succeeds") for site in store.sites.list()}
    shut_outs, lagging = shutting_out.shut_outs(workspace), campaign_keys.lagging(store)
    found = []
    for site in sorted((pinned.keys() | statements.keys()) - replaced - {own}):
        record = store.sites.get(site)
        said = statements.get(site, Statement(site, {}, "", ""))
        found.append(
            PartnerStatus(
                site=site,
                territory=record.text("territory") if record else "",
                label=record.text("label") if record else "",
                fingerprint=keys.fingerprint(pinned[site]) if site in pinned else "",
                holds=said.vector.get(own, 0),
                ours=vector.get(own, 0),
                lacks=sum(max(0, seq - said.vector.get(each, 0)) for each, seq in vector.items()),
                held=vector.get(site, 0),
                stated=max(said.vector.get(site, 0), vector.get(site, 0)),
                at=said.at,
                file=said.file,
                shut_out=shut_outs.get(site),
                former_key=site in lagging,
            )
        )
    return found


def _latest(workspace: Workspace, action: JournalAction) -> str:
    entries = workspace.store.journal.entries(action)
    return entries[0].at if entries else ""
