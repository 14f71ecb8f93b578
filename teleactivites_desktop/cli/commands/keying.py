"""key, edit, withdraw, erase."""

import argparse
import sys
from pathlib import Path
from typing import Any

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import editing, erasure, keying, responses
from teleactivites_desktop.services.duplicates import papers_of_one

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes: a transcript is about a kilobyte; more than this is no file of transcripts."""


def key(request: argparse.Namespace) -> Answer:
    """Key a file of transcripts."""
    lines = lines_of(request.file)
    with opened(request) as workspace:
        papers = []
        for paper in keying.key_transcripts(workspace, lines):
            papers.append(paper)
            if sys.stderr.isatty():
                print(f"\r{len(papers)} / {len(lines)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    saved = sum(paper["outcome"] == "saved" for paper in papers)
    total = _("{saved} fiches enregistrées, {refused} refusées.").format(
        saved=saved, refused=len(papers) - saved
    )
    return Answer({"papers": papers}, (*(_line_of(paper) for paper in papers), total))


def edit(request: argparse.Namespace) -> Answer:
    """Correct a response."""
    changes = dict(_change(word) for word in request.answers)
    with opened(request) as workspace:
        done = editing.edit(workspace, request.paper, changes, accept_warnings=True)
    line = (
        _("Fiche {paper} corrigée.").format(paper=done["paper"])
        if done["changed"]
        else _("Fiche {paper} : rien n'a changé.").format(paper=done["paper"])
    )
    return Answer(done, (line, *_problem_lines(done["problems"])))


def withdraw(request: argparse.Namespace) -> Answer:
    """Withdraw a response."""
    with opened(request) as workspace:
        responses.withdraw(workspace, editing.find_response(workspace, request.paper), request.reason)
    line = _("Fiche {paper} retirée ; elle reste dans la liste.").format(paper=request.paper)
    return Answer({"paper": request.paper, "status": "withdrawn"}, (line,))


def erase(request: argparse.Namespace) -> Answer:
    """Erase a response, at the person's request."""
    with opened(request) as workspace:
        record = editing.find_response(workspace, request.paper)
        records = papers_of_one(workspace, record) if request.person else [record]
        erasure.erase_person(workspace, records, request.reason)
    line = _("Fiche {paper} effacée ici ; l'effacement partira avec les prochains échanges.")
    return Answer({"paper": request.paper, "erased": True}, (line.format(paper=request.paper),))


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file of transcripts. Raises UserError for one that cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(_("« {path} » est trop gros pour un fichier de saisie.").format(path=path))
        return [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except OSError as error:
        raise UserError(
            _("« {path} » ne peut être lu ({reason}) : vérifiez le nom et l'emplacement.").format(
                path=path, reason=error.strerror
            )
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            _("« {path} » n'est pas un texte en UTF-8 : vérifiez que c'est le bon fichier.").format(path=path)
        ) from error


def _change(word: str) -> tuple[str, str]:
    name, equals, typed = word.partition("=")
    if not equals or not name:
        raise UserError(_("« {word} » : écrivez NOM=réponse, par exemple heures=35.").format(word=word))
    return name, typed


def _line_of(paper: dict[str, Any]) -> str:
    if paper["outcome"] == "refused":
        return _("{paper} : refusée. {why}").format(paper=paper["paper"] or "?", why=paper["why"])
    state = _("complète") if paper["status"] == "complete" else _("incomplète")
    return "\n".join([captioned(paper["paper"], state), *_problem_lines(paper["problems"])])


def _problem_lines(problems: list[dict[str, Any]]) -> list[str]:
    return ["    " + captioned(problem["question"], problem["message"]) for problem in problems]
