"""A changed workbook: what it changes, adopted by one site, followed by the other; older responses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from exchange_sites import CHEAP, TOLD, Campaign, made_environment, open_conflicts
from small_workbooks import FIRST, SECOND, write

from teleactivites_desktop.analysis.columns import State
from teleactivites_desktop.core.questionnaire_changes import ChangeKind
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import invitation
from teleactivites_desktop.services import (
    campaigns,
    conflicts,
    editing,
    exchanging,
    exports,
    keying,
    rechecking,
    responses,
    tabulations,
    versions,
)
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace


def two_sites(folder: Path) -> Campaign:
    """GBEQ creates a campaign with the first version and invites HD."""
    made = Campaign(folder)
    first = write(folder / "premier.xlsx", FIRST, "1")
    made.sites["GBEQ"] = campaigns.create(
        made.database("GBEQ"),
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=made_environment(1),
        questionnaire=first,
    ).workspace
    with mock.patch.object(invitation, "INVITING", CHEAP):
        campaigns.invite(made.sites["GBEQ"], folder / "i.tli", TOLD)
    made.sites["HD"] = campaigns.join(
        made.database("HD"),
        folder / "i.tli",
        TOLD,
        territory="HD",
        officer="JP",
        passphrase=None,
        environment=made_environment(2),
    ).workspace
    return made


THIRD = [
    {"type": "integer", "name": "naissance", "label": "Année de naissance", "constraint": ". > 1900"},
    {
        "type": "text",
        "name": "patronyme",
        "label": "Nom",
        "required": "yes",
        "constraint": "string-length(.) < 5",
    },
    {"type": "select_one logement", "name": "loue", "label": "Louez-vous ?"},
    {"type": "select_one oui_non", "name": "signe", "label": "Signé", "required": "yes"},
]
"""Stricter than the first version; "oui" is no longer in the list of `loue`."""
RENAMED = {"nom": "patronyme", "age": "ans", "loue": ""}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Campaign]:
    campaign = two_sites(tmp_path)
    yield campaign
    campaign.close()


@pytest.fixture
def site(made: Campaign) -> Workspace:
    return made.sites["GBEQ"]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return write(tmp_path / "second.xlsx", SECOND, "2")


def key(workspace: Workspace, paper: str, **answers: str) -> dict[str, Any]:
    territory = workspace.identity.territory
    line = {"paper": paper, "territory": territory, "batch": "L1", "answers": answers}
    (outcome,) = keying.key_transcripts(workspace, [json.dumps(line)])
    return outcome


def stored(workspace: Workspace, paper: str) -> StoredResponse:
    found = responses.get(workspace, editing.find_response(workspace, paper))
    assert found is not None
    return found


def plain(workspace: Workspace) -> list[dict[str, Any]]:
    """The rows of the view, as another program reads them."""
    cursor = workspace.store.session.driver.execute("SELECT * FROM responses_plain ORDER BY paper")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_now(workspace: Workspace) -> dict[str, dict[str, object]]:
    """The answers of all responses in the words of the current version."""
    version = workspace.store.questionnaires.current_version()
    return {
        line.paper: {
            path: value for path, value in fields.items() if path.startswith(("answers.", "calculated."))
        }
        for line, fields in workspace.store.responses.each_as(version)
    }


def test_comparing_says_what_changes_and_writes_nothing(site: Workspace, second: Path) -> None:
    key(site, "A-1", nom="Faure", naissance="1960", loue="1")
    before = site.store.revisions.vector()
    proposal = versions.compare(site, second)
    assert dict(proposal.comparison.probable) == {"nom": "patronyme", "age": "ans"}
    assert proposal.undecided == (("nom", "patronyme"), ("age", "ans"))
    decided = versions.compare(site, second, RENAMED)
    told = {(change.kind, change.before, change.name) for change in decided.comparison.questions}
    assert told == {
        (ChangeKind.RENAMED, "nom", "patronyme"),
        (ChangeKind.RENAMED, "age", "ans"),
        (ChangeKind.ADDED, "", "conjoint"),
        (ChangeKind.REMOVED, "loue", ""),
        (ChangeKind.CHANGED, "naissance", "naissance"),
    }
    assert decided.answered == {"loue": 1}
    assert decided.undecided == ()
    assert site.store.revisions.vector() == before
    assert len(site.store.questionnaires.versions()) == 1


def test_adopting_asks_about_questions_likely_renamed(site: Workspace, second: Path) -> None:
    with pytest.raises(UserError, match="nom → patronyme"):
        versions.adopt(site, second, {"age": "ans"})
    assert site.questionnaire.version == "1"


def test_older_responses_are_shown_in_their_version_and_counted_in_the_current_one(
    site: Workspace, second: Path, tmp_path: Path
) -> None:
    key(site, "A-1", nom="Faure", naissance="1960", loue="1")
    versions.adopt(site, second, RENAMED)
    assert site.questionnaire.version == "2"
    assert key(site, "A-2", patronyme="Roux", conjoint="Anne")["status"] == "complete"
    old = stored(site, "A-1")
    assert Readers(site).of(old.line.questionnaire).label("loue") == "Louez-vous ?"
    assert old.state.answers == {"nom": "Faure", "naissance": 1960, "loue": "oui"}
    assert read_now(site) == {
        "A-1": {
            "answers.patronyme": "Faure",
            "answers.naissance": 1960,
            "answers.loue": "oui",
            "calculated.ans": 47,
        },
        "A-2": {"answers.patronyme": "Roux", "answers.conjoint": "Anne"},
    }
    assert [(row["paper"], row["patronyme"], row["conjoint"], row["ans"]) for row in plain(site)] == [
        ("A-1", "Faure", None, 47),
        ("A-2", "Roux", "Anne", None),
    ]
    counted = tabulations.load(site).columns.states
    assert list(counted["patronyme"]) == [State.ANSWERED, State.ANSWERED]
    assert list(counted["conjoint"]) == [State.BLANK, State.ANSWERED]
    exports.export(site, tmp_path / "e.jsonl", "jsonl")
    names = [json.loads(line)["patronyme"] for line in (tmp_path / "e.jsonl").read_text().splitlines()]
    assert names == ["Faure", "Roux"]


def test_an_older_response_is_corrected_and_checked_by_its_own_rules(site: Workspace, second: Path) -> None:
    key(site, "A-1", nom="Faure", naissance="1850", loue="1")
    versions.adopt(site, second, RENAMED)
    assert editing.edit(site, "A-1", {"nom": "Favre", "loue": "2"})["status"] == "complete"
    assert rechecking.recheck(site).total == 0
    assert key(site, "A-2", patronyme="Roux", naissance="1850")["status"] == "incomplete"


def test_the_last_paper_of_the_batch_is_dittoed_under_its_new_names(site: Workspace, second: Path) -> None:
    session, draft = keying.start(site, "A-1", "GBEQ", "L1")
    session.enter("Faure")
    keying.finish(site, draft, session)
    versions.adopt(site, second, RENAMED)
    session, _draft = keying.start(site, "A-2", "GBEQ", "L1")
    session.go("patronyme")
    session.ditto()
    assert session.field("patronyme").value == "Faure"


def test_a_new_version_travels_and_the_other_site_follows(made: Campaign, second: Path) -> None:
    ours, theirs = made.sites["GBEQ"], made.sites["HD"]
    key(theirs, "B-1", nom="Blanc", naissance="1950")
    session, draft = keying.start(theirs, "B-2", "HD")
    session.enter("Noir")
    keying.save_field(theirs, draft, session)
    key(ours, "A-1", nom="Faure", naissance="1960")
    versions.adopt(ours, second, RENAMED)
    made.send("GBEQ", "HD")
    assert theirs.questionnaire.version == "2"
    assert key(theirs, "B-3", patronyme="Gris", naissance="1970")["status"] == "complete"
    again = keying.resume(theirs, draft)
    assert again.questionnaire.version == "1"
    keying.finish(theirs, draft, again)
    made.send("HD", "GBEQ")
    assert read_now(ours) == read_now(theirs)
    assert {paper: fields["answers.patronyme"] for paper, fields in read_now(ours).items()} == {
        "A-1": "Faure",
        "B-1": "Blanc",
        "B-2": "Noir",
        "B-3": "Gris",
    }
    assert plain(ours) == plain(theirs)
    assert open_conflicts(ours) == open_conflicts(theirs) == []


def test_a_site_that_has_read_nothing_waits(made: Campaign, second: Path) -> None:
    with pytest.raises(UserError, match="lisez d'abord"):
        versions.adopt(made.sites["HD"], second, RENAMED)
    assert len(made.sites["HD"].store.questionnaires.versions()) == 1
    made.send("GBEQ", "HD")
    versions.adopt(made.sites["HD"], second, RENAMED)
    made.send("HD", "GBEQ")
    assert made.sites["GBEQ"].questionnaire.version == "2"


def test_undoing_the_import_goes_back_to_the_version_before(made: Campaign, second: Path) -> None:
    made.send("GBEQ", "HD")
    versions.adopt(made.sites["GBEQ"], second, RENAMED)
    made.send("GBEQ", "HD")
    theirs = made.sites["HD"]
    assert theirs.questionnaire.version == "2"
    exchanging.undo(theirs)
    assert theirs.questionnaire.version == "1"
    assert "nom" in plain_columns(theirs)
    made.send("GBEQ", "HD")
    assert theirs.questionnaire.version == "2"
    assert "patronyme" in plain_columns(theirs)


def plain_columns(workspace: Workspace) -> list[str]:
    cursor = workspace.store.session.driver.execute("SELECT * FROM responses_plain")
    return [column[0] for column in cursor.description]


def test_going_back_to_a_version_that_is_known_needs_no_word(
    site: Workspace, second: Path, tmp_path: Path
) -> None:
    key(site, "A-1", nom="Faure")
    versions.adopt(site, second, RENAMED)
    key(site, "A-2", patronyme="Roux")
    proposal = versions.adopt(site, tmp_path / "premier.xlsx")
    assert proposal.known
    assert site.questionnaire.version == "1"
    assert {paper: fields["answers.nom"] for paper, fields in read_now(site).items()} == {
        "A-1": "Faure",
        "A-2": "Roux",
    }
    assert versions.adopt(site, second).known
    assert site.questionnaire.version == "2"


def test_two_sites_that_adopt_different_versions_decide_once(
    made: Campaign, second: Path, tmp_path: Path
) -> None:
    ours, theirs = made.sites["GBEQ"], made.sites["HD"]
    made.send("GBEQ", "HD")
    other = write(tmp_path / "autre.xlsx", [{**FIRST[0], "name": "nom_usuel"}, *FIRST[1:]], "3")
    versions.adopt(ours, second, RENAMED)
    key(ours, "A-1", patronyme="Faure")
    versions.adopt(theirs, other, {"nom": "nom_usuel"})
    key(theirs, "B-1", nom_usuel="Blanc")
    made.send("GBEQ", "HD")
    made.send("HD", "GBEQ")
    (conflict,) = conflicts.open_conflicts(ours)
    assert conflict.path == "questionnaire"
    assert sorted(side.shown for side in conflict.sides) == ["Essai, version 2", "Essai, version 3"]
    keep = next(side for side in conflict.sides if side.shown == "Essai, version 2")
    conflicts.decide(ours, conflict, keep)
    made.send("GBEQ", "HD")
    assert ours.questionnaire.version == theirs.questionnaire.version == "2"
    assert read_now(theirs) == read_now(ours)
    assert read_now(ours)["B-1"]["answers.patronyme"] == "Blanc"


@pytest.mark.parametrize(
    ("renamed", "why"),
    [
        ({"naissance": "conjoint"}, "ne peut être renommée"),
        ({"rien": "conjoint"}, "ne peut être renommée"),
        ({"loue": "naissance"}, "n'est pas une question nouvelle"),
        ({"loue": "conjoint", "nom": "conjoint"}, "n'est pas une question nouvelle"),
        ({"nom": "ans", "age": ""}, "ne peuvent se lire"),
    ],
)
def test_renames_that_cannot_be_are_refused(
    site: Workspace, second: Path, renamed: dict[str, str], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        versions.adopt(site, second, {**RENAMED, **renamed})
    assert len(site.store.questionnaires.versions()) == 1


def test_another_form_or_the_same_version_is_refused(site: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="autre formulaire"):
        versions.compare(site, write(tmp_path / "autre.xlsx", SECOND, "2", form="autre"))
    with pytest.raises(UserError, match="déjà le questionnaire"):
        versions.adopt(site, tmp_path / "premier.xlsx")


def test_a_workbook_with_faults_is_refused_whole(site: Workspace, tmp_path: Path) -> None:
    faulty = [{**FIRST[0], "constraint": "${rien} > 1"}]
    with pytest.raises(UserError):
        versions.adopt(site, write(tmp_path / "faux.xlsx", faulty, "2"))
    assert site.questionnaire.version == "1"


def test_older_responses_are_held_to_the_rules_of_today_where_asked(site: Workspace, tmp_path: Path) -> None:
    key(site, "A-1", nom="Faure", naissance="1850", loue="1")
    third = write(tmp_path / "troisieme.xlsx", THIRD, "3")
    versions.adopt(site, third, {"nom": "patronyme", "age": ""})
    key(site, "A-2", patronyme="Roux", naissance="1950", loue="2", signe="1")
    before = site.store.revisions.vector()
    result = rechecking.recheck(site, rules=site.store.questionnaires.current_version())
    assert [(found.paper, found.question, found.rule, found.field) for found in result.findings] == [
        ("A-1", "naissance", "constraint", "naissance"),
        ("A-1", "patronyme", "constraint", "nom"),
        ("A-1", "loue", "choice", "loue"),
    ]
    assert all(found.foreign for found in result.findings)
    assert result.mendable == ()
    assert rechecking.recheck(site).total == 0
    assert site.store.revisions.vector() == before
