"""A partner is shut out: its later files are refused everywhere, the others get the campaign's new key."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pyrage
import pytest
from exchange_sites import (
    CHEAP,
    TOLD,
    Campaign,
    Snapshot,
    campaign,
    content_of,
    key_papers,
    made_environment,
    open_conflicts,
    settle,
    snapshot,
    trust_nobody,
)

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import invitation
from teleactivites_desktop.services import (
    campaign_keys,
    campaigns,
    editing,
    exchanging,
    integrity,
    shutting_out,
)
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

NAMES = ("GBEQ", "GBD", "HD")
REASON = "portable volé"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Three sites that hold the same."""
    made = campaign(tmp_path_factory.mktemp("campaign"), NAMES)
    key_papers(made, most=2)
    settle(made)
    yield snapshot(made)
    made.close()


@pytest.fixture
def three(settled: Snapshot) -> Campaign:
    return settled.again()


def site_of(made: Campaign, name: str) -> str:
    return made.sites[name].identity.site


def edit(workspace: Workspace, paper: str, **answers: str) -> None:
    editing.edit(workspace, paper, answers)


def shut_out(made: Campaign, by: str, whom: str) -> None:
    shutting_out.shut_out(made.sites[by], site_of(made, whom), REASON)


def give_key(made: Campaign, giver: str, to: str) -> bool:
    with mock.patch.object(invitation, "INVITING", CHEAP):
        path = campaigns.invite(made.sites[giver], made.folder / f"renewal-{giver}.tli", TOLD)
    return campaign_keys.take(made.sites[to], path, TOLD)


def send(made: Campaign, name: str, to: str) -> exchanging.Reading:
    return exchanging.read(made.sites[to], made.write(name), trust_nobody)


def heures(workspace: Workspace, paper: str) -> object:
    return content_of(workspace)[f"{paper.split('-')[0]}/{paper}"].get("answers.heures")


def test_the_later_files_of_a_partner_shut_out_are_refused_and_the_earlier_ones_are_read(
    three: Campaign,
) -> None:
    earlier = three.write("HD", full=True)
    shut_out(three, "GBEQ", "HD")
    exchanging.read(three.sites["GBEQ"], earlier, trust_nobody)
    edit(three.sites["HD"], "HD-0001", heures="12")
    later = three.write("HD")
    before = exchanging.status(three.sites["GBEQ"]).code
    with pytest.raises(
        UserError, match=r"HD.*mis à l'écart le .* par agent GBEQ \(GBEQ\), «\xa0portable volé"
    ):
        exchanging.read(three.sites["GBEQ"], later, trust_nobody)
    with pytest.raises(UserError, match="mis à l'écart"):
        exchanging.rehearse(three.sites["GBEQ"], later)
    assert exchanging.status(three.sites["GBEQ"]).code == before


def test_what_it_writes_later_is_refused_through_others_too_and_the_rest_is_read(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    edit(three.sites["HD"], "HD-0001", heures="12")
    send(three, "HD", "GBD")  # GBD does not know yet
    edit(three.sites["GBD"], "GBD-0001", heures="13")
    reading = send(three, "GBD", "GBEQ")
    assert reading.counts.shut_out == 1
    assert not reading.gaps
    assert heures(three.sites["GBEQ"], "GBD-0001") == 13
    assert heures(three.sites["GBEQ"], "HD-0001") != 12
    assert not integrity.check(three.sites["GBEQ"].store)


def test_the_others_obey_once_they_hear_and_pass_nothing_on(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    assert give_key(three, "GBEQ", "GBD")
    send(three, "GBEQ", "GBD")
    edit(three.sites["HD"], "HD-0001", heures="12")
    with pytest.raises(UserError, match=REASON):
        send(three, "HD", "GBD")
    (partner,) = [each for each in exchanging.status(three.sites["GBD"]).partners if each.territory == "HD"]
    assert partner.shut_out
    assert (partner.shut_out.reason, partner.shut_out.officer) == (REASON, "agent GBEQ")


def test_what_was_read_before_hearing_stays_here_until_an_officer_has_it_accepted(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    edit(three.sites["HD"], "HD-0001", heures="12")
    send(three, "HD", "GBD")
    edit(three.sites["GBD"], "HD-0001", heures="14")  # on top of what GBEQ refuses
    give_key(three, "GBEQ", "GBD")
    send(three, "GBEQ", "GBD")
    assert heures(three.sites["GBD"], "HD-0001") == 14
    hd = site_of(three, "HD")
    assert shutting_out.shut_outs(three.sites["GBD"])[hd].beyond == 1
    reading = send(three, "GBD", "GBEQ")
    # It is not passed on, and what stands on it waits.
    assert (reading.counts.shut_out, reading.counts.waiting) == (0, 1)
    shutting_out.accept_held(three.sites["GBD"], hd)
    assert shutting_out.shut_outs(three.sites["GBD"])[hd].beyond == 0
    three.read("GBEQ", three.write("GBD"))
    three.read("GBEQ", three.write("GBD", full=True))
    assert heures(three.sites["GBEQ"], "HD-0001") == 14
    assert len({exchanging.status(three.sites[name]).code for name in ("GBEQ", "GBD")}) == 1
    edit(three.sites["HD"], "HD-0001", heures="15")
    with pytest.raises(UserError, match=REASON):
        send(three, "HD", "GBEQ")


def test_a_partner_shut_out_cannot_read_what_is_written_from_then_on(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    with pytest.raises(UserError, match="Ouvrir une invitation"):
        send(three, "GBEQ", "HD")
    with pytest.raises(UserError, match="Ouvrir une invitation"):
        send(three, "GBEQ", "GBD")
    assert give_key(three, "GBEQ", "GBD")
    assert not give_key(three, "GBEQ", "GBD")
    send(three, "GBEQ", "GBD")
    edit(three.sites["GBD"], "GBD-0001", heures="13")
    path = three.write("GBD")
    with pytest.raises(UserError, match="Ouvrir une invitation"):
        exchanging.read(three.sites["HD"], path, trust_nobody)
    former = membership(three.sites["HD"].store).campaign_key
    with path.open("rb") as sealed, pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed.read(), [pyrage.x25519.Identity.from_str(former)])


def test_files_written_with_the_former_key_are_still_read(three: Campaign) -> None:
    edit(three.sites["GBD"], "GBD-0001", heures="13")
    old = three.write("GBD")
    shut_out(three, "GBEQ", "HD")
    assert exchanging.read(three.sites["GBEQ"], old, trust_nobody).counts.changed == 1
    again = three.reopen("GBEQ")
    assert exchanging.inspect(again, old).description.number


def test_who_still_writes_with_the_former_key_is_named_until_it_has_the_new_one(three: Campaign) -> None:
    def lagging() -> set[str]:
        return {each.territory for each in exchanging.status(three.sites["GBEQ"]).partners if each.former_key}

    old = three.write("GBD")
    shut_out(three, "GBEQ", "HD")
    late = three.write("GBD")
    exchanging.read(three.sites["GBEQ"], late, trust_nobody)
    assert lagging() == {"GBD"}
    give_key(three, "GBEQ", "GBD")
    send(three, "GBD", "GBEQ")
    assert lagging() == set()
    exchanging.read(three.sites["GBEQ"], old, trust_nobody)  # an old file says nothing of today
    assert lagging() == set()


def test_a_site_that_knows_of_a_new_key_but_lacks_it_writes_nothing_for_the_one_shut_out(
    three: Campaign,
) -> None:
    """A backup of before the renewal was restored, and the record came back with another file."""
    shut_out(three, "GBEQ", "HD")
    give_key(three, "GBEQ", "GBD")
    send(three, "GBEQ", "GBD")
    store = three.sites["GBD"].store
    store.secrets.set("campaign key", store.secrets.get("former campaign keys"))
    store.secrets.set("former campaign keys", None)
    with pytest.raises(UserError, match="a encore l'ancienne"):
        three.write("GBD")
    assert give_key(three, "GBEQ", "GBD")
    three.write("GBD")


def test_an_old_invitation_does_not_bring_the_old_key_back(three: Campaign) -> None:
    old = three.folder / "invitation.tli"
    shut_out(three, "GBEQ", "HD")
    give_key(three, "GBEQ", "GBD")
    send(three, "GBEQ", "GBD")
    assert not campaign_keys.take(three.sites["GBD"], old, TOLD)  # known as a former one
    three.sites["GBD"].store.secrets.set("former campaign keys", None)
    latest = membership(three.sites["GBD"].store).campaign_key
    assert campaign_keys.take(three.sites["GBD"], old, TOLD)
    known = membership(three.sites["GBD"].store)
    assert known.campaign_key == latest
    assert len(known.former_keys) == 1


def test_an_invitation_of_one_shut_out_or_of_another_campaign_brings_no_key(
    three: Campaign, tmp_path: Path
) -> None:
    with mock.patch.object(invitation, "INVITING", CHEAP):
        theirs = campaigns.invite(three.sites["HD"], three.folder / "theirs.tli", TOLD)
    shut_out(three, "GBEQ", "HD")
    before = membership(three.sites["GBEQ"].store)
    with pytest.raises(UserError, match="mis à l'écart"):
        campaign_keys.take(three.sites["GBEQ"], theirs, TOLD)
    other = campaigns.create(
        tmp_path / "other.tldb",
        territory="HAD",
        officer="Luc",
        passphrase=None,
        environment=made_environment(9),
    ).workspace
    with mock.patch.object(invitation, "INVITING", CHEAP):
        path = campaigns.invite(other, tmp_path / "other.tli", TOLD)
    other.close()
    with pytest.raises(UserError, match="une autre campagne"):
        campaign_keys.take(three.sites["GBEQ"], path, TOLD)
    assert membership(three.sites["GBEQ"].store) == before


def test_a_partner_taken_back_is_read_again(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    edit(three.sites["HD"], "HD-0001", heures="12")
    path = three.write("HD")
    shutting_out.readmit(three.sites["GBEQ"], site_of(three, "HD"))
    assert exchanging.read(three.sites["GBEQ"], path, trust_nobody).counts.changed == 1
    assert not shutting_out.shut_outs(three.sites["GBEQ"])
    give_key(three, "GBEQ", "HD")
    send(three, "GBEQ", "HD")
    assert not integrity.check(three.sites["HD"].store)


def test_two_sites_that_shut_one_out_unseen_agree_on_the_later_number(three: Campaign) -> None:
    shut_out(three, "GBEQ", "HD")
    edit(three.sites["HD"], "HD-0001", heures="12")
    send(three, "HD", "GBD")
    shut_out(three, "GBD", "HD")  # after one more revision, and with a key of its own
    give_key(three, "GBEQ", "GBD")
    give_key(three, "GBD", "GBEQ")
    for _round in range(2):
        send(three, "GBEQ", "GBD")
        send(three, "GBD", "GBEQ")
    assert heures(three.sites["GBEQ"], "HD-0001") == 12
    for name in ("GBEQ", "GBD"):
        assert not open_conflicts(three.sites[name])
        assert not integrity.check(three.sites[name].store)
    assert len({exchanging.status(three.sites[name]).code for name in ("GBEQ", "GBD")}) == 1


def test_a_copy_of_a_site_shut_out_is_not_believed_on_its_word(three: Campaign, tmp_path: Path) -> None:
    shut_out(three, "GBEQ", "HD")
    three.sites["HD"].close()
    path = tmp_path / "copy.tldb"
    path.write_bytes(three.database("HD").read_bytes())
    copy = campaigns.open_workspace(path, None, three.sites["HD"].environment)
    edit(copy, "HD-0001", heures="12")
    written = exchanging.write(copy, tmp_path / "copy.tlx").path
    copy.close()
    with pytest.raises(UserError, match="jamais vu"):
        exchanging.read(three.sites["GBEQ"], written, trust_nobody)


@pytest.mark.parametrize(
    ("whom", "reason", "sentence"),
    [("GBEQ", REASON, "lui-même"), ("HD", " ", "pourquoi"), ("?", REASON, "pas connu")],
)
def test_who_cannot_be_shut_out(three: Campaign, whom: str, reason: str, sentence: str) -> None:
    site = site_of(three, whom) if whom in NAMES else "0" * 16
    before = membership(three.sites["GBEQ"].store)
    with pytest.raises(UserError, match=sentence):
        shutting_out.shut_out(three.sites["GBEQ"], site, reason)
    assert membership(three.sites["GBEQ"].store) == before


def test_a_partner_is_named_by_its_id_or_its_territory(three: Campaign) -> None:
    gbeq = three.sites["GBEQ"]
    assert (
        shutting_out.named(gbeq, "hd")
        == site_of(three, "HD")
        == shutting_out.named(gbeq, site_of(three, "HD"))
    )
    with pytest.raises(UserError, match="ne désigne pas"):
        shutting_out.named(gbeq, "HAD")
    shut_out(three, "GBEQ", "HD")
    with pytest.raises(UserError, match="déjà"):
        shut_out(three, "GBEQ", "HD")
    with pytest.raises(UserError, match="n'est pas mis"):
        shutting_out.readmit(gbeq, site_of(three, "GBD"))
