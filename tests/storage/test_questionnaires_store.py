"""Versions of the questionnaire, and the plain view that follows the current one."""

from dataclasses import replace

import pytest
from storage_builders import VERSION, Site, package, questionnaire

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.core.questionnaire_json import to_json
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.storage.database import Store, create
from teleactivites_desktop.storage.integrity import check

LATER = "b" * 32


def later_package() -> QuestionnairePackage:
    """A later version: `nom` is one question more, named like a column of ours."""
    made = questionnaire()
    added = Question(name="Status", type=QuestionType.TEXT, labels={}, section="a")
    return QuestionnairePackage(
        LATER, b"PK later", {}, to_json(replace(made, version="2", questions=(*made.questions, added)))
    )


def test_a_version_comes_back_as_it_went_in(store: Store) -> None:
    assert store.questionnaires.versions() == [VERSION]
    assert store.questionnaires.package(VERSION) == package()
    assert store.questionnaires.get(VERSION) == questionnaire()
    assert store.questionnaires.get(VERSION) is store.questionnaires.get(VERSION)
    assert store.questionnaires.get(LATER) is None
    assert store.questionnaires.package(LATER) is None


def test_a_version_that_is_held_is_left_as_it_is(store: Store) -> None:
    with store.transaction():
        store.questionnaires.add(replace(package(), workbook=b"other"))
    assert store.questionnaires.package(VERSION) == package()


def test_an_unreadable_version_is_refused(store: Store) -> None:
    with pytest.raises(DamagedFileError), store.transaction():
        store.questionnaires.add(replace(later_package(), compiled="{"))
    assert store.questionnaires.versions() == [VERSION]


def test_the_current_version_is_the_one_that_the_campaign_says(store: Store, gbeq: Site) -> None:
    with store.transaction():
        store.questionnaires.add(later_package())
    assert store.questionnaires.current_version() == LATER
    said = gbeq.write("campaign", {"questionnaire": VERSION}, kind=Kind.CAMPAIGN)
    with store.transaction():
        store.revisions.append([said])
    assert store.questionnaires.current() == questionnaire()
    with store.transaction():
        store.revisions.append(
            [gbeq.write("campaign", {"questionnaire": "f" * 32}, (said.id,), kind=Kind.CAMPAIGN)]
        )
    assert store.questionnaires.current_version() == LATER  # the one that is said has not come yet


def test_a_campaign_without_questionnaire_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = create(tmp_path_factory.mktemp("empty") / "base.tldb")
    assert store.questionnaires.current_version() == ""
    with pytest.raises(UserError, match="n’a pas de questionnaire"):
        store.questionnaires.current()
    store.close()


def test_what_was_cached_in_a_failed_transaction_is_forgotten(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.questionnaires.add(later_package())
            assert store.questionnaires.get(LATER) is not None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.questionnaires.get(LATER) is None


def test_responses_that_came_before_their_questionnaire_get_their_names(
    tmp_path_factory: pytest.TempPathFactory, gbeq: Site
) -> None:
    store = create(tmp_path_factory.mktemp("early") / "base.tldb")
    with store.transaction():
        store.revisions.append([gbeq.key("GBEQ-0001", nom="Faure", commune="05157")])
    assert store.responses.page().lines[0].name == ""
    with store.transaction():
        store.questionnaires.add(package())
    (line,) = store.responses.search("faure veran")
    assert (line.name, line.place) == ("Faure", "Saint-Véran")
    assert check(store) == []
    store.close()


def columns(store: Store) -> list[str]:
    return [row[1] for row in store.session.rows("PRAGMA table_info(responses_plain)")]


def test_the_plain_view_has_one_column_per_question(store: Store, gbeq: Site) -> None:
    ours = ["paper", "territory", "batch", "received", "status", "changed_at"]
    asked = ["nom", "prenom", "commune", "lieu_dit", "telephone", "metier", "heures", "total"]
    assert columns(store) == ours + asked
    first = gbeq.key("GBEQ-0001", nom="Faure", heures=35)
    with store.transaction():
        store.revisions.append([first, gbeq.key("GBEQ-0002")])
        store.revisions.append([gbeq.write("GBEQ-0001", {"calculated.total": 2}, (first.id,))])
    query = "SELECT paper, nom, heures, total FROM responses_plain ORDER BY paper"
    assert store.session.rows(query) == [("GBEQ-0001", "Faure", 35, 2), ("GBEQ-0002", None, None, None)]


def test_the_plain_view_follows_the_current_version(store: Store) -> None:
    with store.transaction():
        store.questionnaires.add(later_package())
    assert columns(store)[-1] == "Status_"
