"""A stored response checked again: nothing new after keying, and what a merge brings together is seen."""

from typing import Any

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of

from teleactivites_desktop.core.entry import Form
from teleactivites_desktop.core.entry.recheck import OUTDATED, Recheck
from teleactivites_desktop.core.values import PatchValue

MADE = questionnaire(
    ask("naissance", T.INTEGER, constraint=". <= 2007", warning=". >= 1920", required="yes"),
    ask("debut", T.INTEGER, constraint=". > ${naissance}"),
    ask("foyer", T.SELECT_ONE, choice_list="foyers"),
    ask("enfants", T.INTEGER, relevant="${foyer} = 'famille'"),
    ask("age", T.CALCULATE, calculation="2007 - ${naissance}"),
    ask("jour", T.CALCULATE, calculation="concat(today(), ${naissance})"),
    ask("veille", T.CALCULATE, calculation="concat(${jour}, '!')"),
    lists=[choices("foyers", "seul famille")],
)
CHECK = Recheck(Form(MADE), ENVIRONMENT, FORMATS)


def keyed(**typed: str) -> dict[str, PatchValue]:
    return key(session_of(MADE), **typed).finish()


def found(values: dict[str, PatchValue]) -> list[tuple[str, str]]:
    return [(problem.question, str(problem.rule)) for problem in CHECK.problems(values)]


def merged(values: dict[str, PatchValue], **changed: Any) -> dict[str, PatchValue]:
    """What a merge makes of a response: another site's answers, without its refusals and calculations."""
    return {**values, **{f"answers.{name}": value for name, value in changed.items()}}


@pytest.mark.parametrize(
    "typed",
    [
        {"naissance": "1960", "debut": "1980", "foyer": "2", "enfants": "2"},
        {"naissance": "2010", "debut": "1980"},
        {"naissance": "1900"},
        {"naissance": "x", "foyer": "3"},
        {},
    ],
)
def test_right_after_keying_there_is_what_the_session_said_and_nothing_to_mend(typed: dict[str, str]) -> None:
    session = key(session_of(MADE), **typed)
    values = session.finish()
    assert found(values) == [(problem.question, str(problem.rule)) for problem in session.problems()]
    assert CHECK.mended(values) == values


def test_two_corrections_that_a_merge_joins_are_seen_and_mended() -> None:
    values = merged(keyed(naissance="1960", debut="1980"), naissance=1985)
    assert found(values) == [("debut", "constraint"), ("age", OUTDATED)]
    mended = CHECK.mended(values)
    assert "answers.debut" not in mended
    assert mended["refused.debut"] == {
        "typed": "1980",
        "rule": "constraint",
        "message": "Cette réponse ne va pas avec la règle de la question.",
    }
    assert mended["calculated.age"] == 22
    assert found(mended) == [("debut", "constraint")]
    assert CHECK.mended(mended) == mended


def test_a_refusal_that_no_longer_holds_becomes_the_answer_again() -> None:
    values = merged(keyed(naissance="1990", debut="1980"), naissance=1960)
    assert ("debut", OUTDATED) in found(values)
    mended = CHECK.mended(values)
    assert mended["answers.debut"] == 1980
    assert "refused.debut" not in mended


def test_an_answer_that_became_skipped_is_told_and_kept() -> None:
    values = merged(keyed(naissance="1960", foyer="2", enfants="3"), foyer="seul")
    assert found(values) == [("enfants", "skipped")]
    assert CHECK.mended(values) == values
    assert found({**values, "as_on_paper.enfants": True}) == []


def test_a_warning_is_told_until_the_very_value_is_confirmed() -> None:
    values = keyed(naissance="1910")
    assert found(values) == [("naissance", "warning")]
    del values["refused.naissance"]
    assert found({**values, "confirmed.naissance": 1910}) == []
    assert found({**values, "confirmed.naissance": 1911}) == [("naissance", "warning")]


def test_what_a_clock_changes_is_no_fault() -> None:
    values = keyed(naissance="1960")
    values["calculated.jour"] = "2006-01-011960"
    values["calculated.veille"] = "2006-01-011960!"
    assert found(values) == []


def test_paths_that_are_no_question_stay() -> None:
    values = keyed(naissance="1960") | {"refused.autre": "?", "calculated.autre": 1, "paper": "A-1"}
    assert CHECK.mended(values) == values
