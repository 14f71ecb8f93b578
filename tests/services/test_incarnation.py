"""Copied and restored databases never go on writing under the same site."""

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

from teleactivites_desktop.services import backups, campaigns, editing, exchanging, integrity, locations
from teleactivites_desktop.services.backups import BackupReason
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


def open_at(path: Path) -> Workspace:
    return campaigns.open_workspace(path, None, made_environment(50))


def edit(workspace: Workspace, paper: str, **answers: str) -> None:
    editing.edit(workspace, paper, answers)


def test_a_copy_beside_the_original_writes_under_its_own_id(pair: Campaign, tmp_path: Path) -> None:
    original = pair.sites["HD"]
    site, before = original.identity.site, original.store.revisions.vector()
    original.close()
    shutil.copy(pair.database("HD"), tmp_path / "copy.tldb")
    copy = open_at(tmp_path / "copy.tldb")
    edit(copy, "HD-0001", heures="20")
    vector = copy.store.revisions.vector()
    assert vector == before | {copy.identity.site: 2}
    presented = copy.store.sites.get(copy.identity.site)
    assert presented
    assert presented.text("copy_of") == site
    assert pair.reopen("HD").identity.site == site
    edit(pair.sites["HD"], "HD-0002", heures="21")
    for workspace in (copy, pair.sites["HD"]):
        path = exchanging.write(workspace, pair.folder / f"{workspace.identity.site}.tlx").path
        exchanging.read(pair.sites["GBD"], path, trust_nobody)  # a known key endorses the copy
    answers = {
        line.paper: fields.get("answers.heures") for line, fields in pair.sites["GBD"].store.responses.each()
    }
    assert (answers["HD-0001"], answers["HD-0002"]) == (20, 21)
    again = open_again(copy)
    assert again.identity.site == copy.identity.site
    again.close()


def test_an_old_copy_does_not_succeed_an_original_that_lives_on(pair: Campaign, tmp_path: Path) -> None:
    """The original gave out more than its copy has; partners told that it is over would send it no more."""
    original = pair.sites["HD"]
    site = original.identity.site
    original.close()
    shutil.copy(pair.database("HD"), tmp_path / "copy.tldb")
    edit(pair.reopen("HD"), "HD-0002", heures="21")
    pair.send("HD", "GBD")
    copy = open_at(tmp_path / "copy.tldb")
    edit(copy, "HD-0001", heures="20")
    pair.read("GBD", exchanging.write(copy, tmp_path / "copy.tlx").path)
    presented = pair.sites["GBD"].store.sites.get(copy.identity.site)
    assert presented
    assert (presented.text("copy_of"), presented.text("succeeds")) == (site, "")
    pair.read("HD", pair.write("GBD"))
    assert content_of(pair.sites["HD"]) == content_of(pair.sites["GBD"])
    copy.close()


def open_again(workspace: Workspace) -> Workspace:
    workspace.close()
    return open_at(workspace.store.path)


def test_looking_at_a_copy_leaves_it_as_it_was(pair: Campaign, tmp_path: Path) -> None:
    pair.close()
    path = tmp_path / "copy.tldb"
    shutil.copy(pair.database("HD"), path)
    before = path.read_bytes()
    copy = open_at(path)
    assert copy.store.responses.count() == 4
    assert not integrity.check(copy.store)
    copy.close()
    assert path.read_bytes() == before


def test_a_moved_database_stays_the_same_site(pair: Campaign, tmp_path: Path) -> None:
    site = pair.sites["HD"].identity.site
    pair.close()
    shutil.move(pair.database("HD"), tmp_path / "moved.tldb")
    moved = open_at(tmp_path / "moved.tldb")
    assert moved.identity.site == site
    moved.close()


def test_a_database_on_another_machine_is_a_copy(pair: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    site = pair.sites["HD"].identity.site
    monkeypatch.setenv(locations.HOME_VARIABLE, str(pair.folder / "another machine"))
    assert pair.reopen("HD").identity.site != site


def test_a_machine_that_keeps_nothing_is_given_the_benefit(
    pair: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = pair.sites["HD"].identity.site
    monkeypatch.setattr(locations, "preference", lambda name: None)
    monkeypatch.setattr(locations, "remember", lambda name, value: None)
    assert pair.reopen("HD").identity.site == site


def test_a_restored_backup_goes_on_as_a_successor(pair: Campaign) -> None:
    workspace = pair.sites["HD"]
    site = workspace.identity.site
    copy = backups.back_up(workspace, BackupReason.ASKED)
    edit(workspace, "HD-0001", heures="20")
    workspace.close()
    backups.restore(copy.path, pair.database("HD"), None)
    restored = pair.reopen("HD")
    edit(restored, "HD-0001", heures="22")
    assert restored.identity.site != site
    presented = restored.store.sites.get(restored.identity.site)
    assert presented
    assert presented.text("succeeds") == site
    path = pair.write("HD", territory="GBD")
    exchanging.read(pair.sites["GBD"], path, trust_nobody)
    partners = exchanging.status(pair.sites["GBD"]).partners
    assert [partner.site for partner in partners] == [restored.identity.site]


def test_work_given_out_before_a_restore_comes_back_from_partners(pair: Campaign) -> None:
    """An older file put in place of the database by hand: nothing tells, but what was given out from here."""
    workspace = pair.sites["HD"]
    site = workspace.identity.site
    pair.close()
    old = pair.database("HD").read_bytes()
    pair.reopen("HD")
    pair.reopen("GBD")
    edit(pair.sites["HD"], "HD-0001", heures="20")
    pair.send("HD", "GBD")
    pair.sites["HD"].close()
    pair.database("HD").write_bytes(old)
    restored = pair.reopen("HD")
    assert restored.identity.site != site
    edit(restored, "HD-0002", heures="21")
    # GBD still believes what the old site said that it holds: what is missing is named...
    (gap,) = pair.send("GBD", "HD").gaps
    assert gap.site == site
    # ...and comes with the next file, once the new site has said what it holds.
    assert pair.send("HD", "GBD").counts.changed == 1
    assert pair.send("GBD", "HD").counts.changed == 1
    codes = {exchanging.status(each).code for each in pair.sites.values()}
    assert len(codes) == 1
    assert not integrity.check(restored.store)


def test_a_succession_that_the_old_key_did_not_sign_is_a_stranger(pair: Campaign) -> None:
    from teleactivites_desktop.services.incarnation import is_endorsed

    public, pinned = "ab" * 32, {pair.sites["HD"].identity.site: "cd" * 32}
    for endorsement in ("", "00" * 64, "zz" * 64, "00"):
        patch = {"succeeds": next(iter(pinned)), "public_key": public, "endorsement": endorsement}
        assert not is_endorsed(dict(patch), "ca" * 16, pinned)
    assert not is_endorsed({"public_key": public}, "ca" * 16, pinned)


def test_a_restored_site_says_the_same_id_until_it_writes_and_never_twice(pair: Campaign) -> None:
    """What `exchange status` reads out is what partners will see; going back once more gives another."""
    backup = backups.back_up(pair.sites["HD"], BackupReason.ASKED)
    seen: list[str] = []
    for time in range(2):
        pair.sites["HD"].close()
        backups.restore(backup.path, pair.database("HD"), None)
        told = set()
        for look in range(3):
            opened = campaigns.open_workspace(
                pair.database("HD"), None, made_environment(200 + 10 * time + look)
            )
            told.add(exchanging.status(opened).site)
            if look == 1:
                edit(opened, "HD-0001", heures="20")
            opened.close()
        assert len(told) == 1
        seen += told
    assert seen[0] != seen[1]
