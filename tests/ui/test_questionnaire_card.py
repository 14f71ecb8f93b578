"""Réglages, Questionnaire: a changed workbook is shown, said what was renamed, adopted, taken back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import Heard, bring_up, make_environment
from pytestqt.qtbot import QtBot
from small_workbooks import FIRST, SECOND, write

from teleactivites_desktop.services import campaigns, keying, locations
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.settings.page import SettingsPage
from teleactivites_desktop.ui.settings.questionnaire import QuestionnaireCard


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path / "home"))
    made = campaigns.create(
        tmp_path / "a.tldb",
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=make_environment(),
        questionnaire=write(tmp_path / "premier.xlsx", FIRST, "1"),
    ).workspace
    answers = {"nom": "Faure", "loue": "1"}
    line = json.dumps({"paper": "A-1", "territory": "GBEQ", "answers": answers})
    assert [each["outcome"] for each in keying.key_transcripts(made, [line])] == ["saved"]
    yield made
    made.close()


@pytest.fixture
def card(
    make_context: Callable[[Workspace], Context], site: Workspace, qtbot: QtBot
) -> Iterator[QuestionnaireCard]:
    page = SettingsPage(make_context(site))
    qtbot.addWidget(page)
    bring_up(page)
    yield page.questionnaire
    page.hide()


def compare(card: QuestionnaireCard, path: Path, qtbot: QtBot) -> None:
    card.compare(path)
    qtbot.waitUntil(lambda: not card._context.tasks.busy)


def texts(card: QuestionnaireCard) -> list[tuple[str, str]]:
    return [(line.caption, line.text) for line in card.sheet.lines.rows]


def test_what_changes_is_shown_and_adopted(
    card: QuestionnaireCard, site: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    compare(card, write(tmp_path / "second.xlsx", SECOND, "2"), qtbot)
    assert card.panel.isVisible()
    assert [box.text() for box in card.renames.values()] == [
        "« nom » s’appelle maintenant « patronyme » : Nom",
        "« age » s’appelle maintenant « ans » : ans",
    ]
    assert card.summary.text().startswith(
        "Version 2 : 1 question ajoutée, 1 supprimée, 2 renommées, 1 modifiée."
    )
    assert texts(card) == [
        ("Formulaire", "Version : « 1 » → « 2 »."),
        ("Nom", "= renommée : nom → patronyme"),
        ("Année de naissance", "Contrôle : « . > 1900 » ajouté."),
        ("Nom du conjoint", "+ ajoutée"),
        ("ans", "= renommée : age → ans"),
        ("Louez-vous ?", "– supprimée ; 1 fiche garde sa réponse"),
    ]
    assert site.questionnaire.version == "1"
    heard = Heard(card._context)
    card.adopt.click()
    assert site.questionnaire.version == "2"
    assert not card.panel.isVisible()
    assert heard.said == ["Version 2 adoptée. Les autres postes la recevront au prochain échange."]
    (undo,) = heard.undo
    assert callable(undo)
    undo()
    assert site.questionnaire.version == "1"


def test_what_is_not_the_same_question_is_unticked(
    card: QuestionnaireCard, site: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    compare(card, write(tmp_path / "second.xlsx", SECOND, "2"), qtbot)
    card.renames["nom", "patronyme"].click()
    assert ("Nom", "– supprimée ; 1 fiche garde sa réponse") in texts(card)
    assert ("Nom", "+ ajoutée") in texts(card)
    card.adopt.click()
    version = site.store.questionnaires.current_version()
    lineage = site.store.questionnaires.lineage()
    old = next(each for each in site.store.questionnaires.versions() if each != version)
    assert lineage.renames(old, version) == {"age": "ans", "ans": ""}


def test_a_workbook_with_faults_says_where(
    card: QuestionnaireCard, site: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    faulty = [{**FIRST[0], "constraint": "${rien} > 1"}]
    compare(card, write(tmp_path / "faux.xlsx", faulty, "2"), qtbot)
    assert "ligne 2" in card.trouble.text
    assert not card.panel.isVisible()
    assert card.choose.isEnabled()
    assert len(site.store.questionnaires.versions()) == 1


def test_giving_up_leaves_everything(
    card: QuestionnaireCard, site: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    compare(card, write(tmp_path / "second.xlsx", SECOND, "2"), qtbot)
    card.give_up.click()
    assert card.proposal is None
    assert not card.panel.isVisible()
    assert len(site.store.questionnaires.versions()) == 1
