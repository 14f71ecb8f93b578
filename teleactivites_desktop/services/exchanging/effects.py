"""What an import changes, record by record: the same account for the rehearsal and for the reading itself."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from teleactivites_desktop.core.history.fold import Folded, fold
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import WITHDRAWN
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services.conflicts import principal_paths
from teleactivites_desktop.services.exchanging.receiving import Received
from teleactivites_desktop.services.workspace import Workspace

_CHUNK = 1000


class Effect(StrEnum):
    """What an import does to a record; the first that holds."""

    ERASED = "erased"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    """Revisions came, and it says what it said: both sites made the same change."""


@dataclass(frozen=True)
class RecordEffect:
    """A record before (None: it is new) and after. `opened`: the paths that come into conflict."""

    record: str
    kind: Kind
    effect: Effect
    before: Folded | None
    after: Folded
    opened: tuple[str, ...]

    @property
    def paper(self) -> str:
        """Return the number of the paper, "" for other kinds of records."""
        known = self.after.values.get("paper") or (self.before and self.before.values.get("paper"))
        return known if isinstance(known, str) else ""

    @property
    def changes(self) -> Mapping[str, tuple[PatchValue, PatchValue]]:
        """Return the paths that change: path -> what it said (None: nothing), what it will say."""
        before = self.before.values if self.before else {}
        after = self.after.values
        return {
            path: (before.get(path), after.get(path))
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        }


@dataclass(frozen=True)
class Counts:
    """What an import does, in numbers of responses, unless said.

    `new`; `changed`: those that say something else; `same`: revisions came that change nothing; `known`: held
    already, nothing came; `conflicts`: fields that come into conflict; `withdrawn`, `erased`: by this import;
    `revisions`: how many are applied; `gaps`: runs of revisions that are missing; `waiting`: revisions kept
    aside until the gaps are filled; `shut_out`: revisions left aside for good, of partners that are shut out.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    known: int = 0
    conflicts: int = 0
    withdrawn: int = 0
    erased: int = 0
    revisions: int = 0
    gaps: int = 0
    waiting: int = 0
    shut_out: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: number + getattr(other, name) for name, number in asdict(self).items()})


def effects(workspace: Workspace, found: Received) -> Iterator[RecordEffect]:
    """Yield what importing changes, record by record, in the order in which they come. Nothing is written."""
    coming: dict[str, list[Revision]] = {}
    for revision in found.plan.applicable:
        coming.setdefault(revision.record, []).append(revision)
    records = list(coming)
    for start in range(0, len(records), _CHUNK):
        chunk = records[start : start + _CHUNK]
        held = workspace.store.revisions.histories(chunk)
        for record in chunk:
            history = held[record].revisions if record in held else ()
            after = fold([*history, *found.file.whole(coming[record])])
            yield effect_of(record, coming[record][0].kind, history, after)


def effect_of(record: str, kind: Kind, history: Sequence[Revision], after: Folded) -> RecordEffect:
    """Return what an import does to a record of which `history` was held before, and that is `after` then."""
    before = fold(history) if history else None
    old = principal_paths(before.conflicts) if before else ()
    opened = tuple(path for path in sorted(principal_paths(after.conflicts)) if path not in old)
    return RecordEffect(record, kind, _kind_of(before, after, opened), before, after, opened)


def simple_records(workspace: Workspace, found: Received) -> set[str]:
    """Return the records that are not held and come with one revision: what it says is what they are."""
    seen = Counter(revision.record for revision in found.plan.applicable)
    alone = [record for record, count in seen.items() if count == 1]
    return set(alone) - workspace.store.revisions.held_records(alone)


class Counting:
    """Counts what an import does while its revisions go by."""

    def __init__(self) -> None:
        self._seen: Counter[Effect] = Counter()
        self._conflicts = 0
        self._withdrawn = 0

    def add(self, change: RecordEffect) -> None:
        """Count a record before and after."""
        if change.kind is not Kind.RESPONSE:
            return
        self._seen[_counted_as(change)] += 1
        self._conflicts += len(change.opened)
        self._withdrawn += _withdraws(change.before, change.after)

    def add_simple(self, revision: Revision) -> None:
        """Count a record that is new with this one revision (`simple_records`)."""
        if revision.kind is not Kind.RESPONSE:
            return
        self._seen[Effect.ERASED if revision.erases else Effect.NEW] += 1
        self._withdrawn += (revision.patch or {}).get("status") == WITHDRAWN

    def counts(self, found: Received) -> Counts:
        """Return the numbers of the whole import."""
        came = {revision.record for revision in found.plan.applicable}
        return Counts(
            new=self._seen[Effect.NEW],
            changed=self._seen[Effect.CHANGED],
            same=self._seen[Effect.SAME],
            known=len(found.responses - came),
            conflicts=self._conflicts,
            withdrawn=self._withdrawn,
            erased=self._seen[Effect.ERASED],
            revisions=len(found.plan.applicable),
            gaps=len(found.plan.gaps),
            waiting=len(found.plan.parked),
            shut_out=found.shut_out,
        )


def _kind_of(before: Folded | None, after: Folded, opened: Sequence[str]) -> Effect:
    if after.erased:
        return Effect.SAME if before and before.erased else Effect.ERASED
    if opened:
        return Effect.CONFLICT
    if _withdraws(before, after):
        return Effect.WITHDRAWN
    if before is None:
        return Effect.NEW
    return Effect.SAME if before.values == after.values else Effect.CHANGED


def _counted_as(change: RecordEffect) -> Effect:
    """A conflict or a withdrawal is counted beside: the response is new or changed all the same."""
    if change.effect in (Effect.ERASED, Effect.SAME):
        return change.effect
    return Effect.NEW if change.before is None else Effect.CHANGED


def _withdraws(before: Folded | None, after: Folded) -> bool:
    old = before.values.get("status") if before else None
    return after.values.get("status") == WITHDRAWN != old
