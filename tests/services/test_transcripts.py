"""What is a transcript line, and what is not."""

import json

import pytest

from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.services.transcripts import TranscriptError, read_transcript


def test_a_whole_line() -> None:
    found = read_transcript(
        json.dumps(
            {
                "paper": " P-1 ",
                "territory": "GBEQ",
                "batch": "A",
                "officer": "MD",
                "received": "12/11/2007",
                "answers": {"nom": "  Dupont "},
                "nonresponse": {"age": "refused"},
                "accept_warnings": True,
            }
        )
    )
    assert (found.paper, found.batch, found.officer, found.received) == ("P-1", "A", "MD", "12/11/2007")
    assert found.answers == {"nom": "  Dupont "}
    assert found.nonresponse == {"age": Nonresponse.REFUSED}
    assert found.accept_warnings


def test_what_is_left_out_is_empty() -> None:
    found = read_transcript('\ufeff{"paper": "P-1"}')
    assert (found.territory, found.batch, found.answers, found.accept_warnings) == ("", "", {}, False)


def test_numbers_count_as_the_text_that_they_were_typed_as() -> None:
    assert read_transcript('{"paper": "P-1", "answers": {"a": 1968, "b": 2.50}}').answers == {
        "a": "1968",
        "b": "2.50",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bonjour", "JSON"),
        ("", "JSON"),
        ("[" * 100_000, "JSON"),
        ('{"paper": "P-1", "answers": {"a": ' + "9" * 10_000 + "x}}", "JSON"),
        ("[1, 2]", "objet"),
        ("null", "objet"),
        ('{"answers": {}}', "numéro"),
        ('{"paper": ["P-1"]}', "numéro"),
        ('{"paper": "  "}', "numéro"),
        ('{"paper": "P-1", "answers": ["a"]}', "answers"),
        ('{"paper": "P-1", "answers": {"a": true}}', "answers"),
        ('{"paper": "P-1", "answers": {"a": null}}', "answers"),
        ('{"paper": "P-1", "answers": {"a": NaN}}', "answers"),
        ('{"paper": "P-1", "nonresponse": {"a": "lost"}}', "lost"),
        ('{"paper": "P-1", "territory": {}}', "territory"),
        ('{"paper": "P-1", "accept_warnings": "yes"}', "accept_warnings"),
    ],
)
def test_what_is_no_transcript_is_refused_with_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(TranscriptError, match=told):
        read_transcript(text)


def test_the_number_is_told_where_it_can_be_read() -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript('{"paper": "P-1", "answers": 3}')
    assert refused.value.paper == "P-1"


def test_half_characters_do_not_reach_the_database() -> None:
    assert read_transcript('{"paper": "P-\\ud83d"}').paper == "P-?"
