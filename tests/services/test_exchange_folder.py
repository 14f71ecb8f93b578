"""One gesture on a stick: reads what is new, writes what partners lack."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_sites import (
    Campaign,
    Snapshot,
    campaign,
    content_of,
    key_papers,
    snapshot,
    trust_all,
    trust_nobody,
)

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import backups, editing, exchanging
from teleactivites_desktop.services.exchanging import FolderResult, folder
from teleactivites_desktop.services.exchanging.folder import USUALLY_KEPT as KEPT


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD", "HAD"))
    key_papers(made, most=2)
    yield snapshot(made)
    made.close()


@pytest.fixture
def trio(three: Snapshot) -> Campaign:
    return three.again()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "clé"
    folder.mkdir()
    return folder


def gesture(made: Campaign, name: str, stick: Path) -> FolderResult:
    return exchanging.exchange_folder(made.sites[name], stick, trust_all)


def test_two_rounds_of_the_stick_bring_all_together(trio: Campaign, stick: Path) -> None:
    for _ in range(2):
        for name in trio.sites:
            gesture(trio, name, stick)
    contents = [content_of(workspace) for workspace in trio.sites.values()]
    assert len(contents[0]) == 6
    assert all(content == contents[0] for content in contents)


def test_the_stick_comes_to_rest(trio: Campaign, stick: Path) -> None:
    for _ in range(4):
        for name in trio.sites:
            gesture(trio, name, stick)
    before = sorted(stick.iterdir())
    for name in trio.sites:
        result = gesture(trio, name, stick)
        assert result == FolderResult((), (), None)
    assert sorted(stick.iterdir()) == before


def test_foreign_and_damaged_files_are_named_and_passed_over(trio: Campaign, stick: Path) -> None:
    (stick / "notes.txt").write_text("rien")
    (stick / "abîmé.tlx").write_bytes(b"age-encryption.org/v1\n")
    (stick / ".half.tlx.1.partiel").write_bytes(b"half")
    (stick / "dossier.tlx").mkdir()
    gesture(trio, "HD", stick)
    result = gesture(trio, "GBD", stick)
    assert [reading.territory for reading in result.read] == ["HD"]
    assert [each.path.name for each in result.ignored] == ["abîmé.tlx"]
    assert "tronqué" in result.ignored[0].reason


def test_a_stranger_who_is_not_confirmed_is_asked_about_again(trio: Campaign, stick: Path) -> None:
    gesture(trio, "GBD", stick)
    refused = exchanging.exchange_folder(trio.sites["HD"], stick, trust_nobody)
    assert (len(refused.read), len(refused.ignored)) == (0, 1)
    assert len(gesture(trio, "HD", stick).read) == 1


def test_only_the_last_of_our_files_stay_and_only_ours_go(trio: Campaign, stick: Path) -> None:
    gesture(trio, "GBD", stick)
    other = next(stick.iterdir()).name
    for heures in range(10, 10 + KEPT + 2):
        editing.edit(trio.sites["HD"], "HD-0001", {"heures": str(heures)})
        gesture(trio, "HD", stick)
    names = {path.name for path in stick.iterdir()}
    assert other in names
    assert len(names) == KEPT + 1
    gesture(trio, "HAD", stick)
    assert content_of(trio.sites["HAD"])["HD/HD-0001"]["answers.heures"] == 10 + KEPT + 1


def test_a_stick_that_is_gone_is_said(trio: Campaign, stick: Path) -> None:
    stick.rmdir()
    with pytest.raises(UserError, match="clé est-elle branchée"):
        gesture(trio, "HD", stick)


def test_a_protected_or_full_stick_is_said_and_what_was_read_stays(
    trio: Campaign, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gesture(trio, "GBD", stick)
    before = sorted(stick.iterdir())

    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.parent == stick:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        result = gesture(trio, "HD", stick)
    assert result.written is None
    assert "place libre" in result.unwritten
    assert [reading.territory for reading in result.read] == ["GBD"]
    assert sorted(stick.iterdir()) == before
    assert gesture(trio, "HD", stick).written is not None


def test_what_a_kill_left_of_ours_goes_and_others_are_left_alone(trio: Campaign, stick: Path) -> None:
    ours = f".HD-{trio.sites['HD'].identity.site}-20071112-9.tlx.99.partiel"
    for name in (ours, ".GBD-0123456789abcdef-20071112-1.tlx.99.partiel"):
        (stick / name).write_bytes(b"half")
    gesture(trio, "HD", stick)
    left = [path.name for path in stick.glob(".*")]
    assert left == [".GBD-0123456789abcdef-20071112-1.tlx.99.partiel"]


def test_a_file_of_ours_that_was_not_noted_is_ours_all_the_same(trio: Campaign, stick: Path) -> None:
    """Killed between the file and the journal."""
    site = trio.sites["HD"].identity.site
    gesture(trio, "HD", stick)
    (made,) = stick.iterdir()
    made.rename(stick / f"HD-{site}-20071111-0.tlx")
    folder.keep(trio.sites["HD"], 1)
    result = gesture(trio, "HD", stick)
    assert (result.read, result.ignored) == ((), ())
    assert [path.name for path in result.removed] == [f"HD-{site}-20071111-0.tlx"]


def test_how_many_of_ours_stay_is_a_setting(trio: Campaign, stick: Path) -> None:
    folder.keep(trio.sites["HD"], 2)
    for heures in (10, 11, 12):
        editing.edit(trio.sites["HD"], "HD-0001", {"heures": str(heures)})
        gesture(trio, "HD", stick)
    assert len(list(stick.iterdir())) == 2


def test_one_gesture_copies_the_database_once(trio: Campaign, stick: Path) -> None:
    for name in ("GBD", "HAD"):
        gesture(trio, name, stick)
    before = len(backups.list_backups(trio.sites["HD"]))
    assert len(gesture(trio, "HD", stick).read) == 2
    assert len(backups.list_backups(trio.sites["HD"])) == before + 1


def test_it_tells_how_far_it_is_and_can_be_stopped_between_files(trio: Campaign, stick: Path) -> None:
    for name in ("GBD", "HAD"):
        gesture(trio, name, stick)
    told: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, words: str) -> None:
        told.append((done, total, words))
        if "2 sur 2" in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exchanging.exchange_folder(trio.sites["HD"], stick, trust_all, stop)
    assert "1 sur 2" in told[0][2]
    assert [done for done, _total, _words in told] == sorted(done for done, _total, _words in told)
    assert len(content_of(trio.sites["HD"])) == 4, "the first was read whole"
    assert len(gesture(trio, "HD", stick).read) == 1
