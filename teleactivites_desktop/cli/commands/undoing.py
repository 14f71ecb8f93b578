"""undo, redo."""

import argparse

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import editing, responses
from teleactivites_desktop.services import undo as undoing
from teleactivites_desktop.services.workspace import Workspace


def undo(request: argparse.Namespace) -> Answer:
    """Take the last change of a response back, or bring an earlier state back."""
    with opened(request) as workspace:
        record = editing.find_response(workspace, request.paper)
        if request.to is None:
            done = undoing.undo(workspace, record)
            return _answer(request.paper, _("Fiche {paper} : dernier changement annulé."), done.kept)
        undoing.restore_state(workspace, record, _revision(workspace, record, request.to))
    return _answer(request.paper, _("Fiche {paper} : état rétabli."), ())


def redo(request: argparse.Namespace) -> Answer:
    """Make the change that was taken back last again."""
    with opened(request) as workspace:
        done = undoing.redo(workspace, editing.find_response(workspace, request.paper))
    return _answer(request.paper, _("Fiche {paper} : changement refait."), done.kept)


def _revision(workspace: Workspace, record: str, step: int) -> str:
    history = responses.history(workspace, record)
    if not 1 <= step <= len(history):
        raise UserError(
            _("L'historique de cette fiche va de 1 à {last} : choisissez parmi ces états.").format(
                last=len(history)
            )
        )
    return history[step - 1].revision.id


def _answer(paper: str, words: str, kept: tuple[str, ...]) -> Answer:
    lines = [words.format(paper=paper)]
    if kept:
        lines.append(_("Changé depuis, laissé ainsi : {fields}.").format(fields=", ".join(kept)))
    return Answer({"paper": paper, "kept": list(kept)}, tuple(lines))
