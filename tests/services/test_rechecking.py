"""The whole base checked again, and what follows from a merge written once the officer asks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from keying_world import line, new_campaign, samples, stored

from teleactivites_desktop.core.entry.recheck import OUTDATED
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import editing, keying, rechecking, responses
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = new_campaign(tmp_path / "a.tldb")
    yield made
    made.close()


def branch(workspace: Workspace, paper: str, *changes: dict[str, object]) -> str:
    """Correct a response several times from one state, as several sites do, and merge."""
    response = stored(workspace, paper)
    heads = tuple(workspace.store.revisions.heads(response.line.record))
    for change in changes:
        workspace.author(Kind.RESPONSE, response.line.record, change, parents=heads)  # type: ignore[arg-type]
    return response.line.record


def key_one(workspace: Workspace, **answers: str) -> None:
    (outcome,) = keying.key_transcripts(workspace, [line(answers=answers)])
    assert outcome["outcome"] == "saved"


def revisions(workspace: Workspace) -> dict[str, int]:
    return workspace.store.revisions.vector()


def test_the_sample_papers_say_what_they_said_when_they_were_keyed(workspace: Workspace) -> None:
    import json

    lines = [json.dumps(each) for each in samples("papers.ndjson")]
    outcomes = [each for each in keying.key_transcripts(workspace, lines) if each["outcome"] == "saved"]
    before = revisions(workspace)
    result = rechecking.recheck(workspace)
    assert result.checked == len(outcomes) == 60
    assert [(found.paper, found.question, found.rule, found.typed) for found in result.findings] == [
        (each["paper"], problem["question"], problem["rule"], problem["typed"])
        for each in outcomes
        for problem in each["problems"]
    ]
    assert all(found.known for found in result.findings)
    assert result.mendable == ()
    assert revisions(workspace) == before


def test_what_a_merge_made_wrong_is_found_and_mended_once(workspace: Workspace) -> None:
    key_one(workspace, naissance="1960", debut_activite="1980")
    record = branch(workspace, "GBEQ-0001", {"answers.naissance": 1970})
    branch(workspace, "GBEQ-0001", {"answers.naissance": 1975})
    result = rechecking.recheck(workspace)
    assert [(found.question, found.rule, found.known) for found in result.findings] == [
        ("debut_activite", "constraint", False)
    ]
    assert result.mendable == (record,)
    revision = rechecking.mend(workspace, record)
    assert revision is not None
    assert sorted(revision.patch or ()) == ["answers.debut_activite", "refused.debut_activite", "status"]
    assert stored(workspace, "GBEQ-0001").state.status == "incomplete"
    again = rechecking.recheck(workspace)
    assert [found.known for found in again.findings] == [True]
    assert again.mendable == ()
    assert rechecking.mend(workspace, record) is None


def test_a_calculated_value_left_behind_by_a_merge_is_brought_up_to_date(workspace: Workspace) -> None:
    key_one(workspace, statut="07", clients_05="50")
    record = branch(workspace, "GBEQ-0001", {"answers.clients_05": 60}, {"answers.clients_paca": 40})
    result = rechecking.recheck(workspace)
    assert ("clients_total", OUTDATED) in [(found.question, found.rule) for found in result.findings]
    assert rechecking.mend_all(workspace, result.mendable) == 1
    assert stored(workspace, "GBEQ-0001").state.calculated["clients_total"] == 100
    assert rechecking.recheck(workspace).mendable == ()
    assert record == result.mendable[0]


def test_conflicts_come_first(workspace: Workspace) -> None:
    key_one(workspace, naissance="1960", debut_activite="1980")
    record = branch(workspace, "GBEQ-0001", {"answers.naissance": 1970}, {"answers.naissance": 1975})
    assert rechecking.recheck(workspace).mendable == (record,)
    with pytest.raises(UserError, match="conflits"):
        rechecking.mend(workspace, record)
    assert rechecking.mend_all(workspace, [record]) == 0


def test_withdrawn_responses_are_left_out(workspace: Workspace) -> None:
    key_one(workspace, naissance="1850")
    assert rechecking.recheck(workspace).total == 1
    responses.withdraw(workspace, editing.find_response(workspace, "GBEQ-0001"), "doublon")
    result = rechecking.recheck(workspace)
    assert (result.checked, result.total) == (0, 0)


def test_mending_what_is_gone_says_so(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="n'existe plus"):
        rechecking.mend(workspace, "f" * 32)


def test_progress_is_told_and_can_stop_the_work(workspace: Workspace) -> None:
    key_one(workspace)
    told: list[tuple[int, int]] = []
    rechecking.recheck(workspace, lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]

    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        rechecking.recheck(workspace, stop)


def test_the_question_most_at_fault_comes_first(workspace: Workspace) -> None:
    lines = [line(f"GBEQ-000{n}", {"naissance": "1850", "jours": "9" if n == 1 else "3"}) for n in (1, 2)]
    list(keying.key_transcripts(workspace, lines))
    result = rechecking.recheck(workspace)
    assert rechecking.by_question(result) == [("naissance", 2), ("jours", 1)]


def test_a_list_too_long_is_cut_and_still_counted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(keying.key_transcripts(workspace, [line(f"GBEQ-000{n}", {"naissance": "1850"}) for n in (1, 2, 3)]))
    monkeypatch.setattr(rechecking, "MOST_LISTED", 2)
    result = rechecking.recheck(workspace)
    assert (len(result.findings), result.total) == (2, 3)


def test_what_an_officer_left_on_purpose_is_not_mendable(workspace: Workspace) -> None:
    key_one(workspace, naissance="1850")
    (found,) = rechecking.recheck(workspace).findings
    assert found.known
    assert not found.mendable
    assert not found.to_confirm
    assert replace(found, rule="warning").to_confirm
