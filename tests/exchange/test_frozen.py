"""One file of each released format version stays here for ever, and stays readable."""

import json
from pathlib import Path

import pytest
from exchange_samples import PACKAGE
from make_frozen import KEY, WORDS, frozen_invitation

from teleactivites_desktop.exchange import vault
from teleactivites_desktop.exchange.contents import VERSION
from teleactivites_desktop.exchange.format import open_exchange_file
from teleactivites_desktop.exchange.invitation import read_invitation
from teleactivites_desktop.exchange.lines import line_of

DATA = Path(__file__).resolve().parent.parent / "data"
FROZEN = sorted(DATA.glob("format-*.tlx"))


def test_every_version_released_has_its_file() -> None:
    assert [path.name for path in FROZEN] == [f"format-{version}.tlx" for version in range(1, VERSION + 1)]


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
def test_a_file_of_a_released_version_stays_readable(path: Path) -> None:
    known = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    with open_exchange_file(path, (known["campaign_key"],), known["campaign"]) as file:
        revisions = list(file.revisions())
        assert [revision.id for revision in revisions] == known["ids"]
        assert [line_of(revision).decode() for revision in revisions] == known["lines"]
        assert list(file.questionnaires()) == [PACKAGE]
        said = file.manifest.description
        assert (said.title, said.addressee, said.number) == ("Recensement 2007", "GBD", 1)
        assert [each.number for each in said.heard] == [3]
        assert {head.site for head in file.heads} == said.vector.keys()


def test_an_invitation_and_keys_of_a_released_version_stay_readable() -> None:
    assert read_invitation(DATA / "invitation-1.tli", WORDS) == frozen_invitation()
    assert vault.unlock(DATA / "keys-1.tldb", WORDS) == vault.Unlocked(KEY, "Marie")
