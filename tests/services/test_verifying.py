"""Verification of stored responses: what it corrects, what it leaves in the history, who is at fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import OFFICER, opened_again, stored
from verification_world import COLLEAGUE, campaign, key_again, seat

from teleactivites_desktop.core.local import DraftKind
from teleactivites_desktop.core.verification import Verdict
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import editing, responses, verification, verification_report
from teleactivites_desktop.services.editing import edit, find_response
from teleactivites_desktop.services.integrity import check
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.workspace import Workspace

PAPER = "GBEQ-0001"


@pytest.fixture
def verifier(tmp_path: Path) -> Iterator[Workspace]:
    made = campaign(tmp_path / "base.tldb", 1)
    yield seat(made)
    made.store.close()


def test_agreement_changes_no_answer_and_says_how_many_questions(verifier: Workspace) -> None:
    before = dict(stored(verifier, PAPER).fields)
    begun = key_again(verifier, PAPER)
    revision = verification.finish(verifier, begun)
    assert revision.patch == {
        f"verification.{COLLEAGUE}": {"fields": {OFFICER: len(begun.session.compared)}, "differences": []}
    }
    after = dict(stored(verifier, PAPER).fields)
    assert after.pop(f"verification.{COLLEAGUE}") is not None
    assert after == before
    assert check(verifier.store) == []


def test_a_fault_of_the_first_keyer_is_corrected_and_booked(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER, {"heures": ("39", "39")}))
    state = stored(verifier, PAPER)
    assert state.state.answers["heures"] == 39
    assert state.line.changed_by == COLLEAGUE
    (told,) = verification_report.differences(verifier)
    assert (told.paper, told.question, told.first, told.second) == (PAPER, "heures", "35", "39")
    assert (told.verdict, told.booked_to, told.verifier) == (Verdict.KEYER, "MD", "JP")
    assert "« 39 » est gardé" in told.decided
    assert verification_report.faults_by_question([told]) == [("heures", told.caption, 1)]


def test_a_fault_of_the_verifier_corrects_nothing_and_is_booked_to_him(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER, {"heures": ("39", "35")}))
    assert stored(verifier, PAPER).state.answers["heures"] == 35
    (told,) = verification_report.differences(verifier)
    assert (told.verdict, told.booked_to) == (Verdict.VERIFIER, "JP")
    assert verification_report.faults_by_question([told]) == []


def test_the_fault_is_of_whoever_keyed_that_very_answer(verifier: Workspace) -> None:
    third = seat(verifier, "d0" * 16, "AL")
    edit(third, PAPER, {"heures": "30"}, accept_warnings=True)
    begun = key_again(verifier, PAPER, {"heures": ("39", "39"), "naissance": ("1971", "1971")})
    verification.finish(verifier, begun)
    told = {each.question: each.booked_to for each in verification_report.differences(verifier)}
    assert told == {"heures": "AL", "naissance": "MD"}


def test_an_answer_that_the_first_keyer_left_out(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER, {"civilite": ("1", "1")}))
    (told,) = verification_report.differences(verifier)
    assert (told.first, told.booked_to) == ("pas de réponse", "MD")
    assert "civilite" in stored(verifier, PAPER).state.answers


def test_a_draft_of_it_goes_on_in_another_process_and_is_gone_at_the_end(verifier: Workspace) -> None:
    record = find_response(verifier, PAPER)
    begun = verification.begin(verifier, record)
    begun.session.enter("011107")
    position = begun.session.position
    verification.keep(verifier, begun)
    (draft,) = verifier.store.drafts.list()
    assert draft.kind is DraftKind.VERIFICATION
    other = opened_again(verifier.store.path)
    again = verification.begin(seat(other), record)
    assert again.session.position == position
    assert [each.question for each in again.session.differences()] == ["date_reception"]
    other.store.close()
    verification.finish(verifier, key_again(verifier, PAPER, {"date_reception": ("121107",)}))
    assert verifier.store.drafts.list() == []


def test_what_came_meanwhile_is_not_overwritten(verifier: Workspace) -> None:
    begun = key_again(verifier, PAPER, {"heures": ("39", "39")})
    edit(verifier, PAPER, {"heures": "20"}, accept_warnings=True)
    verification.finish(verifier, begun)
    assert stored(verifier, PAPER).state.conflicts == ("answers.heures",)


def test_nothing_keyed_again_is_no_verification(verifier: Workspace) -> None:
    begun = verification.begin(verifier, find_response(verifier, PAPER))
    with pytest.raises(UserError, match="reste à contrôler"):
        verification.finish(verifier, begun)


def test_a_withdrawn_response_is_not_verified(verifier: Workspace) -> None:
    responses.withdraw(verifier, find_response(verifier, PAPER), "en double")
    with pytest.raises(UserError, match="retirée"):
        verification.begin(verifier, find_response(verifier, PAPER))


def test_free_text_only_when_asked(verifier: Workspace) -> None:
    record = find_response(verifier, PAPER)
    usual = verification.begin(verifier, record).session.compared
    verifier.store.settings.set(verification.WITH_TEXT, True)
    assert set(usual) < set(verification.begin(verifier, record).session.compared)


def test_an_erasure_takes_the_differences_with_it(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER, {"nom": ("Faure", "Faure")}))
    responses.erase(verifier, find_response(verifier, PAPER), "à sa demande")
    assert verification_report.differences(verifier) == []


def test_the_history_tells_it_in_words(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER, {"heures": ("39", "39")}))
    entry = responses.history(verifier, find_response(verifier, PAPER))[-1]
    (change,) = (change for change in entry.changes if change.path.startswith("verification."))
    reader = Reader(verifier.questionnaire)
    assert reader.caption(change.path) == "Contrôle (double saisie)"
    assert reader.value(change.path, change.after).endswith("questions, 1 différence")


def test_a_correction_later_keeps_what_was_verified(verifier: Workspace) -> None:
    verification.finish(verifier, key_again(verifier, PAPER))
    correction = editing.open_response(verifier, find_response(verifier, PAPER))
    correction.session.go("heures")
    correction.session.enter("30")
    editing.save_correction(verifier, correction)
    assert f"verification.{COLLEAGUE}" in stored(verifier, PAPER).fields
