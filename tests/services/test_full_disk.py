"""A disk that is full or protected, a real one where it can be had: a sentence each time, nothing lost."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
import sqlcipher3
from exchange_sites import (
    CHEAP,
    TOLD,
    campaign,
    content_of,
    key_papers,
    made_environment,
    trust_all,
)

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import durable, invitation
from teleactivites_desktop.services import (
    backups,
    campaigns,
    editing,
    erasure,
    exchanging,
    integrity,
    restoring,
)
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.workspace import Workspace

_SIZE = 8 * 1024 * 1024


class Disk:
    """A small disk of its own, mounted at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "teleactivites", str(path)], capture_output=True
        )
        if mounted.returncode:
            pytest.skip("no right to mount a disk here")

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self, left: int = 0) -> None:
        """Leave so many bytes free."""
        usage = shutil.disk_usage(self.path)
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, usage.free - left)

    def free(self) -> None:
        self._ballast.unlink()

    def protect(self, options: str = "ro") -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.path)], check=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only the system's administrator mounts disks")
    made = Disk(tmp_path / "disk")
    yield made
    made.unmount()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two sites' databases, and what the second has not read yet."""
    folder = tmp_path_factory.mktemp("full")
    sites = campaign(folder, ("GBEQ", "HD"))
    key_papers(sites, most=3)
    sites.send("GBEQ", "HD")
    sites.send("HD", "GBEQ")
    editing.edit(sites.sites["GBEQ"], "GBEQ-0001", {"heures": "12"})
    sites.write("GBEQ", full=True)
    backups.back_up(sites.sites["HD"], BackupReason.ASKED)
    sites.close()
    return folder


def read(workspace: Workspace) -> None:
    exchanging.read(workspace, workspace.store.path.with_name("3.tlx"), trust_all)


def edit(workspace: Workspace) -> None:
    editing.edit(workspace, "HD-0001", {"heures": "13", "lieu_dit": "Le Clos"})


def write(workspace: Workspace) -> None:
    exchanging.write(workspace, workspace.store.path.with_name("made.tlx"), full=True)


def back_up(workspace: Workspace) -> None:
    backups.back_up(workspace, BackupReason.ASKED)


def invite(workspace: Workspace) -> None:
    with mock.patch.object(invitation, "INVITING", CHEAP):
        campaigns.invite(workspace, workspace.store.path.with_name("made.tli"), TOLD)


def erase(workspace: Workspace) -> None:
    erasure.erase(workspace, "HD-0002", "demande")


WORK = [read, edit, write, back_up, invite, erase]


def at_work(folder: Path) -> Workspace:
    workspace = campaigns.open_workspace(folder / "HD.tldb", None, made_environment(9))
    workspace.store.session.run_outside("PRAGMA wal_checkpoint(TRUNCATE)")
    return workspace


def refusal(work: Callable[[Workspace], None], workspace: Workspace) -> str:
    """Return the sentence that refuses the work, "" for none."""
    try:
        work(workspace)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("left", [0, 100_000])
@pytest.mark.parametrize("work", WORK)
def test_a_full_disk_costs_a_sentence_and_nothing_else(
    made: Path, disk: Disk, work: Callable[[Workspace], None], left: int
) -> None:
    shutil.copytree(made, disk.path, dirs_exist_ok=True)
    workspace = at_work(disk.path)
    before = content_of(workspace)
    disk.fill(left)
    refused = refusal(work, workspace)
    disk.free()
    assert not refused or "plein" in refused
    if refused:
        assert content_of(workspace) == before
        assert not [path for path in disk.path.rglob("*") if ".partiel" in path.name]
    workspace.close()
    again = at_work(disk.path)
    assert not integrity.check(again.store)
    if refused:
        work(again)
    again.close()


def test_a_full_disk_stops_a_migration_and_a_restore(made: Path, disk: Disk) -> None:
    shutil.copytree(made, disk.path, dirs_exist_ok=True)
    old, database = disk.path / "old.tldb", disk.path / "HD.tldb"
    shutil.copy(database, old)
    connection = sqlcipher3.connect(str(old), isolation_level=None)
    connection.execute("DROP TABLE counted")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    copy = next((disk.path / "HD.sauvegardes").glob("*-demande.tldb"))
    content, kept = old.read_bytes(), database.read_bytes()
    disk.fill()
    with pytest.raises(UserError, match="plein"):
        campaigns.open_workspace(old, None, made_environment(9))
    with pytest.raises(UserError, match="plein"):
        restoring.restore(database, copy, None, made_environment(9))
    disk.free()
    assert (old.read_bytes(), database.read_bytes()) == (content, kept)
    for path in (old, database):
        workspace = campaigns.open_workspace(path, None, made_environment(9))
        assert not integrity.check(workspace.store)
        workspace.close()


def test_a_protected_stick_is_read_and_written_to_with_a_sentence(made: Path, disk: Disk) -> None:
    shutil.copytree(made, disk.path, dirs_exist_ok=True)
    home = disk.path.with_name("home")
    shutil.copytree(made, home)
    disk.protect()
    workspace = at_work(home)
    with pytest.raises(UserError, match="protégé"):
        exchanging.write(workspace, disk.path, full=True)
    with pytest.raises(UserError, match="protégé"):
        backups.back_up_to(workspace, disk.path)
    folder = exchanging.exchange_folder(workspace, disk.path, trust_all)
    assert [reading.counts.changed for reading in folder.read if reading.counts.changed] == [1]
    assert "protégé" in folder.unwritten
    workspace.close()
    with pytest.raises(UserError):
        campaigns.open_workspace(disk.path / "HD.tldb", None, made_environment(9))
    disk.protect("rw")


def test_a_full_disk_for_temporary_files_costs_a_sentence(
    made: Path, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decrypted goes to a private file where the system keeps such files."""
    shutil.copytree(made, tmp_path / "home")
    workspace = at_work(tmp_path / "home")
    before = content_of(workspace)
    monkeypatch.setattr(durable, "_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(disk.path))
    disk.fill()
    for work in (read, write):
        with pytest.raises(UserError, match="plein"):
            work(workspace)
    disk.free()
    assert content_of(workspace) == before
    read(workspace)
    write(workspace)
    workspace.close()


def test_a_database_that_can_no_longer_grow_costs_a_sentence(made: Path, tmp_path: Path) -> None:
    """The same where no disk can be mounted: the database library is told that there is no more room."""
    shutil.copytree(made, tmp_path / "home")
    workspace = at_work(tmp_path / "home")
    before = content_of(workspace)
    workspace.store.session.run_outside("PRAGMA max_page_count = 1")
    with pytest.raises(UserError, match="plein"):
        read(workspace)
    assert content_of(workspace) == before
    assert not integrity.check(workspace.store)
    workspace.close()
