"""Correcting a response that is stored: a revision that says only what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from teleactivites_desktop.core.entry import EntrySession, FieldState, Form, Rule
from teleactivites_desktop.core.entry.outcome import edited_values
from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import edit_patch
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import Nonresponse, PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.workspace import Workspace

_KINDS: Mapping[str, Nonresponse] = {f"?{kind.value}": kind for kind in Nonresponse}
"""How a nonresponse is typed on the command line: ``heures=?refused``."""


@dataclass(frozen=True)
class Correction:
    """A stored response being corrected: as it was opened, and the session that corrects it.

    `heads` are the revisions that the officer saw: what came meanwhile is a conflict, not overwritten.
    """

    opened: StoredResponse
    heads: tuple[str, ...]
    session: EntrySession


def open_response(workspace: Workspace, record: str) -> Correction:
    """Open a response to correct it, under its own version of the questionnaire where that is held.

    Raises UserError for one that is gone, or withdrawn.
    """
    stored = workspace.store.responses.get(record)
    if stored is None:
        raise UserError(_("Cette fiche n'existe plus : elle a été effacée."))
    if stored.state.status is Status.WITHDRAWN:
        raise UserError(
            _("La fiche {paper} est retirée : rétablissez-la avant de la corriger.").format(
                paper=stored.line.paper
            )
        )
    version = workspace.store.questionnaires.get(stored.line.questionnaire)
    session = EntrySession.for_edit(
        version or workspace.questionnaire, workspace.environment, formats(), values=stored.fields
    )
    return Correction(stored, tuple(workspace.store.revisions.heads(record)), session)


def save_correction(workspace: Workspace, correction: Correction) -> Revision | None:
    """Append what was corrected as one revision and return it; None where nothing changed.

    Raises UserError for a response that was erased meanwhile.
    """
    opened = correction.opened
    if workspace.store.responses.get(opened.line.record) is None:
        raise UserError(_("Cette fiche a été effacée entre-temps : la correction n'est pas gardée."))
    conflicts = dict.fromkeys(opened.state.conflicts, ())
    patch = edit_patch(Folded(opened.fields, conflicts=conflicts), _wanted(correction))
    if not patch:
        return None
    return workspace.author(Kind.RESPONSE, opened.line.record, patch, parents=correction.heads)


def _wanted(correction: Correction) -> dict[str, PatchValue]:
    opened, session = correction.opened.fields, correction.session
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
    state = stored.state if stored else correction.opened.state
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
        f"{session.label(field.question.labels) or field.question.name} : {field.message}"
        for field in fields
        if field.state is FieldState.REFUSED
    ]
    if refused:
        raise UserError("\n".join(refused))
    for field in fields:
        if accept_warnings and field.rule == Rule.WARNING:
            session.go(field.question.name)
            session.confirm()
