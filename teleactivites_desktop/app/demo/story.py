"""What happens in the demonstration: who keys, corrects, writes and reads what, and what must come out."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns, conflicts, editing, exchanging, integrity, responses
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.transcripts import Transcript, TranscriptError, read_transcript
from teleactivites_desktop.services.workspace import Workspace

TERRITORIES = ("GBEQ", "GBD", "HD", "HAD")
TOLD = "neige mélèze torrent 2007"
"""The passphrase told by telephone with the invitation."""
ROUNDS = 3
"""Rounds of everybody writing and reading in a drawn order; two suffice, the third changes nothing."""


@dataclass(frozen=True)
class Site:
    """One of the four sites and its folder; its database has no passphrase, as the window says."""

    territory: str
    folder: Path

    @property
    def database(self) -> Path:
        """Return the path of its database."""
        return self.folder / "campagne.tldb"

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """Open its campaign for a while."""
        workspace = campaigns.open_workspace(self.database, None, real_environment())
        try:
            yield workspace
        finally:
            workspace.close()


@dataclass(frozen=True)
class Outcome:
    """What one site holds at the end."""

    territory: str
    responses: int
    conflicts: tuple[str, ...]
    code: str
    sound: bool


def found_campaign(folder: Path) -> list[Site]:
    """Create the campaign at the first site, invite the others by file, have them join."""
    sites = [Site(territory, folder / territory) for territory in TERRITORIES]
    environment = real_environment()
    first, *others = sites
    created = campaigns.create(
        first.database,
        territory=first.territory,
        officer=_officer(first),
        passphrase=None,
        environment=environment,
    )
    invitation = campaigns.invite(created.workspace, folder / "invitation.tli", TOLD)
    created.workspace.close()
    for site in others:
        joined = campaigns.join(
            site.database,
            invitation,
            TOLD,
            territory=site.territory,
            officer=_officer(site),
            passphrase=None,
            environment=environment,
        )
        joined.workspace.close()
    return sites


def papers_of(site: Site) -> list[Transcript]:
    """Return the sample papers that fall to `site`, those that must be refused included."""
    found = []
    for line in shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8").splitlines():
        try:
            transcript = read_transcript(line)
        except TranscriptError:
            continue
        if transcript.paper.startswith(f"{site.territory}-"):
            found.append(transcript)
    return found


def expected_answers() -> Mapping[str, Mapping[str, Any]]:
    """Return what must be stored of each paper."""
    text = shipped_data.path("resources/samples/expected.ndjson").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    return {line["paper"]: line for line in lines if line["outcome"] == "saved"}


def differences(workspace: Workspace) -> list[str]:
    """Return the papers of `workspace` that do not hold exactly what the samples say they must."""
    expected = expected_answers()
    wrong = []
    for line, fields in workspace.store.responses.each():
        answers = {
            path.removeprefix("answers."): value
            for path, value in fields.items()
            if path.startswith("answers.")
        }
        wanted = expected.get(line.paper)
        if wanted is None or answers != wanted["answers"] or line.status.value != wanted["status"]:
            wrong.append(line.paper)
    return wrong


def correct(sites: Sequence[Site]) -> int:
    """Make the sample corrections at their sites, without the erasure; return how many."""
    by_territory = {site.territory: site for site in sites}
    text = shipped_data.path("resources/samples/corrections.ndjson").read_text(encoding="utf-8")
    corrections = [json.loads(line) for line in text.splitlines()]
    erased = {each["paper"] for each in corrections if each["do"] == "erase"}
    kept = [each for each in corrections if each["paper"] not in erased]
    for each in kept:
        with by_territory[each["at"]].opened() as workspace:
            if each["do"] == "edit":
                editing.edit(workspace, each["paper"], each["answers"])
            else:
                record = editing.find_response(workspace, each["paper"])
                responses.withdraw(workspace, record, each["reason"])
    return len(kept)


def exchange(sites: Sequence[Site], carried: Path, draw: Random, tell: Callable[[str], None]) -> None:
    """Exchange in rounds: everybody writes a file, everybody reads all files, each in a drawn order."""
    carried.mkdir(parents=True, exist_ok=True)
    for _round in range(ROUNDS):
        for site in draw.sample(sites, len(sites)):
            with site.opened() as workspace:
                exchanging.write(workspace, carried)
        for site in draw.sample(sites, len(sites)):
            files = sorted(carried.glob("*.tlx"))
            draw.shuffle(files)
            with site.opened() as workspace:
                for file in files:
                    exchanging.read(workspace, file, lambda fingerprint, territory: True)
            tell(_("{territory} a lu {count} fichiers").format(territory=site.territory, count=len(files)))


def outcome(site: Site) -> Outcome:
    """Return what `site` holds, its integrity verified."""
    with site.opened() as workspace:
        problems = integrity.check(workspace.store)
        return Outcome(
            territory=site.territory,
            responses=responses.count(workspace, Filters()),
            conflicts=tuple(each.paper for each in conflicts.open_conflicts(workspace)),
            code=exchanging.status(workspace).code,
            sound=not problems,
        )


def require_agreement(outcomes: Sequence[Outcome]) -> None:
    """Raise UserError unless all sites hold the same, the same two conflicts, and are sound."""
    same = {(each.responses, each.conflicts, each.code) for each in outcomes}
    if len(same) != 1 or not all(each.sound for each in outcomes) or len(outcomes[0].conflicts) != 2:
        raise UserError(_("Les quatre postes ne sont pas d'accord : {outcomes}").format(outcomes=outcomes))


def _officer(site: Site) -> str:
    return f"agent {site.territory}"
