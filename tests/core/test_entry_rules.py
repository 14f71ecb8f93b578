"""Relevance, calculations, checks: what a change makes of the other questions."""

from datetime import UTC, datetime

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of

from teleactivites_desktop.core.entry import EntrySession, FieldState, Form
from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Section
from teleactivites_desktop.core.values import Nonresponse

YES_NO = choices("yes_no", "yes no")
CHILDREN = questionnaire(
    ask("has", T.SELECT_ONE, choice_list="yes_no"),
    ask("count", T.INTEGER, relevant="${has} = 'yes'", required="yes", constraint=". >= 1 and . <= 15"),
    ask("ages", relevant="${count} > 0"),
    lists=[YES_NO],
)
YEARS = questionnaire(
    ask("received", T.DATE, required="yes"),
    ask("year", T.CALCULATE, calculation="int(format-date(${received}, '%Y'))"),
    ask("born", T.INTEGER, constraint=". <= ${year}", constraint_messages="Né trop tard."),
    ask("started", T.INTEGER, constraint="${born} = '' or . > ${born} + 13"),
)


def test_a_skipped_question_is_passed_over_and_not_required() -> None:
    session = session_of(CHILDREN)
    assert session.enter("2").moved_to == ""
    assert not session.field("count").relevant
    assert session.problems() == []


def test_relevance_follows_the_answers_down_the_chain() -> None:
    session = key(session_of(CHILDREN), has="1", count="2", ages="4 et 6")
    assert session.finish()["answers.ages"] == "4 et 6"
    key(session, has="2")
    assert not session.field("ages").relevant
    assert session.finish() == {"status": "kept", "answers.has": "no"}


def test_what_was_keyed_under_a_skip_is_kept_until_the_response_is_closed() -> None:
    session = key(session_of(CHILDREN), has="1", count="2", ages="4 et 6")
    key(session, has="2")
    assert session.field("ages").typed == "4 et 6"
    key(session, has="1")
    assert session.finish()["answers.ages"] == "4 et 6"


def test_a_refused_answer_is_seen_as_none() -> None:
    session = key(session_of(CHILDREN), has="1", count="99")
    assert session.field("count").state is FieldState.REFUSED
    assert not session.field("ages").relevant


def test_the_bounds_of_a_simple_check_are_told() -> None:
    assert key(session_of(CHILDREN), has="1", count="99").field("count").message == "De 1 à 15."


def test_the_message_of_the_workbook_comes_first() -> None:
    session = key(session_of(YEARS), received="121107", born="2010")
    assert session.field("born").message == "Né trop tard."


def test_a_check_is_made_again_when_what_it_reads_changes() -> None:
    session = key(session_of(YEARS), received="121107", born="2006")
    assert session.field("born").value == 2006
    key(session, received="121105")
    assert (session.field("born").state, session.field("born").typed) == (FieldState.REFUSED, "2006")
    assert [problem.question for problem in session.problems()] == ["born"]
    key(session, received="121107")
    assert session.field("born").value == 2006
    assert session.problems() == []


def test_a_refusal_frees_what_depended_on_the_answer() -> None:
    session = key(session_of(YEARS), received="121107", born="2000", started="2005")
    assert session.field("started").state is FieldState.REFUSED
    key(session, received="121199")  # born in 2000 is refused, so that nothing is against started
    assert session.field("started").value == 2005


@pytest.mark.parametrize("kind", [Nonresponse.ILLEGIBLE, None])
def test_a_check_is_not_held_while_a_required_answer_that_it_reads_is_missing(kind: Nonresponse) -> None:
    """One bad date does not refuse every year of the paper."""
    session = session_of(YEARS)
    if kind:
        session.nonresponse(kind)
        session.enter("")
    else:
        key(session, received="31/02/2007")
    key(session, born="1968")
    assert session.field("born").value == 1968
    key(session, received="121107", born="2010")
    assert session.field("born").state is FieldState.REFUSED


def test_an_optional_answer_that_is_missing_holds_as_odk_has_it() -> None:
    made = questionnaire(ask("low", T.INTEGER), ask("high", T.INTEGER, constraint=". >= ${low}"), ask("end"))
    assert key(session_of(made), high="5").field("high").state is FieldState.REFUSED


def test_calculations_follow_each_other_whatever_their_order() -> None:
    made = questionnaire(
        ask("total", T.CALCULATE, calculation="${double} + 1"),
        ask("double", T.CALCULATE, calculation="coalesce(${n}, 0) * 2"),
        ask("n", T.INTEGER),
    )
    session = session_of(made)
    assert session.field("total").value == 1
    assert key(session, n="4").finish() == {
        "status": "kept",
        "answers.n": 4,
        "calculated.double": 8,
        "calculated.total": 9,
    }


def test_an_empty_calculation_is_not_stored() -> None:
    session = session_of(YEARS)
    assert "calculated.year" not in session.finish()


def test_once_keeps_its_first_value_through_a_draft() -> None:
    made = questionnaire(ask("n", T.INTEGER), ask("first", T.CALCULATE, calculation="once(${n})"))
    session = key(
        session_of(made),
        n="4",
    )
    key(session, n="5")
    assert session.finish()["calculated.first"] == 4
    again = session_of(made, draft=session.to_draft())
    assert again.finish()["calculated.first"] == 4


def test_a_computed_default_of_what_is_not_keyed_is_worked_out_once() -> None:
    made = questionnaire(ask("n", T.INTEGER), ask("begun", T.HIDDEN, default="today()"))
    draft = session_of(made).to_draft()
    tomorrow = Environment(lambda: datetime(2007, 12, 4, tzinfo=UTC), bytes)
    later = EntrySession(made, tomorrow, FORMATS, draft=draft)
    assert later.finish()["calculated.begun"] == "2007-12-03"


def test_a_group_that_is_skipped_skips_the_groups_inside() -> None:
    made = questionnaire(
        ask("has", T.SELECT_ONE, choice_list="yes_no", section="top"),
        ask("inner", section="inside"),
        lists=[YES_NO],
        sections=[
            Section("top", {}),
            Section("outside", {}, relevant="${has} = 'yes'"),
            Section("inside", {}, parent="outside"),
        ],
    )
    session = session_of(made)
    assert not session.field("inner").relevant
    assert key(session, has="1").field("inner").relevant


REASONS = questionnaire(
    ask("first", T.SELECT_ONE, choice_list="why"),
    ask("second", T.SELECT_ONE, choice_list="why", choice_filter="name != ${first}"),
    lists=[choices("why", "sun snow work")],
)


def test_a_filtered_choice_keeps_its_position_and_is_refused() -> None:
    session = key(session_of(REASONS), first="2")
    shown = [(code, choice.name, enabled) for code, choice, enabled in session.code_choices("second")]
    assert shown == [("1", "sun", True), ("2", "snow", False), ("3", "work", True)]
    field = key(session, second="2").field("second")
    assert (field.rule, field.message) == ("choice", "«\u00a0Snow\u00a0» n'est pas possible ici.")
    assert key(session, second="3").field("second").value == "work"


def test_a_choice_taken_away_by_an_earlier_answer_is_refused_then() -> None:
    session = key(session_of(REASONS), first="1", second="3")
    key(session, first="3")
    assert session.field("second").state is FieldState.REFUSED


WARNED = questionnaire(
    ask("days", T.DECIMAL),
    ask(
        "rhythm",
        T.SELECT_ONE,
        choice_list="rhythm",
        warning="not(. = 'always' and ${days} < 3)",
        warning_messages="Pas d'accord.",
    ),
    lists=[choices("rhythm", "always sometimes")],
)


def test_a_soft_check_waits_for_one_key() -> None:
    session = key(session_of(WARNED), days="2", rhythm="1")
    field = session.field("rhythm")
    assert (field.state, field.message, field.value) == (FieldState.TO_CHECK, "Pas d'accord.", "always")
    assert session.position == "rhythm"
    session.confirm()
    assert session.field("rhythm").state is FieldState.CONFIRMED
    assert session.finish()["confirmed.rhythm"] == "always"
    assert session.problems() == []


def test_a_soft_check_that_nobody_confirmed_keeps_the_value_and_is_a_problem() -> None:
    session = key(session_of(WARNED), days="2", rhythm="1")
    patch = session.finish()
    assert patch["answers.rhythm"] == "always"
    assert patch["refused.rhythm"] == {"typed": "1", "rule": "warning", "message": "Pas d'accord."}


def test_a_confirmation_is_of_one_value_only() -> None:
    session = key(session_of(WARNED), days="2", rhythm="1")
    session.confirm()
    key(session, rhythm="2")
    assert "confirmed.rhythm" not in session.finish()
    key(session, rhythm="1")
    assert session.field("rhythm").state is FieldState.TO_CHECK


def test_a_soft_check_is_asked_later_when_another_answer_makes_it_fail() -> None:
    session = key(
        session_of(WARNED),
        days="4",
        rhythm="1",
    )
    key(session, days="1")
    assert session.field("rhythm").state is FieldState.TO_CHECK
    key(session, days="4")
    assert session.field("rhythm").state is FieldState.ANSWERED


def test_checks_are_not_made_of_an_empty_answer() -> None:
    made = questionnaire(ask("a", constraint="false()", warning="false()"), ask("b"))
    session = session_of(made)
    assert session.enter("").accepted
    assert session.problems() == []


BOTH_WAYS = questionnaire(
    ask("low", T.INTEGER, constraint="${high} = '' or . <= ${high}"),
    ask("high", T.INTEGER, constraint="${low} = '' or . >= ${low}"),
)


def test_questions_that_check_each_other_are_judged_in_paper_order() -> None:
    session = key(session_of(BOTH_WAYS), low="5", high="3")
    assert (session.field("low").value, session.field("high").value) == (5, None)
    key(session, high="8")
    assert session.problems() == []
    key(session, low="9")
    backwards = key(session_of(BOTH_WAYS), high="8", low="9")
    assert session.finish() == backwards.finish()
    assert (session.field("low").value, session.field("high").state) == (9, FieldState.REFUSED)


def test_only_what_depends_on_a_change_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    stand = Engine._stand

    def watched(engine: Engine, name: str) -> object:
        worked.append(name)
        return stand(engine, name)

    session = key(session_of(CHILDREN), has="1", count="2")
    monkeypatch.setattr(Engine, "_stand", watched)
    key(session, ages="4")
    assert worked == ["ages"]
    worked.clear()
    key(session, has="2")
    assert worked == ["has", "count", "ages"]


def test_pulldata_and_labels_are_looked_up() -> None:
    made = questionnaire(
        ask("town", T.SELECT_ONE, choice_list="towns"),
        ask("valley", T.CALCULATE, calculation="pulldata('towns', 'valley', 'name', ${town})"),
        ask("said", T.CALCULATE, calculation="jr:choice-name(${town}, '${town}')"),
        lists=[choices("towns", "gap embrun")],
        tables={"towns": ({"name": "gap", "valley": "Luye"}, {"name": "embrun", "valley": "Durance"})},
    )
    session = key(session_of(made), town="2")
    assert (session.field("valley").value, session.field("said").value) == ("Durance", "Embrun")


def test_one_form_serves_many_sessions() -> None:
    form = Form(YEARS)
    first, second = (EntrySession(form, ENVIRONMENT, FORMATS) for _ in range(2))
    key(first, received="121107")
    assert second.field("received").value is None
    assert second.field("year").value is None


@pytest.mark.parametrize("text", ["no", "false", "false()", ""])
def test_required_written_as_no_is_not_required(text: str) -> None:
    session = session_of(questionnaire(ask("a", required=text)))
    assert session.problems() == []


def test_required_by_another_answer() -> None:
    made = questionnaire(ask("a", T.INTEGER), ask("b", required="${a} > 1", required_messages="Dites b."))
    assert session_of(made).problems() == []
    (problem,) = key(session_of(made), a="2").problems()
    assert (problem.question, problem.rule, problem.message) == ("b", "required", "Dites b.")
