"""batch list, set, lost, found, close, reopen."""

import argparse
from typing import Any

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches, closing
from teleactivites_desktop.services.batch_words import (
    counts_sentence,
    lost_sentence,
    missing_sentence,
    state_words,
)
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.workspace import Workspace


def batch_list(request: argparse.Namespace) -> Answer:
    """List the batches: counts, numbers that lack, papers told lost."""
    with opened(request) as workspace:
        told = [_told(workspace, each) for each in batches.batches(workspace)]
    lines = [line for _document, listed in told for line in listed]
    return Answer({"batches": [document for document, _lines in told]}, tuple(lines) or (_("Aucun lot."),))


def batch_set(request: argparse.Namespace) -> Answer:
    """Say how many papers a batch has, and their numbers."""
    with opened(request) as workspace:
        batches.set_up(
            workspace,
            request.territory,
            request.batch,
            expected=request.expected,
            first=request.first,
            last=request.last,
        )
        return _answer(workspace, request)


def batch_lost(request: argparse.Namespace) -> Answer:
    """Note that a paper is lost or cannot be read."""
    with opened(request) as workspace:
        batches.tell_lost(workspace, _named(workspace, request), request.paper, request.reason)
        return _answer(workspace, request)


def batch_found(request: argparse.Namespace) -> Answer:
    """Take back that a paper is lost."""
    with opened(request) as workspace:
        batches.tell_found(workspace, request.territory, request.batch, request.paper)
        return _answer(workspace, request)


def batch_close(request: argparse.Namespace) -> Answer:
    """Close a batch, and draw what is keyed a second time."""
    with opened(request) as workspace:
        closing.close(workspace, _named(workspace, request), request.reason)
        return _answer(workspace, request)


def batch_reopen(request: argparse.Namespace) -> Answer:
    """Open a closed batch again."""
    with opened(request) as workspace:
        batches.reopen(workspace, _named(workspace, request))
        return _answer(workspace, request)


def _named(workspace: Workspace, request: argparse.Namespace) -> Batch:
    """Return the batch asked for. Raises UserError for one that nobody has seen."""
    return batches.known(workspace, request.territory, request.batch)


def _answer(workspace: Workspace, request: argparse.Namespace) -> Answer:
    return Answer(*_told(workspace, _named(workspace, request)))


def _told(workspace: Workspace, batch: Batch) -> tuple[dict[str, Any], tuple[str, ...]]:
    missing = batches.missing(workspace, batch)
    document = {
        "territory": batch.territory,
        "batch": batch.code,
        "expected": batch.expected,
        "keyed": batch.keyed,
        "first": batch.first,
        "last": batch.last,
        "lost": dict(batch.lost),
        "missing": missing,
        "closed": batch.closed,
    }
    where = f"{batch.territory}  {batch.code}"
    head = captioned(where, f"{counts_sentence(batch)} ({state_words(batch)})")
    more = (missing_sentence(missing), lost_sentence(batch))
    return document, (head, *(f"    {line}" for line in more if line))
