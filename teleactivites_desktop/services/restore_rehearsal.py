"""What putting a copy back would do, told before anything is done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import SiteRange

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store


@dataclass(frozen=True)
class RestoreRehearsal:
    """What putting a copy back would do: responses in it and here, revisions that it lacks (by site).

    `only_here`: how many of those no partner has said that it holds, so that no exchange brings them back.
    `gone` and `changed`: numbers of the papers that are not in it at all, and that say something else there;
    `erased_again`: how many records that are erased here still stand in it, and are erased in it again.
    """

    responses: int
    responses_here: int
    lacking: Mapping[str, int]
    only_here: int = 0
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    erased_again: int = 0


def rehearse_restore(store: "Store", copy: Path, key: bytes | None) -> RestoreRehearsal:
    """Return what `restore` would do; nothing is changed. Raises UserError for a copy that does not open."""
    from teleactivites_desktop.storage.backup import describe_copy

    facts = describe_copy(copy, key)
    lacking = [
        SiteRange(site, facts.vector.get(site, 0) + 1, seq)
        for site, seq in store.revisions.vector().items()
        if seq > facts.vector.get(site, 0)
    ]
    gone, changed = _papers_of(store, lacking)
    return RestoreRehearsal(
        facts.responses,
        store.responses.count(),
        {part.site: part.last - part.first + 1 for part in lacking},
        _only_here(store, lacking),
        gone,
        changed,
        _erased_since(store, lacking),
    )


def _only_here(store: "Store", lacking: Iterable[SiteRange]) -> int:
    """Return how many of the revisions `lacking` no partner said that it holds."""
    statements = [said.vector for said in store.partners.statements().values()]
    held = {part: max((vector.get(part.site, 0) for vector in statements), default=0) for part in lacking}
    return sum(part.last - max(part.first - 1, min(seq, part.last)) for part, seq in held.items())


def _papers_of(store: "Store", lacking: Collection[SiteRange]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the papers that are only in the revisions `lacking`, and those that they change."""
    gone: list[str] = []
    changed: list[str] = []
    for record in store.revisions.records_of(lacking):
        stored = store.responses.get(record)
        if stored is not None:
            history = store.revisions.history(record)
            whole = all(_is_among(revision, lacking) for revision in history)
            (gone if whole else changed).append(stored.line.paper)
    return tuple(sorted(gone)), tuple(sorted(changed))


def _erased_since(store: "Store", lacking: Collection[SiteRange]) -> int:
    since = set(store.revisions.records_of(lacking))
    return sum(erasure.record in since for erasure in store.erasures.list())


def _is_among(revision: Revision, ranges: Iterable[SiteRange]) -> bool:
    return any(part.site == revision.site and part.first <= revision.seq <= part.last for part in ranges)
