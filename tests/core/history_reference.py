"""The fold as its definition says it, without any cleverness: what the fast one is held against."""

import json
from collections.abc import Sequence
from typing import Any

from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.revision import ERASED_PATH, Revision


def reference(revisions: Sequence[Revision]) -> dict[str, Any]:
    """Return what the definition makes of one record's revisions, in the shape of `seen_of`."""
    known = {r.id: r for r in revisions}

    def descends(one: Revision, other: Revision) -> bool:
        waiting, seen = list(one.parents), set[str]()
        while waiting:
            parent = waiting.pop()
            if parent in known and parent not in seen:
                seen.add(parent)
                waiting += known[parent].parents
        return other.id in seen

    heads = sorted(r.id for r in known.values() if not any(r.id in other.parents for other in known.values()))
    if any(r.patch is not None and ERASED_PATH in r.patch for r in known.values()):
        return {"values": {}, "conflicts": {}, "heads": heads, "erased": True}
    values: dict[str, Any] = {}
    conflicts: dict[str, list[str]] = {}
    for path in {path for r in known.values() for path in r.patch or {}}:
        writers = [r for r in known.values() if path in (r.patch or {})]
        left = [w for w in writers if not any(descends(other, w) for other in writers)]
        left.sort(key=lambda w: (w.at, w.site, w.seq, w.id), reverse=True)
        said = [(w.patch or {})[path] for w in left]
        if said[0] is not None:
            values[path] = said[0]
        differ = len({json.dumps(value, sort_keys=True) for value in said}) > 1
        if differ and not path.startswith("calculated."):
            conflicts[path] = [w.id for w in left]
    return {"values": values, "conflicts": conflicts, "heads": heads, "erased": False}


def seen_of(folded: Folded) -> dict[str, Any]:
    return {
        "values": folded.values,
        "conflicts": {path: [c.revision.id for c in found] for path, found in folded.conflicts.items()},
        "heads": list(folded.heads),
        "erased": folded.erased,
    }
