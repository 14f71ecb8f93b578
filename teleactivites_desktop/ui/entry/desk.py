"""The paper on the desk: a new one with its draft, or a stored one being corrected. No widget here."""

from typing import Protocol

from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import editing, keying, verification
from teleactivites_desktop.services.workspace import Workspace

OPEN_DRAFT = "entry.open"
"""Setting: the draft on the desk, so that a program that was killed takes it up again."""
LAST_BATCH = "entry.batch"
"""Setting: territory and code of the batch keyed last."""


class Paper(Protocol):
    """A paper on the desk."""

    number: str
    territory: str
    batch: str
    session: EntrySession

    def save(self) -> None:
        """Keep what was keyed; it is on disk when this returns. Raises UserError."""

    def finish(self) -> str:
        """Make the response what was keyed, and return its record. Raises UserError, and loses nothing."""

    def put_aside(self) -> None:
        """Take the paper off the desk; a draft waits."""


class NewPaper:
    """A paper keyed for the first time: a draft until it is finished."""

    def __init__(self, workspace: Workspace, draft: str, session: EntrySession) -> None:
        kept = workspace.store.drafts.get(draft)
        self.number = kept.paper if kept else ""
        self.territory = kept.territory if kept else ""
        self.batch = kept.batch if kept else ""
        self.session = session
        self._workspace = workspace
        self._draft = draft
        _remember_open(workspace, draft)
        workspace.store.settings.set(LAST_BATCH, [self.territory, self.batch])

    def save(self) -> None:
        """Keep the draft."""
        keying.save_field(self._workspace, self._draft, self.session)

    def finish(self) -> str:
        """Turn the draft into a response."""
        record = keying.finish(self._workspace, self._draft, self.session)
        self.put_aside()
        return record

    def put_aside(self) -> None:
        """Leave the draft waiting."""
        _remember_open(self._workspace, None)


class StoredPaper:
    """A response being corrected: what is keyed waits in a draft, and becomes one revision at the end."""

    def __init__(self, workspace: Workspace, correction: editing.Correction) -> None:
        line = correction.opened.response.line
        self.number, self.territory, self.batch = line.paper, line.territory, line.batch
        self.session = correction.session
        self.corrected = False
        self._workspace = workspace
        self._correction = correction

    def save(self) -> None:
        """Keep what is corrected so far, if anything is."""
        kept = editing.keep_correction(self._workspace, self._correction)
        _remember_open(self._workspace, self._correction.opened.draft if kept else None)

    def finish(self) -> str:
        """Append the correction."""
        self.corrected = editing.save_correction(self._workspace, self._correction) is not None
        self.put_aside()
        return self._correction.opened.record

    def put_aside(self) -> None:
        """Leave the draft waiting."""
        _remember_open(self._workspace, None)


class VerifiedPaper:
    """A response keyed a second time: a draft until the verification is finished."""

    def __init__(self, workspace: Workspace, verified: verification.Verification) -> None:
        line = verified.opened.response.line
        self.number, self.territory, self.batch = line.paper, line.territory, line.batch
        self.session: EntrySession = verified.session
        self._workspace = workspace
        self._verified = verified
        _remember_open(workspace, verified.opened.draft)

    def save(self) -> None:
        """Keep what was keyed again so far."""
        verification.keep(self._workspace, self._verified)

    def finish(self) -> str:
        """Append the verification and what it corrects."""
        verification.finish(self._workspace, self._verified)
        self.put_aside()
        return self._verified.opened.record

    def put_aside(self) -> None:
        """Leave the draft waiting."""
        _remember_open(self._workspace, None)


def begin(workspace: Workspace, number: str, territory: str, batch: str) -> NewPaper:
    """Begin the paper `number`, or take its draft up again. Raises UserError."""
    session, draft = keying.start(workspace, number, territory, batch)
    return NewPaper(workspace, draft, session)


def resume(workspace: Workspace, draft: str) -> Paper:
    """Take a draft up at the question where it was left. Raises UserError."""
    kept = workspace.store.drafts.get(draft)
    if kept is not None and kept.kind is DraftKind.CORRECTION:
        return StoredPaper(workspace, editing.take_up(workspace, kept.record))
    if kept is not None and kept.kind is DraftKind.VERIFICATION:
        return verify(workspace, kept.record)
    return NewPaper(workspace, draft, keying.resume(workspace, draft))


def verify(workspace: Workspace, record: str) -> VerifiedPaper:
    """Key a stored response a second time, from where that was left. Raises UserError."""
    return VerifiedPaper(workspace, verification.begin(workspace, record))


def correct(workspace: Workspace, record: str, question: str = "") -> StoredPaper:
    """Open a stored response, at `question` where one is given. Raises UserError."""
    correction = editing.take_up(workspace, record)
    if question in correction.session.form.path:
        correction.session.go(question)
    return StoredPaper(workspace, correction)


def left_open(workspace: Workspace) -> str:
    """Return the draft that was on the desk when the program ended; "" for none."""
    draft = workspace.store.settings.get(OPEN_DRAFT)
    return draft if isinstance(draft, str) and workspace.store.drafts.get(draft) else ""


def last_batch(workspace: Workspace) -> tuple[str, str]:
    """Return territory and code of the batch keyed last; this site's territory and no batch before."""
    kept = workspace.store.settings.get(LAST_BATCH)
    if isinstance(kept, list) and len(kept) == 2:
        return str(kept[0]), str(kept[1])
    return workspace.identity.territory, ""


def status_of(workspace: Workspace, record: str) -> Status | None:
    """Return where a response stands."""
    stored = workspace.store.responses.get(record)
    return stored.state.status if stored else None


def _remember_open(workspace: Workspace, draft: str | None) -> None:
    if workspace.store.settings.get(OPEN_DRAFT) != draft:
        workspace.store.settings.set(OPEN_DRAFT, draft)
