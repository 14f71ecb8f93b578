"""The register of what documents published: kept on this site, looked at before the next one is made.

A document is published when it is saved or printed, not when it is looked at.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services.tabulations import Base, Selection
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from teleactivites_desktop.analysis.disclosure import Register
    from teleactivites_desktop.analysis.published import Publication, Scope

_REGISTER = "published"
_KEPT = 12
"""Documents kept: those of one meeting, in all their forms."""
FEW_CHANGES = 10
"""With fewer responses changed since the last document, what differs would tell what these few answered."""


def scope(selection: Selection) -> "Scope":
    """Return whose responses a selection counts, as the register names it."""
    from teleactivites_desktop.analysis.published import Scope

    first = selection.first.isoformat() if selection.first else ""
    last = selection.last.isoformat() if selection.last else ""
    return Scope(selection.territories, first, last)


def register(workspace: Workspace, base: Base, selection: Selection) -> "Register":
    """Return what tells a document on `base` what earlier ones ask of it."""
    from teleactivites_desktop.analysis.published import Earlier, held_against

    entries = list(_entries(workspace))
    wanted = scope(selection)

    def held(values: Mapping[tuple[str, ...], int]) -> Earlier:
        changed = {row: workspace.store.revisions.changed_after(row) for row, _one in entries}
        same = [one for row, one in entries if changed[row] == 0]
        before = [one for row, one in entries if one.scope == wanted and 0 < changed[row] < FEW_CHANGES]
        return held_against(wanted, values, same, before[-1] if before else None, base.minimum)

    return held


def note(workspace: Workspace, publication: "Publication") -> None:
    """Enter a document in the register; the same one again changes nothing."""
    store = workspace.store
    with store.transaction():
        kept = list(store.settings.get(_REGISTER, []))
        entry: dict[str, PatchValue] = {
            "row": store.revisions.last_row(),
            "content": _packed(publication),
        }
        if entry not in kept:
            store.settings.set(_REGISTER, [*kept, entry][-_KEPT:])


def _entries(workspace: Workspace) -> "Iterator[tuple[int, Publication]]":
    for entry in workspace.store.settings.get(_REGISTER, []):
        yield int(entry["row"]), _unpacked(entry["content"])


def _packed(publication: "Publication") -> str:
    keys = sorted(publication.values)
    place = {key: i for i, key in enumerate(keys)}
    content = {
        "territories": sorted(publication.scope.territories),
        "first": publication.scope.first,
        "last": publication.scope.last,
        "keys": keys,
        "values": [publication.values[key] for key in keys],
        "hidden": sorted(place[key] for key in publication.hidden),
        "equations": [
            [place[equation.total], *(place[part] for part in equation.parts)]
            for equation in publication.equations
            if equation.total in place and all(part in place for part in equation.parts)
        ],
    }
    return b64encode(zlib.compress(json.dumps(content).encode())).decode()


def _unpacked(text: str) -> "Publication":
    from teleactivites_desktop.analysis.disclosure_audit import Equation
    from teleactivites_desktop.analysis.published import Publication, Scope

    content: dict[str, Any] = json.loads(zlib.decompress(b64decode(text)))
    keys = [tuple(key) for key in content["keys"]]
    return Publication(
        Scope(frozenset(content["territories"]), content["first"], content["last"]),
        dict(zip(keys, content["values"], strict=True)),
        frozenset(keys[place] for place in content["hidden"]),
        tuple(
            Equation(keys[total], tuple(keys[part] for part in parts))
            for total, *parts in content["equations"]
        ),
    )
