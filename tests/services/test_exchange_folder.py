"""One gesture on a stick: reads what is new, writes what partners lack."""

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
from teleactivites_desktop.services import editing, exchanging
from teleactivites_desktop.services.exchanging import FolderResult
from teleactivites_desktop.services.exchanging.folder import KEPT


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
