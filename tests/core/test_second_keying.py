"""Second keying: blind, settled on the paper, booked to who was wrong."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of
from hypothesis import given, settings
from hypothesis import strategies as st

from teleactivites_desktop.core.entry import FieldState, Form, Rule, Sound
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.sampling import (
    ACCEPTABLE,
    RAREST,
    START,
    is_sampled,
    rate,
    recent,
    sampling,
)
from teleactivites_desktop.core.values import Nonresponse, PatchValue
from teleactivites_desktop.core.verification import (
    Difference,
    Verdict,
    VerificationSession,
    verified_questions,
)

FORM = questionnaire(
    ask("name", format="shout", identity=True),
    ask("works", T.SELECT_ONE, choice_list="yn"),
    ask("hours", T.INTEGER, relevant="${works} = 'yes'", constraint=". < 100", constraint_messages="Trop."),
    ask("since", T.INTEGER, warning=". > 1990", warning_messages="Si tôt ?"),
    ask("story"),
    lists=[choices("yn", "yes no")],
)


def first_keying(made: Questionnaire = FORM, **typed: str) -> dict[str, PatchValue]:
    return key(session_of(made), **typed).finish()


def verifying(
    first: Mapping[str, PatchValue], made: Questionnaire = FORM, **options: Any
) -> VerificationSession:
    return VerificationSession(made, ENVIRONMENT, FORMATS, first=first, **options)


PAPER = first_keying(name="faure", works="1", hours="35", since="1999", story="Longue.")


def only(session: VerificationSession) -> Difference:
    (found,) = session.differences()
    return found


# What is keyed again


def test_key_fields_and_codes_are_keyed_again_free_text_only_when_asked() -> None:
    assert verified_questions(FORM) == ["name", "works", "hours", "since"]
    assert "story" in verified_questions(FORM, with_text=True)


def test_the_questionnaire_decides_where_it_says_so() -> None:
    made = questionnaire(ask("story", verify="yes"), ask("works", T.INTEGER, verify="no"))
    assert verified_questions(made) == ["story"]


def test_the_first_value_is_nowhere_in_sight() -> None:
    session = verifying(PAPER)
    for name in session.compared:
        field = session.field(name)
        assert (field.typed, field.value, field.proposal) == ("", None, "")
    assert session.field("story").value == "Longue."


def test_defaults_and_repeated_values_are_not_proposed() -> None:
    made = questionnaire(ask("day", T.INTEGER, default="12"))
    assert verifying(first_keying(made, day="12"), made).field("day").proposal == ""


def test_the_same_keyed_twice_is_agreed_and_corrects_nothing() -> None:
    session = key(verifying(PAPER), name="FAURE", works="1", hours="35", since="1999")
    assert session.position == ""
    assert session.settled == ["name", "works", "hours", "since"]
    assert session.differences() == []
    assert session.finish() == PAPER
    assert session.corrected().touched() == []


# A difference


def test_a_difference_makes_a_sound_says_so_and_empties_the_field() -> None:
    session = verifying(PAPER)
    reaction = session.enter("favre")
    assert (reaction.accepted, reaction.sound, reaction.moved_to) == (False, Sound.CHECK, "name")
    assert reaction.field.rule == Rule.VERIFICATION
    assert "première saisie" in reaction.field.message
    assert "FAURE" not in reaction.field.message
    assert session.field("name").typed == ""


def test_keyed_twice_the_same_it_is_taken_and_booked_to_the_first_keyer() -> None:
    session = verifying(PAPER)
    session.enter("favre")
    assert session.enter("favre").accepted
    assert only(session) == Difference(
        "name", {"answers": "FAURE"}, {"answers": "FAVRE"}, Verdict.KEYER, False
    )
    assert session.finish()["answers.name"] == "FAVRE"


def test_back_to_the_first_value_it_is_booked_to_the_verifier() -> None:
    session = verifying(PAPER)
    session.enter("favre")
    assert session.enter("faure").accepted
    assert only(session).verdict is Verdict.VERIFIER
    assert session.finish() == PAPER


def test_a_third_value_asks_again_until_two_keyings_agree() -> None:
    session = verifying(PAPER)
    session.enter("favre")
    assert not session.enter("fabre").accepted
    assert not session.enter("favre").accepted
    assert session.enter("favre").accepted
    assert only(session).second == {"answers": "FAVRE"}


def test_blank_against_an_answer_is_a_difference_settled_by_enter_alone() -> None:
    session = key(verifying(PAPER), name="faure", works="1", hours="35")
    assert not session.enter("").accepted
    assert session.confirm().accepted  # the window's second Enter
    assert only(session).second == {}
    assert "answers.since" not in session.finish()


def test_reasons_for_no_answer_are_compared_too() -> None:
    first = key(session_of(FORM), name="faure")
    first.nonresponse(Nonresponse.REFUSED)
    session = key(verifying(first.finish()), name="faure")
    session.nonresponse(Nonresponse.UNKNOWN)
    assert not session.enter("").accepted
    session.nonresponse(Nonresponse.REFUSED)
    assert session.enter("").accepted
    assert only(session).verdict is Verdict.VERIFIER


def test_text_that_a_rule_refuses_is_asked_again_before_it_counts() -> None:
    session = key(verifying(PAPER), name="faure", works="1")
    assert session.enter("350").sound is Sound.REFUSED
    assert session.differences() == []
    assert session.enter("35").accepted
    assert session.differences() == []


def test_refused_text_that_the_paper_does_say_is_taken_when_held_to_twice() -> None:
    session = key(verifying(PAPER), name="faure", works="1")
    session.enter("350")
    assert session.confirm().sound is Sound.CHECK
    session.enter("350")
    session.confirm()
    assert session.position == "since"
    assert only(session).verdict is Verdict.KEYER
    assert session.finish()["refused.hours"] == {"typed": "350", "rule": "constraint", "message": "Trop."}


def test_refused_text_of_the_first_keying_is_agreed_upon() -> None:
    session = key(verifying(first_keying(name="faure", works="1", hours="350")), name="faure", works="1")
    assert session.enter("350").accepted
    assert session.differences() == []


def test_a_soft_check_is_asked_of_a_new_value_alone() -> None:
    session = key(verifying(PAPER), name="faure", works="1", hours="35")
    session.enter("1950")
    assert session.enter("1950").field.state is FieldState.TO_CHECK
    assert session.confirm().accepted
    assert session.finish()["confirmed.since"] == 1950


# Skips


def test_questions_that_a_correction_skips_are_not_asked_and_lose_their_answer() -> None:
    session = key(verifying(PAPER), name="faure")
    session.enter("2")
    assert session.enter("2").moved_to == "since"
    assert "answers.hours" not in session.finish()


def test_questions_that_a_correction_opens_are_keyed_as_for_the_first_time() -> None:
    session = key(verifying(first_keying(name="faure", works="2", since="1999")), name="faure")
    session.enter("1")
    assert session.enter("1").moved_to == "hours"
    assert session.enter("20").accepted
    assert session.finish()["answers.hours"] == 20
    assert [each.question for each in session.differences()] == ["works"]


def test_as_on_paper_stays_as_on_paper() -> None:
    first = key(session_of(FORM), name="faure", works="2")
    first.go("hours")
    first.enter("35")
    first.force()
    session = key(verifying(first.finish()), name="faure", works="2")
    assert session.position == "hours"
    session.enter("36")
    session.enter("36")
    assert session.finish()["as_on_paper.hours"] is True
    assert session.finish()["answers.hours"] == 36


# Looking, moving, stopping


def test_the_first_value_can_be_seen_after_a_difference_and_that_is_kept() -> None:
    session = verifying(PAPER)
    assert "FAURE" not in session.look().field.message
    session.enter("favre")
    assert "FAURE" in session.look().field.message
    session.enter("faure")
    assert only(session).looked


def test_no_gesture_brings_the_first_keying_back() -> None:
    session = verifying(PAPER, draft=None)
    assert session.ditto().sound is Sound.REFUSED
    assert session.ditto_section().sound is Sound.REFUSED
    session.enter("favre")
    assert not session.undo()
    assert session.field("name").typed == ""


def test_text_left_in_a_box_is_not_compared() -> None:
    session = verifying(PAPER)
    session.go("works", "favre")
    assert session.differences() == []
    assert [problem.question for problem in session.problems()][:1] == ["name"]


def test_end_of_section_stops_at_what_the_first_keying_has() -> None:
    session = verifying(first_keying(name="faure"))
    session.enter("faure")
    session.end_section()
    assert session.position == ""
    again = verifying(PAPER)
    again.enter("faure")
    again.end_section()
    assert again.position == "works"


def test_what_nobody_settled_keeps_its_first_value() -> None:
    session = verifying(PAPER)
    session.enter("favre")
    assert only(session).verdict is None
    assert session.finish() == PAPER


def test_a_settled_question_can_be_settled_anew() -> None:
    session = verifying(PAPER)
    session.enter("favre")
    session.enter("favre")
    session.go("name")
    session.enter("faure")
    assert only(session).verdict is Verdict.VERIFIER
    assert session.finish() == PAPER


def test_a_nonresponse_said_on_a_settled_question_counts_only_once_compared() -> None:
    session = key(verifying(PAPER), name="faure", works="1", hours="35", since="1999")
    session.go("since")
    session.nonresponse(Nonresponse.REFUSED)
    session.leave()
    assert session.finish() == PAPER
    session.go("since")
    assert session.enter("").sound is Sound.CHECK
    session.nonresponse(Nonresponse.REFUSED)
    session.enter("")
    assert only(session).verdict is Verdict.KEYER
    assert session.finish()["nonresponse.since"] == "refused"


def test_escape_on_a_value_being_checked_takes_nothing_away() -> None:
    session = key(verifying(PAPER), name="faure", works="1", hours="35")
    session.enter("1950")
    session.enter("1950")  # taken, and its soft check asks
    session.restore()
    session.leave()
    assert session.finish() == PAPER


def test_a_draft_goes_on_at_its_field_with_what_differed() -> None:
    session = key(verifying(PAPER), name="faure")
    session.enter("2")
    session.look()
    again = verifying(PAPER, draft=session.to_draft())
    assert again.position == "works"
    assert again.field("works").rule == Rule.VERIFICATION
    assert again.settled == ["name"]
    again.enter("2")
    assert only(again) == Difference("works", {"answers": "yes"}, {"answers": "no"}, Verdict.KEYER, True)


def test_notes_of_the_verifier_are_kept() -> None:
    session = verifying(PAPER)
    session.note("Encre pâle.", "name")
    session.enter("faure")
    session.note("Vu.")
    assert session.finish()["notes.name"] == "Encre pâle."
    assert session.finish()["note"] == "Vu."


# Simulated keyers

WIDE = questionnaire(*(ask(f"q{i}", T.INTEGER) for i in range(25)))
FORM_WIDE = Form(WIDE)


def misread(draw: Random, truth: int, error_rate: float) -> int:
    return truth + draw.randint(1, 9) if draw.random() < error_rate else truth


@pytest.mark.parametrize(("error_rate", "papers"), [(0.001, 300), (0.003, 100), (0.01, 50)])
def test_faults_are_booked_to_the_right_keyer_in_every_case(error_rate: float, papers: int) -> None:
    draw = Random(f"keyers {error_rate}")
    made: list[tuple[int, int, Verdict | None]] = []
    for _paper in range(papers):
        truths = {f"q{i}": draw.randint(10, 99) for i in range(25)}
        keyed = {name: misread(draw, truth, error_rate) for name, truth in truths.items()}
        session = VerificationSession(
            FORM_WIDE,
            ENVIRONMENT,
            FORMATS,
            first={f"answers.{name}": value for name, value in keyed.items()},
        )
        seconds = {}
        for name, truth in truths.items():
            seconds[name] = misread(draw, truth, error_rate)
            if not session.enter(str(seconds[name])).accepted:
                for _again in range(2):  # the paper is read again, with more care
                    if session.position == name:
                        session.enter(str(truth))
        booked = {each.question: each.verdict for each in session.differences()}
        final = session.finish()
        for name, truth in truths.items():
            verdict = booked.get(name)
            if keyed[name] == seconds[name]:
                assert verdict is None
            else:
                assert verdict is (Verdict.KEYER if keyed[name] != truth else Verdict.VERIFIER)
                assert final[f"answers.{name}"] == truth
            made.append((keyed[name] != truth, seconds[name] != truth, verdict))
    measured = rate(sum(verdict is Verdict.KEYER for _wrong, _second, verdict in made), len(made))
    assert measured.low <= error_rate <= measured.high
    assert sum(wrong for wrong, _second, _verdict in made) > 0
    assert sum(second for _wrong, second, _verdict in made) > 0


@pytest.mark.parametrize("error_rate", [0.0003, 0.001])
def test_good_keyers_are_keyed_again_less_than_one_in_ten_at_equal_quality(error_rate: float) -> None:
    """400 batches of 40 papers of 35 fields: work saved, and what is left wrong stays acceptable."""
    draw = Random(f"sampling {error_rate}")
    papers, fields, batches = 40, 35, 400
    left = {"fixed": 0, "adaptive": 0}
    again = {"fixed": 0, "adaptive": 0}
    one_in = START
    seen: list[tuple[int, int]] = []
    for _batch in range(batches):
        one_in = sampling(one_in, *recent(seen)).one_in
        seen.append((0, 0))
        start = draw.randrange(1_000)
        for position in range(papers):
            wrong = sum(draw.random() < error_rate for _field in range(fields))
            for way, n in (("fixed", START), ("adaptive", one_in)):
                if is_sampled(position, n, start):
                    again[way] += 1
                else:
                    left[way] += wrong
            if is_sampled(position, one_in, start):
                seen[-1] = seen[-1][0] + wrong, seen[-1][1] + fields
    total = papers * fields * batches
    assert again["adaptive"] < 0.6 * again["fixed"]
    fixed, adaptive = rate(left["fixed"], total), rate(left["adaptive"], total)
    assert adaptive.high < ACCEPTABLE
    assert adaptive.low <= fixed.high  # the two intervals meet: no difference that could be measured
    assert adaptive.value - fixed.value < 0.0001  # one field in 10,000


def batches_until_all_is_keyed_again(seen: list[tuple[int, int]], one_in: int, name: str) -> int:
    """Key batches of 40 papers of 35 fields with 1 % wrong, until everything is keyed again."""
    draw = Random(name)
    for batch in range(1, 200):
        fields = 35 * (40 // one_in)
        seen.append((sum(draw.random() < 0.01 for _field in range(fields)), fields))
        one_in = sampling(one_in, *recent(seen)).one_in
        if one_in == 1:
            return batch
    raise AssertionError("never")


def test_poor_keyers_are_soon_keyed_again_entirely() -> None:
    assert batches_until_all_is_keyed_again([], START, "poor") <= 20


def test_keyers_who_come_to_key_badly_are_too_however_long_they_keyed_well() -> None:
    well = [(0, 35 * 4)] * 2_000
    assert sampling(RAREST, *recent(well)).one_in == RAREST
    assert batches_until_all_is_keyed_again(well, RAREST, "tired") <= 60


# Any gestures in any order

TYPED = ["", "faure", "favre", "1", "2", "35", "350", "1999", "1950"]
GESTURES = st.one_of(
    st.tuples(st.just("enter"), st.sampled_from(TYPED)),
    st.tuples(st.just("go"), st.sampled_from(["name", "works", "hours", "since", "story", ""])),
    st.tuples(
        st.sampled_from(
            "confirm leave back end_section nonresponse force restore look undo ditto reopen".split()
        ),
        st.just(""),
    ),
)


@settings(deadline=None)
@given(st.booleans(), st.lists(GESTURES, max_size=30))
def test_only_what_was_keyed_twice_the_same_changes_the_response(
    settled: bool, gestures: list[tuple[str, str]]
) -> None:
    session = verifying(PAPER)
    if settled:  # most gestures matter on what was settled before
        key(session, name="faure", works="1", hours="35", since="1999")
    for gesture, text in gestures:
        if gesture == "reopen":
            again = verifying(PAPER, draft=session.to_draft())
            assert (again.position, again.differences()) == (session.position, session.differences())
            assert again.finish() == session.finish()
            session = again
        elif gesture in ("enter", "go"):
            if session.position or gesture == "go":
                getattr(session, gesture)(text)
        elif session.position:
            getattr(session, gesture)()
    final, verdicts = session.finish(), {each.question: each.verdict for each in session.differences()}
    for name in session.compared:
        if final.get(f"answers.{name}") != PAPER.get(f"answers.{name}"):
            skipped = name == "hours" and verdicts.get("works") is Verdict.KEYER
            assert skipped or verdicts[name] is Verdict.KEYER
