"""Batches (lots): a pile of papers with an expected count, its gaps, what is lost, and when it is closed.

A batch is a record that all sites share (`papers.batch_record`). Its patch: `code`, `territory`, `expected`
(count), `first` and `last` (paper numbers), `lost.<paper>` (why it cannot be keyed), `closed` (why, or
`AGREED`), `keying.<site>` (totals of its keying there, without names: `services.closing`); `sampling`,
`verify_at`, `verified`: see `services.verification_plan`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.stored import Filters, ResponseLine, StoredRecord
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.batch_words import counts_sentence
from teleactivites_desktop.services.papers import batch_record, require_territory
from teleactivites_desktop.services.workspace import Workspace

AGREED = "counts"
"""`closed` of a batch whose counts agree."""
MOST_EXPECTED = 100_000
PAGE = 1_000
_LOST = "lost."
_NUMBERED = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True)
class Batch:
    """A batch as it stands here. `expected` 0: nobody said how many; `first`, `last` "": no range told."""

    territory: str
    code: str
    keyed: int = 0
    expected: int = 0
    first: str = ""
    last: str = ""
    closed: str = ""
    lost: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, PatchValue] = field(default_factory=dict)
    """All that its record says, path -> value."""

    @property
    def agrees(self) -> bool:
        """Tell whether what is keyed and what is lost make up what was expected."""
        return 0 < self.expected == self.keyed + len(self.lost)


def batches(workspace: Workspace, territory: str = "") -> list[Batch]:
    """Return the batches (of one territory), by territory and code."""
    counts = workspace.store.responses.batch_counts()
    stored = [record for record in workspace.store.batches.list() if record.text("code")]
    found = [_batch(record, counts) for record in stored]
    return sorted(
        (batch for batch in found if territory in ("", batch.territory)),
        key=lambda batch: (batch.territory, batch.code),
    )


def batch(workspace: Workspace, territory: str, code: str) -> Batch:
    """Return one batch; an empty one where it was never seen."""
    record = workspace.store.batches.get(batch_record(territory, code))
    if record is None:
        return Batch(territory, code)
    keyed = workspace.store.responses.count(Filters(territory=territory, batch=code))
    return _batch(record, {(territory, code): keyed})


def open_piles(workspace: Workspace) -> list[tuple[str, str]]:
    """Return territory and code of the batches that are not closed, in order; nothing is counted for it."""
    stored = workspace.store.batches.list()
    return sorted(
        (record.text("territory"), record.text("code"))
        for record in stored
        if record.text("code") and not record.text("closed")
    )


def scanned(workspace: Workspace, typed: str, territory: str) -> tuple[str, str] | None:
    """Return territory and code of the open batch whose slip was scanned, of `territory` before others.

    None where `typed` is no batch's code, or digits: those are a paper's number.
    """
    if typed.strip().isdigit():
        return None
    found = [pile for pile in open_piles(workspace) if pile[1] == typed.strip()]
    return next((pile for pile in found if pile[0] == territory), found[0] if found else None)


def require_open(workspace: Workspace, territory: str, code: str) -> None:
    """Raise UserError for a batch that is closed: its counts would not be right any more."""
    record = workspace.store.batches.get(batch_record(territory, code)) if code else None
    if record is not None and record.text("closed"):
        raise UserError(_("Le lot {code} est clos : rouvrez-le pour y saisir.").format(code=code))


def known(workspace: Workspace, territory: str, code: str) -> Batch:
    """Return one batch. Raises UserError where nobody has seen it."""
    found = batch(workspace, territory, code)
    if not found.fields:
        raise UserError(
            _("Il n'y a pas de lot {code} dans le territoire {territory}.").format(
                code=code, territory=territory
            )
        )
    return found


def missing(workspace: Workspace, wanted: Batch) -> list[str]:
    """Return the numbers between the batch's first and last that are neither keyed nor told lost, in order.

    Without a told range, it is that of the papers keyed in the batch. A paper that was keyed in another batch
    of the territory is not missing.
    """
    told = [paper for paper in (wanted.first, wanted.last) if paper]
    bounds = told or [line.paper for line in lines(workspace, wanted)]
    if not bounds:
        return []
    first, last = min(bounds, key=_order), max(bounds, key=_order)
    keyed = workspace.store.responses.keyed_between(wanted.territory, first, last)
    return [paper for paper in _range(first, last) if paper not in keyed and paper not in wanted.lost]


def set_up(
    workspace: Workspace, territory: str, code: str, *, expected: int, first: str = "", last: str = ""
) -> None:
    """Say how many papers a batch has, and their numbers; it is made where it was never seen.

    With numbers and no count (0), there are as many papers as numbers.

    Raises UserError for a territory that is not the campaign's, a count that is none, or a last number before
    the first.
    """
    require_territory(workspace, territory)
    if not 0 <= expected <= MOST_EXPECTED:
        raise UserError(_("Un lot a de 0 à {most} fiches.").format(most=MOST_EXPECTED))
    if first and last and not _range(first, last):
        raise UserError(
            _("De {first} à {last} : ces numéros ne se suivent pas. Corrigez l'un ou l'autre.").format(
                first=first, last=last
            )
        )
    expected = expected or (len(_range(first, last)) if first and last else 0)
    told: dict[str, PatchValue] = {"expected": expected, "first": first or None, "last": last or None}
    tell(workspace, batch(workspace, territory, code), told)


def tell_lost(workspace: Workspace, wanted: Batch, paper: str, reason: str) -> None:
    """Record that a paper is lost or cannot be read.

    Raises UserError for no number, one that is keyed, or no reason.
    """
    if not paper.strip():
        raise UserError(_("Dites le numéro de la fiche perdue ou illisible."))
    if not reason.strip():
        raise UserError(_("Dites ce qui est arrivé à la fiche {paper}.").format(paper=paper))
    if workspace.store.responses.by_paper(paper, wanted.territory):
        raise UserError(_("La fiche {paper} est saisie : elle n'est pas perdue.").format(paper=paper))
    tell(workspace, wanted, {f"{_LOST}{paper}": reason.strip()})


def tell_found(workspace: Workspace, territory: str, code: str, paper: str) -> None:
    """Take back that a paper was told lost: it has been keyed. Harmless where it was not."""
    record = workspace.store.batches.get(batch_record(territory, code)) if code else None
    if record is not None and record.fields.get(f"{_LOST}{paper}"):
        tell(workspace, Batch(territory, code), {f"{_LOST}{paper}": None})


def close(workspace: Workspace, wanted: Batch, reason: str = "") -> None:
    """Close a batch. Raises UserError when its counts do not agree and no `reason` is given."""
    if not wanted.agrees and not reason.strip():
        raise UserError(
            _("Lot {code} : {counts}. Dites pourquoi les comptes diffèrent.").format(
                code=wanted.code, counts=counts_sentence(wanted)
            )
        )
    tell(workspace, wanted, {"closed": reason.strip() or AGREED})


def reopen(workspace: Workspace, wanted: Batch) -> None:
    """Open a closed batch again."""
    tell(workspace, wanted, {"closed": None})


def tell(workspace: Workspace, wanted: Batch, told: Mapping[str, PatchValue]) -> Revision:
    """Append what is `told` of a batch, path -> value; None takes a path away."""
    patch = {"code": wanted.code, "territory": wanted.territory, **told}
    return workspace.author(Kind.BATCH, batch_record(wanted.territory, wanted.code), patch)


def _batch(record: StoredRecord, counts: Mapping[tuple[str, str], int]) -> Batch:
    territory, code = record.text("territory"), record.text("code")
    expected = record.fields.get("expected")
    return Batch(
        territory=territory,
        code=code,
        keyed=counts.get((territory, code), 0),
        expected=expected if isinstance(expected, int) else 0,
        first=record.text("first"),
        last=record.text("last"),
        closed=record.text("closed"),
        lost={
            path.removeprefix(_LOST): str(reason)
            for path, reason in record.fields.items()
            if path.startswith(_LOST) and reason
        },
        fields=record.fields,
    )


def lines(workspace: Workspace, wanted: Batch) -> Iterator[ResponseLine]:
    """Yield the responses of a batch by their numbers, withdrawn ones included."""
    filters, after = Filters(territory=wanted.territory, batch=wanted.code), None
    while True:
        page = workspace.store.responses.page(filters, after=after, limit=PAGE)
        yield from page.lines
        after = page.after
        if after is None:
            return


def _order(paper: str) -> tuple[str, int]:
    match = _NUMBERED.match(paper)
    return (match[1], int(match[2])) if match else (paper, 0)


def _range(first: str, last: str) -> list[str]:
    """Return the numbers from `first` to `last`; none where they are not numbered alike, or too far apart."""
    start, end = _NUMBERED.match(first), _NUMBERED.match(last)
    if not start or not end or start[1] != end[1]:
        return []
    low, high = int(start[2]), int(end[2])
    if not low <= high <= low + MOST_EXPECTED:
        return []
    return [f"{start[1]}{number:0{len(start[2])}}" for number in range(low, high + 1)]
