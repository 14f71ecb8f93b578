"""The rehearsal: all that a reading would do, and nothing done."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.history.fold import Folded, fold
from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.exchange.contents import Description
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import duplicates
from teleactivites_desktop.services.duplicates import LikelyPair
from teleactivites_desktop.services.exchanging.effects import Counting, Counts, Effect, RecordEffect, effects
from teleactivites_desktop.services.exchanging.receiving import Received, Stranger, received
from teleactivites_desktop.services.exchanging.steps import Progress, Steps, silent
from teleactivites_desktop.services.workspace import Workspace

_STEP = 100
"""Lines between two reports."""
MOST_AHEAD = 500
"""What was changed here is listed for the officer to see, not to be gone through."""


@dataclass(frozen=True)
class BatchEffect:
    """A batch that the file touches: how many of its responses it brings or changes, by effect."""

    territory: str
    code: str
    effects: Mapping[Effect, int]

    @property
    def total(self) -> int:
        """Return how many responses are concerned."""
        return sum(self.effects.values())


@dataclass(frozen=True)
class ChangedHere:
    """A response that the sender holds, but not as it is here: `there`, by what it says that it holds."""

    record: str
    there: Folded
    here: Folded

    @property
    def changes(self) -> Mapping[str, tuple[PatchValue, PatchValue]]:
        """Return the paths that differ: path -> what it says here, what it says there (None: nothing)."""
        here, there = self.here.values, self.there.values
        paths = sorted(here.keys() | there.keys())
        return {
            path: (here.get(path), there.get(path)) for path in paths if here.get(path) != there.get(path)
        }


@dataclass(frozen=True)
class Rehearsal:
    """What reading the file at `path` would do. `lines`: record by record, both versions.

    `strangers`: sites never seen, whose fingerprints the reading will ask to confirm; `likely`: new responses
    that somebody held here, or another new one, may have filled too; `batches`: those concerned, by territory
    and code; `lists`: reference lists of versions of the questionnaire that are not here, by name;
    `ahead`: what the sender lacks of responses that it has, `MOST_AHEAD` at most of `ahead_total`.
    """

    path: Path
    description: Description
    counts: Counts
    lines: tuple[RecordEffect, ...]
    gaps: tuple[Gap, ...]
    strangers: tuple[Stranger, ...]
    likely: tuple[LikelyPair, ...] = ()
    batches: tuple[BatchEffect, ...] = ()
    lists: tuple[str, ...] = ()
    ahead: tuple[ChangedHere, ...] = ()
    ahead_total: int = 0


def rehearse(workspace: Workspace, path: Path, progress: Progress = silent) -> Rehearsal:
    """Return what reading the file would do; the database is not touched.

    Raises UserError as `read` does, and what `progress` raises to stop the work.
    """
    steps = Steps(progress, 3)
    with received(workspace, path, steps) as found:
        lines, counts = _compare(workspace, found, steps)
        ahead = _ahead(workspace, found, {line.record for line in lines})
        return Rehearsal(
            path=path,
            description=found.description,
            counts=counts,
            lines=lines,
            gaps=found.plan.gaps,
            strangers=found.strangers,
            likely=_likely(workspace, lines, steps),
            batches=_batches(lines),
            lists=_lists(workspace, found),
            ahead=tuple(_changed_here(workspace, found, ahead[:MOST_AHEAD])),
            ahead_total=len(ahead),
        )


def _compare(workspace: Workspace, found: Received, steps: Steps) -> tuple[tuple[RecordEffect, ...], Counts]:
    told = steps.begin(_("Comparaison avec ce qui est ici…"))
    total = len({revision.record for revision in found.plan.applicable})
    counting, lines = Counting(), list[RecordEffect]()
    for change in effects(workspace, found):
        if len(lines) % _STEP == 0:
            told(len(lines), total)
        counting.add(change)
        lines.append(change)
    return tuple(lines), counting.counts(found)


def _ahead(workspace: Workspace, found: Received, coming: Collection[str]) -> list[str]:
    """Return the responses changed here that the sender has not seen so, but those that come too."""
    records = workspace.store.partners.records_ahead(found.description.vector)
    return [record for record in records if record not in coming]


def _changed_here(workspace: Workspace, found: Received, records: Sequence[str]) -> Iterator[ChangedHere]:
    vector = found.description.vector
    for record, history in workspace.store.revisions.histories(records).items():
        there = [each for each in history.revisions if each.seq <= vector.get(each.site, 0)]
        line = ChangedHere(record, fold(there), fold(history.revisions))
        if line.changes:
            yield line


def _likely(workspace: Workspace, lines: Sequence[RecordEffect], steps: Steps) -> tuple[LikelyPair, ...]:
    told = steps.begin(_("Recherche de la même personne…"))
    coming = {
        change.record: change.after.values
        for change in lines
        if change.kind is Kind.RESPONSE and change.before is None and change.effect is not Effect.WITHDRAWN
    }
    coming = {record: values for record, values in coming.items() if values}  # what comes erased says nothing
    if not coming:
        return ()
    return tuple(duplicates.find(workspace, lambda share: told(round(share * 1000), 1000), coming=coming))


def _batches(lines: Sequence[RecordEffect]) -> tuple[BatchEffect, ...]:
    found: dict[tuple[str, str], Counter[Effect]] = {}
    for change in lines:
        values = change.after.values or (change.before.values if change.before else {})
        code = values.get("batch") if change.kind is Kind.RESPONSE else values.get("code")
        if code and change.kind in (Kind.RESPONSE, Kind.BATCH):
            tally = found.setdefault((str(values.get("territory", "")), str(code)), Counter())
            if change.kind is Kind.RESPONSE:
                tally[change.effect] += 1
    return tuple(BatchEffect(*key, found[key]) for key in sorted(found))


def _lists(workspace: Workspace, found: Received) -> tuple[str, ...]:
    held = set(workspace.store.questionnaires.versions())
    fresh = (entry for entry in found.file.manifest.questionnaires if entry.version_id not in held)
    return tuple(sorted({name for entry in fresh for name in entry.files}))
