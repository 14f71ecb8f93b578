"""What each site has of each batch, and which file is missing: between real databases."""

from collections.abc import Iterator

import pytest
from exchange_sites import Campaign, Snapshot, campaign, key_papers, settle, snapshot

from teleactivites_desktop.services import batches, editing, exchanging
from teleactivites_desktop.services.exchanging.receipts import batch_receipts, codes_told, missing_files


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD", "HAD"))
    key_papers(made, most=3)
    yield snapshot(made)
    made.close()


@pytest.fixture
def trio(three: Snapshot) -> Campaign:
    return three.again()


def edit(made: Campaign, name: str, paper: str, **answers: str) -> None:
    editing.edit(made.sites[name], paper, answers, accept_warnings=True)


def test_batches_arrive_whole_or_say_what_they_lack(trio: Campaign) -> None:
    ours, theirs = trio.sites["HD"], trio.sites["GBD"].identity.site
    code = batches.batches(ours)[0].code
    batches.set_up(ours, "HD", code, expected=3)
    trio.send("HD", "GBD")
    trio.send("GBD", "HD")
    (receipt,) = (each for each in batch_receipts(ours) if each.territory == "HD")
    (holding,) = (each for each in receipt.elsewhere if each.site == theirs)
    assert (receipt.here, receipt.expected, receipt.is_whole) == (3, 3, True)
    assert (holding.held, holding.lacks, receipt.arrived(holding)) == (3, 0, True)
    edit(trio, "HD", "HD-0001", heures="30")
    (receipt,) = (each for each in batch_receipts(ours) if each.territory == "HD")
    (holding,) = receipt.elsewhere
    assert (holding.held, holding.lacks, receipt.arrived(holding)) == (3, 1, False)
    (theirs_here,) = (each for each in batch_receipts(trio.sites["GBD"]) if each.territory == "HD")
    assert theirs_here.is_whole


def test_the_code_that_a_partner_reads_out_is_known_here(trio: Campaign) -> None:
    settle(trio)
    trio.send("GBD", "HD")
    expected = {exchanging.status(trio.sites[name]).code for name in ("GBD", "HD")}
    site = trio.sites["GBD"].identity.site
    assert {codes_told(trio.sites["HD"])[site]} == expected
    edit(trio, "GBD", "GBD-0001", heures="30")
    trio.send("GBD", "HAD")
    assert codes_told(trio.sites["HD"])[site] in expected  # what it said last
    edit(trio, "HD", "HD-0001", heures="30")
    assert codes_told(trio.sites["HD"])[site] != exchanging.status(trio.sites["HD"]).code


def test_the_missing_file_is_named_and_whom_to_ask(trio: Campaign) -> None:
    settle(trio)
    author = trio.sites["HD"].identity.site
    trio.send("HD", "HAD")
    trio.send("HAD", "HD")
    edit(trio, "HD", "HD-0001", heures="30")
    lost = trio.written("HD")
    trio.read("GBD", lost.path)
    trio.send("GBD", "HD")
    edit(trio, "HD", "HD-0001", heures="31")
    last = trio.written("HD", territory="GBD")
    early = trio.read("HAD", last.path)
    (told,) = missing_files(trio.sites["HAD"], early.gaps)
    assert (told.first, told.last) == (lost.number, lost.number)
    assert told.holders == (author, trio.sites["GBD"].identity.site)
    assert not missing_files(trio.sites["GBD"], exchanging.status(trio.sites["GBD"]).gaps)
    trio.read("HAD", lost.path)
    assert not exchanging.status(trio.sites["HAD"]).gaps
