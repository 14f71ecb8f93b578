"""Sites with real databases that key, correct and exchange: what the tests of exchanges are made of."""

import json
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.exchange import invitation, sealing
from teleactivites_desktop.services import (
    campaigns,
    conflicts,
    editing,
    erasure,
    exchanging,
    keying,
    locations,
    responses,
)
from teleactivites_desktop.services.exchanging import Reading, Written
from teleactivites_desktop.services.workspace import Workspace

TERRITORIES = ("GBEQ", "GBD", "HD", "HAD")
PAPERS = shipped_data.path("resources/samples/papers.ndjson")
CORRECTIONS = shipped_data.path("resources/samples/corrections.ndjson")
TOLD = "sapin mélèze bouleau"


def trust_all(fingerprint: str, territory: str) -> bool:
    """Confirm any site."""
    return True


def trust_nobody(fingerprint: str, territory: str) -> bool:
    """Confirm no site."""
    return False


class Clock:
    """A clock that the test moves; each look at it takes a millisecond."""

    def __init__(self) -> None:
        self.at = datetime(2007, 11, 12, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def made_environment(seed: int) -> Environment:
    """Return a world that is the same at each run."""
    return Environment(Clock().now, random.Random(seed).randbytes)


@dataclass
class Campaign:
    """Sites of one campaign in one folder; files go from hand to hand in `sticks`."""

    folder: Path
    sites: dict[str, Workspace] = field(default_factory=dict)
    files: int = 0

    def close(self) -> None:
        for workspace in self.sites.values():
            workspace.close()

    def database(self, name: str) -> Path:
        return self.folder / f"{name}.tldb"

    def write(self, name: str, *, territory: str = "", full: bool = False) -> Path:
        return self.written(name, territory=territory, full=full).path

    def written(self, name: str, *, territory: str = "", full: bool = False) -> Written:
        self.files += 1
        path = self.folder / f"{self.files}.tlx"
        return exchanging.write(self.sites[name], path, territory=territory, full=full)

    def read(self, name: str, path: Path) -> Reading:
        return exchanging.read(self.sites[name], path, trust_all)

    def send(self, name: str, to: str) -> Reading:
        """Write a file for `to` and read it there."""
        return self.read(to, self.write(name, territory=to))

    def reopen(self, name: str) -> Workspace:
        self.sites[name].close()
        environment = made_environment(100 + TERRITORIES.index(name))
        self.sites[name] = campaigns.open_workspace(self.database(name), None, environment)
        return self.sites[name]


CHEAP = sealing.Cost(memory_kib=16, iterations=1, lanes=1)
"""What a guess costs where the price of a guess is not what is tested."""


def campaign(folder: Path, names: Iterable[str] = TERRITORIES) -> Campaign:
    """Return a campaign that the first of `names` (territories) creates and the others join; plain files."""
    first, *others = names
    made = Campaign(folder)
    made.sites[first] = campaigns.create(
        made.database(first),
        territory=first,
        officer=f"agent {first}",
        passphrase=None,
        environment=made_environment(1),
    ).workspace
    with mock.patch.object(invitation, "INVITING", CHEAP):
        campaigns.invite(made.sites[first], folder / "invitation.tli", TOLD)
    for number, name in enumerate(others, 2):
        made.sites[name] = campaigns.join(
            made.database(name),
            folder / "invitation.tli",
            TOLD,
            territory=name,
            officer=f"agent {name}",
            passphrase=None,
            environment=made_environment(number),
        ).workspace
    return made


def key_papers(made: Campaign, most: int = 1000) -> None:
    """Have each site key its own sample papers, `most` at most."""
    lines = [line for line in PAPERS.read_text(encoding="utf-8").splitlines() if line.startswith('{"paper"')]
    for name, workspace in made.sites.items():
        own = [line for line in lines if json.loads(line).get("territory") == name][:most]
        assert list(keying.key_transcripts(workspace, own))


def correct(made: Campaign) -> None:
    """Make the sample corrections, each at its site."""
    for line in CORRECTIONS.read_text(encoding="utf-8").splitlines():
        change = json.loads(line)
        workspace = made.sites[change["at"]]
        if change["do"] == "edit":
            editing.edit(workspace, change["paper"], change["answers"])
        elif change["do"] == "withdraw":
            record = editing.find_response(workspace, change["paper"])
            responses.withdraw(workspace, record, change["reason"])
        else:
            erasure.erase(workspace, change["paper"], change["reason"])


def settle(made: Campaign) -> None:
    """Exchange until all sites hold the same: all send to one, which writes one file for all."""
    hub, *others = made.sites
    for name in others:
        made.send(name, hub)
    path = made.write(hub)
    for name in others:
        made.read(name, path)
    assert len({exchanging.status(workspace).code for workspace in made.sites.values()}) == 1


def content_of(workspace: Workspace) -> dict[str, Mapping[str, object]]:
    """Return all that a site holds, the way a reader sees it: paper -> fields."""
    return {f"{line.territory}/{line.paper}": fields for line, fields in workspace.store.responses.each()}


def open_conflicts(workspace: Workspace) -> list[tuple[str, str, list[object]]]:
    """Return the open conflicts: paper, path, values in any order."""
    return [
        (each.paper, each.path, sorted((side.value for side in each.sides), key=repr))
        for each in conflicts.open_conflicts(workspace)
    ]


def revisions_of(workspace: Workspace, kind: Kind) -> list[str]:
    """Return the ids of all revisions of a kind, sorted."""
    history = workspace.store.revisions
    return sorted(r.id for record in history.records(kind) for r in history.history(record))


@dataclass(frozen=True)
class Snapshot:
    """A campaign as it was, to begin again from: cheaper than to make another one."""

    made: Campaign
    databases: Mapping[str, bytes]

    def again(self) -> Campaign:
        """Make the databases what they were, unnoticed by the program, and open them."""
        self.made.close()
        locations.remember("given out", {})
        for left in self.made.folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left.suffix != ".tli":
                left.unlink()
        self.made.files = 0
        for name, content in self.databases.items():
            self.made.database(name).write_bytes(content)
            self.made.reopen(name)
        return self.made


def snapshot(made: Campaign) -> Snapshot:
    """Close all sites and keep their databases."""
    made.close()
    return Snapshot(made, {name: made.database(name).read_bytes() for name in made.sites})
