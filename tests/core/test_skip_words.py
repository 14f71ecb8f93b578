"""Skips in words, on the shipped questionnaire: every question that may be skipped says for whom it is."""

import pytest

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.skip_words import short_name, skip_words
from teleactivites_desktop.services import questionnaires


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return questionnaires.shipped().questionnaire


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nom", ""),
        ("nb_enfants", "Si « Couple avec enfants » ou « Parent seul avec enfants » à la question 4."),
        ("langues_autre", "Si « Autre » à la question 7."),
        ("raison_2", "Si vous avez répondu à la question 38."),
        ("raison_autre", "Si « Autre » à la question 38, question 38 bis ou question 38 ter."),
        ("cadre", "Selon la réponse à la question 17."),
    ],
)
def test_a_skip_is_said_in_words(shipped: Questionnaire, name: str, words: str) -> None:
    assert skip_words(shipped.by_name[name], shipped) == words


def test_every_skip_says_something(shipped: Questionnaire) -> None:
    skipped = [question for question in shipped.keyed if question.relevant]
    assert skipped
    assert all(skip_words(question, shipped) for question in skipped)


def test_a_question_without_number_is_named_by_its_label(shipped: Questionnaire) -> None:
    assert short_name(shipped.by_name["mode_collecte"], shipped) == "« Mode de collecte »"
    assert short_name(shipped.by_name["prenom"], shipped) == "question 2 bis"
