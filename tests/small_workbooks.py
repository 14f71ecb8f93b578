"""Small workbooks on disk: one form in two versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

Rows = Sequence[Mapping[str, str]]

FIRST: Rows = [
    {"type": "text", "name": "nom", "label": "Nom", "required": "yes"},
    {"type": "integer", "name": "naissance", "label": "Année de naissance"},
    {"type": "select_one oui_non", "name": "loue", "label": "Louez-vous ?"},
    {"type": "calculate", "name": "age", "label": "", "calculation": "2007 - ${naissance}"},
]
SECOND: Rows = [
    {"type": "text", "name": "patronyme", "label": "Nom", "required": "yes"},
    {"type": "integer", "name": "naissance", "label": "Année de naissance", "constraint": ". > 1900"},
    {"type": "text", "name": "conjoint", "label": "Nom du conjoint"},
    {"type": "calculate", "name": "ans", "label": "", "calculation": "2007 - ${naissance}"},
]
CHILDREN: Rows = [
    {"type": "text", "name": "nom", "label": "1. Nom", "required": "yes"},
    {"type": "begin repeat", "name": "enfants", "label": "Enfants", "repeat_count": "4"},
    {"type": "text", "name": "prenom", "label": "2. Prénom", "required": "yes"},
    {"type": "integer", "name": "age", "label": "3. Âge", "constraint": ". < 30"},
    {"type": "select_one oui_non", "name": "ecole", "label": "4. École", "relevant": "${age} > 2"},
    {"type": "end repeat"},
    {"type": "calculate", "name": "total", "calculation": "sum(${age})"},
    {"type": "text", "name": "remarque", "label": "5. Remarque"},
]
"""A form with a table of four lines."""
CHOICES: Rows = [
    {"list_name": "oui_non", "name": "oui", "label": "Oui"},
    {"list_name": "oui_non", "name": "non", "label": "Non"},
    {"list_name": "logement", "name": "proprietaire", "label": "Propriétaire"},
    {"list_name": "logement", "name": "non", "label": "Non"},
]


def write(path: Path, survey: Rows, version: str, form: str = "essai") -> Path:
    """Write a workbook, the same bytes for the same content."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2007, 1, 1)})  # noqa: DTZ001 - the library's own
    settings = [{"form_id": form, "form_title": "Essai", "version": version}]
    for name, rows in (("survey", survey), ("choices", CHOICES), ("settings", settings)):
        sheet = book.add_worksheet(name)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, 1):
            for header, cell in row.items():
                sheet.write_string(number, headers.index(header), cell)
    book.close()
    return path
