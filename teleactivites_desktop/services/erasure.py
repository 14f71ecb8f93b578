"""A person's right to be erased: what was typed goes, here at once, everywhere as it travels.

Each site's next file says, by its vector, that the erasure reached it, and reaching is doing: that is its
acknowledgement, dated by the first file that says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.anonymity import ANONYMISED
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.stored import Erasure, ResponseLine
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import backups, responses
from teleactivites_desktop.services.backups import Backup, BackupReason, Progress
from teleactivites_desktop.services.duplicates import papers_of_one
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.workspace import Workspace

_ACKNOWLEDGED = "erasures acknowledged"


@dataclass(frozen=True)
class Held:
    """All that this site holds on the person of a response.

    `papers`: theirs, as decided under likely same person, the one asked for first; `revisions`: of those, in
    all; `drafts` of those papers; `copies`: backups of ours that have them too; `elsewhere`: territories of
    the other sites that said last that they hold them.
    """

    papers: tuple[ResponseLine, ...]
    revisions: int
    drafts: tuple[Draft, ...]
    copies: int
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acknowledgement:
    """What is known of an erasure elsewhere: when (`at`, ISO) a file of `site` first said that it was done.

    `at` is "" while it has not said so.
    """

    site: str
    territory: str
    at: str


@dataclass(frozen=True)
class Erased:
    """A response that was erased here, and where else."""

    erasure: Erasure
    acknowledgements: tuple[Acknowledgement, ...]

    @property
    def waiting(self) -> tuple[Acknowledgement, ...]:
        """Return the sites that have not said yet that they did it."""
        return tuple(each for each in self.acknowledgements if not each.at)


def held_on(workspace: Workspace, record: str) -> Held:
    """Return all that is held on the person of a response. Raises UserError for one that is gone."""
    store = workspace.store
    records = papers_of_one(workspace, record)
    found = [stored.line for each in records if (stored := store.responses.get(each)) is not None]
    if not found or found[0].record != record:
        raise UserError(_("Cette fiche n’existe plus : elle a été effacée."))
    papers = {(line.paper, line.territory) for line in found}
    drafts = tuple(
        draft
        for draft in store.drafts.list()
        if draft.record in records or (draft.paper, draft.territory) in papers
    )
    history = [revision for line in found for revision in store.revisions.history(line.record)]
    copies = sum(store.copy_holds(path, records) for path in backups.copies(workspace))
    return Held(tuple(found), len(history), drafts, copies, _holders(workspace, history))


def erase(workspace: Workspace, paper: str, reason: str) -> Revision:
    """Erase the response of `paper` for ever, with the reason. Raises UserError for none, or no reason."""
    return responses.erase(workspace, find_response(workspace, paper), reason)


def erase_person(workspace: Workspace, records: Collection[str], reason: str) -> None:
    """Erase several responses of a person, or none. Raises UserError without a reason, or for one gone."""
    with workspace.store.transaction():
        for record in records:
            responses.erase(workspace, record, reason)


def erased(workspace: Workspace) -> list[Erased]:
    """Return the persons that were erased, the latest first, and which sites have said that they did it too.

    Responses that were anonymised at the end of the retention are no persons' requests: see `anonymised`.
    """
    known = _acknowledged(workspace)
    return [
        Erased(
            erasure,
            tuple(
                Acknowledgement(site, territory, known.get(erasure.record, {}).get(site, ""))
                for site, territory in _others(workspace).items()
            ),
        )
        for erasure in _requested(workspace)
    ]


def anonymised(workspace: Workspace) -> int:
    """Return how many responses were erased because the retention was over."""
    return sum(erasure.reason == ANONYMISED for erasure in workspace.store.erasures.list())


def note_acknowledgements(workspace: Workspace) -> None:
    """Keep the date of each site's first word that it did an erasure; call when a file was read.

    A site that comes back to a state before it (restored, undone) has not done it any more.
    """
    before = _acknowledged(workspace)
    statements = workspace.store.partners.statements()
    after: dict[str, PatchValue] = {}
    for erasure in _requested(workspace):
        history = workspace.store.revisions.history(erasure.record)
        erasing = [(revision.site, revision.seq) for revision in history if revision.erases]
        dates = before.get(erasure.record, {})
        after[erasure.record] = {
            site: dates.get(site, said.at)
            for site, said in statements.items()
            if any(said.vector.get(by, 0) >= seq for by, seq in erasing)
        }
    if after != before:
        workspace.store.settings.set(_ACKNOWLEDGED, after)


def outdated_copies(workspace: Workspace) -> list[Path]:
    """Return the copies of ours, on this disk, in which an erased response still stands."""
    gone = [erasure.record for erasure in workspace.store.erasures.list()]
    if not gone:
        return []
    return [path for path in backups.copies(workspace) if workspace.store.copy_holds(path, gone)]


def renew_copies(workspace: Workspace, progress: Progress = lambda done, total: None) -> Backup:
    """Back up, then remove every copy in which an erased response still stands; return the new one."""
    made = backups.back_up(workspace, BackupReason.ASKED, progress)
    for path in outdated_copies(workspace):
        backups.remove_copy(path)
    return made


def _holders(workspace: Workspace, history: Collection[Revision]) -> tuple[str, ...]:
    """Return the territories of the other sites that said last that they hold any of `history`."""
    statements = workspace.store.partners.statements()
    return tuple(
        dict.fromkeys(
            territory or site
            for site, territory in _others(workspace).items()
            if site in statements
            and any(statements[site].vector.get(each.site, 0) >= each.seq for each in history)
        )
    )


def _requested(workspace: Workspace) -> list[Erasure]:
    return [
        erasure
        for erasure in workspace.store.erasures.list()
        if erasure.kind is Kind.RESPONSE and erasure.reason != ANONYMISED
    ]


def _acknowledged(workspace: Workspace) -> Mapping[str, Mapping[str, str]]:
    """Return record -> site -> when it first said so (ISO)."""
    found: Mapping[str, Mapping[str, str]] = workspace.store.settings.get(_ACKNOWLEDGED, {})
    return found


def _others(workspace: Workspace) -> dict[str, str]:
    """Return the sites that have to do it too: site -> territory; not those that another one succeeds."""
    sites = workspace.store.sites.list()
    replaced = {site.text("succeeds") for site in sites} | {workspace.identity.site}
    return {site.record: site.text("territory") for site in sites if site.record not in replaced}
