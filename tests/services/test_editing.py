"""Correcting stored responses: only what changed is written, nobody overwrites what they did not see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import line, new_campaign, stored

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.values import Nonresponse, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import keying
from teleactivites_desktop.services.editing import edit, find_response, open_response, save_correction
from teleactivites_desktop.services.workspace import Workspace

PAPER = "GBEQ-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb")
    answers = {"heures": "35", "mobile": "0612345678", "telephone": "0492584744", "accord_contact": "1"}
    text = line(PAPER, answers=answers, accept_warnings=True)
    assert [result["outcome"] for result in keying.key_transcripts(made, [text])] == ["saved"]
    yield made
    made.store.close()


def last_patch(workspace: Workspace) -> dict[str, object]:
    history = workspace.store.revisions.history(find_response(workspace, PAPER))
    latest = max(history, key=lambda revision: revision.seq)
    return dict(latest.patch or {})


def test_an_edit_writes_what_changed_and_that_the_response_is_kept(workspace: Workspace) -> None:
    result = edit(workspace, PAPER, {"heures": "40", "mobile": "06 11 22 33 44"})
    assert result["changed"] == ["answers.heures", "answers.mobile", "status"]
    assert last_patch(workspace) == {
        "answers.heures": 40,
        "answers.mobile": "+33611223344",
        "status": "kept",
    }
    assert stored(workspace, PAPER).state.answers["heures"] == 40


def test_the_same_answer_again_writes_nothing(workspace: Workspace) -> None:
    before = workspace.store.revisions.vector()
    assert edit(workspace, PAPER, {"heures": "35", "mobile": "0612345678"})["changed"] == []
    assert workspace.store.revisions.vector() == before


def test_an_empty_text_empties_and_a_nonresponse_has_a_name(workspace: Workspace) -> None:
    edit(workspace, PAPER, {"heures": "", "mobile": "?refused"})
    state = stored(workspace, PAPER).state
    assert "heures" not in state.answers
    assert state.nonresponse == {"mobile": Nonresponse.REFUSED}


def test_what_follows_from_an_edit_is_written_too(workspace: Workspace) -> None:
    edit(workspace, PAPER, {"date_reception": "12/11/2006"}, accept_warnings=True)
    assert last_patch(workspace) == {
        "answers.date_reception": "2006-11-12",
        "calculated.annee_ref": 2006,
        "confirmed.date_reception": "2006-11-12",
        "status": "kept",
    }


def test_a_soft_check_not_accepted_is_a_problem(workspace: Workspace) -> None:
    result = edit(workspace, PAPER, {"heures": "100"})
    assert result["status"] == "incomplete"
    assert [(problem["question"], problem["rule"]) for problem in result["problems"]] == [
        ("heures", "warning")
    ]
    assert edit(workspace, PAPER, {"heures": "100"}, accept_warnings=True)["problems"] == []
    assert stored(workspace, PAPER).state.confirmed == {"heures": 100}


def test_an_edit_that_makes_another_answer_impossible_tells_of_it(workspace: Workspace) -> None:
    emptied = {"mobile": "", "telephone": "", "courriel": "", "adresse": ""}
    result = edit(workspace, PAPER, emptied)
    assert [problem["question"] for problem in result["problems"]] == ["accord_contact"]
    assert "accord_contact" not in stored(workspace, PAPER).state.answers
    assert edit(workspace, PAPER, {"mobile": "0612345678"})["problems"] == []
    assert stored(workspace, PAPER).state.answers["accord_contact"] == "oui"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"heures": "400"}, "De 0 à 112"),
        ({"heures": "abc"}, "Nombre entier"),
        ({"nom": ""}, "obligatoire"),
        ({"inconnue": "1"}, "inconnue"),
        ({"annee_ref": "2007"}, "annee_ref"),
        ({"mobile": "06 11 22 33 44", "heures": "400"}, "26. Heures"),
    ],
)
def test_what_is_refused_changes_nothing(workspace: Workspace, changes: dict[str, str], told: str) -> None:
    before = workspace.store.revisions.vector()
    with pytest.raises(UserError, match=told):
        edit(workspace, PAPER, changes)
    assert workspace.store.revisions.vector() == before


def test_changes_that_go_together_are_judged_together(workspace: Workspace) -> None:
    """Typed alone, each would be refused: the domain is asked for once it is "other", and not before."""
    edit(workspace, PAPER, {"domaine_autre": "Apiculture", "domaine": "30"})
    state = stored(workspace, PAPER).state
    assert (state.answers["domaine"], state.answers["domaine_autre"]) == ("autre", "Apiculture")
    assert state.as_on_paper == frozenset()


def test_an_answer_to_a_skipped_question_is_kept_as_on_paper(workspace: Workspace) -> None:
    edit(workspace, PAPER, {"nb_enfants": "2"})
    state = stored(workspace, PAPER).state
    assert (state.answers["nb_enfants"], set(state.as_on_paper)) == (2, {"nb_enfants"})


def test_papers_that_cannot_be_edited(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="Aucune fiche"):
        edit(workspace, "GBEQ-9999", {"heures": "40"})
    record = find_response(workspace, PAPER)
    workspace.author(Kind.RESPONSE, record, {"status": "withdrawn", "reason": "annulée"})
    with pytest.raises(UserError, match="retirée"):
        edit(workspace, PAPER, {"heures": "40"})
    workspace.author(Kind.RESPONSE, record, {"erased": "demande"})
    with pytest.raises(UserError, match="Aucune fiche"):
        edit(workspace, PAPER, {"heures": "40"})
    with pytest.raises(UserError, match="n'existe plus"):
        open_response(workspace, record)


def test_one_number_in_two_territories_must_be_told_apart(workspace: Workspace) -> None:
    list(keying.key_transcripts(workspace, [line(PAPER, territory="HD", batch="HD-A")]))
    with pytest.raises(UserError, match="2 fiches"):
        edit(workspace, PAPER, {"heures": "40"})
    assert edit(workspace, PAPER, {"heures": "40"}, territory="HD")["changed"]


def test_two_corrections_that_did_not_see_each_other_are_a_conflict(workspace: Workspace) -> None:
    record = find_response(workspace, PAPER)
    first, second = open_response(workspace, record), open_response(workspace, record)
    for correction, hours in ((first, "33"), (second, "41")):
        correction.session.go("heures")
        correction.session.enter(hours)
        assert save_correction(workspace, correction) is not None
    (conflict,) = workspace.store.conflicts.list()
    assert (conflict.path, {contender.value for contender in conflict.contenders}) == (
        "answers.heures",
        {33, 41},
    )


def test_corrections_of_different_fields_are_both_kept(workspace: Workspace) -> None:
    record = find_response(workspace, PAPER)
    first, second = open_response(workspace, record), open_response(workspace, record)
    for correction, name, typed in ((first, "heures", "33"), (second, "mobile", "0611223344")):
        correction.session.go(name)
        correction.session.enter(typed)
        save_correction(workspace, correction)
    state = stored(workspace, PAPER).state
    assert (state.answers["heures"], state.answers["mobile"]) == (33, "+33611223344")
    assert workspace.store.conflicts.count() == 0


def test_a_correction_of_what_was_erased_meanwhile_is_not_kept(workspace: Workspace) -> None:
    record = find_response(workspace, PAPER)
    correction = open_response(workspace, record)
    correction.session.go("heures")
    correction.session.enter("33")
    workspace.author(Kind.RESPONSE, record, {"erased": "demande"})
    with pytest.raises(UserError, match="effacée"):
        save_correction(workspace, correction)


def test_correcting_a_refused_text_completes_the_response(workspace: Workspace) -> None:
    list(keying.key_transcripts(workspace, [line("GBEQ-0002", answers={"naissance": "1868"})]))
    assert stored(workspace, "GBEQ-0002").state.status is Status.INCOMPLETE
    result = edit(workspace, "GBEQ-0002", {"naissance": "1968"})
    assert (result["status"], result["problems"]) == ("complete", [])
    assert result["changed"] == ["answers.naissance", "refused.naissance", "status"]
