"""Refusing what an import brings to a record: the patch that restores what was held, and so travels."""

from collections.abc import Mapping

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.history.fold import Folded, same
from teleactivites_desktop.core.history.revision import Patch
from teleactivites_desktop.core.history.state import WITHDRAWN
from teleactivites_desktop.core.values import PatchValue

DECIDED = "decided."
"""Begins the paths, ``decided.<site>``, that tell why that site decided or refused: `note_of`.

By site, so that two sites that decide without seeing each other never disagree about their notes.
"""
_STATUS = "status"
_RIGHTS = (f"{consents.GROUP}.", f"{consents.NOTES}.")
"""Paths of what a person asked for: nobody refuses it for them."""


def refusal(before: Folded, after: Folded) -> dict[str, PatchValue]:
    """Return what to write on all heads of `after`, so that the record says what it said `before`.

    It names the paths whose value changes, and those that come into conflict; a path that was in conflict
    already, and shows the same value, is left to be decided. Agreements taken back stay so. Empty where
    nothing changes, and for an erased record: an erasure is a person's right, nobody refuses it.
    """
    if after.erased:
        return {}
    paths = before.values.keys() | after.values.keys() | after.conflicts.keys()
    patch = {path: before.values.get(path) for path in sorted(paths) if _differs(path, before, after)}
    if patch and _STATUS in before.values and _STATUS not in before.conflicts:
        # As every edit does, so that somebody's withdrawal elsewhere is a conflict and not a silent winner.
        patch.setdefault(_STATUS, before.values[_STATUS])
    return patch


def refusal_of_new(after: Folded, reason: str) -> dict[str, PatchValue]:
    """Return what to write on a new response that is refused: it is withdrawn, with the `reason`.

    It stays listed and can be put back. Empty where it comes erased or withdrawn: there is nothing to refuse.
    """
    if after.erased or (after.values.get(_STATUS) == WITHDRAWN and _STATUS not in after.conflicts):
        return {}
    return {_STATUS: WITHDRAWN, "reason": reason}


def note_of(site: str, note: str, path: str = "") -> dict[str, PatchValue]:
    """Return the path that tells why `site` decides: on the conflict of `path`, "" for a refusal."""
    return {f"{DECIDED}{site}": {"path": path, "note": note}}


def refuses(patch: Patch) -> bool:
    """Tell whether a revision with this patch refuses what was read."""
    notes = [value for path, value in patch.items() if path.startswith(DECIDED)]
    return any(isinstance(value, Mapping) and not value.get("path") for value in notes)


def told_note(value: PatchValue) -> tuple[str, str]:
    """Return (path, note) of what `note_of` wrote; two empty texts for anything else."""
    if not isinstance(value, Mapping):
        return "", ""
    return str(value.get("path") or ""), str(value.get("note") or "")


def _differs(path: str, before: Folded, after: Folded) -> bool:
    if path.startswith(_RIGHTS):
        return False
    if not same(before.values.get(path), after.values.get(path)):
        return True
    return path in after.conflicts and path not in before.conflicts
