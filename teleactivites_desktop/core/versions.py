"""Versions of a questionnaire: which follows which, and reading under one what was keyed under another.

Responses keep their version and the names it had; nothing is ever rewritten. A question that a later version
names otherwise is mapped once, by whoever adopts that version; the map is part of the version's own record,
so it travels. This is the one place where names of one version become those of another.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from teleactivites_desktop.core.entry.outcome import QUESTION_GROUPS
from teleactivites_desktop.core.values import PatchValue

FOLLOWS = "follows"
"""Path of a questionnaire record: the version that it was adopted after."""
_RENAMED = "renamed."
_GROUPS = frozenset(QUESTION_GROUPS)

Renames = Mapping[str, str]
"""Name under one version -> name under another; "" for a name that means something else there."""


@dataclass(frozen=True)
class Version:
    """One version: its id, the one it follows ("" for the first), and `renamed`: name there -> name here."""

    id: str
    follows: str = ""
    renamed: Renames = field(default_factory=dict)


def version_patch(follows: str, renamed: Renames) -> dict[str, PatchValue]:
    """Return the paths of a questionnaire record that say which version it follows, and what it renamed."""
    return {FOLLOWS: follows, **{f"{_RENAMED}{new}": old for old, new in renamed.items()}}


def version_of(record: str, fields: Mapping[str, PatchValue]) -> Version:
    """Return the version whose record says `fields`."""
    renamed = {
        str(old): path.removeprefix(_RENAMED) for path, old in fields.items() if path.startswith(_RENAMED)
    }
    return Version(record, str(fields.get(FOLLOWS) or ""), renamed)


class Lineage:
    """The versions known of one questionnaire, and the ways between them."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self._steps: dict[str, list[tuple[str, Renames]]] = {}
        for version in versions:
            if version.follows:
                there = {new: old for old, new in version.renamed.items()}
                self._steps.setdefault(version.follows, []).append((version.id, version.renamed))
                self._steps.setdefault(version.id, []).append((version.follows, there))

    def joins(self, one: str, other: str) -> bool:
        """Tell whether it is known how the two versions follow each other, be it through others."""
        return one == other or self._way(one, other) is not None

    def renames(self, there: str, here: str) -> Renames:
        """Return what the names of version `there` are under version `here`; only those that differ.

        Empty for versions that are not joined: their equal names are taken to mean the same.
        """
        found: dict[str, str] = {}
        for step in self._way(there, here) or ():
            found = _followed_by(found, step)
        return {name: new for name, new in found.items() if name != new}

    def _way(self, there: str, here: str) -> list[Renames] | None:
        """Return the steps of the shortest way, None where there is no way."""
        came: dict[str, tuple[str, Renames]] = {there: ("", {})}
        waiting = deque([there])
        while waiting and here not in came:
            at = waiting.popleft()
            for beside, step in self._steps.get(at, ()):
                if beside not in came:
                    came[beside] = (at, step)
                    waiting.append(beside)
        if here not in came:
            return None
        steps = []
        while here != there:
            here, step = came[here]
            steps.append(step)
        return steps[::-1]


def _followed_by(found: Mapping[str, str], step: Renames) -> dict[str, str]:
    """Return the names after one more step. A name that another takes over means nothing from there on."""
    taken = set(step.values())

    def next_of(name: str) -> str:
        return step.get(name, "" if name in taken else name)

    after = {name: next_of(new) for name, new in found.items()}
    return after | {name: next_of(name) for name in {*step, *taken} - after.keys()}


def mapped(fields: Mapping[str, PatchValue], renames: Renames) -> Mapping[str, PatchValue]:
    """Return the flat paths of a response under other names; what has no name there is left out."""
    if not renames:
        return fields
    found: dict[str, PatchValue] = {}
    for path, value in fields.items():
        group, dot, name = path.partition(".")
        new = renames.get(name, name) if dot and group in _GROUPS else name
        if new == name:
            found[path] = value
        elif new:
            found[f"{group}.{new}"] = value
    return found
