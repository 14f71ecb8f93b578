"""The gestures of keying, one by one."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of

from teleactivites_desktop.core.entry import EntrySession, FieldState, Sound
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Question, Section
from teleactivites_desktop.core.values import Nonresponse

LISTS = (choices("yes_no", "yes no"), choices("towns", "gap embrun veynes", from_file=True))
PAPER = questionnaire(
    ask("day", T.DATE, section="slip", required="yes", repeat="batch"),
    ask("name", section="who", required="yes"),
    ask("town", T.SELECT_ONE, choice_list="towns", section="who"),
    ask("works", T.SELECT_ONE, choice_list="yes_no", section="work"),
    ask("job", section="work", relevant="${works} = 'yes'", format="shout"),
    ask("part", T.INTEGER, section="work", relevant="${works} = 'yes'", constraint=". <= 100"),
    ask("other", T.INTEGER, section="work", relevant="${works} = 'yes'", constraint=". <= 100"),
    ask(
        "total",
        T.CALCULATE,
        section="work",
        calculation="coalesce(${part}, 0) + coalesce(${other}, 0)",
        warning=". = 0 or . = 100",
        warning_messages="Pas 100.",
    ),
    ask("remarks", section="end", appearance="multiline"),
    lists=LISTS,
)


def paper(**options: object) -> EntrySession:
    return session_of(PAPER, **options)


def test_enter_takes_the_text_and_goes_on() -> None:
    session = paper()
    reaction = session.enter("121107")
    assert reaction.accepted
    assert reaction.moved_to == session.position == "name"
    assert (reaction.field.typed, reaction.field.value) == ("12/11/2007", "2007-11-12")
    assert reaction.sound is Sound.NONE


def test_a_refused_text_stays_with_the_cursor_and_is_heard() -> None:
    session = paper()
    reaction = session.enter("31/02/07")
    assert not reaction.accepted
    assert reaction.moved_to == session.position == "day"
    assert reaction.sound is Sound.REFUSED
    assert (reaction.field.typed, reaction.field.value, reaction.field.rule) == ("31/02/07", None, "type")
    assert session.counters.refused["day"] == 1


def test_the_key_after_a_refusal_leaves_it_for_later() -> None:
    session = paper()
    session.enter("31/02/07")
    reaction = session.confirm()
    assert (reaction.accepted, session.position) == (False, "name")
    assert session.finish()["refused.day"] == {
        "typed": "31/02/07",
        "rule": "type",
        "message": "Date attendue, jour mois année\u00a0: 121107 ou 12/11/2007.",
    }


def test_an_empty_required_question_is_refused_once_somebody_was_there() -> None:
    session = paper()
    assert session.field("day").state is FieldState.EMPTY
    assert session.enter("").field.state is FieldState.REFUSED
    assert session.field("day").rule == "required"
    assert [problem.question for problem in session.problems()] == ["day", "name"]


def test_an_empty_optional_question_is_blank() -> None:
    session = paper()
    session.go("town")
    assert session.enter("").accepted
    assert session.field("town").state is FieldState.NONRESPONSE
    assert "nonresponse.town" not in session.finish()


def test_the_nonresponse_key_goes_round_the_kinds_and_enter_goes_on() -> None:
    session = paper()
    session.go("town")
    kinds = [session.nonresponse().field.nonresponse for _ in range(6)]
    assert kinds == [*Nonresponse, Nonresponse.BLANK]
    assert session.position == "town"
    session.nonresponse()
    assert session.enter("").moved_to == "works"
    assert session.finish()["nonresponse.town"] == "refused"


def test_a_nonresponse_satisfies_a_required_question_but_blank_does_not() -> None:
    session = paper()
    assert session.nonresponse(Nonresponse.BLANK).field.state is FieldState.REFUSED
    assert session.nonresponse(Nonresponse.ILLEGIBLE).accepted
    assert "day" not in [problem.question for problem in session.problems()]


def test_a_nonresponse_takes_the_answer_away_and_an_answer_the_nonresponse() -> None:
    session = key(paper(), town="gap")
    session.go("town")
    session.nonresponse(Nonresponse.REFUSED)
    assert session.finish().get("answers.town") is None
    key(session, town="embrun")
    assert session.finish()["answers.town"] == "embrun"
    assert "nonresponse.town" not in session.finish()


def test_skips_are_silent_and_back_passes_over_them() -> None:
    session = key(paper(), works="2")
    assert session.position == "remarks"
    assert session.back().moved_to == "works"


def test_back_loses_nothing_and_stops_at_the_start() -> None:
    session = paper()
    session.enter("121107")
    session.back("DUPO")
    assert (session.position, session.field("name").typed) == ("day", "DUPO")
    assert session.back().moved_to == "day"


def test_text_left_in_the_box_is_checked_when_the_cursor_goes_elsewhere() -> None:
    session = key(paper(), works="1")
    session.go("part")
    session.go("remarks", "101")
    assert session.field("part").state is FieldState.REFUSED
    session.go("part")
    session.end_section("50")
    assert session.field("part").value == 50


def test_an_untouched_box_left_is_not_a_blank() -> None:
    session = paper()
    session.go("town", "")
    assert session.field("day").state is FieldState.EMPTY


def test_retyping_what_the_box_shows_changes_nothing() -> None:
    session = key(paper(), works="1", job="berger")
    session.go("job")
    session.enter("BERGER")
    assert session.counters.corrected["job"] == 0
    assert session.to_draft()["inputs"]["job"] == {"typed": "berger"}


def test_correcting_is_counted() -> None:
    session = key(paper(), name="Dupond")
    key(session, name="Dupont")
    assert session.counters.corrected == {"name": 1}


def test_going_to_an_unknown_question_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        paper().go("nowhere")


def test_gestures_need_a_question() -> None:
    session = paper()
    session.go("")
    assert session.position == ""
    with pytest.raises(LookupError):
        session.enter("x")
    assert session.back().moved_to == "remarks"


def test_end_of_section_goes_to_the_next_and_keeps_what_is_missing_a_problem() -> None:
    session = paper()
    session.go("name")
    assert session.end_section().moved_to == "works"
    assert "name" in [problem.question for problem in session.problems()]


def test_the_checks_of_a_section_are_asked_when_it_is_left() -> None:
    session = key(paper(), works="1", job="berger", part="40", other="")
    assert session.position == "total"
    field = session.field("total")
    assert (field.state, field.message, field.value) == (FieldState.TO_CHECK, "Pas 100.", 40)
    assert not session.enter("").accepted
    assert session.confirm().moved_to == "remarks"
    assert session.finish()["confirmed.total"] == 40


def test_arriving_at_such_a_check_is_heard() -> None:
    session = key(paper(), works="1", part="40")
    session.go("other")
    reaction = session.enter("10")
    assert (reaction.accepted, reaction.moved_to, reaction.sound) == (True, "total", Sound.CHECK)


def test_a_check_of_a_section_mended_is_not_asked_again() -> None:
    session = key(paper(), works="1", part="40", other="10")
    assert session.back().moved_to == "other"
    assert session.enter("60").moved_to == "remarks"


def test_the_end_of_a_section_asks_its_checks_first() -> None:
    session = key(paper(), works="1", part="40")
    session.go("part")
    assert session.end_section().moved_to == "total"
    assert session.leave().moved_to == "remarks"
    assert [problem.question for problem in session.problems()] == ["day", "name", "total"]
    assert session.finish()["refused.total"] == {"typed": "40", "rule": "warning", "message": "Pas 100."}


def test_a_check_in_a_group_around_others_waits_for_the_last_of_them() -> None:
    made = questionnaire(
        ask("a", T.INTEGER, section="inner_1"),
        ask("sum", T.CALCULATE, section="outer", calculation="coalesce(${a}, 0)", warning=". = 0"),
        ask("b", section="inner_2"),
        ask("c", section="after"),
        sections=[
            Section("outer", {}),
            Section("inner_1", {}, parent="outer"),
            Section("inner_2", {}, parent="outer"),
            Section("after", {}),
        ],
    )
    session = session_of(made)
    assert session.enter("3").moved_to == "b"
    assert session.enter("x").moved_to == "sum"


def test_as_on_paper_in_a_skipped_question() -> None:
    session = key(paper(), works="2")
    session.go("job")
    reaction = session.enter("berger")
    assert (reaction.accepted, reaction.sound, reaction.field.rule) == (False, Sound.CHECK, "skipped")
    assert "answers.job" not in session.finish()
    session.confirm()
    patch = session.finish()
    assert (patch["answers.job"], patch["as_on_paper.job"]) == ("BERGER", True)
    assert session.field("job").as_on_paper


def test_force_keeps_what_stands_in_a_skipped_question() -> None:
    session = key(paper(), works="1", part="30")
    key(session, works="2")
    session.go("part")
    assert session.force().field.as_on_paper
    assert session.finish()["answers.part"] == 30
    session.go("part")
    session.enter("")
    assert "as_on_paper.part" not in session.finish()
    assert "answers.part" not in session.finish()


def test_as_on_paper_means_nothing_once_the_question_is_asked() -> None:
    session = key(paper(), works="2")
    session.go("job")
    session.enter("berger")
    session.confirm()
    key(session, works="1")
    assert "as_on_paper.job" not in session.finish()


def test_ditto_takes_the_answer_of_the_paper_before() -> None:
    session = paper(ditto={"name": "DURAND", "town": "gap"})
    session.go("name")
    assert session.ditto().moved_to == "town"
    assert session.field("name").value == "DURAND"
    session.go("works")
    reaction = session.ditto()
    assert (reaction.accepted, reaction.sound, session.position) == (False, Sound.REFUSED, "works")


def test_ditto_of_a_block_stops_at_its_end_or_at_a_refusal() -> None:
    session = paper(ditto={"name": "DURAND", "town": "gap", "works": "1"})
    session.go("name")
    assert session.ditto_section().moved_to == "works"
    assert session.field("town").value == "gap"
    assert session.field("works").state is FieldState.EMPTY
    assert paper(ditto={}).ditto_section().moved_to == "day"


def test_ditto_of_a_block_leaves_what_is_keyed_already() -> None:
    session = key(paper(ditto={"name": "DURAND"}), name="Dupont", town="gap")
    session.go("name")
    assert session.ditto_section().moved_to == "works"
    assert (session.field("name").value, session.field("town").value) == ("Dupont", "gap")


def test_what_repeats_in_the_batch_is_proposed_until_something_is_keyed() -> None:
    session = paper(proposals={"day": "12/11/2007"})
    assert (session.field("day").proposal, session.field("day").value) == ("12/11/2007", None)
    assert "answers.day" not in session.finish()
    session.enter(session.field("day").proposal)
    assert session.finish()["answers.day"] == "2007-11-12"
    assert session.field("day").proposal == ""


def default(question_type: T, text: str, **rules: object) -> str:
    question = ask("q", question_type, default=text, **rules)
    return session_of(questionnaire(question, lists=LISTS)).field("q").proposal


def test_a_default_is_proposed_as_it_would_be_typed() -> None:
    assert default(T.SELECT_ONE, "no", choice_list="yes_no") == "2"
    assert default(T.DATE, "2007-11-02") == "02/11/2007"
    assert default(T.DATE, "today()") == "03/12/2007"
    assert default(T.TEXT, "rien") == "rien"


def test_a_note_on_a_question_and_on_the_response() -> None:
    session = paper()
    session.note("  illisible en partie \x00", "name")
    session.note("à revoir")
    patch = session.finish()
    assert (patch["notes.name"], patch["note"]) == ("illisible en partie", "à revoir")
    session.note("")
    session.note("", "name")
    assert "note" not in session.finish()
    assert "notes.name" not in session.finish()


def test_restore_brings_back_what_the_question_had_when_the_cursor_came() -> None:
    session = key(paper(), name="Dupont")
    session.go("name")
    session.enter("?" * 20_000)
    assert session.restore().field.value == "Dupont"


def test_undo_and_redo_go_through_the_changes() -> None:
    session = key(paper(), day="121107", name="Dupont", works="2")
    full = session.finish()
    assert [session.undo() for _ in range(4)] == [True, True, True, False]
    assert session.finish() == paper().finish()
    assert session.position == "day"
    assert [session.redo() for _ in range(4)] == [True, True, True, False]
    assert session.finish() == full
    assert session.position == "works"


def test_a_new_change_forgets_what_was_undone() -> None:
    session = key(paper(), name="Dupont")
    session.undo()
    key(session, name="Durand")
    assert not session.redo()


def test_auto_advance_is_for_codes_of_one_width() -> None:
    session = paper()
    assert not session.complete_code("121107")
    session.go("works")
    assert session.complete_code("1")
    assert session.complete_code("9")
    session.go("town")
    assert not session.complete_code("1")


def test_suggestions_are_for_list_questions() -> None:
    session = paper()
    assert session.suggestions("ga") == []
    session.go("town")
    assert [line.label for line in session.suggestions("ga")] == ["Gap"]
    session.go("")
    assert session.suggestions("ga") == []


def test_a_label_shows_answers_in_the_place_of_their_names() -> None:
    session = key(paper(), town="gap")
    assert (
        session.label({"": "Depuis quand à ${town}, ${ unknown } ?"}) == "Depuis quand à Gap, ${ unknown } ?"
    )


def test_fields_of_a_section_have_its_notes_but_not_its_calculations() -> None:
    made = questionnaire(ask("read", T.NOTE), ask("q"), ask("c", T.CALCULATE, calculation="1"))
    session = session_of(made)
    assert [field.question.name for field in session.fields("s")] == ["read", "q"]
    assert session.position == "q"


def test_a_draft_opens_again_at_its_field_with_the_same_fields() -> None:
    session = key(paper(), day="121107", name="Dupont", works="1", part="101")
    session.note("note", "town")
    session.counters.strike(ENVIRONMENT.now(), 12)
    again = paper(draft=json.loads(json.dumps(session.to_draft())))
    assert again.position == session.position == "part"
    for section in ("slip", "who", "work", "end"):
        assert again.fields(section) == session.fields(section)
    assert again.finish() == session.finish()
    assert again.counters.to_json() == session.counters.to_json()


def test_a_draft_past_the_end_opens_past_the_end() -> None:
    session = paper()
    session.go("")
    assert paper(draft=session.to_draft()).position == ""


def test_a_draft_of_a_question_that_is_gone_opens_at_the_first() -> None:
    assert paper(draft={"position": "gone"}).position == "day"


def test_a_draft_of_another_version_opens_without_what_is_gone() -> None:
    draft = key(paper(), name="Dupont").to_draft()
    draft["inputs"]["gone"] = {"typed": "x"}
    session = paper(draft=draft)
    assert session.field("name").value == "Dupont"
    assert "gone" not in session.to_draft()["inputs"]


def test_time_is_counted_without_pauses() -> None:
    moments = [datetime(2007, 12, 3, 9, 0, tzinfo=UTC)]
    session = EntrySession(PAPER, Environment(lambda: moments[-1], bytes), FORMATS)
    for seconds in (0, 2, 3, 600, 5):
        moments.append(moments[-1] + timedelta(seconds=seconds))
        session.counters.strike(moments[-1], 10)
    assert (session.counters.keystrokes, session.counters.seconds) == (50, 10)
    assert session.counters.keystrokes_per_hour == 18_000


def test_faults_are_counted_per_thousand_keystrokes() -> None:
    session = paper()
    session.counters.strike(ENVIRONMENT.now(), 500)
    session.enter("pas une date")
    assert session.counters.faults_per_thousand == 2


def test_read_only_and_silent_questions_are_no_stops() -> None:
    def silent(question: Question) -> str:
        return session_of(questionnaire(question, ask("after"))).position

    assert silent(ask("shown", read_only=True)) == "after"
    assert silent(ask("hidden", T.HIDDEN, default="x")) == "after"
    assert silent(ask("note", T.NOTE)) == "after"
