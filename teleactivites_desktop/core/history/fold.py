"""The fold: what a record is, from all the revisions of its history, in whatever order they came.

For each path, the writers are the revisions that wrote it; a writer is superseded when another writer of the
same path descends from it. One writer left, or several with equal values: that is the value. Several with
different values: a conflict, and until somebody decides every site shows the one with the greatest clock,
then site. An erasure wins over everything, seen or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.revision import ERASED_PATH, Revision
from teleactivites_desktop.core.values import PatchValue

CALCULATED = "calculated."
"""Paths of what the program worked out from the answers: nobody typed it, so nobody is asked to decide it."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One side of a conflict: what a revision says (None: it takes the path away), and the revision."""

    value: PatchValue
    revision: Revision


@dataclass(frozen=True, slots=True)
class Folded:
    """A record as it stands.

    `values`: path -> value shown; `writers`: path -> id of the revision that says it; `conflicts`: path ->
    the contenders, the shown one first; `heads`: ids of the revisions that nothing descends from, sorted:
    the parents of the next one; `created`, `changed`: least and greatest stamp. Of an erased record only
    `heads`, the stamps and the `reason` are left.
    """

    values: Mapping[str, PatchValue] = field(default_factory=dict)
    writers: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Contender, ...]] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    erased: bool = False
    reason: str = ""
    created: str = ""
    changed: str = ""


def fold(revisions: Iterable[Revision]) -> Folded:
    """Return the record that `revisions` make: all those held of one record, in any order, repeats allowed.

    A parent that is not among them is passed over.
    """
    ordered = causal_order(revisions)
    if not ordered:
        return Folded()
    if len(ordered) == 1:  # as most records are, and what an import compares them with
        return _fold_alone(ordered[0])
    stamps = [revision.at for revision in ordered]
    created, changed = min(stamps), max(stamps)
    heads = _heads(ordered)
    erasures = [revision for revision in ordered if revision.erases]
    if erasures:
        reason = (max(erasures, key=_rank).patch or {})[ERASED_PATH]
        return Folded(heads=heads, erased=True, reason=str(reason), created=created, changed=changed)
    if _is_linear(ordered):
        values, writers = _fold_linear(ordered)
        return Folded(values, writers, {}, heads, created=created, changed=changed)
    values, writers, conflicts = _fold_branched(ordered)
    return Folded(values, writers, conflicts, heads, created=created, changed=changed)


def causal_order(revisions: Iterable[Revision]) -> list[Revision]:
    """Return the revisions once each, every one after its parents; those free of each other by rank."""
    given = list(revisions)
    if len(given) == 1:
        return given
    known: dict[str, Revision] = {}
    for revision in given:
        # Of one held whole and blanked, the whole one: what is erased is decided by the erasure alone.
        if revision.id not in known or revision.patch is not None:
            known[revision.id] = revision
    given = list(known.values())
    if _is_linear(given):  # as most histories are stored
        return given
    waiting = {id_: sum(parent in known for parent in set(known[id_].parents)) for id_ in known}
    children: dict[str, list[Revision]] = {}
    for revision in known.values():
        for parent in set(revision.parents):
            children.setdefault(parent, []).append(revision)
    ready = [(known[id_].rank, id_) for id_, count in waiting.items() if not count]
    heapify(ready)
    ordered: list[Revision] = []
    while ready:
        revision = known[heappop(ready)[1]]
        ordered.append(revision)
        for child in children.get(revision.id, ()):
            waiting[child.id] -= 1
            if not waiting[child.id]:
                heappush(ready, (child.rank, child.id))
    return ordered


def same(one: PatchValue, other: PatchValue) -> bool:
    """Tell whether two values are the same JSON: 5 and 5.0 are, 1 and true are not."""
    if type(one) is type(other) and not isinstance(one, list | dict):
        return one == other
    return canonical_json(one) == canonical_json(other)


def _rank(revision: Revision) -> tuple[str, str, int, str]:
    return revision.rank


def _fold_alone(revision: Revision) -> Folded:
    patch, heads, at = revision.patch or {}, (revision.id,), revision.at
    if ERASED_PATH in patch:
        return Folded(heads=heads, erased=True, reason=str(patch[ERASED_PATH]), created=at, changed=at)
    values = dict(patch)
    writers = dict.fromkeys(values, revision.id)
    _drop_absent(values, writers)
    return Folded(values, writers, {}, heads, created=at, changed=at)


def _heads(ordered: Sequence[Revision]) -> tuple[str, ...]:
    seen = {parent for revision in ordered for parent in revision.parents}
    return tuple(sorted(revision.id for revision in ordered if revision.id not in seen))


def _is_linear(ordered: Sequence[Revision]) -> bool:
    """Tell whether each revision saw the one before it: then nothing can be in conflict."""
    return all(before.id in after.parents for before, after in pairwise(ordered))


def _fold_linear(ordered: Sequence[Revision]) -> tuple[dict[str, PatchValue], dict[str, str]]:
    first = ordered[0] if ordered else None
    values = dict(first.patch or {}) if first else {}
    writers = dict.fromkeys(values, first.id) if first else {}
    for revision in ordered[1:]:
        if revision.patch:
            values.update(revision.patch)
            writers.update(dict.fromkeys(revision.patch, revision.id))
    _drop_absent(values, writers)
    return values, writers


def _drop_absent(values: dict[str, PatchValue], writers: dict[str, str]) -> None:
    """Take out the paths that a revision took away."""
    if None in values.values():
        for path in [path for path, value in values.items() if value is None]:
            del values[path], writers[path]


def _fold_branched(
    ordered: Sequence[Revision],
) -> tuple[dict[str, PatchValue], dict[str, str], dict[str, tuple[Contender, ...]]]:
    # What the one beginning wrote is superseded by whoever wrote after it: most paths need no more care.
    start = 1 if _has_one_beginning(ordered) else 0
    values, writers = _fold_linear(ordered[:start])
    conflicts: dict[str, tuple[Contender, ...]] = {}
    for path, places in _live_writers(ordered[start:]).items():
        shown = ordered[start + places.bit_length() - 1]
        if places.bit_count() > 1:
            contenders = _contenders(path, places, ordered[start:])
            shown = contenders[0].revision
            if not path.startswith(CALCULATED) and not _all_same(contenders):
                conflicts[path] = contenders
        values[path], writers[path] = (shown.patch or {})[path], shown.id
    _drop_absent(values, writers)
    return values, writers, conflicts


def _all_same(contenders: Sequence[Contender]) -> bool:
    return all(same(contenders[0].value, other.value) for other in contenders[1:])


def _has_one_beginning(ordered: Sequence[Revision]) -> bool:
    """Tell whether every revision but the first descends from another, and so all from the first."""
    known = {revision.id for revision in ordered}
    return not any(known.isdisjoint(revision.parents) for revision in ordered[1:])


def _live_writers(ordered: Sequence[Revision]) -> dict[str, int]:
    """Return, per path, the writers that no other writer descends from: bit i stands for ordered[i]."""
    descents: dict[str, int] = {}  # id -> the revision itself and all that it descends from
    live: dict[str, int] = {}
    for i, revision in enumerate(ordered):
        seen = 0
        for parent in revision.parents:
            seen |= descents.get(parent, 0)
        itself, unseen = 1 << i, ~seen
        descents[revision.id] = seen | itself
        for path in revision.patch or ():
            live[path] = live.get(path, 0) & unseen | itself
    return live


def _contenders(path: str, places: int, ordered: Sequence[Revision]) -> tuple[Contender, ...]:
    writers = [revision for i, revision in enumerate(ordered) if places >> i & 1]
    writers.sort(key=_rank, reverse=True)
    return tuple(Contender((revision.patch or {})[path], revision) for revision in writers)
