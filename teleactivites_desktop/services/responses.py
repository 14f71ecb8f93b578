"""Responses that are stored: listing, reading, withdrawing, putting back, erasing, and who changed what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from teleactivites_desktop.core.history.fold import Contender, Folded, causal_order, fold, same
from teleactivites_desktop.core.history.refusal import refuses
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import KEPT, WITHDRAWN
from teleactivites_desktop.core.stored import (
    Filters,
    Page,
    PageKey,
    ResponseLine,
    Sort,
    StoredRecord,
    StoredResponse,
)
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace

PAGE = 100
"""Lines fetched at once: more than a window shows."""


@dataclass(frozen=True)
class Change:
    """One path that a revision wrote: what its author saw there, what stands there since (None: nothing)."""

    path: str
    before: PatchValue
    after: PatchValue


@dataclass(frozen=True)
class HistoryEntry:
    """One revision of a record: who (name of the officer), where, when (`revision.at`), before -> after.

    `officer`, `territory`, `site_label` are "" where this site does not know them. `blank`: what it said was
    erased. `settled`: path in conflict that it decides -> the sides that it does not keep; `lost`: path ->
    the revision (id) that decided against what it says there.
    """

    revision: Revision
    officer: str
    territory: str
    site_label: str
    changes: tuple[Change, ...]
    blank: bool
    settled: Mapping[str, tuple[Contender, ...]] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)


def count(workspace: Workspace, filters: Filters) -> int:
    """Return how many responses pass `filters`."""
    return workspace.store.responses.count(filters)


def page(
    workspace: Workspace, filters: Filters, sort: Sort, after: PageKey | None = None, limit: int = PAGE
) -> Page:
    """Return the lines of the list that follow `after`, at most `limit`."""
    return workspace.store.responses.page(filters, sort, after, limit)


def search(workspace: Workspace, text: str, limit: int = PAGE) -> tuple[ResponseLine, ...]:
    """Return the first responses, by number, that what was typed finds; all of them for no text."""
    return workspace.store.responses.search(text, limit)


def get(workspace: Workspace, record: str) -> StoredResponse | None:
    """Return a whole response; None for one that is gone."""
    return workspace.store.responses.get(record)


def withdraw(workspace: Workspace, record: str, reason: str) -> Revision:
    """Take a response out of the count, with the reason; it stays listed and can be put back.

    Raises UserError without a reason, for one that is gone or withdrawn already.
    """
    with workspace.store.transaction():
        stored = _require(workspace, record)
        _require_reason(reason)
        if stored.state.status is Status.WITHDRAWN:
            raise UserError(_("La fiche {paper} est déjà retirée.").format(paper=stored.line.paper))
        patch: dict[str, PatchValue] = {"status": WITHDRAWN, "reason": reason.strip()}
        return workspace.author(Kind.RESPONSE, record, patch)


def restore(workspace: Workspace, record: str) -> Revision:
    """Put a withdrawn response back into the count. Raises UserError for one that is not withdrawn."""
    with workspace.store.transaction():
        stored = _require(workspace, record)
        if stored.state.status is not Status.WITHDRAWN:
            raise UserError(_("La fiche {paper} n’est pas retirée.").format(paper=stored.line.paper))
        return workspace.author(Kind.RESPONSE, record, {"status": KEPT, "reason": None})


def erase(workspace: Workspace, record: str, reason: str) -> Revision:
    """Erase all that was ever said of a response, here and, as it travels, everywhere. It cannot be undone.

    Drafts of the same paper go too. Raises UserError without a reason, or for one that is gone.
    """
    store = workspace.store
    with store.transaction():
        line = _require(workspace, record).line
        _require_reason(reason)
        for draft in store.drafts.list():
            if (draft.paper, draft.territory) == (line.paper, line.territory):
                store.drafts.delete(draft.id)
        return workspace.author(Kind.RESPONSE, record, {"erased": reason.strip()})


def history(workspace: Workspace, record: str) -> list[HistoryEntry]:
    """Return the history of any record, each revision after those that its author had seen."""
    store = workspace.store
    ordered = causal_order(store.revisions.history(record))
    officers = {each: store.officers.get(each) for each in {revision.officer for revision in ordered}}
    sites = {each: store.sites.get(each) for each in {revision.site for revision in ordered}}
    seen_by = _seen_by_authors(ordered)
    known = {revision.id: revision for revision in ordered}
    settled = {each.id: _settled(each, seen, known) for each, seen in zip(ordered, seen_by, strict=True)}
    lost: dict[str, dict[str, str]] = {}
    for decision, paths in settled.items():
        for path, sides in paths.items():
            for side in sides:
                lost.setdefault(side.revision.id, {})[path] = decision
    return [
        HistoryEntry(
            revision=revision,
            officer=_text(officers[revision.officer], "name"),
            territory=_text(sites[revision.site], "territory"),
            site_label=_text(sites[revision.site], "label"),
            changes=_changes(revision, seen.values),
            blank=revision.patch is None,
            settled=settled[revision.id],
            lost=lost.get(revision.id, {}),
        )
        for revision, seen in zip(ordered, seen_by, strict=True)
    ]


def _settled(
    revision: Revision, seen: Folded, known: Mapping[str, Revision]
) -> dict[str, tuple[Contender, ...]]:
    """Return the conflicts that a revision decides, each with the sides that it does not keep.

    A refusal decides against whatever it restores.
    """
    said = revision.patch or {}
    if refuses(said):
        return {
            path: (Contender(seen.values[path], known[writer]),)
            for path, writer in seen.writers.items()
            if path in said and not same(seen.values[path], said[path])
        }
    return {
        path: tuple(side for side in sides if not same(side.value, said[path]))
        for path, sides in seen.conflicts.items()
        if path in said
    }


def _seen_by_authors(ordered: Sequence[Revision]) -> list[Folded]:
    """Return, for each revision, the fold of what its author had seen."""
    ancestors: dict[str, dict[str, Revision]] = {}
    seen = []
    for revision in ordered:
        mine: dict[str, Revision] = {}
        for parent in revision.parents:
            mine |= ancestors.get(parent, {})
        seen.append(fold(mine.values()))
        ancestors[revision.id] = {**mine, revision.id: revision}
    return seen


def _changes(revision: Revision, seen: Mapping[str, PatchValue]) -> tuple[Change, ...]:
    changes = (Change(path, seen.get(path), after) for path, after in sorted((revision.patch or {}).items()))
    return tuple(change for change in changes if change.before != change.after)


def _require(workspace: Workspace, record: str) -> StoredResponse:
    stored = workspace.store.responses.get(record)
    if stored is None:
        raise UserError(_("Cette fiche n’existe plus : elle a été effacée."))
    return stored


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError(_("Dites pourquoi : le motif reste dans l’historique."))


def _text(stored: StoredRecord | None, path: str) -> str:
    return stored.text(path) if stored else ""
