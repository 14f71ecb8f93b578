"""Proving the database, and making anew what lists show when it does not agree with the histories."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `part`: file, chain, parent, row, search, erasure; `message`: a sentence."""

    part: str
    message: str


def check(store: "Store", progress: Progress = lambda done, total: None) -> list[Problem]:
    """Return what is wrong with the file, the chains, and the rows against their histories; [] when sound.

    Nothing is changed. `progress(done, total)` is told of records.
    """
    from teleactivites_desktop.storage import integrity

    return [Problem(found.part, found.message) for found in integrity.check(store, progress)]


_MADE_AGAIN = frozenset({"row", "search"})
"""Parts that are made from the histories: `rebuild` mends them."""


def can_rebuild(problems: Collection[Problem]) -> bool:
    """Tell whether `rebuild` mends all of `problems`: the histories themselves are sound."""
    return bool(problems) and all(problem.part in _MADE_AGAIN for problem in problems)


def rebuild(store: "Store", progress: Progress = lambda done, total: None) -> None:
    """Make all rows of lists and the search index anew from the histories, in one transaction."""
    from teleactivites_desktop.storage.rebuild import rebuild as rebuild_rows

    rebuild_rows(store, progress)
