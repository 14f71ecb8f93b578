"""Second keying of a table: lines are compared where the paper has them, however many each officer keyed."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest
from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, questionnaire
from hypothesis import given, settings
from hypothesis import strategies as st

from teleactivites_desktop.core.entry import EntrySession, Form, Sound
from teleactivites_desktop.core.questionnaire import Question, Section
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.verification import Verdict, VerificationSession

LINES = 5
Lines = Sequence[tuple[str, str]]
"""What a paper says: age and school, line after line; "" for nothing."""


def columns(line: int) -> list[Question]:
    start = f"e[{line}]."
    return [
        ask(f"{start}age", T.INTEGER, section="e", line=line),
        ask(
            f"{start}ecole",
            T.SELECT_ONE,
            section="e",
            line=line,
            choice_list="oui_non",
            relevant=f"${{{start}age}} < 18",
        ),
        ask(f"{start}mot", section="e", line=line),
    ]


FORM = Form(
    questionnaire(
        ask("avant", T.INTEGER),
        *(question for line in range(1, LINES + 1) for question in columns(line)),
        ask("fin", T.INTEGER),
        lists=[choices("oui_non", "oui non")],
        sections=[Section("s", {}), Section("e", {}, lines=LINES)],
    )
)


def texts(lines: Lines) -> dict[str, str]:
    """What is keyed in each question of a paper."""
    typed = {"avant": "1", "fin": "2"}
    for number, (age, school) in enumerate(lines, 1):
        typed[f"e[{number}].age"], typed[f"e[{number}].ecole"] = age, school
    return typed


def key_paper(session: EntrySession, lines: Lines) -> None:
    """Key a paper as officers do: each cell, and the one key that ends the table."""
    typed = texts(lines)
    for _press in range(40 * LINES):
        if not session.position:
            return
        line = session.questionnaire.by_name[session.position].line
        if line > len(lines):
            session.end_section()
        else:
            session.enter(typed.get(session.position, ""))
    raise AssertionError(f"never done: {session.position}")


def first_keying(lines: Lines) -> dict[str, PatchValue]:
    session = EntrySession(FORM, ENVIRONMENT, FORMATS)
    key_paper(session, lines)
    return session.finish()


def verified(first: Mapping[str, PatchValue], paper: Lines) -> VerificationSession:
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first)
    key_paper(session, paper)
    return session


def booked(session: VerificationSession) -> dict[str, Verdict | None]:
    return {each.question: each.verdict for each in session.differences()}


AGES = st.sampled_from(["4", "9", "40", "41"])
# A line of the paper holds something: an empty one ends the table.
PAPERS = st.lists(
    st.tuples(AGES, st.sampled_from(["1", "2", ""])).map(
        lambda cell: cell if cell[0] in ("4", "9") else (cell[0], "")
    ),
    max_size=LINES,
)


@settings(deadline=None)
@given(PAPERS, PAPERS)
def test_whatever_lines_the_first_keyed_the_paper_is_what_is_stored(keyed: Lines, paper: Lines) -> None:
    first = first_keying(keyed)
    session = verified(first, paper)
    assert session.problems() == []
    right = first_keying(paper)
    assert session.finish() == right
    for question, verdict in booked(session).items():
        assert verdict is Verdict.KEYER, "the verifier read the paper"
        assert first.get(f"answers.{question}") != right.get(f"answers.{question}")


@settings(deadline=None)
@given(PAPERS)
def test_the_same_lines_twice_are_agreed(keyed: Lines) -> None:
    first = first_keying(keyed)
    session = verified(first, keyed)
    assert session.differences() == []
    assert session.finish() == first


def test_a_line_left_out_is_a_fault_in_each_of_its_cells() -> None:
    session = verified(first_keying([("4", "1")]), [("4", "1"), ("40", ""), ("9", "2")])
    assert booked(session) == {"e[2].age": Verdict.KEYER, "e[3].age": Verdict.KEYER}
    assert session.finish()["answers.e[3].ecole"] == "non"


def test_lines_that_the_paper_has_not_are_stopped_at_one_by_one() -> None:
    first = first_keying([("4", "1"), ("40", ""), ("41", "")])
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first)
    for text in ("1", "4", "1"):
        session.enter(text)
    reaction = session.end_section()
    assert (reaction.accepted, reaction.sound, session.position) == (False, Sound.CHECK, "e[2].age")
    session.end_section()
    assert session.position == "e[3].age", "an empty line above does not hide it"
    session.end_section()
    assert session.position == "fin"
    assert booked(session) == {"e[2].age": Verdict.KEYER, "e[3].age": Verdict.KEYER}
    session.enter("2")
    assert session.finish() == first_keying([("4", "1")])


def test_lines_in_another_order_are_settled_on_the_paper() -> None:
    session = verified(first_keying([("40", ""), ("9", "1")]), [("9", "1"), ("40", "")])
    assert session.finish() == first_keying([("9", "1"), ("40", "")])
    assert set(booked(session)) == {"e[1].age", "e[2].age"}


def test_a_verifier_who_passes_over_a_line_comes_back_to_the_first_values() -> None:
    first = first_keying([("4", "1"), ("9", "2")])
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first)
    session.enter("1")
    assert session.enter("9").sound is Sound.CHECK
    key_paper(session, [("4", "1"), ("9", "2")])
    assert booked(session) == {"e[1].age": Verdict.VERIFIER}
    assert session.finish() == first


def test_how_many_lines_there_were_is_not_in_sight() -> None:
    shown = []
    for lines in ([("40", "")], [("40", "")] * LINES):
        session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first_keying(lines))
        before = {field.question.line for field in session.fields("e")}
        session.enter("1")
        session.enter("40")
        shown.append((before, {field.question.line for field in session.fields("e")}))
    assert shown[0] == shown[1] == ({1}, {1, 2})


def test_lines_are_not_moved_while_a_paper_is_verified() -> None:
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first_keying([("40", "")]))
    session.go("e[1].age")
    for gesture in (session.insert_line, session.remove_line):
        assert "restent à leur place" in gesture().field.message
    assert session.ditto().sound is Sound.REFUSED


def test_text_of_a_line_left_out_is_keyed_though_text_is_not_compared() -> None:
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first_keying([("40", "")]))
    for text in ("1", "40", "41", "41"):
        session.enter(text)
    assert session.position == "e[2].mot"
    session.enter("arrivée en mai")
    session.end_section()
    session.end_section()
    assert session.finish()["answers.e[2].mot"] == "arrivée en mai"


def test_a_text_left_alone_on_a_line_that_was_emptied_is_told() -> None:
    first = {**first_keying([("40", ""), ("41", "")]), "answers.e[2].mot": "en double"}
    session = verified(first, [("40", "")])
    assert [(each.question, each.typed) for each in session.problems()] == [("e[2].mot", "en double")]
    session.go("e[2].mot")
    session.enter("")
    assert session.problems() == []
    assert session.finish() == first_keying([("40", "")])


def test_the_end_of_a_section_empties_nothing_that_was_keyed() -> None:
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first_keying([("40", "")]))
    for text in ("1", "40", "41", "41", "arrivée en mai"):
        session.enter(text)
    session.go("e[1].age")
    session.end_section()
    assert session.finish()["answers.e[2].mot"] == "arrivée en mai"


def test_a_draft_of_it_goes_on_at_its_cell() -> None:
    first = first_keying([("40", ""), ("41", "")])
    session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first)
    for text in ("1", "40", "4"):
        session.enter(text)
    again = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first, draft=session.to_draft())
    assert (again.position, again.differences()) == ("e[2].age", session.differences())


@pytest.mark.parametrize("error_rate", [0.001, 0.003, 0.01])
def test_faults_in_tables_are_booked_to_the_right_keyer(error_rate: float) -> None:
    draw = Random(f"tables {error_rate}")
    for _paper in range(40):
        paper = [(str(draw.randint(20, 60)), "") for _line in range(draw.randint(0, LINES))]
        keyed = [line for line in paper if draw.random() > 20 * error_rate]  # lines are passed over too
        first = first_keying(keyed)
        session = VerificationSession(FORM, ENVIRONMENT, FORMATS, first=first)
        slips = set()
        while session.position:
            name = session.position
            line = session.questionnaire.by_name[name].line
            right = texts(paper).get(name, "")
            if right and name not in slips and draw.random() < 5 * error_rate:
                slips.add(name)
                session.enter("99")
            elif line > len(paper):
                session.end_section()
            else:
                session.enter(right)
        stored, wanted = session.finish(), first_keying(paper)
        assert stored == wanted
        for question, verdict in booked(session).items():
            was_right = first.get(f"answers.{question}") == wanted.get(f"answers.{question}")
            assert verdict is (Verdict.VERIFIER if was_right else Verdict.KEYER)
            assert question in slips or not was_right
