"""Keying papers: one field after another with a draft kept safe, or whole transcripts at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from teleactivites_desktop.core.entry import EntrySession, Form, Rule
from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.entry.outcome import typed_answers
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches
from teleactivites_desktop.services.feedback import add_counters
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.papers import ensure_officer, require_new, store_paper
from teleactivites_desktop.services.transcripts import (
    Transcript,
    TranscriptError,
    read_transcript,
    require_questions,
)
from teleactivites_desktop.services.versions import fields_as
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.storage.words import next_paper as number_after

VERSION_KEY = "questionnaire"
"""Key of a draft's state: the version of the questionnaire under which it was begun."""
_LAST_KEYED = "keying.last"
"""Setting: territory and batch -> record of the response keyed last. A record id alone, never its answers: an
erased person must be nowhere."""


def next_paper(workspace: Workspace, territory: str, code: str = "") -> str:
    """Return the number proposed for the next paper of a batch: its first, later what follows its last.

    Numbers that are keyed, being keyed, or told lost are passed over.
    """
    store = workspace.store
    batch = batches.batch(workspace, territory, code) if code else batches.Batch(territory, "")
    first = batch.first if not store.responses.last_paper(territory, code) else ""
    proposed = first or store.responses.next_number(territory, code)
    begun = {draft.paper for draft in store.drafts.list() if draft.territory == territory}
    while proposed in begun or proposed in batch.lost or store.responses.by_paper(proposed, territory):
        proposed = number_after(proposed)
    return proposed


def number_meant(workspace: Workspace, typed: str, territory: str, code: str = "") -> str:
    """Return the paper number that `typed` means: digits, from a keypad or a barcode reader, take the
    beginning and the width of the number proposed (``41`` is ``GBEQ-0041``, and so is ``gbeq-41``).

    A number that is some paper's as it is typed is left alone.
    """
    typed = typed.strip()
    proposed = next_paper(workspace, territory, code)
    beginning = proposed.rstrip("0123456789")
    begins = typed.lower().startswith(beginning.lower())
    digits = typed[len(beginning) :] if begins else typed
    if not (digits.isascii() and digits.isdigit() and beginning):
        return typed
    if workspace.store.responses.by_paper(typed, territory):
        return typed
    return beginning + digits.zfill(len(proposed) - len(beginning))


def start(workspace: Workspace, paper: str, territory: str, batch: str = "") -> tuple[EntrySession, str]:
    """Begin a paper, or take it up again where a draft of it waits; return its session and its draft's id.

    Raises UserError for a territory that is not the campaign's, a number that is taken, or a closed batch.
    """
    paper = paper.strip()
    for draft in workspace.store.drafts.list():
        if (draft.paper, draft.territory) == (paper, territory) and not draft.record:
            return resume(workspace, draft.id), draft.id
    require_new(workspace, paper, territory)
    batches.require_open(workspace, territory, batch)
    version = workspace.store.questionnaires.current_version()
    session = _session(workspace, version, territory, batch)
    draft = Draft(
        id=workspace.new_record(),
        paper=paper,
        territory=territory,
        batch=batch,
        officer=workspace.officer,
        position=session.position,
        state={VERSION_KEY: version, **session.to_draft()},
        updated=workspace.environment.now().isoformat(),
    )
    workspace.store.drafts.save(draft)
    return session, draft.id


def resume(workspace: Workspace, draft_id: str) -> EntrySession:
    """Take a paper up again at the very question where it was left. Raises UserError for no such draft."""
    draft = _draft(workspace, draft_id)
    return _session(workspace, _version(draft), draft.territory, draft.batch, draft.state)


def save_field(workspace: Workspace, draft_id: str, session: EntrySession) -> None:
    """Keep the session; it is on disk when this returns. Raises UserError for no such draft."""
    draft = _draft(workspace, draft_id)
    workspace.store.drafts.save(
        replace(
            draft,
            position=session.position,
            state={VERSION_KEY: _version(draft), **session.to_draft()},
            updated=workspace.environment.now().isoformat(),
        )
    )


def renumber(workspace: Workspace, draft_id: str, paper: str) -> None:
    """Give a paper being keyed another number. Raises UserError for a number that is taken."""
    draft = _draft(workspace, draft_id)
    require_new(workspace, paper.strip(), draft.territory)
    workspace.store.drafts.save(replace(draft, paper=paper.strip()))


def discard(workspace: Workspace, draft_id: str) -> None:
    """Forget a paper that was begun; harmless when there is none."""
    workspace.store.drafts.delete(draft_id)


def finish(workspace: Workspace, draft_id: str, session: EntrySession) -> str:
    """Turn the draft into a response: one revision, in the transaction that forgets the draft.

    Returns the response's record id. Raises UserError, and keeps the draft, when its number was taken
    meanwhile.
    """
    draft = _draft(workspace, draft_id)
    store = workspace.store
    with store.transaction():
        record = store_paper(
            workspace,
            paper=draft.paper,
            territory=draft.territory,
            batch=draft.batch,
            content=session.finish(),
            version=_version(draft),
        )
        store.drafts.delete(draft_id)
        last = store.settings.get(_LAST_KEYED, {})
        store.settings.set(_LAST_KEYED, {**last, _pile(draft.territory, draft.batch): record})
        add_counters(workspace, session.counters, draft.territory, draft.batch)
        batches.tell_found(workspace, draft.territory, draft.batch, draft.paper)
    return record


def key_transcripts(workspace: Workspace, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Key transcript lines (docs/command-line.md), each in its own transaction; empty lines are passed over.

    Yields for each what became of it: ``{"paper", "outcome": "saved", "status", "answers", "nonresponse",
    "problems": [{"question", "rule", "message", "typed"}]}``, or ``{"paper", "outcome": "refused", "why"}``.
    """
    form = workspace.form(workspace.store.questionnaires.current_version())
    for line in lines:
        if not line.strip():
            continue
        try:
            transcript = read_transcript(line)
            require_new(workspace, transcript.paper, transcript.territory)
            batches.require_open(workspace, transcript.territory, transcript.batch)
            require_questions(transcript, form.questionnaire)
        except TranscriptError as error:
            yield {"paper": error.paper, "outcome": "refused", "why": str(error)}
        except UserError as error:
            yield {"paper": transcript.paper, "outcome": "refused", "why": str(error)}
        else:
            yield _key_transcript(workspace, form, transcript)


def _key_transcript(workspace: Workspace, form: Form, transcript: Transcript) -> dict[str, Any]:
    session = EntrySession(form, workspace.environment, formats())
    key_answers(session, transcript)
    received = _received(workspace, session, transcript.received)
    content = session.finish()
    with workspace.store.transaction():
        store_paper(
            workspace,
            paper=transcript.paper,
            territory=transcript.territory,
            batch=transcript.batch,
            content=content,
            version=workspace.store.questionnaires.current_version(),
            received=received,
            officer=ensure_officer(workspace, transcript.officer),
        )
        batches.tell_found(workspace, transcript.territory, transcript.batch, transcript.paper)
    return {"paper": transcript.paper, "outcome": "saved", **told(session, content)}


def key_answers(session: EntrySession, transcript: Transcript) -> None:
    """Type a transcript into a session, question after question in paper order.

    What is typed in a question that turns out skipped is kept as on paper: nothing typed is lost. Questions
    that the transcript says nothing of are left blank, or take what is proposed in their box.
    """
    for question in session.questionnaire.keyed:
        field = session.field(question.name)
        typed = transcript.answers.get(question.name, field.proposal if field.relevant else "")
        kind = transcript.nonresponse.get(question.name)
        if typed or kind:
            session.go(question.name)
            if kind:
                session.nonresponse(kind)
            session.enter(typed)
    for name in transcript.answers:
        if not session.field(name).relevant:
            session.go(name)
            session.force()
    if transcript.accept_warnings:
        for problem in session.problems():
            if problem.rule == Rule.WARNING:
                session.go(problem.question)
                session.confirm()


def told(session: EntrySession, content: Mapping[str, PatchValue]) -> dict[str, Any]:
    """Return what the command line says of a response: status, answers, nonresponse, problems."""
    problems = session.problems()
    groups: dict[str, dict[str, Any]] = {"answers": {}, "nonresponse": {}}
    for path, value in content.items():
        group, dot, name = path.partition(".")
        if group == "answers":
            value = session.field(name).value
        if dot and group in groups:
            groups[group][name] = value
    return {
        "status": (Status.INCOMPLETE if problems else Status.COMPLETE).value,
        **groups,
        "problems": [
            {
                "question": problem.question,
                "rule": str(problem.rule),
                "message": problem.message,
                "typed": problem.typed,
            }
            for problem in problems
        ],
    }


def _received(workspace: Workspace, session: EntrySession, typed: str) -> date | None:
    """Return the day written in a transcript; one that is no date is kept as a note on the response."""
    if not typed:
        return None
    try:
        return date.fromisoformat(parse_date(typed, workspace.environment.today()))
    except RefusedTextError as refused:
        session.note(_("Date de réception écrite « {typed} ». {why}").format(typed=typed, why=str(refused)))
        return None


def _session(
    workspace: Workspace, version: str, territory: str, batch: str, state: Mapping[str, Any] | None = None
) -> EntrySession:
    """Return a session of a new paper, with what the last paper of its batch proposes.

    A paper stays with the version of the questionnaire under which it was begun.
    """
    form = workspace.form(version)
    previous = _previous_answers(workspace, form, version, territory, batch)
    repeated = {name: typed for name, typed in previous.items() if form.questionnaire.by_name[name].repeat}
    return EntrySession(
        form, workspace.environment, formats(), proposals=repeated, ditto=previous, draft=state
    )


def _previous_answers(
    workspace: Workspace, form: Form, version: str, territory: str, batch: str
) -> dict[str, str]:
    """Return what was typed on the paper keyed last in this batch: question -> text."""
    record = workspace.store.settings.get(_LAST_KEYED, {}).get(_pile(territory, batch), "")
    stored = workspace.store.responses.get(record) if record else None
    return typed_answers(form, fields_as(workspace, stored, version)) if stored else {}


def _version(draft: Draft) -> str:
    return str(draft.state[VERSION_KEY])


def _pile(territory: str, batch: str) -> str:
    return f"{territory}/{batch}"


def _draft(workspace: Workspace, draft_id: str) -> Draft:
    draft = workspace.store.drafts.get(draft_id)
    if draft is None:
        raise UserError(_("Cette fiche en cours n'existe plus : reprenez-la dans la liste des fiches."))
    return draft
