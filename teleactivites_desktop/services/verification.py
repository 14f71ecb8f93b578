"""Verifying stored responses: a second keying, blind, and what it leaves in the history.

A verification is one revision of the response: its corrections, and at ``verification.<officer>`` (one path
for each verifier, so that two never are in conflict)::

    {"fields": {keyer: count}, "differences": [{"question", "first", "second", "verdict", "booked_to",
     "looked"}]}

`keyer` and `booked_to` are records of officers; `first` and `second` are outcomes (`core.verification`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.verification import Difference, Verdict, VerificationSession
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import editing, verification_plan
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.reopened import (
    Opened,
    draft_of,
    form_of,
    keep_draft,
    open_draft,
    open_stored,
)
from teleactivites_desktop.services.verification_tally import PATH
from teleactivites_desktop.services.workspace import Workspace

WITH_TEXT = "verification.with_text"
"""Setting: free text is keyed again too."""
_OF_ANSWER = ("answers", "nonresponse", "refused")


@dataclass(frozen=True)
class Verification:
    """A stored response being keyed a second time."""

    opened: Opened
    session: VerificationSession


def begin(workspace: Workspace, record: str) -> Verification:
    """Begin the verification of a response, or take it up again where it was left.

    Raises UserError for a response that is gone or withdrawn.
    """
    waiting = draft_of(workspace, record, DraftKind.VERIFICATION)
    opened = open_draft(workspace, waiting) if waiting else open_stored(workspace, record)
    session = VerificationSession(
        form_of(workspace, opened),
        workspace.environment,
        formats(),
        first=opened.response.fields,
        with_text=bool(workspace.store.settings.get(WITH_TEXT, False)),
        draft=waiting.state if waiting else None,
    )
    return Verification(opened, session)


def keep(workspace: Workspace, verification: Verification) -> None:
    """Keep what was keyed again so far; it is on disk when this returns."""
    keep_draft(workspace, verification.opened, DraftKind.VERIFICATION, verification.session.to_draft())


def finish(workspace: Workspace, verification: Verification) -> Revision:
    """Append corrections and outcome as one revision, and bring the batch's sampling up to date.

    Raises UserError, and keeps the draft, where nothing was keyed again or the response is gone.
    """
    session, opened = verification.session, verification.opened
    if not session.settled:
        raise UserError(_("Rien n'a encore été saisi une seconde fois : la fiche reste à contrôler."))
    told = {f"{PATH}{workspace.officer}": _told(workspace, verification)}
    with workspace.store.transaction():
        revision = editing.save_correction(workspace, editing.Correction(opened, session.corrected()), told)
        assert revision is not None  # there is something to tell
        line = opened.response.line
        verification_plan.take_into_account(workspace, line.territory, line.batch)
    return revision


def _told(workspace: Workspace, verification: Verification) -> dict[str, PatchValue]:
    session = verification.session
    keyers = _Keyers(workspace, verification.opened)
    fields: dict[str, PatchValue] = {}
    for name in session.settled:
        keyer = keyers.of(name)
        count = fields.get(keyer, 0)
        fields[keyer] = (count if isinstance(count, int) else 0) + 1
    differences = [_written(workspace, keyers, each) for each in session.differences()]
    return {"fields": fields, "differences": list(differences)}


def _written(workspace: Workspace, keyers: "_Keyers", difference: Difference) -> dict[str, PatchValue]:
    booked_to = {
        Verdict.KEYER: keyers.of(difference.question),
        Verdict.VERIFIER: workspace.officer,
    }
    verdict = difference.verdict
    return {
        "question": difference.question,
        "first": dict(difference.first),
        "second": dict(difference.second),
        "verdict": verdict.value if verdict else "",
        "booked_to": booked_to.get(verdict, "") if verdict else "",
        "looked": difference.looked,
    }


class _Keyers:
    """Who keyed what stands in a response: the author of the answer, or of the first keying for a blank."""

    def __init__(self, workspace: Workspace, opened: Opened) -> None:
        history = workspace.store.revisions.history(opened.record)
        self._officers = {revision.id: revision.officer for revision in history}
        self._writers: Mapping[str, str] = opened.folded.writers
        self._first = next((revision.officer for revision in history if not revision.parents), "")

    def of(self, question: str) -> str:
        """Return the record of the officer who keyed `question`."""
        return next(self._candidates(question), self._first)

    def _candidates(self, question: str) -> Iterator[str]:
        for group in _OF_ANSWER:
            writer = self._writers.get(f"{group}.{question}")
            if writer in self._officers:
                yield self._officers[str(writer)]
