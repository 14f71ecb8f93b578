"""import."""

import argparse
import sys
from typing import TYPE_CHECKING

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import list_import
from teleactivites_desktop.services.list_columns import guess, target_labels
from teleactivites_desktop.services.list_import import Imported, ListOptions, Rehearsal
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from teleactivites_desktop.xlsform.lists import PlainList


def import_(request: argparse.Namespace) -> Answer:
    """Make drafts of the rows of a list, or with --rehearse say what would be made."""
    options = ListOptions(request.territory, request.batch, request.close)
    with opened(request) as workspace:
        content = list_import.read(request.file)
        targets = _targets(workspace, content, request.column)
        done = list_import.rehearse(workspace, content, targets, options, _show_progress)
        heads = dict(zip(content.heads, targets, strict=True))
        made = None if request.rehearse else list_import.bring_in(workspace, done, heads)
    return _answer(done, heads, made)


def _targets(workspace: Workspace, content: "PlainList", words: list[str]) -> tuple[str, ...]:
    """Return what the columns mean: as told with HEAD=QUESTION, else remembered or guessed."""
    told = {}
    known = target_labels(workspace.questionnaire)
    for word in words:
        head, _sign, target = word.rpartition("=")
        if fold_text(head) not in map(fold_text, content.heads):
            raise UserError(_("Il n'y a pas de colonne « {head} » dans cette liste.").format(head=head))
        if target and target not in known:
            raise UserError(
                _("« {name} » n'est pas une question du questionnaire : corrigez son nom.").format(
                    name=target
                )
            )
        told[fold_text(head)] = target
    return guess(workspace.questionnaire, content.heads, list_import.remembered(workspace) | told)


def _answer(done: Rehearsal, heads: dict[str, str], made: Imported | None) -> Answer:
    cells = [vars(cell) for cell in done.cells]
    skipped = [{"line": line, "why": why} for line, why in done.skipped]
    lines = [
        *(_("{head} : laissée de côté").format(head=head) for head, target in heads.items() if not target),
        *(_("Ligne {line} refusée : {why}").format(line=line, why=why) for line, why in done.skipped),
        *(
            _("Ligne {line}, {question} : « {typed} ». {why}").format(
                line=cell.line, question=cell.question, typed=cell.typed, why=cell.why
            )
            for cell in done.cells
        ),
        _(
            "{rows} lignes : {papers} fiches, dont {clean} sans rien à revoir ; {skipped} lignes refusées."
        ).format(rows=done.rows, papers=len(done.papers), clean=done.clean, skipped=len(skipped)),
    ]
    if made is not None:
        told = _("{drafts} brouillons attendent à la page Saisie ; {closed} fiches sont enregistrées.")
        lines.append(told.format(drafts=len(made.drafts), closed=made.closed))
    document = {
        "rows": done.rows,
        "papers": len(done.papers),
        "columns": heads,
        "refused": cells,
        "skipped": skipped,
        "drafts": len(made.drafts) if made else 0,
        "closed": made.closed if made else 0,
    }
    return Answer(document, tuple(lines))


def _show_progress(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:.0%}", end="", file=sys.stderr, flush=True)
