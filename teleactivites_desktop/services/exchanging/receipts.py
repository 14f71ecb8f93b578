"""Receipts: which batches arrived whole, and of what is missing, which file to ask from whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.local import JournalAction, JournalEntry, SiteRange, Statement
from teleactivites_desktop.services import batches
from teleactivites_desktop.services.exchanging.partners import telephone_code
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Holding:
    """What another site holds of a batch, by its last statement: responses, and changes that it `lacks`."""

    site: str
    held: int
    lacks: int


@dataclass(frozen=True)
class BatchReceipt:
    """A batch: how many papers it has (0: nobody said), how many are keyed `here` or told lost, who has them.

    `elsewhere`: each site that ever said what it holds.
    """

    territory: str
    code: str
    expected: int
    here: int
    lost: int
    elsewhere: tuple[Holding, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether all that was expected is here."""
        return 0 < self.expected <= self.here + self.lost

    def arrived(self, holding: Holding) -> bool:
        """Tell whether another site holds the batch as it is here."""
        return holding.held == self.here and not holding.lacks


@dataclass(frozen=True)
class MissingFile:
    """What would fill a gap: the files of its site whose numbers lie between those read, and who has it.

    `first`, `last`: numbers of the files, 0 where they cannot be told; `holders`: sites that said that they
    hold all of it, its author first.
    """

    gap: Gap
    first: int
    last: int
    holders: tuple[str, ...]


def batch_receipts(workspace: Workspace) -> list[BatchReceipt]:
    """Return what each site has of each batch, by territory and code. Half a second for 100,000 responses."""
    store = workspace.store
    told = _current_statements(workspace)
    held = {site: store.partners.batches_within(said.vector) for site, said in told.items()}
    return [
        BatchReceipt(
            territory=batch.territory,
            code=batch.code,
            expected=batch.expected,
            here=batch.keyed,
            lost=len(batch.lost),
            elsewhere=tuple(
                Holding(site, *found.get((batch.territory, batch.code), (0, 0)))
                for site, found in held.items()
            ),
        )
        for batch in batches.batches(workspace)
    ]


def codes_told(workspace: Workspace) -> dict[str, str]:
    """Return the telephone code that each site should read out, had it changed nothing since it last spoke.

    Only of those of which everything is here: what is not cannot be summed up.
    """
    vector = workspace.store.revisions.vector()
    return {
        site: telephone_code(workspace, said.vector)
        for site, said in _current_statements(workspace).items()
        if said.vector and all(seq <= vector.get(each, 0) for each, seq in said.vector.items())
    }


def missing_files(workspace: Workspace, gaps: Sequence[Gap]) -> list[MissingFile]:
    """Return, for each gap, which files would fill it, and who could give them."""
    read = [entry for entry in workspace.store.journal.entries(JournalAction.READ) if not entry.undone_at]
    statements = workspace.store.partners.statements()
    return [MissingFile(gap, *_numbers(gap, read), tuple(_holders(gap, statements))) for gap in gaps]


def _current_statements(workspace: Workspace) -> dict[str, Statement]:
    """Return the statements of the sites that no other one succeeds."""
    replaced = {site.text("succeeds") for site in workspace.store.sites.list()}
    statements = workspace.store.partners.statements()
    return {site: said for site, said in statements.items() if site not in replaced}


def _numbers(gap: Gap, read: Sequence[JournalEntry]) -> tuple[int, int]:
    """Return the first and last number of the files of the gap's site that were not read around it."""
    before, after = 0, 0
    for entry in read:
        if entry.site != gap.site:
            continue
        number = cast(int, entry.details.get("number", 0))
        told = [part for part in _ranges(entry) if part.site == gap.site]
        if any(part.first > gap.last for part in told):
            after = min(after or number, number)
        elif all(part.last < gap.first for part in told):
            before = max(before, number)
    return (before + 1, after - 1) if before + 1 < after else (0, 0)


def _ranges(entry: JournalEntry) -> Iterator[SiteRange]:
    """Yield what a file brought, applied or kept aside."""
    yield from entry.brought
    for part in cast("list[list[Any]]", entry.details.get("waiting", [])):
        yield SiteRange(*part)


def _holders(gap: Gap, statements: Mapping[str, Statement]) -> Iterator[str]:
    yield gap.site
    for site, said in sorted(statements.items()):
        if site != gap.site and said.vector.get(gap.site, 0) >= gap.last:
            yield site
