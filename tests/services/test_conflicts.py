"""Conflicts: one for each question, decided whole, once for all sites."""

from collections.abc import Iterator

import pytest
from exchange_sites import Campaign, Snapshot, campaign, content_of, key_papers, settle, snapshot

from teleactivites_desktop.core.history.fold import CALCULATED
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import conflicts, editing, responses
from teleactivites_desktop.services.conflicts import principal_paths

PAPER = "HD-0001"


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    made = campaign(tmp_path_factory.mktemp("campaign"), ("HD", "GBD"))
    key_papers(made, most=2)
    settle(made)
    yield snapshot(made)
    made.close()


@pytest.fixture
def pair(settled: Snapshot) -> Campaign:
    return settled.again()


def edit(made: Campaign, name: str, **answers: str) -> None:
    editing.edit(made.sites[name], PAPER, answers, accept_warnings=True)


def conflicting(made: Campaign, **values: tuple[str, str]) -> None:
    """Have both sites correct the same questions without seeing each other, then meet."""
    edit(made, "HD", **{name: one for name, (one, _) in values.items()})
    edit(made, "GBD", **{name: other for name, (_, other) in values.items()})
    settle(made)


def fields(made: Campaign, name: str) -> dict[str, object]:
    return dict(content_of(made.sites[name])[f"HD/{PAPER}"])


def test_a_conflict_tells_both_sides(pair: Campaign) -> None:
    conflicting(pair, heures=("33", "41"))
    (conflict,) = conflicts.open_conflicts(pair.sites["GBD"])
    assert (conflict.paper, conflict.path) == (PAPER, "answers.heures")
    assert conflict.caption.startswith("26.")
    told = {(side.value, side.shown, side.officer, side.territory) for side in conflict.sides}
    assert told == {(33, "33", "agent HD", "HD"), (41, "41", "agent GBD", "GBD")}


@pytest.mark.parametrize("path", ["heures", "answers.heures"])
def test_a_decision_ends_it_everywhere(pair: Campaign, path: str) -> None:
    conflicting(pair, heures=("33", "41"))
    conflicts.resolve(pair.sites["HD"], "hd-0001", path, " 33 ")
    assert conflicts.count(pair.sites["HD"]) == 0
    settle(pair)
    assert conflicts.count(pair.sites["GBD"]) == 0
    assert fields(pair, "GBD")["answers.heures"] == 33


def test_the_same_decision_taken_twice_is_no_conflict(pair: Campaign) -> None:
    conflicting(pair, heures=("33", "41"))
    for workspace in pair.sites.values():
        conflicts.resolve(workspace, PAPER, "heures", "41")
    settle(pair)
    assert [conflicts.count(workspace) for workspace in pair.sites.values()] == [0, 0]


def test_two_different_decisions_are_a_conflict_again(pair: Campaign) -> None:
    conflicting(pair, heures=("33", "41"))
    conflicts.resolve(pair.sites["HD"], PAPER, "heures", "33")
    conflicts.resolve(pair.sites["GBD"], PAPER, "heures", "41")
    settle(pair)
    assert [conflicts.count(workspace) for workspace in pair.sites.values()] == [1, 1]


def test_other_corrections_survive_the_decision(pair: Campaign) -> None:
    edit(pair, "HD", heures="33", lieu_dit="Le Clos")
    edit(pair, "GBD", heures="41", mobile="06 11 22 33 44")
    settle(pair)
    conflicts.resolve(pair.sites["HD"], PAPER, "heures", "41")
    settle(pair)
    found = fields(pair, "GBD")
    assert (found["answers.lieu_dit"], found["answers.mobile"]) == ("Le Clos", "+33611223344")


@pytest.mark.parametrize(
    ("keep", "answer", "nonresponse"), [("33", 33, None), ("rien", None, "refused"), ("", None, "refused")]
)
def test_an_answer_against_a_nonresponse_is_one_conflict(
    pair: Campaign, keep: str, answer: object, nonresponse: object
) -> None:
    conflicting(pair, heures=("33", "?refused"))
    (conflict,) = conflicts.open_conflicts(pair.sites["HD"])
    assert conflict.path == "answers.heures"
    conflicts.resolve(pair.sites["HD"], PAPER, "heures", keep)
    settle(pair)
    found = fields(pair, "GBD")
    assert (found.get("answers.heures"), found.get("nonresponse.heures")) == (answer, nonresponse)


def test_a_confirmed_slip_on_both_sides_is_one_conflict(pair: Campaign) -> None:
    conflicting(pair, heures=("90", "95"))
    (conflict,) = conflicts.open_conflicts(pair.sites["HD"])
    assert conflict.path == "answers.heures"
    conflicts.resolve(pair.sites["HD"], PAPER, "heures", "90")
    settle(pair)
    found = fields(pair, "GBD")
    assert (found["answers.heures"], found["confirmed.heures"]) == (90, 90)
    assert conflicts.count(pair.sites["GBD"]) == 0


def test_a_withdrawal_against_an_edit_is_decided_by_its_word(pair: Campaign) -> None:
    record = editing.find_response(pair.sites["HD"], PAPER)
    responses.withdraw(pair.sites["HD"], record, "double")
    edit(pair, "GBD", heures="41")
    settle(pair)
    (conflict,) = conflicts.open_conflicts(pair.sites["GBD"])
    assert conflict.path == "status"
    conflicts.resolve(pair.sites["GBD"], PAPER, "status", "gardée")
    settle(pair)
    found = fields(pair, "HD")
    assert found["status"] == "kept"
    assert "reason" not in found


@pytest.mark.parametrize("keep", ["05100", "05157"])
def test_what_is_calculated_follows_the_decision(pair: Campaign, keep: str) -> None:
    keyed = {"HD": "05100", "GBD": "05157"}
    valleys = {}
    for name, commune in keyed.items():
        edit(pair, name, commune=commune)
        valleys[commune] = fields(pair, name)[f"{CALCULATED}vallee"]
    assert len(set(valleys.values())) == 2
    settle(pair)
    (conflict,) = conflicts.open_conflicts(pair.sites["HD"])
    side = next(side for side in conflict.sides if side.value == keep)
    conflicts.decide(pair.sites["HD"], conflict, side)
    settle(pair)
    assert fields(pair, "GBD")[f"{CALCULATED}vallee"] == valleys[keep]


@pytest.mark.parametrize(
    ("paper", "path", "keep", "sentence"),
    [
        ("HD-9999", "heures", "33", "Aucun conflit ouvert"),
        (PAPER, "mobile", "33", r"il y en a sur.*answers\.heures"),
        (PAPER, "heures", "50", "choisissez «\xa033\xa0» ou|choisissez «\xa041\xa0» ou"),
    ],
)
def test_what_cannot_be_decided_is_said(
    pair: Campaign, paper: str, path: str, keep: str, sentence: str
) -> None:
    conflicting(pair, heures=("33", "41"))
    with pytest.raises(UserError, match=sentence):
        conflicts.resolve(pair.sites["HD"], paper, path, keep)
    assert conflicts.count(pair.sites["HD"]) == 1


def test_a_conflict_decided_meanwhile_is_said(pair: Campaign) -> None:
    conflicting(pair, heures=("33", "41"))
    (conflict,) = conflicts.open_conflicts(pair.sites["HD"])
    conflicts.decide(pair.sites["HD"], conflict, conflict.sides[0])
    with pytest.raises(UserError, match="déjà réglé"):
        conflicts.decide(pair.sites["HD"], conflict, conflict.sides[1])


def test_one_question_is_named_once() -> None:
    assert principal_paths(["confirmed.heures", "answers.heures", "notes.heures", "reason", "status"]) == [
        "answers.heures",
        "notes.heures",
        "status",
    ]


def test_a_note_travels_with_the_decision_and_losing_values_stay_in_the_history(pair: Campaign) -> None:
    conflicting(pair, heures=("33", "41"))
    conflicts.resolve(pair.sites["HD"], PAPER, "heures", "33", "appelée le 12, c'est 33")
    settle(pair)
    record = editing.find_response(pair.sites["GBD"], PAPER)
    history = {entry.officer: entry for entry in responses.history(pair.sites["GBD"], record)}
    decision, lost = history["agent HD"], history["agent GBD"]
    told = (decision.revision.patch or {})[f"decided.{pair.sites['HD'].identity.site}"]
    assert told == {"path": "answers.heures", "note": "appelée le 12, c'est 33"}
    assert [side.value for side in decision.settled["answers.heures"]] == [41]
    assert lost.lost["answers.heures"] == decision.revision.id
    assert [change.after for change in lost.changes if change.path == "answers.heures"] == [41]
    edit(pair, "GBD", jours="2")
    assert f"decided.{pair.sites['HD'].identity.site}" in fields(pair, "GBD")
