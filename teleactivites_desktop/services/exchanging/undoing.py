"""Taking the last reading back, whole, as long as nothing stands on it."""

from typing import Any, cast

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import JournalAction, JournalEntry, SiteRange
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace


class UndoRefusedError(UserError):
    """Later changes stand in the way: `edits`, made here on what the reading brought."""

    def __init__(self, message: str, edits: tuple[Revision, ...]) -> None:
        super().__init__(message)
        self.edits = edits


def last_reading(workspace: Workspace) -> JournalEntry | None:
    """Return the last reading that brought something and was not undone, None without any."""
    return next(
        (
            entry
            for entry in workspace.store.journal.entries(JournalAction.READ)
            if not entry.undone_at and (entry.brought or entry.details.get("waiting"))
        ),
        None,
    )


def undo(workspace: Workspace) -> JournalEntry:
    """Take the last reading back and return its entry of the journal.

    What we said that we hold goes back with it: partners will send it again. Raises UserError when nothing
    was read, when it erased somebody, or (UndoRefusedError) when later edits stand on what it brought.
    """
    entry = last_reading(workspace)
    if entry is None:
        raise UserError(_("Aucune fusion à annuler : rien n'a été lu, ou tout a été annulé."))
    _require_free(workspace, entry)
    _require_no_erasure(workspace, entry)
    store = workspace.store
    with store.transaction():
        store.revisions.remove(entry.brought)
        for part in entry.brought:
            store.partners.drop_signatures(part.site, part.first - 1)
        waiting = _waiting(entry)
        store.partners.park(
            [revision for revision in store.partners.parked() if not _is_among(revision, waiting)]
        )
        store.journal.undone(entry.number, workspace.environment.now().isoformat(timespec="seconds"))
    return entry


def _waiting(entry: JournalEntry) -> list[SiteRange]:
    """Return what the reading `entry` had to keep aside."""
    noted = cast("list[list[Any]]", entry.details.get("waiting", []))
    return [SiteRange(*part) for part in noted]


def _is_among(revision: Revision, ranges: list[SiteRange]) -> bool:
    return any(part.site == revision.site and part.first <= revision.seq <= part.last for part in ranges)


def _require_free(workspace: Workspace, entry: JournalEntry) -> None:
    store = workspace.store
    standing = tuple(store.revisions.standing_on(entry.brought))
    if not standing:
        return
    papers = sorted({_named(workspace, revision) for revision in standing})
    raise UndoRefusedError(
        _(
            "La lecture de « {file} » ne peut plus être annulée : des changements faits depuis reposent sur "
            "elle ({papers}). Corrigez ces fiches si besoin, ou restaurez la sauvegarde d'avant la lecture."
        ).format(file=entry.file, papers=", ".join(papers[:10])),
        standing,
    )


def _named(workspace: Workspace, revision: Revision) -> str:
    response = workspace.store.responses.get(revision.record)
    return response.line.paper if response else str(revision.kind)


def _require_no_erasure(workspace: Workspace, entry: JournalEntry) -> None:
    """What an erasure blanked here is gone; taking the erasure back would bring an empty response back."""
    revisions = workspace.store.revisions
    for part in entry.brought:
        before = {part.site: part.first - 1}
        for revision in revisions.after(before, {part.site: part.last}):
            if revision.erases and any(
                not _is_among(each, list(entry.brought)) for each in revisions.history(revision.record)
            ):
                raise UserError(
                    _(
                        "La lecture de « {file} » ne peut pas être annulée : elle a effacé une fiche à la "
                        "demande de la personne, et un effacement ne s'annule pas."
                    ).format(file=entry.file)
                )
