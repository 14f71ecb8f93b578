"""report, export."""

import argparse
import sys
from datetime import date
from pathlib import Path

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import documents, exports
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exports import ExportOptions, Mode
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace


def report(request: argparse.Namespace) -> Answer:
    """Write a document as PDF."""
    with opened(request) as workspace:
        documents.write(workspace, request.name, request.output, _options(request, workspace), _show_progress)
    line = _("Écrit : {path}").format(path=request.output)
    return Answer({"document": request.name, "file": str(request.output)}, (line,))


def export(request: argparse.Namespace) -> Answer:
    """Export the responses."""
    with opened(request) as workspace:
        options = ExportOptions(Mode(request.mode), selection(request, workspace))
        done = exports.export(workspace, request.output, request.format, options, _show_progress)
    line = _("Écrit : {path} ({count} fiches) ; l'export est noté au journal.").format(
        path=request.output, count=done.rows
    )
    document = {"file": str(request.output), "format": done.format, "mode": done.mode, "rows": done.rows}
    return Answer(document, (line,))


def _options(request: argparse.Namespace, workspace: Workspace) -> Options:
    known = {section.name for section in workspace.questionnaire.sections}
    unknown = [name for name in request.sections if name not in known]
    if unknown:
        raise UserError(
            _("Il n'y a pas de partie « {name} ». Il y a : {known}.").format(
                name=unknown[0], known=", ".join(sorted(known))
            )
        )
    return Options(
        selection=selection(request, workspace),
        title=request.title,
        sections=frozenset(request.sections),
        paper=request.paper,
        copies=request.copies,
        batch=request.batch,
        format=request.labels,
        language=request.language,
        logo=request.logo,
        outline=request.outline,
        publish=True,
        letter=_text_of(request.letter) if request.letter else "",
    )


def selection(request: argparse.Namespace, workspace: Workspace) -> Selection:
    """Return the responses asked for. Raises UserError for a territory that is none, or a date."""
    known = membership(workspace.store).territories
    unknown = [code for code in request.territories if code not in known]
    if unknown:
        raise UserError(
            _("Le territoire « {territory} » n'est pas de cette campagne ({known}).").format(
                territory=unknown[0], known=", ".join(known)
            )
        )
    today = workspace.environment.today()
    return Selection(frozenset(request.territories), _day(request.since, today), _day(request.until, today))


def _day(typed: str, today: date) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(parse_date(typed, today))
    except RefusedTextError as refused:
        raise UserError(str(refused)) from refused


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("« {path} » ne peut être lu : il faut un fichier de texte en UTF-8.").format(path=path)
        ) from error


def _show_progress(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
