"""Constraints in words: the usual ones are said, others stand as they are."""

from dataclasses import replace

import pytest

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.rule_words import constraint_words
from teleactivites_desktop.services import questionnaires


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return questionnaires.shipped().questionnaire


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("", ""),
        ("string-length(.) <= 2000", "2 000 caractères au plus."),
        (". >= 0 and . <= 15", "De 0 à 15."),
        (".>=-1.5 and .<=2000", "De -1,5 à 2000."),
        (". >= 1970 and . <= ${annee_ref}", "De 1970 à « annee_ref »."),
        (". >= ${naissance} and . <= 2007", "De « 3. Année de naissance » à 2007."),
        (". >= 0 or . <= 15", ". >= 0 or . <= 15"),
    ],
)
def test_a_constraint_is_said_in_words(shipped: Questionnaire, constraint: str, words: str) -> None:
    question = replace(shipped.by_name["heures"], constraint=constraint, constraint_messages={})
    assert constraint_words(question, shipped).translate({0xA0: " ", 0x202F: " "}) == words


def test_the_message_of_the_workbook_comes_first(shipped: Questionnaire) -> None:
    assert constraint_words(shipped.by_name["clients_05"], shipped) == "Une part va de 0 à 100."
