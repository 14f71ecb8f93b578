"""Writing, rehearsing, reading and undoing exchange files between real databases."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from exchange_sites import (
    TOLD,
    Campaign,
    Snapshot,
    campaign,
    content_of,
    key_papers,
    snapshot,
    trust_all,
    trust_nobody,
)

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import JournalAction
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.services import (
    backups,
    campaigns,
    conflicts,
    editing,
    erasure,
    exchanging,
    integrity,
    keying,
    responses,
)
from teleactivites_desktop.services.exchanging import Counts, Effect, UndoRefusedError


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Three sites, three papers each, that have not exchanged yet."""
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD", "HAD"))
    key_papers(made, most=3)
    yield snapshot(made)
    made.close()


@pytest.fixture
def pair(three: Snapshot) -> Iterator[Campaign]:
    """Two sites that know nothing of a third."""
    made = three.again()
    other = made.sites.pop("HAD")
    other.close()
    yield made
    made.sites["HAD"] = other


@pytest.fixture
def trio(three: Snapshot) -> Campaign:
    return three.again()


def edit(made: Campaign, name: str, paper: str, **answers: str) -> None:
    editing.edit(made.sites[name], paper, answers)


def digest(made: Campaign, name: str) -> str:
    """Return the SHA-256 of a site's closed database, which is then opened again."""
    made.sites[name].close()
    found = hashlib.sha256(made.database(name).read_bytes()).hexdigest()
    made.reopen(name)
    return found


# --- write and read


def test_what_one_site_keyed_is_at_the_other(pair: Campaign) -> None:
    reading = pair.send("HD", "GBD")
    assert (reading.territory, reading.counts.new, reading.counts.known) == ("HD", 3, 0)
    assert content_of(pair.sites["HD"]).items() <= content_of(pair.sites["GBD"]).items()


def test_a_change_that_says_it_saw_another_record_is_refused(pair: Campaign) -> None:
    """No program of ours writes one; shown, it would never agree with a check."""
    sender = pair.sites["HD"]
    one, other = (editing.find_response(sender, f"HD-000{number}") for number in (1, 2))
    heads = sender.store.revisions.heads(other)
    sender.author(Kind.RESPONSE, one, {"answers.heures": 12}, parents=heads)
    before = digest(pair, "GBD")
    with pytest.raises(DamagedFileError, match="en partant d'une autre"):
        pair.send("HD", "GBD")
    assert digest(pair, "GBD") == before


def test_reading_writes_no_revision_of_its_own(pair: Campaign) -> None:
    own = pair.sites["GBD"].identity.site
    before = pair.sites["GBD"].store.revisions.vector()[own]
    pair.send("HD", "GBD")
    assert pair.sites["GBD"].store.revisions.vector()[own] == before


def test_a_second_reading_changes_nothing(pair: Campaign) -> None:
    path = pair.write("HD")
    pair.read("GBD", path)
    before = content_of(pair.sites["GBD"])
    again = pair.read("GBD", path)
    assert (again.counts.new, again.counts.changed, again.counts.known) == (0, 0, 3)
    assert content_of(pair.sites["GBD"]) == before


def test_the_next_file_holds_only_what_the_partner_lacks(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    pair.send("GBD", "HD")
    edit(pair, "HD", "HD-0001", heures="30")
    assert pair.written("HD", territory="GBD").revisions == 1
    assert pair.written("HD", full=True).revisions > 10


def test_a_file_goes_by_its_usual_name_in_a_folder(pair: Campaign, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    site = pair.sites["HD"].identity.site
    first = exchanging.write(pair.sites["HD"], folder)
    second = exchanging.write(pair.sites["HD"], folder)
    assert first.path.name == f"HD-{site}-20071112-1.tlx"
    assert second.path.name == f"HD-{site}-20071112-2.tlx"


def test_an_unknown_territory_is_refused(pair: Campaign) -> None:
    with pytest.raises(UserError, match=r"Territoire inconnu.*HAD"):
        pair.write("HD", territory="XX")


def test_inspection_says_what_is_in_it(pair: Campaign) -> None:
    path = pair.write("HD")
    found = exchanging.inspect(pair.sites["GBD"], path)
    assert found.description.sender.territory == "HD"
    assert found.kinds[Kind.RESPONSE] == 3
    assert found.questionnaires == (pair.sites["HD"].store.questionnaires.current_version(),)


# --- rehearsal


def test_the_rehearsal_tells_what_the_reading_does_and_writes_nothing(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    pair.send("GBD", "HD")
    edit(pair, "HD", "GBD-0001", heures="31", mobile="06 11 22 33 44")
    edit(pair, "GBD", "GBD-0001", heures="32")
    edit(pair, "HD", "GBD-0002", lieu_dit="Le Clos")
    edit(pair, "GBD", "GBD-0002", lieu_dit="Le Clos")
    edit(pair, "HD", "GBD-0003", lieu_dit="Le Clos")
    responses.withdraw(pair.sites["HD"], editing.find_response(pair.sites["HD"], "HD-0001"), "double")
    erasure.erase(pair.sites["HD"], "HD-0002", "demande")
    path = pair.write("HD", territory="GBD")
    before = digest(pair, "GBD")
    rehearsal = exchanging.rehearse(pair.sites["GBD"], path)
    assert digest(pair, "GBD") == before
    effects = {line.paper: line.effect for line in rehearsal.lines}
    assert effects == {
        "GBD-0001": Effect.CONFLICT,
        "GBD-0002": Effect.SAME,
        "GBD-0003": Effect.CHANGED,
        "HD-0001": Effect.WITHDRAWN,
        "HD-0002": Effect.ERASED,
    }
    line = next(line for line in rehearsal.lines if line.paper == "GBD-0001")
    assert line.opened == ("answers.heures",)
    assert line.changes["answers.mobile"][1] == "+33611223344"
    counts = rehearsal.counts
    assert (counts.changed, counts.same, counts.erased, counts.withdrawn) == (3, 1, 1, 1)
    assert counts.conflicts == 1
    assert pair.read("GBD", path).counts == counts


# --- gaps


def test_a_missing_file_is_named_and_nothing_of_the_next_is_lost(trio: Campaign) -> None:
    trio.send("HD", "GBD")
    trio.send("GBD", "HD")
    edit(trio, "HD", "HD-0001", heures="30")
    second = trio.write("HD", territory="GBD")
    site = trio.sites["HD"].identity.site
    early = trio.read("HAD", second)
    assert [(gap.site, gap.first) for gap in early.gaps if gap.site == site] == [(site, 1)]
    assert early.counts.waiting == 1
    assert exchanging.status(trio.sites["HAD"]).waiting == 1
    late = trio.read("HAD", trio.write("HD", full=True))
    assert not late.gaps
    assert late.counts.waiting == 0
    assert content_of(trio.sites["HAD"])["HD/HD-0001"]["answers.heures"] == 30
    assert not integrity.check(trio.sites["HAD"].store)


def test_what_came_too_early_is_applied_when_the_gap_is_filled(trio: Campaign) -> None:
    first = trio.write("HD")
    trio.read("GBD", first)
    trio.send("GBD", "HD")
    edit(trio, "HD", "HD-0001", heures="30")
    trio.read("HAD", trio.write("HD", territory="GBD"))
    late = trio.read("HAD", first)
    assert late.counts.waiting == 0
    assert content_of(trio.sites["HAD"])["HD/HD-0001"]["answers.heures"] == 30


def test_what_a_third_site_passes_on_is_as_good(trio: Campaign) -> None:
    trio.send("HD", "GBD")
    trio.send("GBD", "HAD")
    assert "HD/HD-0001" in content_of(trio.sites["HAD"])
    status = exchanging.status(trio.sites["HAD"])
    assert {partner.territory for partner in status.partners} == {"HD", "GBD"}


# --- receipts


def test_a_partner_s_file_is_a_receipt(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    (before,) = exchanging.status(pair.sites["GBD"]).partners
    assert (before.territory, before.holds, before.up_to_date) == ("HD", 0, False)
    pair.send("GBD", "HD")
    (after,) = exchanging.status(pair.sites["HD"]).partners
    assert (after.territory, after.holds, after.lacks) == ("GBD", after.ours, 0)
    assert after.up_to_date
    codes = {exchanging.status(workspace).code for workspace in pair.sites.values()}
    assert len(codes) == 1


def test_a_receipt_arrives_through_a_third_site(trio: Campaign) -> None:
    trio.send("HD", "GBD")
    trio.send("GBD", "HAD")
    trio.send("HAD", "HD")
    partners = {each.territory: each for each in exchanging.status(trio.sites["HD"]).partners}
    assert partners["GBD"].holds == partners["GBD"].ours > 0
    assert partners["HAD"].holds == partners["HAD"].ours


def test_an_older_statement_read_late_does_not_count(pair: Campaign) -> None:
    old = pair.write("GBD")
    pair.send("HD", "GBD")
    new = pair.write("GBD")
    pair.read("HD", new)
    pair.read("HD", old)
    (partner,) = exchanging.status(pair.sites["HD"]).partners
    assert partner.holds == partner.ours


def test_a_vector_may_go_back(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    pair.send("GBD", "HD")
    exchanging.undo(pair.sites["GBD"])
    pair.send("GBD", "HD")
    (partner,) = exchanging.status(pair.sites["HD"]).partners
    assert partner.holds == 0
    assert pair.send("HD", "GBD").counts.new == 3


# --- undo


def test_an_undone_reading_leaves_what_was_before(pair: Campaign) -> None:
    before = content_of(pair.sites["GBD"])
    vector = pair.sites["GBD"].store.revisions.vector()
    path = pair.write("HD")
    pair.read("GBD", path)
    entry = exchanging.undo(pair.sites["GBD"])
    assert entry.file == path.name
    assert content_of(pair.sites["GBD"]) == before
    assert pair.sites["GBD"].store.revisions.vector() == vector
    assert not integrity.check(pair.sites["GBD"].store)
    with pytest.raises(UserError, match="Aucune fusion"):
        exchanging.undo(pair.sites["GBD"])
    assert pair.read("GBD", path).counts.new == 3


def test_later_edits_stand_in_the_way_and_are_named(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    edit(pair, "GBD", "HD-0002", heures="29")
    with pytest.raises(UndoRefusedError, match="HD-0002") as refused:
        exchanging.undo(pair.sites["GBD"])
    assert len(refused.value.edits) == 1
    edit(pair, "GBD", "GBD-0001", heures="28")
    assert "HD/HD-0002" in content_of(pair.sites["GBD"])


def test_an_edit_elsewhere_does_not_stand_in_the_way(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    edit(pair, "GBD", "GBD-0001", heures="28")
    exchanging.undo(pair.sites["GBD"])
    assert content_of(pair.sites["GBD"])["GBD/GBD-0001"]["answers.heures"] == 28


def test_an_undo_takes_back_what_was_waiting_too(trio: Campaign) -> None:
    trio.send("HD", "GBD")
    trio.send("GBD", "HD")
    edit(trio, "HD", "HD-0001", heures="30")
    trio.read("HAD", trio.write("HD", territory="GBD"))
    exchanging.undo(trio.sites["HAD"])
    assert exchanging.status(trio.sites["HAD"]).waiting == 0


def test_an_erasure_is_not_undone(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    pair.send("GBD", "HD")
    erasure.erase(pair.sites["HD"], "GBD-0001", "demande")
    pair.send("HD", "GBD")
    with pytest.raises(UserError, match="un effacement ne s'annule pas"):
        exchanging.undo(pair.sites["GBD"])
    assert "GBD/GBD-0001" not in content_of(pair.sites["GBD"])


# --- sites and trust


def test_a_site_never_seen_is_confirmed_by_its_fingerprint(pair: Campaign) -> None:
    asked: list[tuple[str, str]] = []

    def confirm(fingerprint: str, territory: str) -> bool:
        asked.append((fingerprint, territory))
        return True

    exchanging.read(pair.sites["HD"], pair.write("GBD"), confirm)
    assert asked == [(exchanging.status(pair.sites["GBD"]).fingerprint, "GBD")]
    exchanging.read(pair.sites["HD"], pair.write("GBD"), trust_nobody)


def test_the_inviter_is_known_to_who_joined(pair: Campaign) -> None:
    assert exchanging.read(pair.sites["GBD"], pair.write("HD"), trust_nobody).counts.new == 3


def test_a_stranger_not_confirmed_leaves_all_as_it_was(pair: Campaign) -> None:
    path = pair.write("GBD")
    before = digest(pair, "HD")
    fingerprint = exchanging.status(pair.sites["GBD"]).fingerprint
    with pytest.raises(UserError, match=fingerprint):
        exchanging.read(pair.sites["HD"], path, trust_nobody)
    assert digest(pair, "HD") == before
    assert exchanging.rehearse(pair.sites["HD"], path).strangers[0].fingerprint == fingerprint


# --- refusals leave the database as it was, to the byte


def _truncated(made: Campaign, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _altered(made: Campaign, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _empty(made: Campaign, path: Path) -> None:
    path.write_bytes(b"")


def _text(made: Campaign, path: Path) -> None:
    path.write_text("Bonjour,\nvoici les fiches.\n", encoding="utf-8")


def _folder(made: Campaign, path: Path) -> None:
    path.unlink()
    path.mkdir()


def _absent(made: Campaign, path: Path) -> None:
    path.unlink()


def _invitation(made: Campaign, path: Path) -> None:
    path.write_bytes((made.folder / "invitation.tli").read_bytes())


def _newer(made: Campaign, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"age-encryption.org/v1", b"age-encryption.org/v9"))


def _database(made: Campaign, path: Path) -> None:
    path.write_bytes(made.database("HD").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_truncated, "tronqué ou a été altéré"),
        (_altered, "tronqué ou a été altéré"),
        (_empty, "est vide"),
        (_text, "un fichier de texte"),
        (_folder, "est un dossier"),
        (_absent, "n'existe pas"),
        (_invitation, "est une invitation"),
        (_newer, "version plus récente"),
        (_database, "une base de données"),
    ],
)
def test_a_refused_file_leaves_the_database_as_it_was(pair: Campaign, spoil: object, sentence: str) -> None:
    path = pair.write("HD")
    assert callable(spoil)
    spoil(pair, path)
    before = digest(pair, "GBD")
    for gesture in (pair.read, lambda name, file: exchanging.rehearse(pair.sites[name], file)):
        with pytest.raises(UserError, match=sentence):
            gesture("GBD", path)
    with pytest.raises(UserError, match=sentence):
        exchanging.inspect(pair.sites["GBD"], path)
    assert digest(pair, "GBD") == before
    assert not list(pair.folder.glob("GBD.sauvegardes/*"))


def test_a_file_of_another_campaign_is_refused(pair: Campaign, tmp_path: Path) -> None:
    stranger = campaign(tmp_path / "elsewhere", ("HAD",))
    path = stranger.write("HAD")
    stranger.close()
    before = digest(pair, "GBD")
    with pytest.raises(UserError, match="pas été écrit pour cette campagne"):
        pair.read("GBD", path)
    assert digest(pair, "GBD") == before


def test_two_histories_under_one_number_are_named_and_refused(pair: Campaign) -> None:
    """A database copied by hand, both written in: what incarnations prevent, but an old program did not."""
    pair.send("HD", "GBD")
    pair.sites["HD"].close()
    content = pair.database("HD").read_bytes()
    pair.reopen("HD")
    edit(pair, "HD", "HD-0001", heures="30")
    pair.send("HD", "GBD")
    site = pair.sites["HD"].identity.site
    pair.sites["HD"].close()
    pair.database("HD").write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("teleactivites_desktop.services.incarnation._given_out", dict)
        pair.reopen("HD")
    assert pair.sites["HD"].identity.site == site
    edit(pair, "HD", "HD-0001", heures="31")
    path = pair.write("HD", full=True)
    before = digest(pair, "GBD")
    with pytest.raises(DamagedFileError, match=site):
        pair.read("GBD", path)
    assert digest(pair, "GBD") == before


# --- around


def test_a_backup_is_made_before_something_comes_and_only_then(pair: Campaign) -> None:
    path = pair.write("HD")
    pair.read("GBD", path)
    assert len(backups.list_backups(pair.sites["GBD"])) == 1
    pair.read("GBD", path)
    assert len(backups.list_backups(pair.sites["GBD"])) == 1


def test_the_journal_tells_what_was_read_and_written(pair: Campaign) -> None:
    pair.send("HD", "GBD")
    (read,) = pair.sites["GBD"].store.journal.entries(JournalAction.READ)
    (written,) = pair.sites["HD"].store.journal.entries(JournalAction.WRITTEN)
    assert read.file == written.file == "1.tlx"
    assert read.digest == written.digest
    assert read.brought == written.brought
    assert read.details["counts"] == asdict(Counts(new=3, revisions=read.brought[0].last))


def test_a_new_questionnaire_travels(pair: Campaign) -> None:
    reader = campaigns.join(
        pair.folder / "other.tldb",
        pair.folder / "invitation.tli",
        TOLD,
        territory="HAD",
        officer="agent HAD",
        passphrase=None,
        environment=pair.sites["HD"].environment,
    ).workspace
    version = reader.store.questionnaires.current_version()
    exchanging.read(reader, pair.write("HD"), trust_all)
    assert reader.store.questionnaires.current_version() == version
    assert reader.store.campaigns.list()[0].text("questionnaire") == version
    reader.close()


def test_papers_keyed_twice_under_one_number_are_both_kept(pair: Campaign) -> None:
    """Two sites may key one paper: both responses stay, for somebody to compare."""
    line = (
        '{"paper": "HD-0900", "territory": "HD", "batch": "", "officer": "x", "received": "", "answers": {}}'
    )
    for workspace in pair.sites.values():
        assert [told["outcome"] for told in keying.key_transcripts(workspace, [line])] == ["saved"]
    pair.send("HD", "GBD")
    assert len(pair.sites["GBD"].store.responses.by_paper("HD-0900")) == 2
    assert conflicts.count(pair.sites["GBD"]) == 0
