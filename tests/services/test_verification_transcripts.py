"""A pile verified from a file: the window's rule, by officers who did not key it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from keying_world import line, stored
from reports_world import text_of
from verification_world import ANSWERS, campaign

from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services import (
    batches,
    documents,
    verification,
    verification_plan,
    verification_report,
)
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.integrity import check
from teleactivites_desktop.services.verification_transcripts import key_again
from teleactivites_desktop.services.workspace import Workspace

PAPER = "GBEQ-0001"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = campaign(tmp_path / "base.tldb", 3)
    yield made
    made.store.close()


def second(paper: str = PAPER, officer: str = "JP", **answers: Any) -> str:
    return line(paper, {**ANSWERS, **answers}, officer=officer, accept_warnings=True)


def verify(workspace: Workspace, *lines: str) -> list[dict[str, Any]]:
    return list(key_again(workspace, lines))


def test_the_same_pile_is_verified_without_a_difference(workspace: Workspace) -> None:
    told = verify(workspace, second(), "", second("GBEQ-0002"))
    assert [(each["paper"], each["outcome"], each["differences"]) for each in told] == [
        (PAPER, "verified", []),
        ("GBEQ-0002", "verified", []),
    ]
    assert told[0]["compared"] > 10
    assert check(workspace.store) == []


def test_what_is_keyed_twice_the_same_is_taken_and_booked_to_the_first_keyer(workspace: Workspace) -> None:
    (told,) = verify(workspace, second(heures=["39", "39"]))
    (difference,) = told["differences"]
    assert told["outcome"] == "verified"
    assert difference == {
        "paper": PAPER,
        "question": "heures",
        "first": "35",
        "second": "39",
        "verdict": "keyer",
        "booked_to": "MD",
        "verifier": "JP",
        "looked": False,
    }
    assert stored(workspace, PAPER).state.answers["heures"] == 39
    assert [each.question for each in verification_report.differences(workspace)] == ["heures"]


def test_coming_back_to_the_first_value_is_booked_to_the_verifier(workspace: Workspace) -> None:
    (told,) = verify(workspace, second(heures=["39", "35"]))
    assert [(each["verdict"], each["booked_to"]) for each in told["differences"]] == [("verifier", "JP")]
    assert stored(workspace, PAPER).state.answers["heures"] == 35


def test_a_difference_that_is_not_settled_waits_as_a_draft_at_its_question(workspace: Workspace) -> None:
    before = stored(workspace, PAPER).fields
    (told,) = verify(workspace, second(heures="39"))
    assert told["outcome"] == "open"
    assert [(each["question"], each["verdict"]) for each in told["differences"]] == [("heures", "")]
    assert stored(workspace, PAPER).fields == before
    (draft,) = workspace.store.drafts.list()
    assert (draft.kind, draft.position) == (DraftKind.VERIFICATION, "heures")
    begun = verification.begin(workspace, find_response(workspace, PAPER))
    assert begun.session.enter("39").accepted
    assert "commencé" in verify(workspace, second())[0]["why"]


def test_a_question_left_out_is_blank(workspace: Workspace) -> None:
    (told,) = verify(workspace, second(heures=["", ""]))
    assert [(each["question"], each["second"]) for each in told["differences"]] == [
        ("heures", "pas de réponse")
    ]
    assert "heures" not in stored(workspace, PAPER).state.answers


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("{", "JSON"),
        (second("GBEQ-0999"), "Aucune fiche"),
        (line(PAPER, {"inconnue": "1"}, officer="JP"), "n'est pas une question"),
        (second(heures=[]), "d'un nom de question à un texte"),
        (second(heures=["39", None]), "d'un nom de question à un texte"),
        (second(officer="MD"), "à partir du"),
    ],
)
def test_what_cannot_be_verified_is_refused_with_a_sentence(
    workspace: Workspace, given: str, why: str
) -> None:
    before = len(workspace.store.officers.list())
    (told,) = verify(workspace, given)
    assert told["outcome"] == "refused"
    assert why in told["why"]
    assert len(workspace.store.officers.list()) == before
    assert workspace.store.drafts.list() == []


def test_who_keyed_a_paper_leaves_it_to_a_colleague(workspace: Workspace) -> None:
    verify(workspace, second("GBEQ-0002"))  # JP is known from now on
    assert "collègue" in verify(workspace, second(officer="MD"))[0]["why"]


def test_a_batch_is_done_when_all_that_was_drawn_came(workspace: Workspace) -> None:
    drawn: PatchValue = {"one_in": 1, "start": 0, "reason": "start", "wrong": 0, "fields": 0}
    batches.tell(workspace, batches.batch(workspace, "GBEQ", "GBEQ-A"), {"sampling": drawn})
    told = verify(workspace, *(second(f"GBEQ-000{n}", heures=["39", "39"]) for n in (1, 2, 3)))
    fields = sum(each["compared"] for each in told)
    done = batches.batch(workspace, "GBEQ", "GBEQ-A").fields["verified"]
    assert done == {"papers": 3, "fields": fields, "wrong": 3}


def test_differences_are_printed_with_who_erred_and_what_was_decided(
    workspace: Workspace, tmp_path: Path
) -> None:
    verification_plan.draw(workspace, "GBEQ", "GBEQ-A")
    verify(workspace, second(heures=["39", "39"]))
    documents.write(workspace, "differences", tmp_path / "d.pdf", Options())
    text = text_of(tmp_path / "d.pdf")
    assert "GBEQ-0001" in text
    assert "erreur de MD, contrôle de JP" in text
    assert "trop tôt pour conclure" in text
