"""A batch keyed by one officer, another officer to verify it, and hands that key a paper again."""

import functools
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from keying_world import SITE, Clock, line, new_campaign, opened_again

from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.services import keying, verification
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.verification import Verification
from teleactivites_desktop.services.workspace import SiteIdentity, Workspace

COLLEAGUE = "c0" * 16
ANSWERS = {"heures": "35", "naissance": "1970"}


@functools.cache
def _keyed(papers: int) -> bytes:
    """The database of such a campaign, keyed once for all tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "base.tldb"
        made = new_campaign(path)
        lines = [line(f"GBEQ-{i:04}", ANSWERS, accept_warnings=True) for i in range(1, papers + 1)]
        assert {each["outcome"] for each in keying.key_transcripts(made, lines)} <= {"saved"}
        made.store.close()
        return path.read_bytes()


def campaign(path: Path, papers: int, clock: Clock | None = None) -> Workspace:
    """A campaign whose batch GBEQ-A has `papers` responses, keyed by MD."""
    path.write_bytes(_keyed(papers))
    return opened_again(path, clock)


def seat(
    workspace: Workspace, officer: str = COLLEAGUE, name: str = "JP", identity: SiteIdentity = SITE
) -> Workspace:
    """The same database with another officer at work."""
    if workspace.store.officers.get(officer) is None:
        workspace.author(Kind.OFFICER, officer, {"name": name, "territory": identity.territory})
    environment = Environment(workspace.environment.now, workspace.environment.random_bytes)
    return Workspace(workspace.store, identity, officer, environment)


def key_again(
    workspace: Workspace, paper: str, differing: Mapping[str, tuple[str, ...]] | None = None
) -> Verification:
    """Key a paper a second time as it was, but for the texts of `differing`, entered one after the other."""
    begun = verification.begin(workspace, find_response(workspace, paper))
    session = begun.session
    while session.position:
        name = session.position
        for text in (differing or {}).get(name, (first_text(workspace, paper, name),)):
            session.enter(text)
        assert session.position != name, name
    return begun


def first_text(workspace: Workspace, paper: str, question: str) -> str:
    """What was typed the first time."""
    stored = workspace.store.responses.get(find_response(workspace, paper))
    assert stored is not None
    session = EntrySession.for_edit(
        workspace.questionnaire, workspace.environment, formats(), values=stored.fields
    )
    return session.field(question).typed
