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
    known: dict[str, Revision] = {}
    for revision in revisions:
        # Of one held whole and blanked, the whole one: what is erased is decided by the erasure alone.
        if revision.id not in known or revision.patch is not None:
            known[revision.id] = revision
    if len(known) < 2:
        return list(known.values())
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


def _heads(ordered: Sequence[Revision]) -> tuple[str, ...]:
    if len(ordered) == 1:
        return (ordered[0].id,)
    seen = {parent for revision in ordered for parent in revision.parents}
    return tuple(sorted(revision.id for revision in ordered if revision.id not in seen))


def _is_linear(ordered: Sequence[Revision]) -> bool:
    """Tell whether each revision saw the one before it: then nothing can be in conflict."""
    return all(before.id in after.parents for before, after in pairwise(ordered))


def _fold_linear(ordered: Sequence[Revision]) -> tuple[dict[str, PatchValue], dict[str, str]]:
    values: dict[str, PatchValue] = {}
    writers: dict[str, str] = {}
    for revision in ordered:
        if revision.patch:
            values.update(revision.patch)
            writers.update(dict.fromkeys(revision.patch, revision.id))
    for path in [path for path, value in values.items() if value is None]:
        del values[path], writers[path]
    return values, writers


def _fold_branched(
    ordered: Sequence[Revision],
) -> tuple[dict[str, PatchValue], dict[str, str], dict[str, tuple[Contender, ...]]]:
    values: dict[str, PatchValue] = {}
    writers: dict[str, str] = {}
    conflicts: dict[str, tuple[Contender, ...]] = {}
    for path, indexes in _live_writers(ordered).items():
        contenders = [Contender((ordered[i].patch or {})[path], ordered[i]) for i in indexes]
        contenders.sort(key=lambda contender: contender.revision.rank, reverse=True)
        shown = contenders[0]
        if shown.value is not None:
            values[path], writers[path] = shown.value, shown.revision.id
        if not all(same(shown.value, other.value) for other in contenders[1:]):
            conflicts[path] = tuple(contenders)
    return values, writers, conflicts


def _live_writers(ordered: Sequence[Revision]) -> dict[str, list[int]]:
    """Return, per path, the places in `ordered` of the writers that no other writer descends from."""
    places = {revision.id: i for i, revision in enumerate(ordered)}
    ancestors: list[int] = []  # bit p of ancestors[i]: revision i descends from revision p
    live: dict[str, list[int]] = {}
    for i, revision in enumerate(ordered):
        seen = 0
        for parent in revision.parents:
            place = places.get(parent)
            if place is not None:
                seen |= ancestors[place] | 1 << place
        ancestors.append(seen)
        for path in revision.patch or ():
            rivals = live.get(path)
            live[path] = [i] if rivals is None else [p for p in rivals if not seen >> p & 1] + [i]
    return live
