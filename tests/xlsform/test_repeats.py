"""Repeats of a workbook become tables, their references written out line by line."""

import pytest
from workbooks import q, read

from teleactivites_desktop.core.questionnaire import Questionnaire, Section
from teleactivites_desktop.core.questionnaire_json import from_json, to_json

END = {"type": "end repeat"}


def table(*columns: object, after: tuple[object, ...] = (), **cells: object) -> Questionnaire:
    """A workbook with one table "r" of `columns`, and questions after it."""
    return read([q("begin repeat", "r", **cells), *columns, END, *after])  # type: ignore[list-item]


def rule(made: Questionnaire, name: str, field: str) -> str:
    return str(getattr(made.by_name[name], field))


def test_a_table_has_a_question_for_each_column_of_each_line() -> None:
    made = table(q("text", "nom"), q("integer", "age"), repeat_count="2", after=(q("text", "fin"),))
    assert list(made.by_name) == ["r[1].nom", "r[1].age", "r[2].nom", "r[2].age", "fin"]
    assert [question.line for question in made.questions] == [1, 1, 2, 2, 0]
    assert made.sections == (Section("r", {"": "R"}, row=2, lines=2),)
    assert made.by_name["r[2].age"].section == "r"
    assert made.by_name["r[2].age"].labels == {"": "Age (2)"}


def test_without_a_count_there_are_the_usual_lines() -> None:
    made = table(q("text", "nom"))
    assert made.sections[0].lines == 10
    assert not made.sections[0].counted
    assert len(made.questions) == 10


def test_lines_counted_by_an_answer() -> None:
    made = read(
        [q("integer", "combien"), q("begin repeat", "r", repeat_count="${combien}"), q("text", "nom"), END]
    )
    assert made.sections[0].counted
    assert rule(made, "r[3].nom", "relevant") == "((${combien}) >= 3)"


def test_references_within_a_line_are_of_that_line() -> None:
    made = table(
        q("integer", "age"),
        q("text", "ecole", relevant="${age} < 18", constraint=". != ${age}", label="École à ${age} ans"),
        q("calculate", "rang", calculation="position(..) + ${age}"),
        repeat_count="2",
    )
    assert rule(made, "r[2].ecole", "relevant") == "(${r[2].age} < 18)"
    assert rule(made, "r[2].ecole", "constraint") == ". != ${r[2].age}"
    assert rule(made, "r[2].rang", "calculation") == "2 + ${r[2].age}"
    assert made.by_name["r[2].ecole"].labels == {"": "École à ${r[2].age} ans (2)"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("sum(${age})", "sum(${r[1].age}, ${r[2].age})"),
        ("max( ${age} , 3)", "max( ${r[1].age}, ${r[2].age} , 3)"),
        ("1 + count-non-empty(${nom})", "1 + count-non-empty(${r[1].nom}, ${r[2].nom})"),
        (
            "count(${r}) > 1",
            "(if(${r[1].age} != '' or ${r[1].nom} != '', 1, 0) + "
            "if(${r[2].age} != '' or ${r[2].nom} != '', 1, 0)) > 1",
        ),
        (
            "indexed-repeat(${nom}, ${r}, ${lequel} + 1)",
            "if((${lequel} + 1) = 1, ${r[1].nom}, if((${lequel} + 1) = 2, ${r[2].nom}, ''))",
        ),
        ("position(..)", "position(..)"),
        ("'sum(${age})'", "'sum(${age})'"),
    ],
)
def test_references_from_elsewhere_are_to_all_lines(written: str, expected: str) -> None:
    made = table(
        q("integer", "age"),
        q("text", "nom"),
        repeat_count="2",
        after=(q("integer", "lequel"), q("calculate", "x", calculation=written)),
    )
    assert rule(made, "x", "calculation") == expected


def test_groups_within_a_line_leave_their_condition() -> None:
    made = table(
        q("integer", "age"),
        q("begin group", "g", relevant="${age} > 5"),
        q("text", "ecole", relevant="${age} < 18"),
        {"type": "end group"},
        repeat_count="1",
    )
    assert [section.name for section in made.sections] == ["r"]
    assert rule(made, "r[1].ecole", "relevant") == "(${r[1].age} > 5) and (${r[1].age} < 18)"


def test_defaults_fill_no_lines_by_themselves() -> None:
    made = table(q("text", "pays", default="France", ta_repeat="batch"))
    assert rule(made, "r[1].pays", "default") == ""
    assert rule(made, "r[1].pays", "repeat") == ""


def test_a_table_is_kept_as_json_and_older_programs_refuse_it_by_its_format() -> None:
    made = table(q("text", "nom"))
    assert from_json(to_json(made)) == made
    assert '"format":2' in to_json(made)
    assert '"format":1' in to_json(read([q("text", "nom")]))
