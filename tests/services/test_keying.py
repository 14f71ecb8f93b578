"""Keying whole papers and field by field, into a real database."""

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from keying_world import Clock, line, new_campaign, opened_again, package, samples, stored

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.questionnaire_json import to_json
from teleactivites_desktop.core.values import Nonresponse, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import batches, feedback, keying
from teleactivites_desktop.services.papers import PaperTakenError, batch_record
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "base.tldb")
    yield made
    made.store.close()


def keyed(workspace: Workspace, *lines: str) -> list[dict[str, object]]:
    return list(keying.key_transcripts(workspace, lines))


# Transcripts


def test_the_sample_papers_are_stored_exactly_as_expected(workspace: Workspace) -> None:
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    results = keyed(workspace, *text.splitlines())
    expected = samples("expected.ndjson")
    assert len(results) == len(expected) == 63
    for result, wanted in zip(results, expected, strict=True):
        assert (result["paper"], result["outcome"]) == (wanted["paper"], wanted["outcome"])
        if wanted["outcome"] == "refused":
            assert result["why"]
            continue
        problems = result["problems"]
        assert isinstance(problems, list)
        assert result["status"] == wanted["status"]
        assert json.dumps(result["answers"]) == json.dumps(wanted["answers"])
        assert result["nonresponse"] == wanted.get("nonresponse", {})
        assert [problem["question"] for problem in problems] == wanted["problems"]
        state = stored(workspace, wanted["paper"]).state
        assert state.status == wanted["status"]
        assert state.answers == wanted["answers"]
        assert list(state.refused) == wanted["problems"]
    assert workspace.store.responses.count() == 60


def test_what_is_stored_around_the_answers(workspace: Workspace) -> None:
    (result,) = keyed(workspace, line(received="14/11/2007", officer="AB"))
    assert (result["outcome"], result["status"], result["problems"]) == ("saved", "complete", [])
    found = stored(workspace, "GBEQ-0001")
    assert (found.line.territory, found.line.batch, found.line.received) == ("GBEQ", "GBEQ-A", "2007-11-14")
    assert found.line.questionnaire == workspace.store.questionnaires.current_version()
    assert found.fields["status"] == "kept"
    assert found.state.calculated["annee_ref"] == 2007
    officer = workspace.store.officers.get(found.line.changed_by)
    assert officer is not None
    assert (officer.text("name"), officer.text("territory")) == ("AB", "GBEQ")


def test_batches_and_officers_are_made_once(workspace: Workspace) -> None:
    keyed(workspace, *(line(f"GBEQ-000{number}", officer="AB") for number in (1, 2, 3)))
    assert [record.record for record in workspace.store.batches.list()] == [batch_record("GBEQ", "GBEQ-A")]
    assert sorted(record.text("name") for record in workspace.store.officers.list()) == ["AB", "MD"]


def test_without_a_reception_date_that_of_the_paper_counts(workspace: Workspace) -> None:
    keyed(workspace, line())
    assert stored(workspace, "GBEQ-0001").line.received == "2007-11-12"


def test_a_reception_date_that_is_none_is_noted_and_loses_nothing(workspace: Workspace) -> None:
    (result,) = keyed(workspace, line(received="hier"))
    assert result["outcome"] == "saved"
    assert "hier" in stored(workspace, "GBEQ-0001").state.note


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pas une fiche", "transcription"),
        (line(territory="XX"), "XX"),
        (line(answers={"nom_de_famille": "Faure"}), "nom_de_famille"),
        (line(answers={"annee_ref": "2007"}), "annee_ref"),
        (line(nonresponse={"inconnue": "refused"}), "inconnue"),
        (line(paper="P" * 65), "64"),
    ],
)
def test_a_line_refused_as_a_whole_says_why_and_stores_nothing(
    workspace: Workspace, text: str, told: str
) -> None:
    (result,) = keyed(workspace, text)
    assert result["outcome"] == "refused"
    assert told in str(result["why"])
    assert workspace.store.responses.count() == 0
    assert workspace.store.batches.list() == []


def test_a_number_taken_is_refused_within_its_territory(workspace: Workspace) -> None:
    results = keyed(workspace, line(), line(), line(territory="HD", batch="HD-A"))
    assert [result["outcome"] for result in results] == ["saved", "refused", "saved"]


def test_empty_lines_are_passed_over(workspace: Workspace) -> None:
    assert len(keyed(workspace, "", line(), "   \n")) == 1


def test_bad_answers_lose_nothing_of_the_rest(workspace: Workspace) -> None:
    bad = {"date_reception": "31/02/2007", "statut": "99", "naissance": "1968", "employeur_lieu": "2"}
    (result,) = keyed(workspace, line(answers=bad))
    problems = result["problems"]
    assert isinstance(problems, list)
    assert [problem["question"] for problem in problems] == ["date_reception", "statut"]
    state = stored(workspace, "GBEQ-0001").state
    assert (state.answers["naissance"], state.answers["employeur_lieu"]) == (1968, "paca")
    assert state.refused["statut"].typed == "99"
    assert state.as_on_paper == {"employeur_lieu"}


def test_warnings_are_problems_until_they_are_accepted(workspace: Workspace) -> None:
    late = {"naissance": "1905", "clients_05": "40", "clients_paca": "10"}
    (asked,) = keyed(workspace, line("GBEQ-0001", answers=late))
    problems = asked["problems"]
    assert isinstance(problems, list)
    assert [(problem["question"], problem["rule"]) for problem in problems] == [
        ("naissance", "warning"),
        ("clients_total", "warning"),
    ]
    assert stored(workspace, "GBEQ-0001").state.answers["naissance"] == 1905
    (accepted,) = keyed(workspace, line("GBEQ-0002", answers=late, accept_warnings=True))
    assert (accepted["status"], accepted["problems"]) == ("complete", [])
    assert stored(workspace, "GBEQ-0002").state.confirmed == {"naissance": 1905, "clients_total": 50}


def test_required_questions_left_out_are_problems(workspace: Workspace) -> None:
    (result,) = keyed(workspace, line(answers={"nom": "", "prenom": "  "}))
    problems = result["problems"]
    assert isinstance(problems, list)
    assert [(problem["question"], problem["rule"], problem["typed"]) for problem in problems] == [
        ("nom", "required", ""),
        ("prenom", "required", ""),
    ]
    (told,) = keyed(workspace, line("GBEQ-0002", answers={"nom": ""}, nonresponse={"nom": "illegible"}))
    assert (told["status"], told["nonresponse"]) == ("complete", {"nom": "illegible"})


# Field by field


def test_a_paper_is_begun_left_taken_up_and_finished(workspace: Workspace) -> None:
    session, draft = keying.start(workspace, " GBEQ-0001 ", "GBEQ", "GBEQ-A")
    for typed in ("121107", "1", "3", "dupont"):
        session.enter(typed)
        keying.save_field(workspace, draft, session)
    again = keying.resume(workspace, draft)
    assert again.position == session.position == "prenom"
    assert again.field("nom").value == "Dupont"
    record = keying.finish(workspace, draft, again)
    found = workspace.store.responses.get(record)
    assert found is not None
    assert (found.line.paper, found.line.batch, found.line.received) == ("GBEQ-0001", "GBEQ-A", "2007-11-12")
    assert found.state.status is Status.INCOMPLETE
    assert len(workspace.store.revisions.history(record)) == 1
    assert workspace.store.drafts.list() == []


def test_a_questionnaire_is_made_ready_for_keying_once(workspace: Workspace) -> None:
    first, draft = keying.start(workspace, "GBEQ-0401", "GBEQ")
    second, other = keying.start(workspace, "GBEQ-0402", "GBEQ")
    assert first.form is second.form
    for begun in (draft, other):
        keying.discard(workspace, begun)


def test_a_closed_batch_takes_no_paper_until_it_is_opened_again(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "clos", expected=2)
    closed = batches.batch(workspace, "GBEQ", "clos")
    batches.close(workspace, closed, "jamais rendues")
    with pytest.raises(UserError, match="clos"):
        keying.start(workspace, "GBEQ-0403", "GBEQ", "clos")
    line = json.dumps({"paper": "GBEQ-0403", "territory": "GBEQ", "batch": "clos", "answers": {}})
    assert [told["outcome"] for told in keying.key_transcripts(workspace, [line])] == ["refused"]
    batches.reopen(workspace, closed)
    keying.discard(workspace, keying.start(workspace, "GBEQ-0403", "GBEQ", "clos")[1])


def test_a_draft_says_who_keys_what_and_where(workspace: Workspace) -> None:
    session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "GBEQ-A")
    session.enter("121107")
    keying.save_field(workspace, draft, session)
    (found,) = workspace.store.drafts.list()
    assert (found.paper, found.territory, found.batch) == ("GBEQ-0001", "GBEQ", "GBEQ-A")
    assert (found.officer, found.position) == (workspace.officer, "mode_collecte")
    assert found.updated == "2007-12-03T09:00:00+00:00"


def test_starting_a_paper_that_waits_takes_it_up(workspace: Workspace) -> None:
    session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    session.enter("121107")
    keying.save_field(workspace, draft, session)
    again, same = keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    assert (same, again.position) == (draft, "mode_collecte")


def test_numbers_that_cannot_be_started(workspace: Workspace) -> None:
    keyed(workspace, line())
    with pytest.raises(PaperTakenError, match="GBEQ-0001"):
        keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    with pytest.raises(UserError, match="territoire"):
        keying.start(workspace, "X-1", "X", "")
    with pytest.raises(UserError, match="numéro de fiche"):
        keying.start(workspace, "   ", "GBEQ", "")
    assert workspace.store.drafts.list() == []


def test_a_number_taken_meanwhile_keeps_the_draft_for_another(workspace: Workspace) -> None:
    session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "GBEQ-A")
    keyed(workspace, line())
    before = workspace.store.revisions.vector()
    with pytest.raises(PaperTakenError):
        keying.finish(workspace, draft, session)
    assert workspace.store.revisions.vector() == before
    with pytest.raises(PaperTakenError):
        keying.renumber(workspace, draft, "GBEQ-0001")
    keying.renumber(workspace, draft, "GBEQ-0009")
    assert keying.finish(workspace, draft, session)
    assert stored(workspace, "GBEQ-0009").line.paper == "GBEQ-0009"


def test_a_paper_begun_by_mistake_is_forgotten(workspace: Workspace) -> None:
    _session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    keying.discard(workspace, draft)
    with pytest.raises(UserError, match="n'existe plus"):
        keying.resume(workspace, draft)


def test_a_paper_stays_with_the_questionnaire_under_which_it_was_begun(workspace: Workspace) -> None:
    old = workspace.store.questionnaires.current_version()
    session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    session.go("nom")
    session.enter("Dupont")
    keying.save_field(workspace, draft, session)
    without_name = dataclasses.replace(
        workspace.questionnaire,
        questions=tuple(found for found in workspace.questionnaire.questions if found.name != "nom"),
    )
    with workspace.store.transaction():
        workspace.store.questionnaires.add(
            dataclasses.replace(package(), version="b" * 32, compiled=to_json(without_name))
        )
    again = keying.resume(workspace, draft)
    assert again.field("nom").value == "Dupont"
    record = keying.finish(workspace, draft, again)
    found = workspace.store.responses.get(record)
    assert found is not None
    assert (found.line.questionnaire, found.state.answers) == (old, {"nom": "Dupont"})


def finish_paper(workspace: Workspace, paper: str, batch: str, **typed: str) -> str:
    session, draft = keying.start(workspace, paper, "GBEQ", batch)
    for name, text in typed.items():
        session.go(name)
        session.enter(text)
    return keying.finish(workspace, draft, session)


def test_the_next_paper_repeats_the_batch_and_ditto_the_last_one(workspace: Workspace) -> None:
    finish_paper(workspace, "GBEQ-0001", "GBEQ-A", date_reception="121107", mode_collecte="2", nom="Faure")
    session, _draft = keying.start(workspace, "GBEQ-0002", "GBEQ", "GBEQ-A")
    assert session.field("date_reception").proposal == "12/11/2007"
    assert session.field("mode_collecte").proposal == "2"
    assert session.field("nom").proposal == ""
    session.go("nom")
    assert session.ditto().field.value == "Faure"
    other, _draft = keying.start(workspace, "GBEQ-0003", "GBEQ", "GBEQ-B")
    assert other.field("date_reception").proposal == ""


def test_an_erased_paper_is_not_repeated(workspace: Workspace) -> None:
    record = finish_paper(workspace, "GBEQ-0001", "GBEQ-A", date_reception="121107", nom="Quaranta")
    workspace.author(Kind.RESPONSE, record, {"erased": "demande"})
    session, draft = keying.start(workspace, "GBEQ-0002", "GBEQ", "GBEQ-A")
    assert session.field("date_reception").proposal == ""
    session.go("nom")
    assert not session.ditto().accepted
    assert "Quaranta" not in json.dumps(workspace.store.settings.get("keying.last"))
    keying.discard(workspace, draft)


def test_the_number_proposed_is_the_first_free_one_after_the_last(workspace: Workspace) -> None:
    assert keying.next_paper(workspace, "GBEQ", "GBEQ-A") == "GBEQ-0001"
    keyed(workspace, line("GBEQ-0007"), line("GBEQ-0008", batch="GBEQ-B"))
    keying.start(workspace, "GBEQ-0009", "GBEQ", "GBEQ-A")
    assert keying.next_paper(workspace, "GBEQ", "GBEQ-A") == "GBEQ-0010"
    assert keying.next_paper(workspace, "HD") == "HD-0001"


def test_the_number_proposed_begins_where_the_batch_does_and_passes_lost_papers(workspace: Workspace) -> None:
    batches.set_up(workspace, "GBEQ", "GBEQ-C", expected=3, first="GBEQ-0100", last="GBEQ-0102")
    assert keying.next_paper(workspace, "GBEQ", "GBEQ-C") == "GBEQ-0100"
    batch = batches.batch(workspace, "GBEQ", "GBEQ-C")
    batches.tell_lost(workspace, batch, "GBEQ-0100", "mouillée")
    assert keying.next_paper(workspace, "GBEQ", "GBEQ-C") == "GBEQ-0101"


def test_feedback_adds_up_what_was_keyed(tmp_path: Path) -> None:
    clock = Clock()
    workspace = new_campaign(tmp_path / "base.tldb", clock)
    for paper in ("GBEQ-0001", "GBEQ-0002"):
        session, draft = keying.start(workspace, paper, "GBEQ", "")
        session.counters.strike(clock(), 100)
        clock.wait(20)
        session.counters.strike(clock(), 100)
        session.enter("pas une date")
        keying.finish(workspace, draft, session)
    clock.wait(24 * 3600)
    found = feedback.feedback(workspace)
    assert (found.papers, found.counters.keystrokes, found.counters.seconds) == (2, 400, 40.0)
    assert found.counters.keystrokes_per_hour == 36_000
    assert found.counters.faults_per_thousand == 5
    assert found.worst_questions() == [("date_reception", 2)]
    assert feedback.feedback(workspace, since="2007-12-04").papers == 0
    assert feedback.feedback(workspace, officer="personne").papers == 0
    assert feedback.feedback(workspace, officer=workspace.officer).papers == 2
    workspace.store.close()


def test_old_counts_are_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    workspace = new_campaign(tmp_path / "base.tldb", clock)
    for paper in ("GBEQ-0001", "GBEQ-0002"):
        session, draft = keying.start(workspace, paper, "GBEQ", "")
        keying.finish(workspace, draft, session)
        clock.wait((feedback.KEPT_DAYS + 1) * 24 * 3600)
    assert feedback.feedback(workspace).papers == 1
    workspace.store.close()


def test_a_nonresponse_is_told_apart_from_a_blank(workspace: Workspace) -> None:
    session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "")
    session.go("naissance")
    session.nonresponse(Nonresponse.REFUSED)
    record = keying.finish(workspace, draft, session)
    found = workspace.store.responses.get(record)
    assert found is not None
    assert found.state.nonresponse == {"naissance": Nonresponse.REFUSED}


KEYS_UNTIL_KILLED = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from keying_world import opened_again
from teleactivites_desktop.services import keying
workspace = opened_again(Path(sys.argv[2]))
session, draft = keying.start(workspace, "GBEQ-0001", "GBEQ", "GBEQ-A")
for typed in ("121107", "1", "3", "dupont", "jean", "1968", "1", "", "2"):
    session.enter(typed)
    keying.save_field(workspace, draft, session)
    print(draft, session.position, flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_a_process_killed_while_keying_loses_at_most_the_field_being_typed(tmp_path: Path) -> None:
    path = tmp_path / "base.tldb"
    new_campaign(path).store.close()
    arguments = [sys.executable, "-c", KEYS_UNTIL_KILLED, os.path.dirname(__file__), str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as keyer:
        assert keyer.stdout is not None
        for _field in range(6):
            draft, position = keyer.stdout.readline().split()
        keyer.kill()
    workspace = opened_again(path)
    session = keying.resume(workspace, draft)
    order = [question.name for question in session.questionnaire.keyed]
    assert order.index(session.position) >= order.index(position)
    assert session.field("nom").value == "Dupont"
    assert session.field("naissance").value == 1968
    workspace.store.close()
