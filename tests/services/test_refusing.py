"""Refusing lines of a reading, and stopping one: real databases that exchange real files."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from exchange_sites import Campaign, Snapshot, campaign, content_of, key_papers, settle, snapshot, trust_all

from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import (
    backups,
    batches,
    conflicts,
    editing,
    erasure,
    exchanging,
    integrity,
    responses,
)
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.exchanging import Reading, UndoRefusedError
from teleactivites_desktop.services.exchanging.refusing import chosen, obstacle


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Three sites, two papers each; HD and GBD hold each other's."""
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD", "HAD"))
    key_papers(made, most=2)
    made.send("HD", "GBD")
    made.send("GBD", "HD")
    yield snapshot(made)
    made.close()


@pytest.fixture
def trio(three: Snapshot) -> Campaign:
    return three.again()


def edit(made: Campaign, name: str, paper: str, **answers: str) -> None:
    editing.edit(made.sites[name], paper, answers, accept_warnings=True)


def read(made: Campaign, name: str, path: Path, *refused: str, note: str = "") -> Reading:
    workspace = made.sites[name]
    found = exchanging.rehearse(workspace, path)
    refusals = chosen(found.lines, refused, note)
    return exchanging.read(workspace, path, trust_all, refused=refusals)


def answer(made: Campaign, name: str, paper: str, path: str) -> object:
    return content_of(made.sites[name])[f"{paper.partition('-')[0]}/{paper}"].get(path)


def test_a_refused_change_and_a_refused_conflict_restore_our_values_everywhere(trio: Campaign) -> None:
    edit(trio, "HD", "GBD-0001", heures="31", lieu_dit="Le Clos")
    edit(trio, "GBD", "GBD-0001", heures="32")
    edit(trio, "HD", "GBD-0002", lieu_dit="Le Clos")
    before = content_of(trio.sites["GBD"])
    path = trio.write("HD", territory="GBD")
    done = read(trio, "GBD", path, "GBD-0001", "gbd-0002", note="vérifié sur le papier")
    assert (done.refused, done.counts.changed, done.counts.conflicts) == (2, 0, 0)
    settle(trio)
    for name, workspace in trio.sites.items():
        assert conflicts.count(workspace) == 0
        for paper in ("GBD/GBD-0001", "GBD/GBD-0002"):
            held = content_of(workspace)[paper].items()
            assert {path: v for path, v in held if not path.startswith("decided.")} == before[paper]
        assert not integrity.check(workspace.store), name
    site = trio.sites["GBD"].identity.site
    told = answer(trio, "HAD", "GBD-0001", f"decided.{site}")
    assert told == {"path": "", "note": "vérifié sur le papier"}


def test_a_refused_new_response_is_withdrawn_everywhere_with_the_reason(trio: Campaign) -> None:
    path = trio.write("HD", full=True)
    done = read(trio, "HAD", path, "HD-0001", note="double de HAD-0001")
    assert (done.refused, done.counts.new) == (1, 3)
    settle(trio)
    for workspace in trio.sites.values():
        stored = responses.get(workspace, editing.find_response(workspace, "HD-0001"))
        assert stored is not None
        assert stored.state.status is Status.WITHDRAWN
        assert stored.state.reason == "double de HAD-0001"
    again = exchanging.rehearse(trio.sites["HAD"], path)
    assert not again.lines


def test_a_refused_withdrawal_stays_listed_without_any_reason(trio: Campaign) -> None:
    responses.withdraw(trio.sites["HD"], editing.find_response(trio.sites["HD"], "GBD-0001"), "double")
    read(trio, "GBD", trio.write("HD", territory="GBD"), "GBD-0001")
    settle(trio)
    assert answer(trio, "HD", "GBD-0001", "status") == "kept"
    assert answer(trio, "HD", "GBD-0001", "reason") is None


def test_a_batch_said_otherwise_can_be_refused(trio: Campaign) -> None:
    ours, theirs = trio.sites["GBD"], trio.sites["HD"]
    code = batches.batches(ours, "GBD")[0].code
    batches.set_up(ours, "GBD", code, expected=15)
    trio.send("GBD", "HD")
    batches.set_up(theirs, "GBD", code, expected=40)
    read(trio, "GBD", trio.write("HD", territory="GBD"), code)
    settle(trio)
    assert [batches.batch(each, "GBD", code).expected for each in trio.sites.values()] == [15, 15, 15]


def test_what_cannot_be_refused_says_why_and_nothing_is_read(trio: Campaign) -> None:
    erasure.erase(trio.sites["HD"], "GBD-0001", "demande")
    path = trio.write("HD", full=True)
    before = content_of(trio.sites["GBD"])
    with pytest.raises(UserError, match="droit de la personne"):
        read(trio, "GBD", path, "GBD-0001")
    with pytest.raises(UserError, match="n'est pas parmi"):
        read(trio, "GBD", path, "GBD-0009")
    with pytest.raises(UserError, match="n'est plus parmi"):
        exchanging.read(trio.sites["GBD"], path, trust_all, refused={"0" * 32: ""})
    lines = exchanging.rehearse(trio.sites["HAD"], path).lines
    refusable = {line.kind.value for line in lines if not obstacle(line)}
    assert refusable == {"response"}
    assert content_of(trio.sites["GBD"]) == before


def test_an_undo_takes_refusals_back_too(trio: Campaign) -> None:
    edit(trio, "HD", "GBD-0001", heures="31")
    before, vector = content_of(trio.sites["GBD"]), trio.sites["GBD"].store.revisions.vector()
    path = trio.write("HD", territory="GBD")
    read(trio, "GBD", path, "GBD-0001")
    exchanging.undo(trio.sites["GBD"])
    assert content_of(trio.sites["GBD"]) == before
    assert trio.sites["GBD"].store.revisions.vector() == vector
    edit(trio, "GBD", "GBD-0002", heures="28")
    settle(trio)
    assert answer(trio, "GBD", "GBD-0001", "answers.heures") == 31


@pytest.mark.parametrize("carried", ["file", "copy"])
def test_refusals_that_were_carried_away_stand_in_the_way(trio: Campaign, carried: str) -> None:
    """Their numbers are known elsewhere: nothing else may ever bear them."""
    edit(trio, "HD", "GBD-0001", heures="31")
    read(trio, "GBD", trio.write("HD", territory="GBD"), "GBD-0001")
    if carried == "file":
        trio.write("GBD")
    else:
        clock = trio.sites["GBD"].environment.now.__self__  # type: ignore[attr-defined]
        clock.at += timedelta(seconds=2)
        backups.back_up(trio.sites["GBD"], BackupReason.ASKED)
    with pytest.raises(UndoRefusedError, match="GBD-0001"):
        exchanging.undo(trio.sites["GBD"])


class Stopped(Exception):
    """The officer stopped the work."""


def test_a_reading_stopped_anywhere_leaves_everything_as_it_was(trio: Campaign) -> None:
    edit(trio, "HD", "GBD-0001", heures="31")
    path, workspace = trio.write("HD", full=True), trio.sites["HAD"]
    before, vector = content_of(workspace), workspace.store.revisions.vector()
    refused = chosen(exchanging.rehearse(workspace, path).lines, ["HD-0001"], "")
    seen: list[tuple[int, int, str]] = []

    def stop_at(report: int) -> None:
        calls = iter(range(10_000))

        def progress(done: int, total: int, words: str) -> None:
            seen.append((done, total, words))
            if next(calls) == report:
                raise Stopped

        exchanging.read(workspace, path, trust_all, refused=refused, progress=progress)

    reports = 0
    while True:
        try:
            stop_at(reports)
        except Stopped:
            reports += 1
            assert content_of(workspace) == before
            assert workspace.store.revisions.vector() == vector
            assert not workspace.store.journal.entries()
        else:
            break
    assert reports >= 4
    assert {words for _done, _total, words in seen} >= {"Fusion…", "Sauvegarde avant la fusion…", "Refus…"}
    assert all(0 <= done <= total for done, total, _words in seen)
    assert content_of(workspace) != before


def test_an_undo_stopped_on_its_way_takes_nothing_back(trio: Campaign) -> None:
    workspace = trio.sites["HAD"]
    exchanging.read(workspace, trio.write("HD", full=True), trust_all)
    before, vector = content_of(workspace), workspace.store.revisions.vector()
    told: list[tuple[int, int]] = []

    def stop_at_second(done: int, total: int, _words: str) -> None:
        told.append((done, total))
        if len(told) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        exchanging.undo(workspace, stop_at_second)
    assert all(0 <= done <= total for done, total in told)
    assert content_of(workspace) == before
    assert workspace.store.revisions.vector() == vector
    exchanging.undo(workspace)
    assert content_of(workspace) != before


def test_a_rehearsal_names_batches_and_who_is_likely_the_same(trio: Campaign) -> None:
    """Somebody keyed here under HAD comes again under HD."""
    fields = content_of(trio.sites["HD"])["HD/HD-0001"]
    names = {
        question: str(fields[f"answers.{question}"])
        for question in ("nom", "prenom", "mobile", "naissance", "commune")
        if f"answers.{question}" in fields
    }
    edit(trio, "HAD", "HAD-0001", **names)
    steps: list[str] = []
    found = exchanging.rehearse(
        trio.sites["HAD"], trio.write("HD", full=True), lambda done, total, words: steps.append(words)
    )
    assert [set(pair.papers) for pair in found.likely] == [{"HD-0001", "HAD-0001"}]
    assert ("HD", 2) in {(batch.territory, batch.total) for batch in found.batches}
    assert "Recherche de la même personne…" in steps


def test_what_was_refused_stays_in_the_history_and_says_so(trio: Campaign) -> None:
    edit(trio, "HD", "GBD-0001", heures="31")
    read(trio, "GBD", trio.write("HD", territory="GBD"), "GBD-0001", note="vu")
    record = editing.find_response(trio.sites["GBD"], "GBD-0001")
    *_before, theirs, ours = responses.history(trio.sites["GBD"], record)
    assert theirs.lost["answers.heures"] == ours.revision.id
    assert [side.value for side in ours.settled["answers.heures"]] == [31]
