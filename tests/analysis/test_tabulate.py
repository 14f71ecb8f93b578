"""Tables equal a count by hand over the same responses: several answers, nonresponse and skips included."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.analysis import classes, loading, tabulate
from teleactivites_desktop.analysis.columns import Columns, NumberColumn, State
from teleactivites_desktop.core.derived import SEVERAL
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import (
    Choice,
    ChoiceList,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from teleactivites_desktop.core.tabulation import Counts, Heading, RowKind, Table

ENVIRONMENT = Environment(lambda: datetime(2007, 12, 3, tzinfo=UTC), bytes)
Base = list[tuple[Any, Mapping[str, Any]]]
REASONS = ["refused", "unknown", "illegible", "not_applicable"]


def questionnaire() -> Questionnaire:
    def question(name: str, type_: QuestionType, **more: Any) -> Question:
        return Question(name, type_, {"": name}, "s", **more)

    def choices(name: str, *names: str) -> ChoiceList:
        return ChoiceList(name, tuple(Choice(code, {"": code.upper()}) for code in names))

    return Questionnaire(
        form_id="f",
        version="1",
        titles={"": "F"},
        default_language="",
        languages=("",),
        sections=(Section("s", {"": "S"}),),
        questions=(
            question("status", QuestionType.SELECT_ONE, choice_list="status"),
            question("boxes", QuestionType.SELECT_MULTIPLE, choice_list="boxes"),
            question("hours", QuestionType.DECIMAL),
            question("employer", QuestionType.SELECT_ONE, choice_list="boxes", relevant="${status} = 'a'"),
            question("remark", QuestionType.TEXT, relevant="${status} != ''"),
        ),
        choice_lists={
            "status": choices("status", "a", "b", "c"),
            "boxes": choices("boxes", "x", "y", "z"),
        },
    )


def fields_of(draw: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    answers = {
        "status": st.sampled_from(["a", "b", "c", "older"]),
        "boxes": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True).map(" ".join),
        "hours": st.sampled_from([0, 7, 7.5, 35, 40]),
        "employer": st.sampled_from(["x", "y"]),
        "remark": st.just("cœur"),
    }
    for name, answer in answers.items():
        kind = draw(st.sampled_from(["answer", "answer", "blank", "nonresponse", "refused"]))
        if kind == "answer":
            fields[f"answers.{name}"] = draw(answer)
        elif kind == "nonresponse":
            fields[f"nonresponse.{name}"] = draw(st.sampled_from(REASONS))
        elif kind == "refused":
            fields[f"refused.{name}"] = {"typed": "?", "rule": "type", "message": "m"}
    return fields


@st.composite
def responses(draw: Any) -> list[tuple[Any, Mapping[str, Any]]]:
    people: Base = []
    for _person in range(draw(st.integers(0, 30))):
        line = SimpleNamespace(
            territory=draw(st.sampled_from(["GBEQ", "GBD", ""])),
            batch="",
            received=draw(st.sampled_from(["2007-09-03", "2007-09-09", "2007-10-01", ""])),
            status=draw(st.sampled_from(["complete", "complete", "withdrawn"])),
        )
        people.append((line, fields_of(draw)))
    return people


def load(base: Base) -> Columns:
    return loading.load(questionnaire(), ((row, *each) for row, each in enumerate(base)), ENVIRONMENT)


def kept(base: Base, territory: str | None = None) -> Base:
    return [
        (line, fields)
        for line, fields in base
        if line.status != "withdrawn" and territory in (None, line.territory)
    ]


def state_by_hand(fields: Mapping[str, Any], name: str) -> str:
    skipped = name == "employer" and fields.get("answers.status") != "a"
    skipped = skipped or (name == "remark" and not fields.get("answers.status"))
    if f"answers.{name}" in fields:
        return "answered"
    if f"refused.{name}" in fields:
        return "to_mend"
    if f"nonresponse.{name}" in fields:
        return str(fields[f"nonresponse.{name}"])
    return "not_asked" if skipped else "blank"


def check(counts: Counts, table: Table, base: Base, name: str) -> None:
    states = [state_by_hand(fields, name) for _line, fields in base]
    given_ = [str(fields.get(f"answers.{name}", "")).split(" ") for _line, fields in base]
    for row, cell in zip(table.rows, counts.rows, strict=True):
        expected = {
            RowKind.ANSWER: sum(row.code in answers for answers in given_),
            RowKind.NONRESPONSE: states.count(row.code),
            RowKind.NOT_ASKED: states.count("not_asked"),
        }[row.kind]
        assert (row.code, cell.count) == (row.code, expected)
    assert counts.answered.count == states.count("answered")
    assert counts.asked.count == len(states) - states.count("not_asked")
    assert counts.everybody.count == len(states)


@given(responses(), st.sampled_from(["status", "boxes", "employer"]))
def test_a_table_equals_a_count_by_hand(base: Base, name: str) -> None:
    named = [Heading("GBEQ", "Briançonnais"), Heading("HD", "Haute-Durance")]
    table = tabulate.tabulate(load(base), name, "territory", group_labels=named, nonresponse_apart=True)
    check(table.total, table, kept(base), name)
    assert [heading.code for heading in table.columns[:2]] == ["GBEQ", "HD"]
    seen = {line.territory for line, _fields in kept(base)}
    assert {heading.code for heading in table.columns} == seen | {"GBEQ", "HD"}
    for heading, counts in zip(table.columns, table.groups, strict=True):
        check(counts, table, kept(base, heading.code), name)


@given(responses())
def test_nonresponse_together_is_the_sum_of_its_kinds(base: Base) -> None:
    columns = load(base)
    apart = tabulate.tabulate(columns, "boxes", nonresponse_apart=True)
    together = tabulate.tabulate(columns, "boxes")

    def nonresponse(table: Table) -> int:
        pairs = zip(table.rows, table.total.rows, strict=True)
        return sum(cell.count or 0 for row, cell in pairs if row.kind is RowKind.NONRESPONSE)

    assert nonresponse(apart) == nonresponse(together)


@given(responses())
def test_numbers_equal_a_count_by_hand(base: Base) -> None:
    found = tabulate.summarise_numbers(load(base), "hours", "territory", minimum=1)
    hours = [fields["answers.hours"] for _l, fields in kept(base) if "answers.hours" in fields]
    assert found.total.answered.count == len(hours)
    if len(hours) >= tabulate.MEDIAN_MINIMUM and max(hours) <= 0.85 * sum(hours):
        assert found.total.mean == pytest.approx(sum(hours) / len(hours))
        assert found.total.median == pytest.approx(float(np.median(hours)))


def test_no_mean_of_few_answers_nor_of_one_that_dominates() -> None:
    def columns(*hours: float) -> Columns:
        line = SimpleNamespace(territory="HD", batch="", received="", status="complete")
        return load([(line, {"answers.hours": each}) for each in hours])

    assert tabulate.summarise_numbers(columns(7, 8), "hours").total.mean is None
    assert tabulate.summarise_numbers(columns(1, 1, 98), "hours").total.mean is None
    four = tabulate.summarise_numbers(columns(7, 8, 9, 10), "hours").total
    assert (four.mean, four.median) == (8.5, None)


def test_what_a_small_group_answered_is_not_the_total_less_the_others() -> None:
    answers = {"GBD": (40, 45, 50, 35), "HD": (20, 30, 45), "GBEQ": (10,)}
    lines = [
        (SimpleNamespace(territory=territory, batch="", received="", status="complete"), hours)
        for territory, each in answers.items()
        for hours in each
    ]
    columns = load([(line, {"answers.hours": hours}) for line, hours in lines])
    found = tabulate.summarise_numbers(columns, "hours", "territory")
    told = [(group.answered.count, group.mean) for group in found.groups if group.answered.count != 0]
    assert sorted(told, key=str) == [(4, 42.5), (None, None), (None, None)]
    assert found.total.mean == pytest.approx(34.375)


@given(responses())
def test_papers_are_counted_by_week(base: Base) -> None:
    points = dict(tabulate.papers_by_week(load(base), "").points)
    received = [line.received for line, _fields in kept(base) if line.received]
    by_hand = {
        "2007-09-03": received.count("2007-09-03") + received.count("2007-09-09"),
        "2007-10-01": received.count("2007-10-01"),
    }
    assert {week: count for week, count in points.items() if count} == {w: c for w, c in by_hand.items() if c}
    assert all(datetime.fromisoformat(week).weekday() == 0 for week in points)


@given(responses())
def test_a_selection_counts_only_its_people(base: Base) -> None:
    columns = load(base)
    chosen = columns.where(columns.in_group("territory", frozenset({"GBEQ"})))
    table = tabulate.tabulate(chosen, "status", nonresponse_apart=True)
    check(table.total, table, kept(base, "GBEQ"), "status")


def test_a_name_of_an_older_questionnaire_is_counted_under_its_own_name() -> None:
    line = SimpleNamespace(territory="HD", batch="", received="", status="complete")
    table = tabulate.tabulate(load([(line, {"answers.status": "older"})]), "status")
    assert [row.label for row, cell in table.answers if cell.count] == ["older"]


def test_a_text_in_a_number_of_an_older_questionnaire_is_no_number() -> None:
    line = SimpleNamespace(territory="HD", batch="", received="", status="complete")
    columns = load([(line, {"answers.hours": "beaucoup"}), (line, {"answers.hours": 12})])
    column = columns.questions["hours"]
    assert isinstance(column, NumberColumn)
    assert column.values.tolist()[1] == 12
    assert columns.states["hours"].tolist() == [State.BLANK, State.ANSWERED]


@given(st.lists(st.floats(0, 10_000), min_size=3), st.booleans())
def test_classes_part_all_numbers_and_are_open_at_both_ends(values: list[float], whole: bool) -> None:
    numbers = np.array([float(int(v)) if whole else v for v in values])
    found = classes.classes_for(numbers, whole=whole, minimum=3)
    assert found[0].low == -np.inf
    assert found[-1].high == np.inf
    inside = [sum(c.low <= value < c.high for c in found) for value in numbers]
    assert inside == [1] * len(numbers)
    assert len(found) <= 10


def test_years_are_written_without_a_space() -> None:
    years = np.array([1950.0, 1960.0, 1971.0, 1982.0])
    labels = [c.label for c in classes.classes_for(years, whole=True, minimum=3)]
    assert labels[0] == "Moins de 1955"
    assert "De 1960 à 1964" in labels


@given(responses())
def test_a_question_of_one_choice_groups_another(base: Base) -> None:
    table = tabulate.tabulate(load(base), "boxes", "employer", nonresponse_apart=True)
    for heading, counts in zip(table.columns, table.groups, strict=True):
        chosen = [one for one in kept(base) if one[1].get("answers.employer", "") == heading.code]
        check(counts, table, chosen, "boxes")
    with pytest.raises(KeyError):
        tabulate.tabulate(load(base), "status", "hours")


@given(responses())
def test_a_question_of_several_choices_parts_people_too(base: Base) -> None:
    table = tabulate.tabulate(load(base), "status", "boxes", nonresponse_apart=True)
    for heading, counts in zip(table.columns, table.groups, strict=True):
        ticked = [(one, str(one[1].get("answers.boxes", ""))) for one in kept(base)]
        chosen = [one for one, said in ticked if (SEVERAL if " " in said else said) == heading.code]
        check(counts, table, chosen, "status")
    assert sum(counts.everybody.count or 0 for counts in table.groups) == len(kept(base))
