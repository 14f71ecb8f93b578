"""Two sites of one campaign, for the pages that show exchanges and conflicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from page_world import Template, make_environment, sample_lines

from teleactivites_desktop.services import campaigns, editing, exchanging, keying
from teleactivites_desktop.services.workspace import Workspace

TOLD = "edelweiss gentiane arnica"
OURS, THEIRS, CARRIED = "gbeq.tldb", "hd.tldb", "cle"


@dataclass
class TwoSites:
    """GBEQ created the campaign, HD joined it; `folder` is what is carried between them."""

    ours: Workspace
    theirs: Workspace
    folder: Path

    def close(self) -> None:
        """Give both databases back."""
        self.ours.close()
        self.theirs.close()

    def their_file(self, *, full: bool = False) -> Path:
        """Have HD write an exchange file."""
        return exchanging.write(self.theirs, self.folder, full=full).path

    def exchange(self) -> None:
        """Have each read what the other writes."""
        exchanging.read(self.ours, self.their_file(), lambda *_told: True)
        mine = exchanging.write(self.ours, self.folder, full=True).path
        exchanging.read(self.theirs, mine, lambda *_told: True)

    def disagree(self) -> None:
        """Have both correct the same answer of HD-0001, and each another one of HD-0002."""
        editing.edit(self.ours, "HD-0001", {"heures": "31"}, accept_warnings=True)
        editing.edit(self.theirs, "HD-0001", {"heures": "42"}, accept_warnings=True)
        editing.edit(self.theirs, "HD-0002", {"lieu_dit": "Le Clos neuf"}, accept_warnings=True)


def make_two_sites(folder: Path) -> None:
    """Make the two sites, each with five of its own papers keyed; nothing is exchanged yet."""
    (folder / CARRIED).mkdir()
    ours = campaigns.create(
        folder / OURS,
        territory="GBEQ",
        officer="Martine Durand",
        passphrase=None,
        environment=make_environment(11),
    ).workspace
    invitation = campaigns.invite(ours, folder / CARRIED / "invitation.tli", TOLD)
    theirs = campaigns.join(
        folder / THEIRS,
        invitation,
        TOLD,
        territory="HD",
        officer="Paul Rey",
        passphrase=None,
        environment=make_environment(12),
    ).workspace
    list(keying.key_transcripts(ours, sample_lines("GBEQ")[:5]))
    list(keying.key_transcripts(theirs, sample_lines("HD")[:5]))
    ours.close()
    theirs.close()


@pytest.fixture(scope="session")
def sites_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Make the two sites once."""
    return Template(tmp_path_factory.mktemp("sites"), make_two_sites)


@pytest.fixture
def sites(sites_template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[TwoSites]:
    """Open the two sites."""
    folder = sites_template.put_back(monkeypatch)
    opened = TwoSites(
        campaigns.open_workspace(folder / OURS, None, make_environment(13)),
        campaigns.open_workspace(folder / THEIRS, None, make_environment(14)),
        folder / CARRIED,
    )
    yield opened
    opened.close()
