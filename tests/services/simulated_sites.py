"""A world of real sites with real databases in which any step can be drawn, and what must hold of it."""

import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest import mock

from exchange_sites import CHEAP, TERRITORIES, TOLD, Clock, content_of, trust_all

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import envelope, invitation
from teleactivites_desktop.services import (
    backups,
    campaigns,
    conflicts,
    editing,
    erasure,
    exchanging,
    integrity,
    keying,
    locations,
    responses,
    restoring,
)
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

MOST_SITES = 6
_HOMES = (*TERRITORIES, "HD", "HAD")
_YEAR = timedelta(days=365)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROUNDS = 3


@dataclass
class Site:
    """One installation: where its database is, its clock, and the copies that its officer made."""

    path: Path
    territory: str
    source: random.Random
    clock: Clock = field(default_factory=Clock)
    copies: list[Path] = field(default_factory=list)
    opened: Workspace | None = None

    @property
    def environment(self) -> Environment:
        return Environment(self.clock.now, self.source.randbytes)

    @property
    def workspace(self) -> Workspace:
        if self.opened is None:
            self.opened = campaigns.open_workspace(self.path, None, self.environment)
            # A power cut is tried elsewhere; here it is what a step costs.
            self.opened.store.session.run_outside("PRAGMA synchronous = OFF")
        return self.opened

    @property
    def own(self) -> int:
        """Return the number of its latest revision."""
        return self.workspace.store.revisions.vector().get(self.workspace.identity.site, 0)

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None


def made_databases(folder: Path) -> list[bytes]:
    """Return the databases of six sites of one campaign, plain, each at its path in `folder`."""
    environment = Environment(Clock().now, random.Random(0).randbytes)
    paths = [folder / f"{number}.tldb" for number in range(MOST_SITES)]
    first = campaigns.create(
        paths[0], territory=_HOMES[0], officer="un", passphrase=None, environment=environment
    ).workspace
    with mock.patch.object(invitation, "INVITING", CHEAP):
        brought = campaigns.invite(first, folder / "invitation.tli", TOLD)
    made = [first]
    for path, territory in zip(paths[1:], _HOMES[1:], strict=True):
        joined = campaigns.join(
            path, brought, TOLD,
            territory=territory, officer=f"agent {path.stem}", passphrase=None, environment=environment,
        )  # fmt: skip
        made.append(joined.workspace)
    for workspace in made:
        workspace.close()
    return [path.read_bytes() for path in paths]


class World:
    """Some sites, and the sticks that go round. `told` is what happened, for whoever reads a failure."""

    def __init__(self, folder: Path, databases: list[bytes], count: int) -> None:
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        locations.remember("given out", {})
        self.folder = folder
        self.sites: list[Site] = []
        self.sticks: list[Path] = []
        self.markers: dict[str, str] = {}
        self.erased: set[str] = set()
        self.expected: dict[str, int] = {}
        for number in range(count):
            path = folder / f"{number}.tldb"
            path.write_bytes(databases[number])
            self.sites.append(Site(path, _HOMES[number], random.Random(number)))

    def close(self) -> None:
        for site in self.sites:
            site.close()

    def do(self, action: str, a: int, b: int, c: int) -> None:
        """Take a step; `a` says at which site, `b` and `c` what about. A refusal by a sentence is a step."""
        site = self.sites[a % len(self.sites)]
        before = site.own
        step: Callable[[Site, int, int], None] = getattr(self, f"_{action}")
        try:
            step(site, b, c)
        except UserError:
            if action not in _REFUSABLE:
                raise
        if action != "restore":
            assert site.own >= before, "a site lost what it had written"

    # What officers do.

    def _key(self, site: Site, b: int, c: int) -> None:
        number = len(self.markers)
        paper = f"{site.territory}-{1000 + number}"
        marker = "zq" + "".join(_LETTERS[(number * 7 + place * place) % 26] for place in range(5, 12))
        self.markers[paper] = marker
        answers = {"nom": marker.title(), "prenom": "Luc", "heures": str(1 + c % 40), "lieu_dit": marker}
        line = {"paper": paper, "territory": site.territory, "answers": answers, "accept_warnings": True}
        (told,) = keying.key_transcripts(site.workspace, [json.dumps(line)])
        assert told["outcome"] == "saved", told

    def _edit(self, site: Site, b: int, c: int) -> None:
        paper = self._paper(site, b)
        if paper:
            name = ("heures", "lieu_dit", "mobile")[c % 3]
            value = {
                "heures": str(1 + c % 40),
                "lieu_dit": f"{self.markers[paper]} {_LETTERS[c % 5]}",
                "mobile": f"06 11 22 33 {c % 7:02}",
            }[name]
            editing.edit(site.workspace, paper, {name: value})

    def _withdraw(self, site: Site, b: int, c: int) -> None:
        paper = self._paper(site, b)
        if paper:
            record = editing.find_response(site.workspace, paper)
            stored = responses.get(site.workspace, record)
            assert stored is not None
            if stored.state.status is Status.WITHDRAWN:
                responses.restore(site.workspace, record)
            else:
                responses.withdraw(site.workspace, record, "tirée deux fois")

    def _erase(self, site: Site, b: int, c: int) -> None:
        paper = self._paper(site, b)
        if paper:
            erasure.erase(site.workspace, paper, "demande")
            self.erased.add(paper)

    def _decide(self, site: Site, b: int, c: int) -> None:
        found = conflicts.open_conflicts(site.workspace)
        if found:
            conflict = found[b % len(found)]
            conflicts.decide(site.workspace, conflict, conflict.sides[c % len(conflict.sides)])

    def _write(self, site: Site, b: int, c: int) -> None:
        path = self.folder / f"{len(self.sticks)}.tlx"
        territory = ("", *TERRITORIES)[b % 5]
        written = exchanging.write(site.workspace, path, territory=territory, full=c % 4 == 0)
        self.sticks.append(path)
        for each in written.ranges:
            self.expected[each.site] = max(self.expected.get(each.site, 0), each.last)

    def _read(self, site: Site, b: int, c: int) -> None:
        if self.sticks:
            exchanging.read(site.workspace, self.sticks[-1 - b % len(self.sticks)], trust_all)

    def _truncated(self, site: Site, b: int, c: int) -> None:
        self._spoilt(site, b, lambda content: content[: c * len(content) // 10_000])

    def _altered(self, site: Site, b: int, c: int) -> None:
        def flip(content: bytes) -> bytes:
            place = c * len(content) // 10_000
            return content[:place] + bytes([content[place] ^ (1 << b % 8)]) + content[place + 1 :]

        self._spoilt(site, b, flip)

    def _spoilt(self, site: Site, b: int, spoil: Callable[[bytes], bytes]) -> None:
        if self.sticks:
            path = self.folder / "spoilt.tlx"
            path.write_bytes(spoil(self.sticks[-1 - b % len(self.sticks)].read_bytes()))
            held = site.workspace.store.revisions.vector()
            try:
                exchanging.read(site.workspace, path, trust_all)
            except UserError:
                assert site.workspace.store.revisions.vector() == held
            else:
                raise AssertionError("an altered file was read")

    def _undo(self, site: Site, b: int, c: int) -> None:
        exchanging.undo(site.workspace)

    # What happens to machines.

    def _clone(self, site: Site, b: int, c: int) -> None:
        if len(self.sites) < MOST_SITES:
            site.close()
            number = len(self.sites)
            path = self.folder / f"copy-{number}.tldb"
            shutil.copy(site.path, path)
            self.sites.append(Site(path, site.territory, random.Random(number)))

    def _copy(self, site: Site, b: int, c: int) -> None:
        site.copies.append(backups.back_up(site.workspace, BackupReason.ASKED).path)

    def _restore(self, site: Site, b: int, c: int) -> None:
        kept = [path for path in site.copies if path.exists()]
        if kept:
            site.close()
            restoring.restore(site.path, kept[b % len(kept)], None, site.environment)

    def _skew(self, site: Site, b: int, c: int) -> None:
        site.clock.at += _YEAR * (c % 13 - 6)

    def _paper(self, site: Site, b: int) -> str:
        papers = sorted(line.paper for line, _fields in site.workspace.store.responses.each())
        return papers[b % len(papers)] if papers else ""

    # What must hold of all that.

    def settle(self) -> None:
        """Let every stick be read by one, then exchange what the statements say is lacking, some times."""
        hub, *others = self.sites
        for site in self.sites:
            for name, seq in site.workspace.store.revisions.vector().items():
                self.expected[name] = max(self.expected.get(name, 0), seq)
        for path in self.sticks:
            exchanging.read(hub.workspace, path, trust_all)
        for _round in range(_ROUNDS):
            for site in others:
                self._carry(site, [hub])
            self._carry(hub, others)
        assert len({exchanging.status(site.workspace).code for site in self.sites}) == 1

    def _carry(self, site: Site, others: list[Site]) -> None:
        path = exchanging.write(site.workspace, self.folder / "settling.tlx").path
        for other in others:
            exchanging.read(other.workspace, path, trust_all)

    def prove(self) -> None:
        """All sites hold the same, and everything; no conflict is false; nothing of the erased is left."""
        hub = self.sites[0].workspace
        held, content = hub.store.revisions.vector(), content_of(hub)
        assert all(held.get(name, 0) >= seq for name, seq in self.expected.items()), (held, self.expected)
        for site in self.sites:
            assert content_of(site.workspace) == content
            assert not site.workspace.store.partners.parked()
            assert not integrity.check(site.workspace.store)
        for conflict in conflicts.open_conflicts(hub):
            assert len({side.revision.site for side in conflict.sides}) > 1
            assert len({json.dumps(side.value, sort_keys=True) for side in conflict.sides}) > 1
        shown = {paper for paper in self.erased if f"{paper.partition('-')[0]}/{paper}" in content}
        assert not shown
        self._prove_nobody_left()

    def decide_all(self) -> None:
        """One site decides all; nobody is asked again anywhere."""
        hub, *others = self.sites
        while found := conflicts.open_conflicts(hub.workspace):
            conflicts.decide(hub.workspace, found[0], found[0].sides[-1])
        self._carry(hub, others)
        assert not any(conflicts.count(site.workspace) for site in self.sites)

    def _prove_nobody_left(self) -> None:
        gone = [self.markers[paper].encode() for paper in self.erased]
        if not gone:
            return
        hub = self.sites[0].workspace
        path = exchanging.write(hub, self.folder / "last.tlx", full=True).path
        with envelope.decrypted(path, membership(hub.store).keys) as plain:
            sent = b"".join(_members(zipfile.ZipFile(plain)))
        assert not [marker for marker in gone if marker in sent.lower()]
        for site in self.sites:
            site.close()
            files = [path for path in site.path.parent.glob(f"{site.path.name}*") if path.is_file()]
            kept = b"".join(file.read_bytes() for file in files).lower()
            assert not [marker for marker in gone if marker in kept], site.path


def _members(zipped: zipfile.ZipFile) -> Iterator[bytes]:
    for name in zipped.namelist():
        yield zipped.read(name)


_REFUSABLE = ("edit", "erase", "undo")
"""What may be refused: correcting what is withdrawn, undoing what later work stands on."""
ACTIONS = (
    *["key"] * 5, *["edit"] * 6, "withdraw", "erase", *["decide"] * 2, *["write"] * 6, *["read"] * 8,
    "truncated", "altered", *["undo"] * 2, "clone", *["copy"] * 2, "restore", "skew",
)  # fmt: skip
