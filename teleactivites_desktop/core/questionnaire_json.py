"""The compiled questionnaire as JSON: what is stored, exchanged, and read at every start.

Fields left at their default are not written. A table is written once, as columns and rows; the choices of a
list that came from the same file point to its rows.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from teleactivites_desktop.core.questionnaire import (
    Choice,
    ChoiceList,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Skipped,
)
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError
from teleactivites_desktop.i18n import _

FORMAT = 2
"""Version of the JSON: raised when a program of before could not read what is written now (2: tables)."""
_WITHOUT_TABLES = 1

Tables = Mapping[str, tuple[Mapping[str, str], ...]]
Json = dict[str, Any]
_Part = TypeVar("_Part", Question, Section, Skipped)


def to_json(questionnaire: Questionnaire) -> str:
    """Return `questionnaire` as compact JSON; the same questionnaire always gives the same text."""
    return json.dumps(
        {
            "format": FORMAT if any(section.lines for section in questionnaire.sections) else _WITHOUT_TABLES,
            "form_id": questionnaire.form_id,
            "version": questionnaire.version,
            "titles": dict(questionnaire.titles),
            "default_language": questionnaire.default_language,
            "languages": questionnaire.languages,
            "sections": [_written(section) for section in questionnaire.sections],
            "questions": [_written(question) for question in questionnaire.questions],
            "choice_lists": [
                _list_written(found, questionnaire.tables) for found in questionnaire.choice_lists.values()
            ],
            "tables": {name: _table_written(rows) for name, rows in questionnaire.tables.items()},
            "skipped": [_written(skipped) for skipped in questionnaire.skipped],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Questionnaire:
    """Return the questionnaire that `to_json` wrote.

    Raises NewerFormatError for a later version of the format, DamagedFileError for any other text.
    """
    try:
        content: Json = json.loads(text)
        if content["format"] > FORMAT:
            raise NewerFormatError(
                _("Ce questionnaire a été préparé par une version plus récente du programme : installez-la.")
            )
        return _questionnaire(content)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise DamagedFileError(
            _("Le questionnaire enregistré est illisible : importez de nouveau son classeur.")
        ) from error


def _questionnaire(content: Json) -> Questionnaire:
    tables = {name: _table(written) for name, written in content["tables"].items()}
    lists = [_list(written, tables) for written in content["choice_lists"]]
    return Questionnaire(
        form_id=content["form_id"],
        version=content["version"],
        titles=content["titles"],
        default_language=content["default_language"],
        languages=tuple(content["languages"]),
        sections=tuple(Section(**written) for written in content["sections"]),
        questions=tuple(
            Question(**{**written, "type": QuestionType(written["type"])}) for written in content["questions"]
        ),
        choice_lists={found.name: found for found in lists},
        tables=tables,
        skipped=tuple(Skipped(**written) for written in content["skipped"]),
    )


def _written(part: _Part) -> Json:
    """Return the fields of `part`; those that have a default are left out when empty."""
    values = ((field.name, getattr(part, field.name)) for field in fields(part))
    required = {"name", "type", "labels", "section", "sheet", "row"}
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in values
        if value or name in required
    }


def _list_written(choice_list: ChoiceList, tables: Tables) -> Json:
    written: Json = {"name": choice_list.name, "from_file": choice_list.from_file}
    table = choice_list.name.rpartition(".")[0]
    rows = tables.get(table, ())
    if choice_list.from_file and [choice.attributes for choice in choice_list.choices] == list(rows):
        written["table"] = table
        written["choices"] = [[choice.name, dict(choice.labels)] for choice in choice_list.choices]
    else:
        written["choices"] = [
            [choice.name, dict(choice.labels), dict(choice.attributes)] for choice in choice_list.choices
        ]
    return written


def _list(written: Json, tables: Tables) -> ChoiceList:
    if "table" in written:
        rows = tables[written["table"]]
        choices = tuple(
            Choice(name, labels, row) for (name, labels), row in zip(written["choices"], rows, strict=True)
        )
    else:
        choices = tuple(Choice(*choice) for choice in written["choices"])
    return ChoiceList(written["name"], choices, written["from_file"])


def _table_written(rows: tuple[Mapping[str, str], ...]) -> Json:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return {"columns": columns, "rows": [[row.get(column, "") for column in columns] for row in rows]}


def _table(written: Json) -> tuple[Mapping[str, str], ...]:
    columns = written["columns"]
    return tuple(dict(zip(columns, row, strict=True)) for row in written["rows"])
