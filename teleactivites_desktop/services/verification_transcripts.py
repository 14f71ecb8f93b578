"""Verifying a pile from a file: each paper keyed a second time by a transcript, differences told.

The rule is the window's (`core.verification`): what differs is taken only when it was keyed twice the same.
In a transcript a second text says so: ``"heures": ["39", "39"]``. A paper with a difference that the
transcript does not settle changes nothing: it waits as a draft there, for somebody who has the paper.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from teleactivites_desktop.core.entry import Rule
from teleactivites_desktop.core.entry.fields import FieldState
from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.typography import short_date
from teleactivites_desktop.core.verification import VerificationSession
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import verification, verification_plan, verification_report
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.papers import ensure_officer
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.reopened import draft_of
from teleactivites_desktop.services.transcripts import (
    Transcript,
    TranscriptError,
    read_transcript,
    require_questions,
)
from teleactivites_desktop.services.verification import Verification
from teleactivites_desktop.services.verification_plan import Due, DueState
from teleactivites_desktop.services.verification_report import ToldDifference
from teleactivites_desktop.services.workspace import Workspace


def key_again(workspace: Workspace, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Verify the papers of transcript lines (docs/command-line.md); empty lines are passed over.

    Yields for each what became of it: ``{"paper", "outcome", "compared", "differences"}``, differences as
    `as_document` writes them; outcome `verified`, or `open` where one waits as a draft; or
    ``{"paper", "outcome": "refused", "why"}``.
    """
    for line in lines:
        if not line.strip():
            continue
        paper = ""
        try:
            transcript = read_transcript(line, several=True)
            paper = transcript.paper
            with workspace.store.transaction():
                told = _verify(workspace, transcript)
        except TranscriptError as error:
            told = {"paper": error.paper, "outcome": "refused", "why": str(error)}
        except UserError as error:
            told = {"paper": paper, "outcome": "refused", "why": str(error)}
        yield told


def as_document(each: ToldDifference) -> dict[str, Any]:
    """Return a difference as the command line writes it."""
    return {
        "paper": each.paper,
        "question": each.question,
        "first": each.first,
        "second": each.second,
        "verdict": each.verdict.value if each.verdict else "",
        "booked_to": each.booked_to,
        "verifier": each.verifier,
        "looked": each.looked,
    }


def _verify(workspace: Workspace, transcript: Transcript) -> dict[str, Any]:
    verifier = _seat(workspace, transcript.officer)
    record = find_response(workspace, transcript.paper, transcript.territory)
    if draft_of(workspace, record, DraftKind.VERIFICATION):
        raise UserError(
            _("Un contrôle de cette fiche est commencé : finissez-le, ou effacez son brouillon, en Saisie.")
        )
    begun = verification.begin(verifier, record)
    require_questions(transcript, begun.session.questionnaire)
    _require_other(verification_plan.state_of(verifier, begun.opened.response.line))
    key_paper(begun.session, transcript)
    waiting = [each for each in begun.session.differences() if each.verdict is None]
    if waiting:
        begun.session.go(waiting[0].question)
        verification.keep(verifier, begun)
        differences = list(_open_differences(begun))
    else:
        verification.finish(verifier, begun)
        differences = [
            as_document(each)
            for each in verification_report.differences_of(workspace, record, verifier.officer)
        ]
    return {
        "paper": transcript.paper,
        "outcome": "open" if waiting else "verified",
        "compared": len(begun.session.settled),
        "differences": differences,
    }


def key_paper(session: VerificationSession, transcript: Transcript) -> None:
    """Type a transcript into a second keying: each question asked, once, and again where it differs."""
    while session.position:
        name = session.position
        for typed in (transcript.answers.get(name, ""), *transcript.again.get(name, ())):
            if session.position == name:
                _key(session, transcript, typed)
        if session.position == name:
            session.leave()


def _key(session: VerificationSession, transcript: Transcript, typed: str) -> None:
    """Key one text; a text that a rule refuses is held to, as the paper has it."""
    name = session.position
    kind = transcript.nonresponse.get(name)
    if kind and not typed:
        session.nonresponse(kind)
    reaction = session.enter(typed)
    refused = reaction.field.state is FieldState.REFUSED and reaction.field.rule != Rule.VERIFICATION
    checked = reaction.field.state is FieldState.TO_CHECK and transcript.accept_warnings
    if session.position == name and not reaction.accepted and (refused or checked):
        session.confirm()


def _open_differences(begun: Verification) -> Iterator[dict[str, Any]]:
    """Yield the differences of a verification that waits, as `as_document` writes them."""
    reader = Reader(begun.session.questionnaire)
    for each in begun.session.differences():
        yield {
            "paper": begun.opened.response.line.paper,
            "question": each.question,
            "first": verification_report.outcome_words(reader, each.question, each.first),
            "second": verification_report.outcome_words(reader, each.question, each.second),
            "verdict": each.verdict.value if each.verdict else "",
            "booked_to": "",
            "verifier": "",
            "looked": each.looked,
        }


def _seat(workspace: Workspace, officer: str) -> Workspace:
    """Return the workspace with the officer of the transcript at work."""
    workspace.ensure_presented()
    record = ensure_officer(workspace, officer)
    return Workspace(workspace.store, workspace.identity, record, workspace.environment)


def _require_other(due: Due) -> None:
    """Raise UserError where the officer at work keyed this response first, and may not verify it now."""
    if due.state is DueState.COLLEAGUE:
        raise UserError(
            _("Qui a saisi une fiche ne la contrôle pas : un collègue la saisit une seconde fois.")
        )
    if due.state is DueState.HELD and due.held_until is not None:
        raise UserError(
            _("Seul agent du territoire, vous pourrez contrôler votre saisie à partir du {day}.").format(
                day=short_date(due.held_until)
            )
        )
