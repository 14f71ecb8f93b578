"""One identity, two databases: what copies, sticks and other machines do to it, and keys that change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_sites import (
    Campaign,
    Snapshot,
    campaign,
    content_of,
    key_papers,
    made_environment,
    settle,
    snapshot,
    trust_nobody,
)

from teleactivites_desktop.errors import DamagedFileError
from teleactivites_desktop.services import campaigns, editing, exchanging, integrity, locations
from teleactivites_desktop.services.membership import trust
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Two sites that hold the same."""
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD"))
    key_papers(made, most=2)
    settle(made)
    yield snapshot(made)
    made.close()


@pytest.fixture
def pair(settled: Snapshot) -> Campaign:
    return settled.again()


def open_at(path: Path, seed: int = 50) -> Workspace:
    return campaigns.open_workspace(path, None, made_environment(seed))


def edit(workspace: Workspace, paper: str, heures: str) -> None:
    editing.edit(workspace, paper, {"heures": heures})


def heures(workspace: Workspace) -> dict[str, object]:
    return {key: fields.get("answers.heures") for key, fields in content_of(workspace).items()}


def test_two_machines_with_one_file_both_write_and_both_are_read(
    pair: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.sites["HD"].close()
    stick = tmp_path / "stick" / "HD.tldb"
    stick.parent.mkdir()
    shutil.copy(pair.database("HD"), stick)
    original = pair.reopen("HD")
    edit(original, "HD-0001", "21")
    ours = exchanging.write(original, tmp_path / "original.tlx").path
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(locations.HOME_VARIABLE, str(tmp_path / "other machine"))
        copy = open_at(stick)
        edit(copy, "HD-0002", "22")
        theirs = exchanging.write(copy, tmp_path / "copy.tlx").path
        exchanging.read(copy, ours, trust_nobody)
        copied = heures(copy)
        copy.close()
    edit(original, "HD-0002", "23")
    exchanging.read(original, theirs, trust_nobody)
    for path in (ours, theirs, exchanging.write(original, tmp_path / "again.tlx", full=True).path):
        exchanging.read(pair.sites["GBD"], path, trust_nobody)
    assert copied["HD/HD-0001"] == heures(pair.sites["GBD"])["HD/HD-0001"] == 21
    codes = {exchanging.status(each).code for each in pair.sites.values()}
    assert len(codes) == 1
    for workspace in pair.sites.values():
        assert not integrity.check(workspace.store)
        assert workspace.store.conflicts.count() == 1  # HD-0002: each keyed it without seeing the other


def test_an_original_that_comes_back_after_its_copy_was_taken_for_it_is_the_copy(
    pair: Campaign, tmp_path: Path
) -> None:
    """The stick with the original was out when its copy was opened: it looked like a file that was moved."""
    site = pair.sites["HD"].identity.site
    pair.sites["HD"].close()
    copy, away = tmp_path / "copy.tldb", tmp_path / "away.tldb"
    shutil.copy(pair.database("HD"), copy)
    pair.database("HD").rename(away)
    moved = open_at(copy)
    assert moved.identity.site == site
    edit(moved, "HD-0001", "21")
    moved.close()
    away.rename(pair.database("HD"))
    back = pair.reopen("HD")
    assert back.identity.site != site
    edit(back, "HD-0001", "22")
    moved = open_at(copy)
    for workspace in (moved, back):
        path = exchanging.write(workspace, tmp_path / f"{workspace.identity.site}.tlx").path
        exchanging.read(pair.sites["GBD"], path, trust_nobody)
    moved.close()
    assert pair.sites["GBD"].store.conflicts.count() == 1


def test_one_file_by_two_names_is_no_copy(pair: Campaign, tmp_path: Path) -> None:
    site = pair.sites["HD"].identity.site
    pair.sites["HD"].close()
    (tmp_path / "link").symlink_to(pair.folder, target_is_directory=True)
    again = open_at(tmp_path / "link" / "HD.tldb")
    assert again.identity.site == site
    again.close()
    other = tmp_path / "other name.tldb"
    other.hardlink_to(pair.database("HD"))
    again = open_at(other)
    assert again.identity.site == site
    again.close()


def test_what_was_noted_before_paths_were_still_counts(pair: Campaign) -> None:
    site, tip = pair.sites["HD"].identity.site, pair.sites["HD"].store.revisions.vector()
    locations.remember("given out", {site: tip[site] + 1})
    assert pair.reopen("HD").identity.site != site


def test_a_changed_signing_key_is_refused_and_named(pair: Campaign) -> None:
    site = pair.sites["HD"].identity.site
    edit(pair.sites["HD"], "HD-0001", "21")
    path = pair.write("HD")
    store = pair.sites["GBD"].store
    with store.transaction():
        trust(store, {site: "ab" * 32})
    before = exchanging.status(pair.sites["GBD"]).code
    with pytest.raises(DamagedFileError, match=f"autre clé que celle du poste {site}"):
        exchanging.read(pair.sites["GBD"], path, trust_nobody)
    assert exchanging.status(pair.sites["GBD"]).code == before
