"""A second keying through the real window: blind, a sound and an empty field on a difference, keys alone."""

import json

import pytest
from entry_world import Desk
from PySide6.QtCore import Qt

from teleactivites_desktop.services import keying, verification_report
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import PageName, ResumeDraft, VerifyResponse
from teleactivites_desktop.ui.entry import desk as papers

ANSWERS = {
    "date_reception": "121107",
    "mode_collecte": "1",
    "nom": "Faure",
    "prenom": "Anne",
    "naissance": "1970",
    "commune": "gap",
    "lieu_travail": "2",
    "metier": "Berger",
    "domaine": "22",
    "statut": "07",
    "jours": "3",
}
PAPER = {
    "paper": "GBEQ-0001",
    "territory": "GBEQ",
    "batch": "GBEQ-A",
    "officer": "Paul Martin",
    "answers": ANSWERS,
}


@pytest.fixture
def verifying(desk: Desk, fresh_workspace: Workspace) -> Desk:
    list(keying.key_transcripts(fresh_workspace, [json.dumps(PAPER)]))
    record = find_response(fresh_workspace, "GBEQ-0001")
    desk.window.go(PageName.ENTRY, VerifyResponse(record))
    return desk


def key_to(desk: Desk, question: str) -> None:
    """Key what the paper says up to `question`."""
    while desk.position != question:
        before = desk.position
        desk.type(ANSWERS.get(before, ""))
        if desk.position == before:
            desk.press(Qt.Key.Key_Return, "\r")
        assert desk.position != before, before


def test_the_second_keying_is_blind(verifying: Desk) -> None:
    assert "contrôle" in verifying.page.batch_label.text()
    key_to(verifying, "nom")
    assert verifying.box == ""
    assert not any("Faure" in f"{row.typed} {row.echo}" for row in verifying.sheet.rows)


def test_a_difference_sounds_empties_the_field_and_says_so(verifying: Desk) -> None:
    key_to(verifying, "nom")
    verifying.enter("Favre")
    assert verifying.position == "nom"
    assert verifying.box == ""
    assert verifying.sounds.heard == ["check"]
    assert "première saisie" in verifying.message
    verifying.enter("Favre")
    assert verifying.position == "prenom"


def test_looking_at_the_first_value_is_one_key_and_is_written_down(verifying: Desk) -> None:
    key_to(verifying, "nom")
    verifying.enter("Favre")
    verifying.press(Qt.Key.Key_F9)
    assert "Faure" in verifying.message
    verifying.enter("Faure")
    key_to(verifying, "")
    verifying.press(Qt.Key.Key_Return, "\r")
    (told,) = verification_report.differences(verifying.context.workspace)
    assert (told.question, told.first, told.second, told.looked) == ("nom", "Faure", "Favre", True)
    assert (told.verifier, told.booked_to) == ("Martine Durand", "Martine Durand")


def test_the_end_says_what_was_found_and_keeps_the_correction(verifying: Desk) -> None:
    key_to(verifying, "naissance")
    verifying.enter("1971")
    verifying.enter("1971")
    key_to(verifying, "")
    assert "1 différence" in verifying.page.view.end._summary.text()
    verifying.press(Qt.Key.Key_Return, "\r")
    assert verifying.stored("GBEQ-0001").state.answers["naissance"] == 1971
    (told,) = verification_report.differences(verifying.context.workspace)
    assert told.booked_to == "Paul Martin"


def test_a_killed_program_takes_the_verification_up_at_its_field(verifying: Desk) -> None:
    key_to(verifying, "prenom")
    workspace = verifying.context.workspace
    draft = papers.left_open(workspace)
    assert draft
    verifying.window.go(PageName.ENTRY, ResumeDraft(draft))
    assert verifying.position == "prenom"
    assert isinstance(verifying.page.paper, papers.VerifiedPaper)


def test_put_aside_it_waits_among_the_drafts(verifying: Desk) -> None:
    key_to(verifying, "prenom")
    verifying.press(Qt.Key.Key_F8)
    item = verifying.page.start.drafts.item(0)
    assert item is not None
    assert "GBEQ-0001 — contrôle" in item.text()
