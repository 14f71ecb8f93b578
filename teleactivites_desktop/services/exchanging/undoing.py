"""Taking the last reading back, whole, as long as nothing stands on it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import JournalAction, JournalEntry, SiteRange
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.backups import last_elsewhere, list_backups
from teleactivites_desktop.services.exchanging.steps import Progress, Steps, silent
from teleactivites_desktop.services.workspace import Workspace


class UndoRefusedError(UserError):
    """Later changes stand in the way: `edits`, made on what the reading brought, or refusals given out."""

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


def undo(workspace: Workspace, progress: Progress = silent) -> JournalEntry:
    """Take the last reading back and return its entry of the journal.

    What we said that we hold goes back with it: partners will send it again. Refusals decided while reading
    go with it too, as long as no file or copy carried them away. Raises UserError when nothing was read, when
    it erased somebody, or (UndoRefusedError) when later edits stand on what it brought; and what `progress`
    raises to stop the work: then nothing was taken back.
    """
    entry = last_reading(workspace)
    if entry is None:
        raise UserError(_("Aucune fusion à annuler : rien n'a été lu, ou tout a été annulé."))
    going = (*entry.brought, *_noted(entry, "refused"))
    told = Steps(progress, 1).begin(_("Annulation de la fusion…"))
    _require_free(workspace, entry, going)
    _require_no_erasure(workspace, entry)
    store = workspace.store
    with store.transaction():
        store.revisions.remove(going, told)
        for part in going:
            store.partners.drop_signatures(part.site, part.first - 1)
        waiting = _noted(entry, "waiting")
        store.partners.park(
            [revision for revision in store.partners.parked() if not _is_among(revision, waiting)]
        )
        store.journal.undone(entry.number, workspace.environment.now().isoformat(timespec="seconds"))
    return entry


def refused_lines(entry: JournalEntry) -> int:
    """Return how many lines of a reading were refused."""
    return sum(part.last - part.first + 1 for part in _noted(entry, "refused"))


def _noted(entry: JournalEntry, what: str) -> list[SiteRange]:
    """Return what the reading `entry` had to keep aside ("waiting"), or wrote as refusals ("refused")."""
    noted = cast("list[list[Any]]", entry.details.get(what, []))
    return [SiteRange(*part) for part in noted]


def _is_among(revision: Revision, ranges: list[SiteRange]) -> bool:
    return any(part.site == revision.site and part.first <= revision.seq <= part.last for part in ranges)


def _require_free(workspace: Workspace, entry: JournalEntry, going: Sequence[SiteRange]) -> None:
    revisions = workspace.store.revisions
    standing = (*revisions.standing_on(going), *_carried_away(workspace, entry))
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


def _carried_away(workspace: Workspace, entry: JournalEntry) -> Iterator[Revision]:
    """Yield the refusals that a file or a copy holds: their numbers can never be given to anything else."""
    written = workspace.store.journal.entries(JournalAction.WRITTEN)
    given = {part.site: part.last for entry in reversed(written) for part in entry.brought}
    copied = _was_copied_since(workspace, datetime.fromisoformat(entry.at))
    for part in _noted(entry, "refused"):
        upto = part.last if copied else min(part.last, given.get(part.site, 0))
        yield from workspace.store.revisions.after({part.site: part.first - 1}, {part.site: upto})


def _was_copied_since(workspace: Workspace, moment: datetime) -> bool:
    elsewhere = last_elsewhere(workspace)
    if elsewhere is not None and elsewhere.at > moment:
        return True
    return any(backup.at > moment for backup in list_backups(workspace))


def _named(workspace: Workspace, revision: Revision) -> str:
    response = workspace.store.responses.get(revision.record)
    return response.line.paper if response else str(revision.kind)


def _require_no_erasure(workspace: Workspace, entry: JournalEntry) -> None:
    """What an erasure blanked here is gone; taking the erasure back would bring an empty response back."""
    revisions, brought = workspace.store.revisions, list(entry.brought)
    for record in revisions.erased_records(revisions.records_of(brought)):
        history = revisions.history(record)
        came = [revision for revision in history if _is_among(revision, brought)]
        if len(came) < len(history) and any(revision.erases for revision in came):
            raise UserError(
                _(
                    "La lecture de « {file} » ne peut pas être annulée : elle a effacé une fiche à la "
                    "demande de la personne, et un effacement ne s'annule pas."
                ).format(file=entry.file)
            )
