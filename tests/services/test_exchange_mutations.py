"""Whatever stands in an exchange file or an invitation: a sentence, or its honest content; no fault of ours.

`make fuzz` reads 100,000 of them, the normal run some hundred.
"""

import os
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from exchange_sites import CHEAP, TOLD, Campaign, campaign, content_of, key_papers, trust_all
from mutated_files import Honest, mutant, mutated_invitation

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import invitation
from teleactivites_desktop.services import campaigns, editing, exchanging, integrity, responses
from teleactivites_desktop.services.exchanging import reading
from teleactivites_desktop.services.membership import membership

_FUZZ = os.environ.get("TELEACTIVITES_FUZZ") == "1"
_FILES = 90_000 if _FUZZ else 50
_INVITATIONS = 10_000 if _FUZZ else 100
_SECONDS = 1.0
_MEGABYTES = 200


@dataclass
class Target:
    """A site that reads, and the honest file that it could have been given."""

    sites: Campaign
    honest: Honest
    database: bytes = b""

    @property
    def reader(self) -> Path:
        return self.sites.database("HD")

    def begin_again(self) -> None:
        self.sites.sites["HD"].close()
        self.reader.write_bytes(self.database)
        self.sites.reopen("HD").store.session.run_outside("PRAGMA synchronous = OFF")


def made_target(folder: Path) -> Target:
    """Return two sites that know each other; the file corrects, withdraws and adds."""
    made = campaign(folder, ("GBEQ", "HD"))
    key_papers(made, most=3)
    made.send("GBEQ", "HD")
    sender = made.sites["GBEQ"]
    editing.edit(sender, "GBEQ-0001", {"heures": "12"})
    responses.withdraw(sender, editing.find_response(sender, "GBEQ-0002"), "tirée deux fois")
    path, known = made.write("GBEQ", full=True), membership(sender.store)
    found = Target(made, Honest.of(path, known.campaign, known.campaign_key, sender.identity.seed))
    made.sites["HD"].close()
    found.database = found.reader.read_bytes()
    found.begin_again()
    return found


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "back_up", lambda *_: None)
        found = made_target(tmp_path_factory.mktemp("mutations"))
        yield found
        found.sites.close()


@contextmanager
def bounded(what: object) -> Iterator[None]:
    """What is inside takes a second of work and 200 MB at most."""
    peak, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    yield
    assert time.process_time() - begun < _SECONDS, what
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < _MEGABYTES * 1024, what


def outcome(target: Target, content: bytes, seed: int, *, signed: bool) -> str:
    """Read what `content` holds; say whether it was refused, or read. What it left is sound either way."""
    workspace = target.sites.sites["HD"]
    path = target.sites.folder / "mutant.tlx"
    path.write_bytes(content)
    before = held(target)
    refusal = None
    with bounded(seed):
        try:
            exchanging.read(workspace, path, trust_all)
        except UserError as refused:
            refusal = str(refused)
    if refusal is not None:
        assert refusal.endswith((".", "…")), (seed, refusal)
        assert held(target) == before, seed
        return "refused"
    assert not integrity.check(workspace.store), seed
    if not signed:
        assert content_of(workspace).items() >= content_of(target.sites.sites["GBEQ"]).items(), seed
    target.begin_again()
    return "read"


def held(target: Target) -> list[object]:
    """Return what tells that the reading site changed."""
    workspace = target.sites.sites["HD"]
    said = [statement.vector for statement in workspace.store.partners.statements().values()]
    return [workspace.store.revisions.vector(), said, len(workspace.store.journal.entries())]


@pytest.mark.fuzz
def test_any_exchange_file_is_refused_in_words_or_read(target: Target) -> None:
    seen = Counter[str]()
    for seed in range(_FILES):
        content, signed = mutant(random.Random(seed), target.honest)
        seen[outcome(target, content, seed, signed=signed)] += 1
    assert seen.keys() == {"refused", "read"}


@pytest.mark.fuzz
def test_any_invitation_is_refused_in_words_or_read(target: Target) -> None:
    with mock.patch.object(invitation, "INVITING", CHEAP):
        path = campaigns.invite(target.sites.sites["GBEQ"], target.sites.folder / "honest.tli", TOLD)
    honest, content = invitation.read_invitation(path, TOLD), path.read_bytes()
    changed = path.with_name("mutant.tli")
    for seed in range(_INVITATIONS):
        changed.write_bytes(mutated_invitation(random.Random(seed), content))
        with bounded(seed):
            said = invited(changed)
        assert said == honest or (isinstance(said, str) and said.endswith(".")), (seed, said)


def invited(path: Path) -> invitation.Invitation | str:
    """Return what an invitation says, or the sentence that refuses it."""
    try:
        return invitation.read_invitation(path, TOLD)
    except UserError as refused:
        return str(refused)
