"""Workbooks written for a test, in memory."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import xlsxwriter

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.xlsform import Problem, QuestionnaireError, read_workbook

Cells = Mapping[str, object]

OURS = 'ta="https://teleactivites.example/ns"'
SETTINGS: Cells = {"form_id": "essai", "form_title": "Essai", "version": 1, "namespaces": OURS}
OUI_NON: list[Cells] = [
    {"list_name": "oui_non", "name": "oui", "label": "Oui"},
    {"list_name": "oui_non", "name": "non", "label": "Non"},
]


def q(kind: str, name: str, **cells: object) -> Cells:
    """A row of the survey sheet with a label; `ta_warning` stands for the column `bind::ta:warning`."""
    named = {header.replace("ta_", "bind::ta:"): cell for header, cell in cells.items()}
    return {"type": kind, "name": name, "label": name.capitalize(), **named}


def workbook(
    survey: Sequence[Cells] | None,
    choices: Sequence[Cells] = OUI_NON,
    settings: Cells = SETTINGS,
) -> bytes:
    """Return an .xlsx; None leaves the survey sheet out. The columns are those that the rows have."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    if survey is not None:
        _write(book, "survey", survey)
    _write(book, "choices", choices)
    _write(book, "settings", [settings])
    book.close()
    return target.getvalue()


def _write(book: "xlsxwriter.Workbook", name: str, rows: Iterable[Cells]) -> None:
    sheet = book.add_worksheet(name)
    rows = list(rows)
    headers = list(dict.fromkeys(header for row in rows for header in row))
    sheet.write_row(0, 0, headers)
    for number, row in enumerate(rows, 1):
        for header, cell in row.items():
            sheet.write(number, headers.index(header), cell)


def read(
    survey: Sequence[Cells],
    choices: Sequence[Cells] = OUI_NON,
    settings: Cells = SETTINGS,
    files: Mapping[str, bytes] | None = None,
) -> Questionnaire:
    """Return the questionnaire of such a workbook."""
    return read_workbook(workbook(survey, choices, settings), files or {})


def problems(
    survey: Sequence[Cells],
    choices: Sequence[Cells] = OUI_NON,
    settings: Cells = SETTINGS,
    files: Mapping[str, bytes] | None = None,
) -> list[Problem]:
    """Return the faults of such a workbook; none where it is right."""
    try:
        read(survey, choices, settings, files)
    except QuestionnaireError as error:
        return list(error.problems)
    return []
