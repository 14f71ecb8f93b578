"""An agreement taken back: dated, for all papers of the person, obeyed by what is printed and exported."""

import json
from datetime import date
from pathlib import Path

import pytest
from exchange_sites import Campaign, content_of, settle

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import (
    addresses,
    conflicts,
    consents,
    directory,
    duplicates,
    editing,
    exports,
    tabulations,
    undo,
)
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exports import ExportOptions, Format, Mode
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def sites(hd_and_had: Campaign) -> Campaign:
    return hd_and_had


def record_of(workspace: Workspace, paper: str) -> str:
    return editing.find_response(workspace, paper)


def take_back(workspace: Workspace, paper: str, purpose: str) -> list[str]:
    return consents.withdraw(workspace, record_of(workspace, paper), purpose, "par lettre")


def test_one_gesture_is_dated_and_can_be_given_again(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    record = record_of(hd, "HD-0001")
    assert [each.agreed for each in consents.consents_of(hd, record)] == [True, True, True]
    consents.withdraw(hd, record, "contact", "par lettre", date(2007, 11, 2))
    contact = consents.consents_of(hd, record)[1]
    assert (contact.answer, contact.on_paper, contact.agreed) == ("Oui", True, False)
    assert (contact.on, contact.reason) == ("2007-11-02", "par lettre")
    consents.give_again(hd, record, "contact")
    assert consents.consents_of(hd, record)[1].agreed


def test_what_makes_no_sense_is_refused(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    record = record_of(hd, "HD-0001")
    for purpose, reason, on in (
        ("contact", " ", None),
        ("publicité", "par lettre", None),
        ("contact", "par lettre", date(2107, 1, 1)),
    ):
        with pytest.raises(UserError):
            consents.withdraw(hd, record, purpose, reason, on)
    with pytest.raises(UserError, match="pas retiré"):
        consents.give_again(hd, record, "contact")


def test_it_travels_and_two_sites_told_of_it_do_not_disagree(sites: Campaign) -> None:
    for workspace in sites.sites.values():
        take_back(workspace, "HD-0001", "presentation")
    settle(sites)
    for workspace in sites.sites.values():
        assert not consents.consents_of(workspace, record_of(workspace, "HD-0001"))[2].agreed
        assert not conflicts.count(workspace)


def test_all_papers_of_the_person_are_told(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    first, second = record_of(hd, "HD-0005"), record_of(hd, "HAD-0005")
    duplicates.decide(hd, first, second, duplicates.Decision.SAME)
    assert sorted(take_back(hd, "HD-0005", "contact")) == sorted((first, second))
    assert not consents.consents_of(hd, second)[1].agreed


def test_labels_and_directory_obey(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    labels, entries = names_on_labels(hd), list(directory.entries(hd, Options()))
    assert "Béatrice Chabrand" in labels
    take_back(hd, "HD-0005", "contact")
    assert len(names_on_labels(hd)) == len(labels) - 1
    shown = list(directory.entries(hd, Options()))
    assert sum(bool(entry.contact) for entry in shown) == sum(bool(entry.contact) for entry in entries) - 1
    take_back(hd, "HD-0001", "presentation")
    assert len(list(directory.entries(hd, Options()))) == len(entries) - 1


def names_on_labels(workspace: Workspace) -> list[str]:
    return [address[0] for address in addresses.addresses(workspace, Selection())]


def test_named_exports_obey(sites: Campaign, tmp_path: Path) -> None:
    hd = sites.sites["HD"]
    before = exported(hd, tmp_path, Mode.IDENTIFIED)
    take_back(hd, "HD-0001", "contact")
    after = exported(hd, tmp_path, Mode.IDENTIFIED)
    assert sum(bool(row.get("nom")) for row in after) == sum(bool(row.get("nom")) for row in before) - 1
    assert len(after) == len(before)


def test_who_objects_is_not_counted(sites: Campaign, tmp_path: Path) -> None:
    hd = sites.sites["HD"]
    counted, rows = tabulations.load(hd).size, len(exported(hd, tmp_path, Mode.ANONYMOUS))
    take_back(hd, "HD-0001", "statistics")
    assert tabulations.load(hd).size == counted - 1
    assert len(exported(hd, tmp_path, Mode.ANONYMOUS)) == rows - 1


def test_neither_a_correction_nor_an_earlier_state_gives_it_back(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    record = record_of(hd, "HD-0001")
    first = hd.store.revisions.history(record)[0].id
    take_back(hd, "HD-0001", "contact")
    editing.edit(hd, "HD-0001", {"heures": "12"})
    undo.restore_state(hd, record, first)
    assert content_of(hd)["HD/HD-0001"]["consents.contact"] == "withdrawn"


def exported(workspace: Workspace, folder: Path, mode: Mode) -> list[dict[str, object]]:
    path = folder / f"{mode}.jsonl"
    exports.export(workspace, path, Format.JSONL, ExportOptions(mode))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
