"""Taking a change back, making it again, going back to an earlier state: patches to append, never a removal.

Taking revision T back writes its inverse and ``undone.T``: true; making it again writes what T said and takes
``undone.T`` away. So undo and redo travel and go on where they were left. What others wrote since on the same
path stays: the inverse is narrowed to the rest, and says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.history.ancestry import seen_from
from teleactivites_desktop.core.history.fold import causal_order, fold, same
from teleactivites_desktop.core.history.refusal import DECIDED
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.history.state import edit_patch
from teleactivites_desktop.core.values import PatchValue

UNDONE = "undone."
"""Begins the paths that tell which revisions were taken back."""


@dataclass(frozen=True)
class Reversal:
    """What to append.

    `kept`: the paths left alone because something else was written there since; `patch` is empty where they
    are all.
    """

    target: Revision
    patch: Mapping[str, PatchValue]
    kept: tuple[str, ...]


def last_change(history: Iterable[Revision]) -> Revision | None:
    """Return the latest change that can be taken back; None where there is none (a first keying is not)."""
    changes = reversed(_effective(history))
    return next((found for found in changes if found.parents and not found.erases), None)


def last_undone(history: Iterable[Revision]) -> Revision | None:
    """Return the change that was taken back last and can be made again; None where there is none."""
    ordered = causal_order(history)
    undone = _undone(ordered)
    by_id = {revision.id: revision for revision in ordered}
    for revision in reversed(ordered):
        for id_ in _targets(revision):
            if id_ in undone and id_ in by_id:
                return by_id[id_]
    return None


def undo(history: Sequence[Revision], target: Revision) -> Reversal:
    """Return what takes `target` back."""
    in_force = {revision.id for revision in _effective(history)}
    seen = seen_from(history, target.parents)
    before = fold(revision for revision in seen if revision.id in in_force).values
    wanted = {path: before.get(path) for path in target.patch or {}}
    return _reversal(history, target, wanted, taken_back=True)


def redo(history: Sequence[Revision], target: Revision) -> Reversal:
    """Return what makes `target` again after it was taken back."""
    return _reversal(history, target, target.patch or {}, taken_back=False)


def restore(history: Sequence[Revision], target: str) -> dict[str, PatchValue]:
    """Return the patch that brings back the state that the author of revision `target` left.

    What tells of undoing, deciding, verifying, and agreements taken back stays as it is. Empty where nothing
    differs. Raises ValueError for a revision that is not of this history.
    """
    if target not in {revision.id for revision in history}:
        raise ValueError(f"{target} is not of this history")
    now, then = fold(history), fold(seen_from(history, [target])).values
    wanted = {path: value for path, value in then.items() if not _is_about(path)}
    wanted |= {path: value for path, value in now.values.items() if _is_about(path)}
    return edit_patch(now, wanted)


def _reversal(
    history: Sequence[Revision], target: Revision, wanted: Mapping[str, PatchValue], *, taken_back: bool
) -> Reversal:
    now = fold(history).values
    touched = _touched_since(history, target)
    differing = [path for path, value in wanted.items() if not same(now.get(path), value)]
    patch = {path: wanted[path] for path in differing if path not in touched}
    kept = tuple(sorted(path for path in differing if path in touched))
    if patch or not kept:
        patch[f"{UNDONE}{target.id}"] = True if taken_back else None
    return Reversal(target, patch, kept)


def _touched_since(history: Sequence[Revision], target: Revision) -> set[str]:
    """Return the paths that changes in force wrote after `target`, or without having seen it."""
    seen = {revision.id for revision in seen_from(history, [target.id])}
    return {
        path for revision in _effective(history) if revision.id not in seen for path in revision.patch or ()
    }


def _effective(history: Iterable[Revision]) -> list[Revision]:
    """Return the changes in force, in causal order: neither taken back, nor about taking back."""
    ordered = causal_order(history)
    undone = _undone(ordered)
    return [each for each in ordered if each.patch and each.id not in undone and not any(_targets(each))]


def _undone(ordered: Sequence[Revision]) -> set[str]:
    return {path.removeprefix(UNDONE) for path in fold(ordered).values if path.startswith(UNDONE)}


def _targets(revision: Revision) -> Iterator[str]:
    """Yield the ids of the revisions that `revision` takes back or makes again."""
    return (path.removeprefix(UNDONE) for path in revision.patch or () if path.startswith(UNDONE))


def _is_about(path: str) -> bool:
    return path.startswith((UNDONE, DECIDED, "verification.", f"{consents.GROUP}.", f"{consents.NOTES}."))
