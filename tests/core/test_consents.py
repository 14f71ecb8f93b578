"""A consent is what the paper ticks, less what was taken back since."""

from dataclasses import replace

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.questionnaire import Choice, ChoiceList, Question, Questionnaire, QuestionType


def asking(*answers: tuple[str, str], several: bool = False) -> Questionnaire:
    """Return a questionnaire whose one question consents to `visit`, with these choices (name, label)."""
    kind = QuestionType.SELECT_MULTIPLE if several else QuestionType.SELECT_ONE
    question = Question("accord", kind, {"": "Une visite ?"}, "a", choice_list="liste", consent="visit")
    choices = ChoiceList("liste", tuple(Choice(name, {"": label}) for name, label in answers))
    return Questionnaire("f", "1", {}, "", (), (), (question,), {"liste": choices})


def test_purposes_are_those_of_the_questionnaire_and_statistics() -> None:
    assert consents.purposes(asking(("1", "Oui"))) == ("statistics", "visit")


def test_no_is_known_by_its_name_or_its_label() -> None:
    named, numbered = asking(("oui", "Oui"), ("non", "Non")), asking(("1", "Oui"), ("2", "Non"))
    assert consents.agreed(named, {"answers.accord": "oui"}, "visit")
    assert not consents.agreed(named, {"answers.accord": "non"}, "visit")
    assert consents.agreed(numbered, {"answers.accord": "1"}, "visit")
    assert not consents.agreed(numbered, {"answers.accord": "2"}, "visit")


def test_an_empty_answer_is_no() -> None:
    assert not consents.agreed(asking(("oui", "Oui")), {}, "visit")
    assert not consents.agreed(asking(("nom", "Le nom"), several=True), {"answers.accord": ""}, "visit")


def test_one_box_ticked_agrees() -> None:
    assert consents.agreed(asking(("nom", "Le nom"), several=True), {"answers.accord": "nom"}, "visit")


def test_taking_back_wins_over_the_paper_and_needs_none() -> None:
    form = asking(("oui", "Oui"))
    assert consents.agreed(form, {}, "statistics")
    assert not consents.agreed(form, {"consents.statistics": "withdrawn"}, "statistics")
    assert not consents.agreed(form, {"answers.accord": "oui", "consents.visit": "withdrawn"}, "visit")


def test_a_paper_is_unsigned_where_the_question_that_seals_its_agreements_says_no() -> None:
    form = asking(("1", "Oui"), ("2", "Non"))
    sealing = Question(
        "paraphe", QuestionType.SELECT_ONE, {"": "Signé ?"}, "a", choice_list="liste",
        constraint=". = '1' or ${accord} != '1'",
    )  # fmt: skip
    sealed = replace(form, questions=(*form.questions, sealing))
    assert consents.is_unsigned(sealed, {"answers.accord": "1", "answers.paraphe": "2"})
    assert not consents.is_unsigned(sealed, {"answers.accord": "1", "answers.paraphe": "1"})
    assert not consents.is_unsigned(sealed, {"answers.accord": "2"})
    assert not consents.is_unsigned(form, {"answers.accord": "2", "answers.paraphe": "2"})
