"""Reading an exchange file: backup, then one transaction; only refusals are written in our own name."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import JournalAction, JournalEntry, Signature, SiteRange
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaign_keys
from teleactivites_desktop.services.backups import BackupReason, back_up
from teleactivites_desktop.services.erasure import note_acknowledgements
from teleactivites_desktop.services.exchanging import partners
from teleactivites_desktop.services.exchanging.effects import Counts, RecordEffect
from teleactivites_desktop.services.exchanging.merging import Merging
from teleactivites_desktop.services.exchanging.receiving import (
    Confirm,
    Received,
    confirm_strangers,
    received,
)
from teleactivites_desktop.services.exchanging.refusing import Refusals, refuse
from teleactivites_desktop.services.exchanging.steps import Progress, Steps, silent
from teleactivites_desktop.services.membership import trust
from teleactivites_desktop.services.workspace import Workspace

_STEP = 20
"""Refusals between two reports."""


@dataclass(frozen=True)
class Reading:
    """What reading a file did. `gaps` are named: which revisions, of which site, are missing.

    `counts` leaves out the `refused` lines: here they change nothing, or withdraw a new response.
    """

    path: Path
    site: str
    territory: str
    counts: Counts
    gaps: tuple[Gap, ...]
    refused: int = 0


def read(
    workspace: Workspace,
    path: Path,
    confirm: Confirm,
    *,
    refused: Refusals | None = None,
    progress: Progress = silent,
    copied: bool = False,
) -> Reading:
    """Read and merge the exchange file at `path`; a second reading changes nothing.

    The database is copied before, unless it was just `copied`. `confirm` is asked for each site never seen.
    The lines of the records `refused` restore our side, in the same transaction. Raises UserError, or what
    `progress` raises, and then nothing was changed.
    """
    refusals = refused or {}
    steps = Steps(progress, 4 if refusals else 3)
    with workspace.store.roomy(), received(workspace, path, steps) as found:
        pinned = confirm_strangers(found, confirm)
        packages = list(_checked_packages(found))
        saving = steps.begin(_("Sauvegarde avant la fusion…"))
        if found.plan.applicable and not copied:
            back_up(workspace, BackupReason.READING, saving)
        with workspace.store.transaction():
            merging = Merging(workspace, found, refusals, steps.begin(_("Fusion…")))
            _apply(workspace, found, merging, pinned, packages)
            _require_all(refusals, merging.refused)
            decisions = list(_refuse(workspace, merging.refused, refusals, path, steps)) if refusals else []
            counts = merging.counts()
            _note(workspace, found, counts, decisions)
            note_acknowledgements(workspace)
    sender = found.description.sender
    return Reading(path, sender.site, sender.territory, counts, found.plan.gaps, len(decisions))


def _apply(
    workspace: Workspace,
    found: Received,
    merging: Merging,
    pinned: Mapping[str, str],
    packages: Iterable[QuestionnairePackage],
) -> None:
    store, plan = workspace.store, found.plan
    trust(store, pinned)
    for package in packages:
        store.questionnaires.add(package)
    merging.run()
    store.partners.park(list(found.file.whole(parked.revision for parked in plan.parked)))
    store.partners.sign(
        [Signature(head.site, head.seq, head.id, head.signature) for head in found.file.heads]
    )
    if partners.hear(workspace, found.description, found.file.path.name):
        campaign_keys.hear(workspace, found.description.sender.site, found.file.path)


def _refuse(
    workspace: Workspace, lines: Sequence[RecordEffect], refusals: Refusals, path: Path, steps: Steps
) -> Iterator[Revision]:
    told = steps.begin(_("Refus…"))
    for done, line in enumerate(lines):
        if done % _STEP == 0:
            told(done, len(lines))
        yield refuse(workspace, line, refusals[line.record], path)


def _require_all(refusals: Refusals, refused: Sequence[RecordEffect]) -> None:
    if len(refused) < len(refusals):
        raise UserError(
            _(
                "Une ligne refusée n'est plus parmi ce que ce fichier change ici. Rien n'a été lu : rouvrez "
                "le fichier, et refusez de nouveau."
            )
        )


def _note(workspace: Workspace, found: Received, counts: Counts, decisions: Iterable[Revision]) -> None:
    waiting = [parked.revision for parked in found.plan.parked]
    with found.file.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    workspace.store.journal.add(
        JournalEntry(
            JournalAction.READ,
            at=workspace.environment.now().isoformat(timespec="seconds"),
            file=found.file.path.name,
            site=found.description.sender.site,
            digest=digest,
            brought=tuple(ranges_of(found.plan.applicable)),
            details={
                "counts": asdict(counts),
                "number": found.description.number,
                "waiting": [list(part) for part in ranges_of(waiting)],
                "refused": [list(part) for part in ranges_of(decisions)],
            },
        )
    )


def ranges_of(revisions: Iterable[Revision]) -> Iterator[SiteRange]:
    """Yield the runs of consecutive numbers among `revisions`, by site."""
    numbers = sorted((revision.site, revision.seq) for revision in revisions)
    runs = groupby(enumerate(numbers), key=lambda each: (each[1][0], each[1][1] - each[0]))
    for (site, _offset), run in runs:
        seqs = [seq for _place, (_site, seq) in run]
        yield SiteRange(site, seqs[0], seqs[-1])


def _checked_packages(found: Received) -> Iterator[QuestionnairePackage]:
    """Yield the questionnaires of the file; each is what its id says, and can be used."""
    for package in found.file.questionnaires():
        from teleactivites_desktop.core.questionnaire_json import from_json
        from teleactivites_desktop.xlsform import version_id

        try:
            from_json(package.compiled)
            genuine = version_id(package.workbook, package.files) == package.version
        except (ValueError, KeyError, TypeError):
            genuine = False
        if not genuine:
            raise DamagedFileError(
                _(
                    "« {name} » contient un questionnaire qui n'est pas celui qu'il annonce. Rien n'a été "
                    "lu. Demandez au poste qui l'a écrit de le refaire."
                ).format(name=found.file.path.name)
            )
        yield package
