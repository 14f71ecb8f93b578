"""Correcting a response that is stored: a revision that says only what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from teleactivites_desktop.core.entry import EntrySession, FieldState, Form, Rule
from teleactivites_desktop.core.entry.outcome import edited_values
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import edit_patch
from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.core.values import Nonresponse, PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.reopened import (
    Opened,
    draft_of,
    form_of,
    keep_draft,
    open_draft,
    open_stored,
)
from teleactivites_desktop.services.workspace import Workspace

_KINDS: Mapping[str, Nonresponse] = {f"?{kind.value}": kind for kind in Nonresponse}
"""How a nonresponse is typed on the command line: ``heures=?refused``."""


@dataclass(frozen=True)
class Correction:
    """A stored response being corrected: as it was opened, and the session that corrects it."""

    opened: Opened
    session: EntrySession


def open_response(workspace: Workspace, record: str) -> Correction:
    """Open a response to correct it, under its own version of the questionnaire where that is held.

    Raises UserError for one that is gone, or withdrawn.
    """
    return _correction(workspace, open_stored(workspace, record), None)


def take_up(workspace: Workspace, record: str) -> Correction:
    """Take up the correction of a response where it was left; open it where none waits.

    Raises UserError as `open_response` does.
    """
    waiting = draft_of(workspace, record, DraftKind.CORRECTION)
    if waiting is None:
        return open_response(workspace, record)
    return _correction(workspace, open_draft(workspace, waiting), waiting.state)


def keep_correction(workspace: Workspace, correction: Correction) -> bool:
    """Keep what is corrected so far as a draft, on disk when this returns; tell whether anything is."""
    session = correction.session
    begun = bool(session.touched()) or session.paper_note != correction.opened.response.state.note
    if begun:
        keep_draft(workspace, correction.opened, DraftKind.CORRECTION, session.to_draft())
    else:
        workspace.store.drafts.delete(correction.opened.draft)
    return begun


def save_correction(
    workspace: Workspace, correction: Correction, more: Mapping[str, PatchValue] | None = None
) -> Revision | None:
    """Append what was corrected as one revision and return it; None where nothing changed.

    `more` are paths written along with it. The draft goes in the same transaction. Raises UserError for a
    response that was erased meanwhile.
    """
    opened, store = correction.opened, workspace.store
    if store.responses.get(opened.record) is None:
        raise UserError(_("Cette fiche a été effacée entre-temps : la correction n'est pas gardée."))
    patch = {**edit_patch(opened.folded, _wanted(correction)), **(more or {})}
    with store.transaction():
        store.drafts.delete(opened.draft)
        if not patch:
            return None
        return workspace.author(Kind.RESPONSE, opened.record, patch, parents=opened.heads)


def _correction(workspace: Workspace, opened: Opened, state: Mapping[str, Any] | None) -> Correction:
    form, values = form_of(workspace, opened), opened.response.fields
    session = EntrySession.for_edit(form, workspace.environment, formats(), values=values, draft=state)
    return Correction(opened, session)


def _wanted(correction: Correction) -> dict[str, PatchValue]:
    opened, session = correction.opened.response.fields, correction.session
    untouched = EntrySession.for_edit(session.form, session.environment, session.formats, values=opened)
    return edited_values(opened, untouched.finish(), session.finish(), session.touched())


def find_response(workspace: Workspace, paper: str, territory: str = "") -> str:
    """Return the record of the response with this paper number. Raises UserError for none, or several."""
    found = workspace.store.responses.by_paper(paper.strip(), territory)
    if not found:
        raise UserError(_("Aucune fiche ne porte le numéro {paper}.").format(paper=paper.strip()))
    if len(found) > 1:
        raise UserError(
            _("{count} fiches portent le numéro {paper} : ouvrez la bonne dans la liste.").format(
                count=len(found), paper=paper.strip()
            )
        )
    return found[0].record


def edit(
    workspace: Workspace,
    paper: str,
    changes: Mapping[str, str],
    *,
    territory: str = "",
    accept_warnings: bool = False,
) -> dict[str, Any]:
    """Correct the response `paper`: question -> text as typed on screen; "" empties, "?refused" is no answer.

    Returns ``{"paper", "changed": [paths], "status", "problems"}``, problems as `key_transcripts` tells them.
    Raises UserError, and changes nothing, for an unknown question or a text that a rule refuses.
    """
    record = find_response(workspace, paper, territory)
    correction = open_response(workspace, record)
    _require_keyed(correction.session.form, changes)
    _type(correction.session, changes, accept_warnings)
    revision = save_correction(workspace, correction)
    changed = sorted(revision.patch or ()) if revision else []
    stored = workspace.store.responses.get(record)
    state = stored.state if stored else correction.opened.response.state
    return {
        "paper": state.paper,
        "changed": changed,
        "status": state.status.value,
        "problems": [
            {"question": name, "rule": refused.rule, "message": refused.message, "typed": refused.typed}
            for name, refused in state.refused.items()
        ],
    }


def _require_keyed(form: Form, changes: Mapping[str, str]) -> None:
    keyed = {question.name for question in form.questionnaire.keyed}
    for name in changes:
        if name not in keyed:
            raise UserError(_("« {name} » n'est pas une question du questionnaire.").format(name=name))


def _type(session: EntrySession, changes: Mapping[str, str], accept_warnings: bool) -> None:
    """Type the changes in paper order. Raises UserError for those that stay refused once all are typed."""
    names = [question.name for question in session.questionnaire.keyed if question.name in changes]
    for name in names:
        session.go(name)
        kind = _KINDS.get(changes[name])
        if kind is not None:
            session.nonresponse(kind)
        else:
            session.enter(changes[name])
        if not session.field(name).relevant:
            session.go(name)
            session.force()
    fields = [session.field(name) for name in names]
    refused = [
        captioned(session.label(field.question.labels) or field.question.name, field.message)
        for field in fields
        if field.state is FieldState.REFUSED
    ]
    if refused:
        raise UserError("\n".join(refused))
    for field in fields:
        if accept_warnings and field.rule == Rule.WARNING:
            session.go(field.question.name)
            session.confirm()
