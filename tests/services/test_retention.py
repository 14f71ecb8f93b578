"""Past the day that the campaign set, answers stay and nobody can be found in them."""

from datetime import date

import pytest
from exchange_sites import Campaign, content_of, settle

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import (
    conflicts,
    duplicates,
    editing,
    integrity,
    responses,
    retention,
    tabulations,
)
from teleactivites_desktop.services.workspace import Workspace

PAST, FUTURE = date(2007, 11, 1), date(2009, 12, 31)
IDENTITY = ("nom", "prenom", "naissance", "telephone", "mobile", "courriel", "adresse", "remarques")


@pytest.fixture
def sites(hd_and_had: Campaign) -> Campaign:
    return hd_and_had


def record_of(workspace: Workspace, paper: str) -> str:
    return editing.find_response(workspace, paper)


def test_the_day_travels_and_nothing_is_due_before_it_is_past(sites: Campaign) -> None:
    hd, had = sites.sites["HD"], sites.sites["HAD"]
    retention.set_retention(hd, FUTURE)
    settle(sites)
    assert retention.retention(had) == FUTURE
    assert not retention.due(had)
    with pytest.raises(UserError, match="pas passée"):
        retention.anonymise(had)
    retention.set_retention(had, PAST)
    assert len(retention.due(had)) == 14


def test_answers_stay_and_persons_go(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    answers = {name: tabulations.table(tabulations.load(hd), name) for name in ("connexion", "statut")}
    typed = {str(value) for value in content_of(hd)["HD/HD-0005"].values() if len(str(value)) > 5}
    retention.set_retention(hd, PAST)
    assert retention.anonymise(hd) == retention.Anonymised(14, 0, 0)
    assert not retention.due(hd)
    for name, before in answers.items():
        assert tabulations.table(tabulations.load(hd), name) == before
    for paper, fields in content_of(hd).items():
        assert paper.split("/")[1].startswith("ANON-")
        assert not [name for name in IDENTITY if f"answers.{name}" in fields]
        assert str(fields["received"]).endswith("-01")
    assert not integrity.check(hd.store)
    sites.close()
    content = sites.database("HD").read_bytes()
    assert "Chabrand" in typed
    assert not [text for text in typed if text.startswith(("Chabrand", "+33")) and text.encode() in content]
    sites.reopen("HD")


def test_two_sites_that_anonymise_apart_have_the_same_responses(sites: Campaign) -> None:
    for workspace in sites.sites.values():
        retention.set_retention(workspace, PAST)
        retention.anonymise(workspace)
    settle(sites)
    hd, had = sites.sites.values()
    assert content_of(hd) == content_of(had)
    assert len(content_of(hd)) == 14
    assert not conflicts.count(hd)


def test_what_counts_for_nothing_is_erased_whole(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    responses.withdraw(hd, record_of(hd, "HD-0001"), "hors du champ")
    retention.set_retention(hd, PAST)
    assert retention.anonymise(hd) == retention.Anonymised(13, 1, 0)


def test_one_person_still_counts_once(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    first, second = record_of(hd, "HD-0005"), record_of(hd, "HAD-0005")
    duplicates.decide(hd, first, second, duplicates.Decision.SAME)
    retention.set_retention(hd, PAST)
    retention.anonymise(hd)
    assert tabulations.load(hd).doubles == 1


def test_cancelled_it_did_nothing(sites: Campaign) -> None:
    hd = sites.sites["HD"]
    retention.set_retention(hd, PAST)
    before = content_of(hd)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retention.anonymise(hd, stop)
    assert content_of(hd) == before
