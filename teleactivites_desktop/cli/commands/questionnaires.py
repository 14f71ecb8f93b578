"""questionnaire check, compare, adopt, write."""

import argparse
from typing import Any

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.questionnaire_changes import ChangeKind, QuestionChange
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import exports, questionnaires, versions
from teleactivites_desktop.services.versions import Proposal


def questionnaire_check(request: argparse.Namespace) -> Answer:
    """Say what is wrong with a workbook."""
    result = questionnaires.check(request.file)
    document = {
        "ok": result.ok,
        "questions": result.questions,
        "problems": [
            {"sheet": fault.sheet, "row": fault.row, "message": fault.message} for fault in result.problems
        ],
        "skipped": [
            {"sheet": row.sheet, "row": row.row, "type": row.type, "name": row.name} for row in result.skipped
        ],
    }
    lines = [
        _("{sheet}, ligne {row} : {message}").format(sheet=fault.sheet, row=fault.row, message=fault.message)
        if fault.row
        else fault.message
        for fault in result.problems
    ]
    lines += [
        _("{sheet}, ligne {row} : « {name} » ({type}) ne se saisit pas d'après un papier, sautée.").format(
            sheet=row.sheet, row=row.row, name=row.name, type=row.type
        )
        for row in result.skipped
    ]
    if result.ok:
        lines.append(
            ngettext(
                "Questionnaire utilisable : {n} question.",
                "Questionnaire utilisable : {n} questions.",
                result.questions,
            ).format(n=result.questions)
        )
    return Answer(document, tuple(lines), result.ok)


def questionnaire_write(request: argparse.Namespace) -> Answer:
    """Write the campaign's questionnaire: workbook, choice files, DDI codebook."""
    with opened(request) as workspace:
        written = exports.questionnaire(workspace, request.folder)
    lines = tuple(_("Écrit : {path}").format(path=path) for path in written)
    return Answer({"files": [str(path) for path in written]}, lines)


def questionnaire_compare(request: argparse.Namespace) -> Answer:
    """Say what a workbook changes in the campaign's questionnaire; nothing is written."""
    with opened(request) as workspace:
        proposal = versions.compare(workspace, request.file, _renamed(request))
    return Answer(_document(proposal), (*_lines(proposal), *_undecided(proposal)))


def questionnaire_adopt(request: argparse.Namespace) -> Answer:
    """Make a workbook the campaign's current questionnaire."""
    with opened(request) as workspace:
        proposal = versions.adopt(workspace, request.file, _renamed(request))
    done = _("« {title} », version {version}, est le questionnaire de la campagne.").format(
        title=_title(proposal), version=proposal.package.questionnaire.version
    )
    return Answer(_document(proposal), (*_lines(proposal), done))


def _renamed(request: argparse.Namespace) -> dict[str, str]:
    pairs = [text.partition("=") for text in request.renamed]
    for old, equals, _new in pairs:
        if not equals or not old:
            raise UserError(_("--renamed attend ANCIEN=NOUVEAU, ou ANCIEN= pour une question supprimée."))
    return {old.strip(): new.strip() for old, _equals, new in pairs}


def _title(proposal: Proposal) -> str:
    made = proposal.package.questionnaire
    return made.text(made.titles) or made.form_id


def _document(proposal: Proposal) -> dict[str, Any]:
    compared = proposal.comparison
    return {
        "version": proposal.package.version_id,
        "known": proposal.known,
        "form": list(compared.form),
        "questions": [
            {
                "kind": change.kind.value,
                "before": change.before,
                "name": change.name,
                "label": change.label,
                "details": list(change.details),
            }
            for change in compared.questions
        ],
        "probable": dict(proposal.undecided),
        "answered": dict(proposal.answered),
    }


def _lines(proposal: Proposal) -> list[str]:
    lines = list(proposal.comparison.form)
    for change in proposal.comparison.questions:
        lines.append(f"{_kind_words(change)}  {change.label}{_kept(proposal, change)}")
        lines += [f"    {detail}" for detail in change.details]
    return lines or [_("Rien ne change pour la saisie.")]


def _kind_words(change: QuestionChange) -> str:
    return {
        ChangeKind.ADDED: _("+ {name}"),
        ChangeKind.REMOVED: _("- {before}"),
        ChangeKind.RENAMED: _("= {before} → {name}"),
        ChangeKind.CHANGED: _("~ {name}"),
    }[change.kind].format(name=change.name, before=change.before)


def _kept(proposal: Proposal, change: QuestionChange) -> str:
    count = proposal.answered.get(change.before, 0) if change.kind is ChangeKind.REMOVED else 0
    if not count:
        return ""
    kept = ngettext("{n} fiche garde sa réponse", "{n} fiches gardent leur réponse", count).format(n=count)
    return f" ({kept})"


def _undecided(proposal: Proposal) -> list[str]:
    return [
        _(
            "{old} a sans doute changé de nom : --renamed {old}={new}, ou --renamed {old}= si supprimée."
        ).format(old=old, new=new)
        for old, new in proposal.undecided
    ]
