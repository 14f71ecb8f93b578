"""Keying a table of the paper: line after line, left with one key; lines keep their number."""

from entry_builders import T, ask, choices, key, questionnaire, session_of
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry import EntrySession, Form
from teleactivites_desktop.core.entry.recheck import Recheck
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, Section
from teleactivites_desktop.core.values import Nonresponse

LINES = 4


def columns(line: int) -> list[Question]:
    """First name (required), age, school (not for grown-ups), grant (asked by what follows the table)."""
    start = f"e[{line}]."
    return [
        ask(f"{start}prenom", section="e", line=line, required="yes"),
        ask(f"{start}age", T.INTEGER, section="e", line=line, constraint=". < 130"),
        ask(
            f"{start}ecole",
            T.SELECT_ONE,
            section="e",
            line=line,
            choice_list="oui_non",
            relevant=f"${{{start}age}} < 18",
        ),
        ask(f"{start}bourse", section="e", line=line, relevant="${fin} != ''", required="yes"),
        ask(f"{start}rang", T.CALCULATE, section="e", line=line, calculation=str(line)),
    ]


def table(counted: bool = False) -> Questionnaire:
    lines = [question for line in range(1, LINES + 1) for question in columns(line)]
    ages = ", ".join(f"${{e[{line}].age}}" for line in range(1, LINES + 1))
    return questionnaire(
        ask("nom"),
        *lines,
        ask("total", T.CALCULATE, calculation=f"sum({ages})"),
        ask("fin"),
        lists=[choices("oui_non", "oui non")],
        sections=[Section("s", {}), Section("e", {}, lines=LINES, counted=counted)],
    )


TABLE = table()
CHECK = Form(TABLE)


def keyed(*texts: str) -> EntrySession:
    session = session_of(TABLE)
    for text in texts:
        session.enter(text)
    return session


def test_a_line_opens_once_the_one_above_holds_something() -> None:
    session = session_of(TABLE)
    session.enter("Faure")
    assert [(field.question.name, field.relevant) for field in session.fields("e")] == [
        ("e[1].prenom", True),
        ("e[1].age", True),
        ("e[1].ecole", False),
        ("e[1].bourse", False),
    ]
    session.enter("Léa")
    assert [field.question.line for field in session.fields("e")] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_table_is_keyed_line_after_line_and_left_with_one_key() -> None:
    session = keyed("Faure", "Léa", "12", "1", "Tom", "40")
    assert session.position == "e[3].prenom"
    assert session.end_section().moved_to == "fin"
    patch = session.finish()
    assert {path: value for path, value in patch.items() if "[" in path} == {
        "answers.e[1].prenom": "Léa",
        "answers.e[1].age": 12,
        "answers.e[1].ecole": "oui",
        "answers.e[2].prenom": "Tom",
        "answers.e[2].age": 40,
        "calculated.e[1].rang": 1,
        "calculated.e[2].rang": 2,
    }
    assert patch["calculated.total"] == 52
    assert session.problems() == []


def test_a_blank_line_ends_the_table_too() -> None:
    assert keyed("Faure", "Léa", "40", "", "").position == "fin"
    assert keyed("Faure", "", "").position == "fin"


def test_all_lines_may_be_used() -> None:
    texts = [text for line in range(LINES) for text in (f"E{line}", "30")]
    assert keyed("Faure", *texts).position == "fin"


def test_nothing_is_required_of_an_empty_line_and_all_of_a_begun_one() -> None:
    session = session_of(TABLE)
    assert session.problems() == []
    key(session, **{"e[1].age": "12"})
    assert [problem.question for problem in session.problems()] == ["e[1].prenom"]


def test_lines_keep_their_number_when_one_is_emptied() -> None:
    session = keyed("Faure", "Léa", "40", "Tom", "41")
    key(session, **{"e[1].prenom": "", "e[1].age": ""})
    patch = session.finish()
    assert patch["answers.e[2].prenom"] == "Tom"
    assert "answers.e[1].prenom" not in patch
    assert "calculated.e[1].rang" not in patch
    assert patch["calculated.total"] == 41


def test_a_refused_or_missing_answer_counts_as_something() -> None:
    session = session_of(TABLE)
    key(session, **{"e[1].age": "200"})
    assert session.field("e[1].prenom").relevant
    assert {problem.question for problem in session.problems()} == {"e[1].prenom", "e[1].age"}
    other = session_of(TABLE)
    other.go("e[1].prenom")
    other.nonresponse(Nonresponse.ILLEGIBLE)
    assert other.field("e[2].prenom").relevant
    assert other.problems() == []


def test_lines_that_the_form_counts_are_all_asked() -> None:
    session = session_of(table(counted=True))
    assert len({field.question.line for field in session.fields("e")}) == LINES
    assert {problem.question for problem in session.problems()} == {f"e[{n}].prenom" for n in (1, 2, 3, 4)}


NAMES = [question.name for question in TABLE.keyed]


TEXTS = ["", "", "Léa", "12", "40", "200", "1"]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS)), max_size=14))
def test_however_it_is_keyed_a_fresh_session_says_the_same(gestures: list[tuple[str, str]]) -> None:
    session = session_of(TABLE)
    for name, typed in gestures:
        session.go(name)
        session.enter(typed)
    stepwise = session.field("e[2].prenom").relevant
    values = session.finish()
    again = session_of(TABLE, draft=session.to_draft())
    assert again.finish() == values
    assert again.field("e[2].prenom").relevant == stepwise
    reopened = EntrySession.for_edit(CHECK, session.environment, session.formats, values=values)
    assert reopened.finish() == values
    checked = Recheck(CHECK, session.environment, session.formats)
    assert checked.mended(values) == values
