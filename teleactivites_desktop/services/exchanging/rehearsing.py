"""The rehearsal: all that a reading would do, and nothing done."""

from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.exchange.contents import Description
from teleactivites_desktop.services.exchanging.effects import Counting, Counts, RecordEffect, effects
from teleactivites_desktop.services.exchanging.receiving import Stranger, received
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Rehearsal:
    """What reading the file at `path` would do. `lines`: record by record, both versions.

    `strangers`: sites never seen, whose fingerprints the reading will ask to confirm.
    """

    path: Path
    description: Description
    counts: Counts
    lines: tuple[RecordEffect, ...]
    gaps: tuple[Gap, ...]
    strangers: tuple[Stranger, ...]


def rehearse(workspace: Workspace, path: Path) -> Rehearsal:
    """Return what reading the file would do; the database is not touched. Raises UserError as `read` does."""
    with received(workspace, path) as found:
        lines = tuple(effects(workspace, found))
        counting = Counting()
        for line in lines:
            counting.add(line)
        return Rehearsal(
            path=path,
            description=found.description,
            counts=counting.counts(found),
            lines=lines,
            gaps=found.plan.gaps,
            strangers=found.strangers,
        )
