"""exchange write, read, rehearse, inspect, undo, folder, status."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from teleactivites_desktop.cli.context import Answer, confirm_site, opened
from teleactivites_desktop.core.history.plan import Gap
from teleactivites_desktop.core.typography import captioned, enumerate_words
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import documents, exchanging
from teleactivites_desktop.services.duplicates import reason_words
from teleactivites_desktop.services.exchanging import Rehearsal, receipts
from teleactivites_desktop.services.exchanging.effects import Counts, Effect
from teleactivites_desktop.services.exchanging.receipts import BatchReceipt, MissingFile
from teleactivites_desktop.services.exchanging.refusing import chosen, name_of
from teleactivites_desktop.services.exchanging.telling import effect_words
from teleactivites_desktop.services.workspace import Workspace


def exchange_write(request: argparse.Namespace) -> Answer:
    """Write an exchange file."""
    with opened(request) as workspace:
        written = exchanging.write(workspace, request.to, territory=request.partner or "", full=request.full)
    line = _("Écrit : {path} ({count} révisions).").format(path=written.path, count=written.revisions)
    document = {"file": str(written.path), "number": written.number, "revisions": written.revisions}
    return Answer(document, (line,))


@dataclass(frozen=True)
class _Done:
    """What was done with one file: counts, what is missing, more for its JSON, lines for a person."""

    counts: Counts
    gaps: Sequence[Gap]
    more: Mapping[str, Any]
    lines: tuple[str, ...] = ()


def exchange_read(request: argparse.Namespace) -> Answer:
    """Read and merge exchange files."""
    if request.refuse and len(request.files) > 1:
        raise UserError(_("On ne refuse des lignes que d'un fichier à la fois : donnez-le seul."))

    def read(workspace: Workspace, path: Path) -> _Done:
        refused = None
        if request.refuse:
            lines = exchanging.rehearse(workspace, path).lines
            refused = chosen(lines, request.refuse, request.note)
        done = exchanging.read(workspace, path, _confirm(request), refused=refused)
        return _Done(done.counts, done.gaps, {"refused": done.refused}, tuple(_refusal_lines(done.refused)))

    return _over_files(request, read)


def exchange_rehearse(request: argparse.Namespace) -> Answer:
    """Say what reading each file would do."""
    if request.output and len(request.files) > 1:
        raise UserError(_("On n'imprime que la répétition d'un fichier à la fois : donnez-le seul."))

    def rehearse(workspace: Workspace, path: Path) -> _Done:
        found = exchanging.rehearse(workspace, path)
        if request.output:
            documents.rehearsal(workspace, found, request.output)
        lines = [{"name": name_of(each), "kind": each.kind, "effect": each.effect} for each in found.lines]
        more = {
            "lines": lines,
            "likely": [list(pair.papers) for pair in found.likely],
            "ahead": found.ahead_total,
            "batches": [{"territory": each.territory, "code": each.code} for each in found.batches],
        }
        return _Done(found.counts, found.gaps, more, tuple(_rehearsed_lines(found)))

    return _over_files(request, rehearse)


def _rehearsed_lines(found: Rehearsal) -> Iterator[str]:
    for each in found.lines:
        if each.effect is not Effect.NEW:
            yield f"  {effect_words(each.effect)}  {name_of(each)}"
    for pair in found.likely:
        yield _("  même personne ?  {first} et {second} : {reasons}").format(
            first=pair.papers[0], second=pair.papers[1], reasons=", ".join(map(reason_words, pair.reasons))
        )
    if found.ahead_total:
        words = ngettext("  {n} fiche modifiée ici", "  {n} fiches modifiées ici", found.ahead_total)
        yield words.format(n=found.ahead_total)


def _refusal_lines(refused: int) -> Iterator[str]:
    if refused:
        words = ngettext(
            "{n} ligne refusée : notre version repartira avec les prochains échanges.",
            "{n} lignes refusées : nos versions repartiront avec les prochains échanges.",
            refused,
        )
        yield words.format(n=refused)


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
        "unwritten": done.unwritten,
        "removed": [path.name for path in done.removed],
    }
    lines = [captioned(reading.path.name, _told(reading.counts)) for reading in done.read]
    lines += [each.reason for each in done.ignored]
    lines.append(
        _("Écrit : {path}").format(path=done.written.path.name)
        if done.written
        else done.unwritten or _("Rien à écrire : le dossier contient déjà tout ce qui est ici.")
    )
    return Answer(document, tuple(lines), not done.unwritten)


def exchange_status(request: argparse.Namespace) -> Answer:
    """Say who has what."""
    with opened(request) as workspace:
        found = exchanging.status(workspace)
        batches = receipts.batch_receipts(workspace)
        missing = receipts.missing_files(workspace, found.gaps)
        codes = receipts.codes_told(workspace)
    names = {partner.site: partner.territory or partner.site for partner in found.partners}
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
    lines += [
        _("{territory} lit le code {code}, s'il n'a rien changé depuis son dernier fichier").format(
            territory=names.get(site, site), code=code
        )
        for site, code in codes.items()
    ]
    lines += [_batch_line(receipt, names) for receipt in batches]
    lines += [_missing_line(each, names) for each in missing]
    document = {
        **asdict(found),
        "codes": codes,
        "batches": [asdict(receipt) for receipt in batches],
        "missing": [asdict(each) for each in missing],
    }
    return Answer(document, tuple(lines))


def _batch_line(receipt: BatchReceipt, names: Mapping[str, str]) -> str:
    """Return ``GBEQ-A : 40 / 40 ici ; HD a tout ; GBD 38``."""
    expected = f" / {receipt.expected}" if receipt.expected else ""
    told = [_("{here}{expected} ici").format(here=receipt.here, expected=expected)]
    for holding in receipt.elsewhere:
        words = (
            _("{territory} a tout") if receipt.arrived(holding) else _("{territory} : {held}, il en manque")
        )
        territory = names.get(holding.site, holding.site)
        told.append(words.format(territory=territory, held=holding.held))
    return captioned(_("Lot {code}").format(code=receipt.code), " ; ".join(told))


def _missing_line(missing: MissingFile, names: Mapping[str, str]) -> str:
    """Return what is missing, in which file, and whom to ask."""
    (line,) = _gap_lines([missing.gap])
    if missing.first:
        words = ngettext(
            "C'est son fichier n° {first}.",
            "Ce sont ses fichiers n° {first} à {last}.",
            missing.last - missing.first + 1,
        )
        line += " " + words.format(first=missing.first, last=missing.last)
    others = [names.get(site, site) for site in missing.holders[1:]]
    return line + (
        " " + _("Il est aussi chez {others}.").format(others=enumerate_words(others)) if others else ""
    )


def _over_files(request: argparse.Namespace, work: Callable[[Workspace, Path], _Done]) -> Answer:
    """Do `work` on each file; one that is refused is told and does not stop the others."""
    total, gaps, files, refused, lines = Counts(), list[Gap](), list[dict[str, Any]](), False, list[str]()
    with opened(request) as workspace:
        for path in request.files:
            try:
                done = work(workspace, path)
            except UserError as error:
                refused = True
                print(error, file=sys.stderr)
                files.append({"file": str(path), "error": str(error)})
                continue
            total, gaps = total + done.counts, list(done.gaps)
            files.append({"file": str(path), **_counts(done.counts, done.gaps), **done.more})
            lines += [captioned(str(path), _told(done.counts)), *done.lines, *_gap_lines(done.gaps)]
    return Answer({**_counts(total, gaps), "files": files}, tuple(lines), not refused)


def _counts(counts: Counts, gaps: Iterable[Gap]) -> dict[str, Any]:
    """Return the numbers; those of gaps and waiting are what is left after the last file."""
    missing = [{"site": gap.site, "first": gap.first, "last": gap.last} for gap in gaps]
    return {**asdict(counts), "gaps": len(missing), "missing": missing}


def _told(counts: Counts) -> str:
    told = _(
        "{new} nouvelles, {changed} modifiées, {known} déjà connues, {conflicts} conflits, "
        "{withdrawn} retirées, {erased} effacées"
    )
    if counts.shut_out:
        told += _(", {shut_out} révisions de postes mis à l'écart laissées de côté")
    return told.format(**asdict(counts))


def _gap_lines(gaps: Iterable[Gap]) -> list[str]:
    return [
        _(
            "Il manque les révisions {first} à {last} du poste {site} : demandez-lui un fichier complet."
        ).format(first=gap.first, last=gap.last, site=gap.site)
        for gap in gaps
    ]


def _confirm(request: argparse.Namespace) -> exchanging.Confirm:
    return (lambda fingerprint, territory: True) if request.trust_new else confirm_site
