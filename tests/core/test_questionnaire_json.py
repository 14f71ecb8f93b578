"""The compiled questionnaire survives its JSON, and what is no such JSON is refused in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.questionnaire import (
    Choice,
    ChoiceList,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Skipped,
)
from teleactivites_desktop.core.questionnaire_json import from_json, to_json
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError

texts = st.text(max_size=8)
labels = st.dictionaries(texts, texts, max_size=2)
sections = st.builds(Section, texts, labels, texts, texts, texts, st.integers(0, 99))
questions = st.builds(
    Question,
    texts,
    st.sampled_from(QuestionType),
    labels,
    texts,
    st.integers(0, 999),
    hints=labels,
    relevant=texts,
    default=texts,
    or_other=st.booleans(),
    parameters=labels,
    warning_messages=labels,
    identity=st.booleans(),
)
choices = st.builds(Choice, texts, labels, st.dictionaries(texts, texts, max_size=2))
ROWS = ({"name": "05001", "label": "Abriès"}, {"name": "05046", "label": "Embrun"})
FROM_FILE = ChoiceList(
    "c.csv", tuple(Choice(row["name"], {"": row["label"]}, row) for row in ROWS), from_file=True
)
questionnaires = st.builds(
    lambda form_id, parts, lists, skipped: Questionnaire(
        form_id,
        "1",
        {"": "Titre"},
        "Français (fr)",
        ("Français (fr)", "English (en)"),
        tuple(parts[0]),
        tuple(parts[1]),
        {found.name: found for found in (*lists, FROM_FILE)},
        {"c": ROWS},
        tuple(skipped),
    ),
    texts,
    st.tuples(st.lists(sections, max_size=2), st.lists(questions, max_size=3)),
    st.lists(st.builds(ChoiceList, texts, st.lists(choices, max_size=3).map(tuple)), max_size=2),
    st.lists(st.builds(Skipped, texts, st.integers(0, 9), texts, texts), max_size=1),
)


@pytest.mark.fuzz
@given(questionnaires)
def test_a_questionnaire_survives_its_json(questionnaire: Questionnaire) -> None:
    written = to_json(questionnaire)
    again = from_json(written)
    assert again == questionnaire
    assert to_json(again) == written


def simple() -> Questionnaire:
    question = Question("a", QuestionType.DECIMAL, {"": "A"}, "")
    return Questionnaire(
        "essai", "1", {"": "Essai"}, "", (), (), (question,), {"c.csv": FROM_FILE}, {"c": ROWS}
    )


def test_a_table_is_written_once_and_shared_again() -> None:
    written = to_json(simple())
    assert written.count('"05001","Abriès"') == 1
    again = from_json(written)
    assert again.choice_lists["c.csv"].choices[0].attributes is again.tables["c"][0]


def test_what_is_empty_is_not_written() -> None:
    written = json.loads(to_json(simple()))["questions"]
    assert written == [{"name": "a", "type": "decimal", "labels": {"": "A"}, "section": "", "row": 0}]


def test_a_later_format_is_refused() -> None:
    later = json.dumps({**json.loads(to_json(simple())), "format": 3})
    with pytest.raises(NewerFormatError, match="version plus récente"):
        from_json(later)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format": "un"}',
        to_json(simple())[:-10],
        to_json(simple()).replace('"decimal"', '"decimale"'),
        to_json(simple()).replace('"section"', '"sections"'),
        to_json(simple()).replace('"table":"c"', '"table":"d"'),
        "[" * 100_000,
    ],
)
def test_what_is_no_questionnaire_is_refused(text: str) -> None:
    with pytest.raises(DamagedFileError, match="illisible"):
        from_json(text)
