"""Open answers coded many at once: proposals, originals kept, undone, nothing of others overwritten."""

from collections.abc import Iterator

import pytest
from reports_world import sample_campaign

from teleactivites_desktop.analysis.open_answers import group
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import coding, editing, integrity
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


def held(workspace: Workspace, record: str) -> dict[str, object]:
    stored = workspace.store.responses.get(record)
    assert stored is not None
    return dict(stored.fields)


def test_answers_are_grouped_whatever_their_spelling_and_a_code_is_proposed() -> None:
    written = [("1", "Rédacteur"), ("2", "rédacteur "), ("3", "REDACTEUR"), ("4", "berger")]
    first, second = group(written, {"red": "Rédacteur, rédactrice", "inf": "Infographiste"})
    assert (first.count, first.proposed) == (3, "red")
    assert (second.text, second.proposed) == ("berger", "")


def test_occupations_get_their_code_and_keep_what_was_written(workspace: Workspace) -> None:
    answers = coding.to_code(workspace, "metier", "metier_code")
    assert sum(answer.count for answer in answers) == 60
    chosen = next(answer for answer in answers if answer.proposed)
    done = coding.assign(workspace, "metier_code", chosen.records, chosen.proposed)
    assert len(done.revisions) == chosen.count
    for record in chosen.records:
        assert held(workspace, record)["answers.metier_code"] == chosen.proposed
        assert held(workspace, record)["answers.metier"]
    left = coding.to_code(workspace, "metier", "metier_code")
    assert sum(answer.count for answer in left) == 60 - chosen.count
    assert integrity.check(workspace.store) == []


def test_undo_brings_back_what_stood_there_but_not_over_a_later_change(workspace: Workspace) -> None:
    answers = coding.to_code(workspace, "metier", "metier_code")
    records = [answers[0].records[0], answers[1].records[0]]
    done = coding.assign(workspace, "metier_code", records, answers[0].proposed or "redacteur-e")
    later = coding.assign(workspace, "metier_code", records[1:], _another(workspace, done.target))
    undone = coding.undo(workspace, done)
    assert [revision.record for revision in undone] == records[:1]
    assert "answers.metier_code" not in held(workspace, records[0])
    assert (
        held(workspace, records[1])["answers.metier_code"]
        == (later.revisions[0].patch or {})["answers.metier_code"]
    )


def _another(workspace: Workspace, target: str) -> str:
    return workspace.questionnaire.choices_of(workspace.questionnaire.by_name[target])[-1].name


def test_in_several_answers_the_code_takes_the_place_of_other(workspace: Workspace) -> None:
    editing.edit(workspace, "GBD-0001", {"domaine": "04 30", "domaine_autre": "Élevage de rennes"})
    (answer,) = coding.to_code(workspace, "domaine_autre", "domaine")
    coding.assign(workspace, "domaine", answer.records, "environnement")
    fields = held(workspace, answer.records[0])
    assert fields["answers.domaine"] == "traduction environnement"
    assert fields["answers.domaine_autre"] == "Élevage de rennes"


def test_what_is_no_list_no_code_no_response_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="question à choix"):
        coding.to_code(workspace, "metier", "metier")
    with pytest.raises(UserError, match="liste"):
        coding.assign(workspace, "domaine", [], "berger")
    before = workspace.store.revisions.vector()
    record = coding.to_code(workspace, "metier", "metier_code")[0].records[0]
    with pytest.raises(UserError, match="plus dans la base"):
        coding.assign(workspace, "domaine", [record, "00" * 16], "sante")
    assert workspace.store.revisions.vector() == before
