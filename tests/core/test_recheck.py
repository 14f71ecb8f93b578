"""A stored response checked again: nothing new after keying, and what a merge brings together is seen."""

from typing import Any

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of
from hypothesis import given
from hypothesis import strategies as st
from test_entry_machine import NAMES, PAPER

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


VALUES: dict[str, list[PatchValue]] = {
    "answers": ["2007-11-12", "2099-01-01", 0, 1, 40, 60, 61.5, "yes", "no", "snow", "sun work", "quoi"],
    "nonresponse": ["refused", "illegible"],
    "refused": [{"typed": "abc", "rule": "type", "message": ""}],
    "confirmed": [40, 60],
    "as_on_paper": [True],
    "calculated": [2007, 100],
}
PATHS = st.sampled_from(
    [(f"{group}.{name}", value) for group in VALUES for name in [*NAMES, "total"] for value in VALUES[group]]
)
PAPERS = st.lists(st.lists(PATHS, max_size=16).map(dict), min_size=2, max_size=6)


@pytest.mark.fuzz
@given(PAPERS)
def test_what_was_found_of_other_papers_changes_nothing(papers: list[dict[str, PatchValue]]) -> None:
    form = Form(PAPER)
    together = Recheck(form, ENVIRONMENT, FORMATS)
    for values in [*papers, *papers]:
        alone = Recheck(form, ENVIRONMENT, FORMATS)
        assert together.problems(values) == alone.problems(values)
        assert together.mended(values) == alone.mended(values)


def test_more_cases_than_are_kept_are_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teleactivites_desktop.core.entry.memory.MOST_KEPT", 2)
    check = Recheck(Form(MADE), ENVIRONMENT, FORMATS)
    for born in [*range(1900, 1910), *range(1900, 1910)]:
        values = keyed(naissance=str(born), debut="1905")
        assert check.mended(values) == values
