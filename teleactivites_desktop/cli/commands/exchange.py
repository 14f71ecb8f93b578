"""exchange write, read, rehearse, inspect, undo, folder, status."""

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from teleactivites_desktop.cli.context import Answer, confirm_site, opened
from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import exchanging
from teleactivites_desktop.services.exchanging.effects import Counts
from teleactivites_desktop.services.workspace import Workspace


def exchange_write(request: argparse.Namespace) -> Answer:
    """Write an exchange file."""
    with opened(request) as workspace:
        written = exchanging.write(workspace, request.to, territory=request.partner or "", full=request.full)
    line = _("Écrit : {path} ({count} révisions).").format(path=written.path, count=written.revisions)
    document = {"file": str(written.path), "number": written.number, "revisions": written.revisions}
    return Answer(document, (line,))


def exchange_read(request: argparse.Namespace) -> Answer:
    """Read and merge exchange files."""

    def read(workspace: Workspace, path: Path) -> tuple[Counts, tuple[Gap, ...]]:
        done = exchanging.read(workspace, path, _confirm(request))
        return done.counts, done.gaps

    return _over_files(request, read)


def exchange_rehearse(request: argparse.Namespace) -> Answer:
    """Say what reading each file would do."""

    def rehearse(workspace: Workspace, path: Path) -> tuple[Counts, tuple[Gap, ...]]:
        found = exchanging.rehearse(workspace, path)
        return found.counts, found.gaps

    return _over_files(request, rehearse)


def exchange_inspect(request: argparse.Namespace) -> Answer:
    """Describe an exchange file."""
    with opened(request) as workspace:
        found = exchanging.inspect(workspace, request.file)
    said = found.description
    document = {
        "campaign": said.title,
        "territory": said.sender.territory,
        "site": said.sender.site,
        "fingerprint": found.fingerprint,
        "number": said.number,
        "created": said.created,
        "revisions": {kind.value: count for kind, count in found.kinds.items()},
        "vector": dict(said.vector),
        "ranges": [{"site": part.site, "first": part.first, "last": part.last} for part in said.ranges],
        "questionnaires": list(found.questionnaires),
    }
    lines = (
        _("Campagne : {title}").format(title=said.title),
        _("Écrit par {territory}, poste {site}, empreinte {fingerprint}").format(
            territory=said.sender.territory, site=said.sender.site, fingerprint=found.fingerprint
        ),
        _("Fichier n° {number}, le {created} : {count} révisions").format(
            number=said.number, created=said.created, count=said.revisions
        ),
    )
    return Answer(document, lines)


def exchange_undo(request: argparse.Namespace) -> Answer:
    """Take the last read back."""
    with opened(request) as workspace:
        undone = exchanging.undo(workspace)
    line = _("Fusion de « {file} » annulée.").format(file=undone.file)
    return Answer({"undone": undone.file}, (line,))


def exchange_folder(request: argparse.Namespace) -> Answer:
    """Read all that is new in a folder, write what partners lack."""
    with opened(request) as workspace:
        done = exchanging.exchange_folder(workspace, request.folder, _confirm(request))
    total = sum((reading.counts for reading in done.read), Counts())
    document = {
        **_counts(total, [gap for reading in done.read for gap in reading.gaps]),
        "read": [reading.path.name for reading in done.read],
        "ignored": [{"file": each.path.name, "reason": each.reason} for each in done.ignored],
        "written": done.written.path.name if done.written else None,
    }
    lines = [captioned(reading.path.name, _told(reading.counts)) for reading in done.read]
    lines += [each.reason for each in done.ignored]
    lines.append(
        _("Écrit : {path}").format(path=done.written.path.name)
        if done.written
        else _("Rien à écrire : le dossier contient déjà tout ce qui est ici.")
    )
    return Answer(document, tuple(lines))


def exchange_status(request: argparse.Namespace) -> Answer:
    """Say who has what."""
    with opened(request) as workspace:
        found = exchanging.status(workspace)
    lines = [
        _("Ce poste : {territory} {site}, empreinte {fingerprint}, code {code}").format(
            territory=found.territory, site=found.site, fingerprint=found.fingerprint, code=found.code
        )
    ]
    lines += [
        _("{territory} : a {holds} de nos {ours} révisions ; nous avons {held} des {stated} siennes").format(
            territory=partner.territory or partner.site,
            holds=partner.holds,
            ours=partner.ours,
            held=partner.held,
            stated=partner.stated,
        )
        for partner in found.partners
    ]
    lines += _gap_lines(found.gaps)
    return Answer(asdict(found), tuple(lines))


def _over_files(
    request: argparse.Namespace, work: Callable[[Workspace, Path], tuple[Counts, tuple[Gap, ...]]]
) -> Answer:
    """Do `work` on each file; one that is refused is told and does not stop the others."""
    total, gaps, files, refused, lines = Counts(), list[Gap](), list[dict[str, Any]](), False, list[str]()
    with opened(request) as workspace:
        for path in request.files:
            try:
                counts, missing = work(workspace, path)
            except UserError as error:
                refused = True
                print(error, file=sys.stderr)
                files.append({"file": str(path), "error": str(error)})
                continue
            total, gaps = total + counts, list(missing)
            files.append({"file": str(path), **_counts(counts, missing)})
            lines += [captioned(str(path), _told(counts)), *_gap_lines(missing)]
    return Answer({**_counts(total, gaps), "files": files}, tuple(lines), not refused)


def _counts(counts: Counts, gaps: Iterable[Gap]) -> dict[str, Any]:
    """Return the numbers; those of gaps and waiting are what is left after the last file."""
    missing = [{"site": gap.site, "first": gap.first, "last": gap.last} for gap in gaps]
    return {**asdict(counts), "gaps": len(missing), "missing": missing}


def _told(counts: Counts) -> str:
    return _(
        "{new} nouvelles, {changed} modifiées, {known} déjà connues, {conflicts} conflits, "
        "{withdrawn} retirées, {erased} effacées"
    ).format(**asdict(counts))


def _gap_lines(gaps: Iterable[Gap]) -> list[str]:
    return [
        _(
            "Il manque les révisions {first} à {last} du poste {site} : demandez-lui un fichier complet."
        ).format(first=gap.first, last=gap.last, site=gap.site)
        for gap in gaps
    ]


def _confirm(request: argparse.Namespace) -> exchanging.Confirm:
    return (lambda fingerprint, territory: True) if request.trust_new else confirm_site
