"""Stored responses being keyed again, to correct or verify them: what was seen when they were opened.

A draft keeps the revisions that the officer saw, not what they said: the response as it was opened is folded
again from the history, so that nothing of an erased person is anywhere else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from teleactivites_desktop.core.entry import Form
from teleactivites_desktop.core.history.ancestry import seen_from
from teleactivites_desktop.core.history.fold import Folded, fold
from teleactivites_desktop.core.history.state import response_state
from teleactivites_desktop.core.local import Draft, DraftKind
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace

_HEADS = "heads"


@dataclass(frozen=True)
class Opened:
    """A stored response as it was opened.

    `heads` are the revisions that the officer saw: what came meanwhile is a conflict, not overwritten.
    `draft` is the id under which what is keyed is kept.
    """

    response: StoredResponse
    folded: Folded
    heads: tuple[str, ...]
    draft: str

    @property
    def record(self) -> str:
        """Return the response's record id."""
        return self.response.line.record


def open_stored(workspace: Workspace, record: str) -> Opened:
    """Open a response as it stands. Raises UserError for one that is gone, or withdrawn."""
    heads = workspace.store.revisions.heads(record)
    return _opened(workspace, record, heads, workspace.new_record())


def open_draft(workspace: Workspace, draft: Draft) -> Opened:
    """Open the response of `draft` as it was when the draft was begun. Raises UserError as `open_stored`."""
    heads = draft.state[_HEADS]
    return _opened(workspace, draft.record, [str(head) for head in heads], draft.id)  # type: ignore[union-attr]


def form_of(workspace: Workspace, opened: Opened) -> Form:
    """Return the response's own version of the questionnaire where it is held, else the current one."""
    return workspace.form(opened.response.line.questionnaire)


def draft_of(workspace: Workspace, record: str, kind: DraftKind) -> Draft | None:
    """Return the draft of that kind that waits on a response."""
    drafts = workspace.store.drafts.list()
    return next((draft for draft in drafts if (draft.record, draft.kind) == (record, kind)), None)


def keep_draft(workspace: Workspace, opened: Opened, kind: DraftKind, state: Mapping[str, Any]) -> None:
    """Keep what is keyed (`EntrySession.to_draft`); it is on disk when this returns."""
    line = opened.response.line
    workspace.store.drafts.save(
        Draft(
            id=opened.draft,
            paper=line.paper,
            territory=line.territory,
            batch=line.batch,
            officer=workspace.officer,
            position=str(state["position"] or ""),
            state={
                **state,
                "kind": kind.value,
                "record": opened.record,
                "questionnaire": line.questionnaire,
                _HEADS: list(opened.heads),
            },
            updated=workspace.environment.now().isoformat(),
        )
    )


def _opened(workspace: Workspace, record: str, heads: Collection[str], draft: str) -> Opened:
    stored = workspace.store.responses.get(record)
    if stored is None:
        raise UserError(_("Cette fiche n'existe plus : elle a été effacée."))
    if stored.state.status is Status.WITHDRAWN:
        raise UserError(
            _("La fiche {paper} est retirée : rétablissez-la avant de la corriger.").format(
                paper=stored.line.paper
            )
        )
    folded = fold(seen_from(workspace.store.revisions.history(record), heads))
    response = StoredResponse(stored.line, response_state(folded), folded.values)
    return Opened(response, folded, tuple(heads), draft)
