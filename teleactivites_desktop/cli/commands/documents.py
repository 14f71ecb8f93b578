"""report, export."""

import argparse
import sys

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import documents, exports
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exports import ExportOptions, Mode


def report(request: argparse.Namespace) -> Answer:
    """Write a document as PDF."""
    with opened(request) as workspace:
        documents.write(workspace, request.name, request.output, Options(paper=request.paper), _show_progress)
    line = _("Écrit : {path}").format(path=request.output)
    return Answer({"document": request.name, "file": str(request.output)}, (line,))


def export(request: argparse.Namespace) -> Answer:
    """Export the responses."""
    options = ExportOptions(mode=Mode(request.mode))
    with opened(request) as workspace:
        done = exports.export(workspace, request.output, request.format, options, _show_progress)
    line = _("Écrit : {path} ({count} fiches) ; l'export est noté au journal.").format(
        path=request.output, count=done.rows
    )
    document = {"file": str(request.output), "format": done.format, "mode": done.mode, "rows": done.rows}
    return Answer(document, (line,))


def _show_progress(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
