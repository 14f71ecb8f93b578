"""Merging what a verified file brings: each record is read, folded and compared once, as it is applied."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.services.exchanging.effects import (
    Counting,
    Counts,
    RecordEffect,
    effect_of,
    simple_records,
)
from teleactivites_desktop.services.exchanging.receiving import Received
from teleactivites_desktop.services.exchanging.refusing import Refusals
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.revisions import Merged

_CHUNK = 1000
"""Revisions applied at once: what they say fits in some 10 MB, and a report comes several times a second."""
_STEP = 200
"""Records compared between two reports."""


class Merging:
    """One merge, inside its transaction. `refused`: the lines refused."""

    def __init__(
        self, workspace: Workspace, found: Received, refusals: Refusals, told: Callable[[int, int], None]
    ) -> None:
        """`told` is told how much is done, of how much; what it raises stops the merge."""
        self.refused: list[RecordEffect] = []
        self._workspace = workspace
        self._found = found
        self._refusals = refusals
        self._told = told
        self._counting = Counting()
        self._simple = simple_records(workspace, found) - refusals.keys()
        applicable = found.plan.applicable
        self._total = len(applicable) + len({each.record for each in applicable} - self._simple)
        self._done = 0

    def run(self) -> None:
        """Apply all that the plan says can be applied."""
        self._workspace.store.revisions.merge(self._parts(), self._simple, self._merged)

    def counts(self) -> Counts:
        """Return what was done, without the refused lines."""
        return self._counting.counts(self._found)

    def _parts(self) -> Iterator[Sequence[Revision]]:
        applicable = self._found.plan.applicable
        for start in range(0, len(applicable), _CHUNK):
            self._told(self._done, self._total)
            whole = list(self._found.file.whole(applicable[start : start + _CHUNK]))
            for revision in whole:
                if revision.record in self._simple:
                    self._counting.add_simple(revision)
            yield whole
            self._done += len(whole)

    def _merged(self, merged: "Merged") -> None:
        if self._done % _STEP == 0:
            self._told(self._done, self._total)
        self._done += 1
        change = effect_of(*merged)
        if change.record in self._refusals:
            self.refused.append(change)
        else:
            self._counting.add(change)
