"""Reading an exchange file: backup, then one transaction, and nothing written in our own name."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import JournalAction, JournalEntry, Signature, SiteRange
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.backups import BackupReason, back_up
from teleactivites_desktop.services.erasure import note_acknowledgements
from teleactivites_desktop.services.exchanging import partners
from teleactivites_desktop.services.exchanging.effects import (
    Counting,
    Counts,
    RecordEffect,
    effects,
    simple_records,
)
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

_CHUNK = 4000
"""Revisions applied at once: what they say fits in some 40 MB."""
_STEP = 200
"""Records compared between two reports."""


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
) -> Reading:
    """Read and merge the exchange file at `path`; a second reading changes nothing.

    `confirm` is asked for each site never seen. The lines of the records `refused` restore our side, in the
    same transaction. Raises UserError, or what `progress` raises, and then nothing was changed.
    """
    refusals, steps = refused or {}, Steps(progress, 4)
    with received(workspace, path, steps) as found:
        pinned = confirm_strangers(found, confirm)
        packages = list(_checked_packages(found))
        saving = steps.begin(_("Sauvegarde avant la fusion…"))
        if found.plan.applicable:
            back_up(workspace, BackupReason.READING, saving)
        with workspace.store.transaction():
            compared = _compare(workspace, found, refusals, steps)
            _apply(workspace, found, compared, pinned, packages, steps)
            decisions = [refuse(workspace, each, refusals[each.record], path) for each in compared.refused]
            counts = compared.counting.counts(found)
            _note(workspace, found, counts, decisions)
            note_acknowledgements(workspace)
    sender = found.description.sender
    return Reading(path, sender.site, sender.territory, counts, found.plan.gaps, len(decisions))


@dataclass(frozen=True)
class _Compared:
    """The lines before anything is applied: counted, save those of `simple` records, and the `refused`."""

    counting: Counting
    simple: frozenset[str]
    refused: tuple[RecordEffect, ...]


def _compare(workspace: Workspace, found: Received, refusals: Refusals, steps: Steps) -> _Compared:
    told = steps.begin(_("Comparaison avec ce qui est ici…"))
    simple = frozenset(simple_records(workspace, found) - refusals.keys())
    compared = {each.record for each in found.plan.applicable} - simple
    counting, refused = Counting(), list[RecordEffect]()
    for done, change in enumerate(effects(workspace, found, compared)):
        if done % _STEP == 0:
            told(done, len(compared))
        if change.record in refusals:
            refused.append(change)
        else:
            counting.add(change)
    if len(refused) < len(refusals):
        raise UserError(
            _(
                "Une ligne refusée n'est plus parmi ce que ce fichier change ici. Rien n'a été lu : rouvrez "
                "le fichier, et refusez de nouveau."
            )
        )
    return _Compared(counting, simple, tuple(refused))


def _apply(
    workspace: Workspace,
    found: Received,
    compared: _Compared,
    pinned: Mapping[str, str],
    packages: Iterable[QuestionnairePackage],
    steps: Steps,
) -> None:
    store, plan = workspace.store, found.plan
    told = steps.begin(_("Fusion…"))
    trust(store, pinned)
    for package in packages:
        store.questionnaires.add(package)
    for start in range(0, len(plan.applicable), _CHUNK):
        told(start, len(plan.applicable))
        whole = list(found.file.whole(plan.applicable[start : start + _CHUNK]))
        for revision in whole:
            if revision.record in compared.simple:
                compared.counting.add_simple(revision)
        store.revisions.append(whole)
    store.partners.park(list(found.file.whole(parked.revision for parked in plan.parked)))
    store.partners.sign(
        [Signature(head.site, head.seq, head.id, head.signature) for head in found.file.heads]
    )
    partners.hear(workspace, found.description, found.file.path.name)


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
    from teleactivites_desktop.core.questionnaire_json import from_json
    from teleactivites_desktop.xlsform import version_id

    for package in found.file.questionnaires():
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
