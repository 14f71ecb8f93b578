"""Keying a table of the paper: line after line, left with one key; lines keep their number."""

from entry_builders import T, ask, choices, key, questionnaire, session_of
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry import EntrySession, Form, Sound
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


def test_back_into_a_table_is_to_the_line_that_waits() -> None:
    session = keyed("Faure", "Léa", "40")
    session.end_section()
    assert session.back().moved_to == "e[2].prenom"
    assert session.back().moved_to == "e[1].age"
    full = keyed("Faure", *(text for line in range(LINES) for text in (f"E{line}", "30")))
    assert full.back().moved_to == "e[4].age"


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


def cells(session: EntrySession) -> dict[str, object]:
    """What stands in the table, by cell: ``2.age`` -> 40."""
    found: dict[str, object] = {}
    for path, value in session.finish().items():
        group, _dot, name = path.partition(".")
        if group in ("answers", "nonresponse") and name.startswith("e["):
            found[name[2:].replace("].", ".")] = value
    return found


def test_ditto_in_a_table_is_of_the_line_above() -> None:
    session = session_of(TABLE, ditto={"e[1].age": "33", "e[2].age": "77"})
    key(session, nom="Faure")
    session.enter("Léa")
    session.ditto()
    assert session.field("e[1].age").value == 33  # the first line has none above: the previous paper's
    session.enter("Tom")
    assert session.ditto().moved_to == "e[3].prenom"
    assert session.field("e[2].age").value == 33
    session.go("e[3].age")
    session.nonresponse(Nonresponse.ILLEGIBLE)
    session.go("e[4].age")
    session.ditto()
    assert session.field("e[4].age").nonresponse is Nonresponse.ILLEGIBLE
    session.go("e[4].prenom")
    assert "ligne du dessus" in session.ditto().field.message


def test_ditto_for_a_block_is_the_rest_of_the_line() -> None:
    session = keyed("Faure", "Léa", "12", "1", "Tom")
    assert session.ditto_section().moved_to == "e[3].prenom"
    assert cells(session) == {
        "1.prenom": "Léa",
        "1.age": 12,
        "1.ecole": "oui",
        "2.prenom": "Tom",
        "2.age": 12,
        "2.ecole": "oui",
    }


def test_the_column_leads_to_the_same_cell_of_another_line() -> None:
    session = keyed("Faure", "Léa", "40", "Tom")
    assert session.to_line(-1, "41").moved_to == "e[1].age"
    assert session.field("e[2].age").value == 41
    assert session.to_line(-1).moved_to == "e[1].age"
    session.to_line(1)
    assert session.to_line(1).moved_to == "e[3].age"
    assert session.to_line(1).moved_to == "e[3].age"  # line 4 waits for line 3
    session.go("nom")
    assert session.to_line(1).moved_to == "nom"


def test_a_line_passed_over_is_put_in_and_taken_back_as_one_change() -> None:
    session = keyed("Faure", "Léa", "40", "Tom", "200")
    session.confirm()
    session.go("e[1].age")
    assert session.insert_line().moved_to == "e[1].prenom"
    assert session.field("e[3].age").typed == "200"
    assert cells(session) == {"2.prenom": "Léa", "2.age": 40, "3.prenom": "Tom"}
    assert session.undo()
    assert session.position == "e[1].age"
    assert cells(session) == {"1.prenom": "Léa", "1.age": 40, "2.prenom": "Tom"}
    session.redo()
    assert session.field("e[2].prenom").value == "Léa"


def test_a_line_is_not_put_in_where_the_last_one_would_be_lost() -> None:
    session = keyed("Faure", *(text for line in range(LINES) for text in (f"E{line}", "30")))
    session.go("e[2].prenom")
    before = session.finish()
    reaction = session.insert_line()
    assert (reaction.accepted, reaction.sound, reaction.moved_to) == (False, Sound.REFUSED, "e[2].prenom")
    assert "dernière ligne" in reaction.field.message
    assert session.finish() == before


def test_a_line_that_is_not_on_the_paper_is_taken_out() -> None:
    session = keyed("Faure", "Léa", "40", "Tom", "41", "Zoé", "42")
    session.go("e[2].age")
    assert session.remove_line().moved_to == "e[2].prenom"
    assert cells(session) == {"1.prenom": "Léa", "1.age": 40, "2.prenom": "Zoé", "2.age": 42}
    session.undo()
    assert cells(session)["3.prenom"] == "Zoé"


def test_lines_are_put_in_and_taken_out_of_tables_alone() -> None:
    session = session_of(TABLE)
    for gesture in (session.insert_line, session.remove_line):
        assert not gesture().accepted
    assert session.touched() == []


NAMES = [question.name for question in TABLE.keyed]


TEXTS = ["", "", "Léa", "12", "40", "200", "1"]


GESTURES = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.sampled_from(["insert_line", "remove_line", "ditto", "undo", "redo"]), st.just(None)),
)


def make(session: EntrySession, gesture: tuple[str, str | None]) -> None:
    name, typed = gesture
    if typed is not None:
        session.go(name)
        session.enter(typed)
    elif session.position:
        getattr(session, name)()


@given(st.lists(GESTURES, max_size=14))
def test_however_it_is_keyed_a_fresh_session_says_the_same(gestures: list[tuple[str, str | None]]) -> None:
    session = session_of(TABLE)
    for gesture in gestures:
        make(session, gesture)
    stepwise = session.field("e[2].prenom").relevant
    values = session.finish()
    again = session_of(TABLE, draft=session.to_draft())
    assert again.finish() == values
    assert again.position == session.position
    assert again.field("e[2].prenom").relevant == stepwise
    reopened = EntrySession.for_edit(CHECK, session.environment, session.formats, values=values)
    assert reopened.finish() == values
    checked = Recheck(CHECK, session.environment, session.formats)
    assert checked.mended(values) == values
    while session.undo():
        pass
    assert session.finish() == session_of(TABLE).finish()
