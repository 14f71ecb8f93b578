"""Copies by themselves and on demand: named, kept, counted, put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import Clock, new_campaign, opened_again

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import NEW_SITE_DUE
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import backups
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.restore_rehearsal import rehearse_restore
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb", clock)
    yield made
    made.store.close()


def key_one(workspace: Workspace, paper: str) -> None:
    workspace.author(Kind.RESPONSE, workspace.new_record(), {"paper": paper, "territory": "GBEQ"})


def test_copies_are_listed_the_latest_first(workspace: Workspace, clock: Clock) -> None:
    first = backups.back_up(workspace, BackupReason.READING)
    second = backups.back_up(workspace, BackupReason.ASKED)  # within the same second
    clock.wait(60)
    third = backups.back_up(workspace, BackupReason.CLOSING)
    assert backups.list_backups(workspace) == [third, second, first]
    assert third.at - first.at == clock.moment - first.at
    assert (first.reason, second.reason) == (BackupReason.READING, BackupReason.ASKED)
    assert first.size == first.path.stat().st_size > 0
    assert first.path.parent.name == "base.sauvegardes"


def test_the_oldest_make_room(workspace: Workspace, clock: Clock) -> None:
    made = []
    for _copy in range(backups.KEPT + 2):
        made.append(backups.back_up(workspace, BackupReason.ASKED))
        clock.wait(1)
    assert backups.list_backups(workspace) == made[:1:-1]


def test_other_files_in_the_folder_are_left_alone(workspace: Workspace) -> None:
    folder = backups.backup_folder(workspace.store.path)
    folder.mkdir()
    (folder / "notes.tldb").write_bytes(b"mine")
    assert backups.list_backups(workspace) == []
    backups.back_up(workspace, BackupReason.ASKED)
    assert (folder / "notes.tldb").read_bytes() == b"mine"


def test_what_a_killed_copy_left_is_removed(workspace: Workspace) -> None:
    folder = backups.backup_folder(workspace.store.path)
    folder.mkdir()
    for name in ("20071112-091200-lecture.tldb.partiel", "20071112-091200-lecture.tldb.partiel-journal"):
        (folder / name).write_bytes(b"half")
    for mark in ("retour", "retour.partiel", "retour.partiel-journal", "format-1.partiel"):
        (folder.parent / f"base.tldb.{mark}").write_bytes(b"half")
    made = backups.back_up(workspace, BackupReason.ASKED)
    assert [path.name for path in folder.iterdir()] == [made.path.name]
    assert not [path for path in folder.parent.iterdir() if "retour" in path.name or "partiel" in path.name]


def test_keys_go_with_the_copy(workspace: Workspace, clock: Clock) -> None:
    keys = workspace.store.path.with_name("base.tldb.keys")
    keys.write_bytes(b"wrapped")
    copy = backups.back_up(workspace, BackupReason.ASKED)
    beside = copy.path.with_name(copy.path.name + ".keys")
    assert beside.read_bytes() == b"wrapped"
    backups.remove_backup(copy)
    assert not beside.exists()
    assert backups.list_backups(workspace) == []


def test_closing_copies_what_changed(workspace: Workspace, tmp_path: Path, clock: Clock) -> None:
    assert backups.back_up_on_closing(workspace) is not None
    workspace.store.close()
    again = opened_again(tmp_path / "base.tldb")
    assert backups.back_up_on_closing(again) is None
    key_one(again, "GBEQ-0001")
    assert backups.back_up_on_closing(again) is not None
    again.store.close()


def test_closing_copies_what_was_written_beside(workspace: Workspace, tmp_path: Path) -> None:
    """Behind the window on a connection of its own, or by the command line before it was opened."""
    backups.back_up_on_closing(workspace)
    workspace.store.close()
    again = opened_again(tmp_path / "base.tldb")
    beside = again.reopen()
    key_one(beside, "GBEQ-0001")
    beside.close()
    assert again.store.changed
    again.store.close()
    third = opened_again(tmp_path / "base.tldb")
    assert not third.store.changed
    assert backups.back_up_on_closing(third) is not None
    third.store.close()


def test_a_copy_where_the_officer_wants_it(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    inside = backups.back_up_to(workspace, folder)
    assert inside.parent == folder
    named = backups.back_up_to(workspace, tmp_path / "named.tldb")
    assert named.is_file()
    # The same disk: it does not count as a copy elsewhere.
    assert backups.last_elsewhere(workspace) is None
    with pytest.raises(UserError, match="ne peut pas être la base elle-même"):
        backups.back_up_to(workspace, workspace.store.path)


def test_a_copy_on_another_disk_is_remembered(workspace: Workspace, clock: Clock) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == workspace.store.path.stat().st_dev:
        pytest.skip("no second file system here")
    target = other / "teleactivites-test.tldb"
    try:
        backups.back_up_to(workspace, target)
        last = backups.last_elsewhere(workspace)
        assert last is not None
        assert (last.path, last.at) == (str(target), clock.moment)
    finally:
        target.unlink(missing_ok=True)


def test_restoring_is_rehearsed_then_done(workspace: Workspace, tmp_path: Path) -> None:
    key_one(workspace, "GBEQ-0001")
    copy = backups.back_up(workspace, BackupReason.ASKED)
    key_one(workspace, "GBEQ-0002")
    rehearsal = rehearse_restore(workspace.store, copy.path, None)
    assert (rehearsal.responses, rehearsal.responses_here) == (1, 2)
    assert rehearsal.lacking == {workspace.identity.site: 1}
    path = workspace.store.path
    workspace.store.close()
    backups.restore(copy.path, path, None)
    again = opened_again(path)
    assert again.store.responses.count() == 1
    assert again.store.settings.get(NEW_SITE_DUE) is True
    again.store.close()
