"""Erasing a person reaches their papers, drafts and copies; a restore does it again; sites acknowledge it."""

from pathlib import Path

import pytest
from exchange_sites import (
    Campaign,
    content_of,
    made_environment,
    settle,
)
from reports_world import text_of

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import (
    backups,
    campaigns,
    consents,
    documents,
    duplicates,
    editing,
    erasure,
    exchanging,
    integrity,
    restoring,
)
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.restore_rehearsal import rehearse_restore
from teleactivites_desktop.services.workspace import Workspace

SECRETS = (b"quaranta", b"Quaranta", b"QUARANTA")


@pytest.fixture
def sites(hd_and_had: Campaign) -> Campaign:
    return hd_and_had


def record_of(workspace: Workspace, paper: str) -> str:
    return editing.find_response(workspace, paper)


def speaks(path: Path) -> bool:
    """Tell whether a file still says what was typed on HD-0007."""
    content = path.read_bytes()
    return any(secret in content for secret in SECRETS)


def test_all_that_is_held_is_found(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    first, second = record_of(hd, "HD-0005"), record_of(hd, "HAD-0005")
    duplicates.decide(hd, first, second, duplicates.Decision.SAME)
    correction = editing.take_up(hd, first)
    correction.session.enter("1")
    editing.keep_correction(hd, correction)
    backups.back_up(hd, BackupReason.ASKED)
    held = erasure.held_on(hd, first)
    assert [line.paper for line in held.papers] == ["HD-0005", "HAD-0005"]
    assert (held.revisions, len(held.drafts)) == (2, 1)
    assert held.copies == len(backups.list_backups(hd))
    assert held.elsewhere == ("HAD",)
    erasure.erase_person(hd, [line.record for line in held.papers], "à sa demande")
    assert {"HD/HD-0005", "HAD/HAD-0005"}.isdisjoint(content_of(hd))
    assert not hd.store.drafts.list()
    with pytest.raises(UserError, match="effacée"):
        erasure.held_on(hd, first)


def test_one_refusal_erases_nobody(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    with pytest.raises(UserError):
        erasure.erase_person(hd, [record_of(hd, "HD-0005"), "0" * 32], "à sa demande")
    assert "HD/HD-0005" in content_of(hd)


def test_the_sheet_of_a_person_has_all_their_papers(sites: Campaign, tmp_path: Path) -> None:
    hd = sites.sites["HD"]
    first, second = record_of(hd, "HD-0005"), record_of(hd, "HAD-0005")
    duplicates.decide(hd, first, second, duplicates.Decision.SAME)
    consents.withdraw(hd, first, "contact", "par lettre")
    documents.write(hd, "person", tmp_path / "person.pdf", Options(paper="HD-0005"))
    text = text_of(tmp_path / "person.pdf")
    assert "Chabrand" in text
    assert "HAD-0005" in text
    assert text.count("retiré le 12/11/2007 : par lettre") >= 2  # for each of the papers


def test_copies_made_before_are_told_and_renewed(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    backups.back_up(hd, BackupReason.ASKED)
    assert not erasure.outdated_copies(hd)
    erasure.erase(hd, "HD-0007", "à sa demande")
    before = erasure.outdated_copies(hd)
    assert before
    assert all(map(speaks, before))
    made = erasure.renew_copies(hd)
    assert not erasure.outdated_copies(hd)
    assert backups.list_backups(hd) == [made]
    ours = [path for path in sites.folder.rglob("*") if path.is_file() and "/HD." in str(path)]
    assert len(ours) > 1
    assert not any(map(speaks, ours))


def test_rotation_alone_removes_them_after_some_copies(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    erasure.erase(hd, "HD-0007", "à sa demande")
    for _copy in range(backups.KEPT_ANYHOW):
        backups.back_up(hd, BackupReason.ASKED)
    assert not erasure.outdated_copies(hd)
    assert len(backups.list_backups(hd)) == backups.KEPT_ANYHOW


def test_coming_back_to_an_earlier_copy_brings_nobody_back(sites: Campaign) -> None:
    """Even where no partner has heard of the erasure yet."""
    hd = sites.sites["HD"]
    copy = backups.back_up(hd, BackupReason.ASKED).path
    erasure.erase(hd, "HD-0007", "à sa demande")
    hd.close()
    restoring.restore(sites.database("HD"), copy, None, made_environment(9))
    sites.sites["HD"] = again = campaigns.open_workspace(sites.database("HD"), None, made_environment(10))
    assert "HD/HD-0007" not in content_of(again)
    settle(sites)
    assert "HD/HD-0007" not in content_of(sites.sites["HAD"])
    assert not integrity.check(again.store)
    sites.close()
    assert not speaks(sites.database("HD"))
    assert not speaks(sites.database("HAD"))


def test_the_rehearsal_says_what_would_go_and_what_comes_back(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    copy = backups.back_up(hd, BackupReason.ASKED).path
    editing.edit(hd, "HD-0002", {"heures": "12"})
    sites.send("HD", "HAD")
    sites.send("HAD", "HD")  # it says what it has now
    erasure.erase(hd, "HD-0007", "à sa demande")
    hd.author(Kind.RESPONSE, hd.new_record(), {"paper": "HD-0099", "territory": "HD"})
    told = rehearse_restore(hd.store, copy, None)
    assert (told.responses, told.responses_here) == (14, 14)
    assert (told.gone, told.changed, told.erased_again) == (("HD-0099",), ("HD-0002",), 1)
    assert (sum(told.lacking.values()), told.only_here) == (3, 2)


def test_an_acknowledgement_keeps_its_first_date(sites: Campaign) -> None:
    hd, had = sites.sites["HD"], sites.sites["HAD"]
    erasure.erase(hd, "HD-0007", "à sa demande")
    assert [each.at for each in erasure.erased(hd)[0].waiting] == [""]
    sites.send("HD", "HAD")
    sites.send("HAD", "HD")
    (gone,) = erasure.erased(hd)
    assert not gone.waiting
    editing.edit(had, "HAD-0001", {"heures": "12"})
    sites.send("HAD", "HD")
    assert erasure.erased(hd) == [gone]


def test_a_reading_that_erased_somebody_is_not_undone(sites: Campaign) -> None:
    erasure.erase(sites.sites["HD"], "HD-0007", "à sa demande")
    sites.send("HD", "HAD")
    with pytest.raises(UserError, match="ne s'annule pas"):
        exchanging.undo(sites.sites["HAD"])
