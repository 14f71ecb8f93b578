"""table, variables, coding: counting what one chooses, and preparing answers for it."""

import argparse
from collections.abc import Mapping
from typing import Any

from teleactivites_desktop.cli.commands.documents import selection
from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.table_choice import Show, TableChoice
from teleactivites_desktop.core.table_grid import as_text
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import coding, cross_tables, derived_variables, named_tables, tabulations
from teleactivites_desktop.services.table_words import test_words, whom_words
from teleactivites_desktop.services.workspace import Workspace


def table_make(request: argparse.Namespace) -> Answer:
    """Count a question, and keep the table where a name is given."""
    with opened(request) as workspace:
        chosen = selection(request, workspace)
        where, _equals, among = request.where.partition("=")
        choice = TableChoice(
            rows=request.rows,
            by=request.by,
            territories=tuple(sorted(chosen.territories)),
            first=chosen.first.isoformat() if chosen.first else "",
            last=chosen.last.isoformat() if chosen.last else "",
            where=where,
            among=tuple(among.split()),
            show=Show(request.show),
            nonresponse=request.nonresponse,
        )
        answer = _counted(workspace, choice)
        if request.keep:
            named_tables.keep(workspace, choice.named(request.keep, in_summary=request.in_summary))
        return answer


def table_list(request: argparse.Namespace) -> Answer:
    """List the named tables."""
    with opened(request) as workspace:
        found = named_tables.named_tables(workspace)
    tables = [{"name": each.name, **each.to_value()} for each in found]
    return Answer({"tables": tables}, tuple(each.name for each in found))


def table_show(request: argparse.Namespace) -> Answer:
    """Count a named table."""
    with opened(request) as workspace:
        return _counted(workspace, named_tables.named_table(workspace, request.name))


def table_forget(request: argparse.Namespace) -> Answer:
    """Forget a named table."""
    with opened(request) as workspace:
        name = named_tables.named_table(workspace, request.name).name
        named_tables.remove(workspace, name)
    return Answer({"forgotten": name}, (_("« {name} » est supprimé.").format(name=name),))


def variables_list(request: argparse.Namespace) -> Answer:
    """List the derived variables."""
    with opened(request) as workspace:
        found = derived_variables.variables(workspace)
    listed = [{"name": each.name, "label": each.label, "groups": list(each.groups)} for each in found]
    return Answer({"variables": listed}, tuple(f"{v.name}  {v.label} : {', '.join(v.groups)}" for v in found))


def variables_load(request: argparse.Namespace) -> Answer:
    """Read the variables of a file."""
    with opened(request) as workspace:
        found, _revision = derived_variables.load_file(workspace, request.file)
    names = [each.name for each in found]
    return Answer({"variables": names}, (_("Variables lues : {names}.").format(names=", ".join(names)),))


def variables_forget(request: argparse.Namespace) -> Answer:
    """Forget a derived variable."""
    with opened(request) as workspace:
        derived_variables.forget(workspace, request.name)
    said = _("« {name} » est supprimé.").format(name=request.name)
    return Answer({"forgotten": request.name}, (said,))


def coding_list(request: argparse.Namespace) -> Answer:
    """List what was written and has no code yet."""
    with opened(request) as workspace:
        found = coding.to_code(workspace, request.question, _target(workspace, request.question))
    answers = [{"text": a.text, "count": a.count, "proposed": a.proposed} for a in found]
    return Answer(
        {"answers": answers}, tuple(f"{a.count:>5}  {a.text}  {a.proposed}".rstrip() for a in found)
    )


def coding_give(request: argparse.Namespace) -> Answer:
    """Give a code to every response that says a text."""
    with opened(request) as workspace:
        target = _target(workspace, request.question)
        found = coding.to_code(workspace, request.question, target, coded_too=True)
        same = [answer for answer in found if fold_text(answer.text) == fold_text(request.text)]
        if not same:
            raise UserError(_("Personne n'a écrit « {text} ».").format(text=request.text))
        done = coding.assign(workspace, target, same[0].records, request.code)
    line = _("{n} fiches codées.").format(n=len(done.revisions))
    return Answer({"coded": len(done.revisions)}, (line,))


def _target(workspace: Workspace, question: str) -> str:
    pairs = dict(coding.pairs(workspace.questionnaire))
    if question not in pairs:
        told = _("« {name} » ne se code pas ; choisissez : {names}.")
        raise UserError(told.format(name=question, names=", ".join(pairs)))
    return pairs[question]


def _counted(workspace: Workspace, choice: TableChoice) -> Answer:
    base = tabulations.load(workspace)
    made = cross_tables.make(base, choice)
    grid = made.grid
    lines: list[Mapping[str, Any]] = [
        {"label": line.label, "cells": [cell.plain for cell in line.cells]} for line in grid.lines
    ]
    document = {"title": grid.title, "heads": list(grid.heads[1:]), "lines": lines, "people": made.people}
    said = [whom_words(base, choice), test_words(made) if choice.by else ""]
    return Answer(document, (as_text(grid).rstrip("\n"), *(words for words in said if words)))
