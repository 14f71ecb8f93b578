"""Letters: fields filled in, only people who agreed, a wrong field named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from reports_world import NOW, pages_of, sample_campaign, text_of

from teleactivites_desktop.core import consents
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import documents
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.letters import field_names, letters
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


def test_each_person_who_agreed_has_a_letter_of_their_own(workspace: Workspace, tmp_path: Path) -> None:
    text = "Bonjour {prenom} {nom},\n\nVotre fiche {fiche} du {date}, {territoire} : <merci> & à bientôt."
    options = Options(made_at=NOW, letter=text)
    made = list(letters(workspace, options))
    agreed = [
        fields
        for _line, fields in workspace.store.responses.each()
        if consents.agreed(workspace.questionnaire, fields, consents.CONTACT)
    ]
    assert 0 < len(made) <= len(agreed)
    names = {f"{fields['answers.prenom']} {fields['answers.nom']}" for fields in agreed}
    assert {letter.address[0] for letter in made} <= names
    documents.write(workspace, "letters", tmp_path / "lettres.pdf", options)
    assert len(pages_of(tmp_path / "lettres.pdf")) == len(made)
    found = text_of(tmp_path / "lettres.pdf")
    assert f"Bonjour {made[0].address[0]}," in found
    assert "du 3 décembre 2007" in found
    assert "<merci> & à bientôt." in found


def test_an_answer_that_is_missing_leaves_nothing(workspace: Workspace) -> None:
    for letter in letters(workspace, Options(letter="Cher {langues_autre}, merci.")):
        assert "{" not in letter.text
        assert " ," not in letter.text


def test_a_field_that_is_none_is_named(workspace: Workspace) -> None:
    assert "prenom" in field_names(workspace.questionnaire)
    with pytest.raises(UserError, match="patronyme"):
        list(letters(workspace, Options(letter="Bonjour {patronyme}")))
