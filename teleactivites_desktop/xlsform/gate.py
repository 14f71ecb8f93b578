"""The gate: what ODK's own converter refuses, we refuse. Its errors become sentences.

A workbook that passes can be given to ODK or KoboToolbox as it is.
"""

import re
from collections.abc import Mapping
from typing import Any

from teleactivites_desktop.i18n import N_, _
from teleactivites_desktop.xlsform.problems import CHOICES, SETTINGS, SURVEY, Problems
from teleactivites_desktop.xlsform.sheets import Book, Sheet

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings)' sheet")

_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"Choice filter not supported with or_other", N_("or_other et choice_filter ne vont pas ensemble.")),
        (r"Duplicate column header", N_("Deux colonnes portent le même en-tête : retirez l'une d'elles.")),
        (r"parameter '?(?P<what>\w+)'? must be a number", N_("Le paramètre {what} doit être un nombre.")),
        (r"parameter '(?P<what>\w+)'", N_("Le paramètre {what} n'est pas admis ici.")),
        (
            r"invalid parameter key\(s\): '(?P<what>[^']*)'",
            N_("Le paramètre {what} n'est pas admis pour ce type."),
        ),
        (r"Could not find the name '(?P<what>[^']*)'", N_("La question « {what} » n'existe pas.")),
        (
            r"Reference variables must start with",
            N_("Une référence s'écrit ${{nom}} : il y manque un signe."),
        ),
        (r"Names must begin with a letter", N_("Un nom commence par une lettre et n'a ni espace ni accent.")),
        (r"name is a case-insensitive match", N_("Deux noms ne diffèrent que par les majuscules.")),
        (r"Missing calculation", N_("Il manque le calcul : remplissez la colonne calculation.")),
        (
            r"[Tt]able.list",
            N_("Un tableau (table-list) ne réunit que des questions d'une même liste de choix."),
        ),
        (r"no label", N_("Il manque un libellé : remplissez la colonne label.")),
    )
)


def pass_gate(book: Book, problems: Problems) -> None:
    """Give the workbook to pyxform; what it refuses goes to `problems`, unless that row's fault is known.

    pyxform stops at its first error, so this comes after our own checks, which find all of theirs.
    """
    from pyxform.xls2xform import convert  # 0.7 s: only when a workbook is imported

    try:
        convert(_definition(book))
    except Exception as error:  # pyxform also fails with plain Python errors on some faulty workbooks
        sheet, row, message = _told(str(error))
        if not problems.known(sheet, row):
            problems.add(sheet, row, message)


def _definition(book: Book) -> dict[str, Any]:
    definition: dict[str, Any] = {"sheet_names": list(book.names), "fallback_form_name": "questionnaire"}
    for name in (SURVEY, CHOICES, SETTINGS):
        sheet = book.sheets[name]
        definition[name] = _rows(sheet)
        definition[f"{name}_header"] = [{column.header: None for column in sheet.columns}]
    return definition


def _rows(sheet: Sheet) -> list[Mapping[str, str]]:
    """Return the rows by header, with an empty one where the sheet has one: pyxform counts rows."""
    by_number = dict(sheet.raw_rows())
    return [by_number.get(number, {}) for number in range(2, max(by_number, default=1) + 1)]


def _told(error: str) -> tuple[str, int, str]:
    """Return an error of pyxform as sheet, row and sentence; what has no sentence of ours is quoted."""
    row = int(match[1]) if (match := _ROW.search(error)) else 0
    sheet = match[1] if (match := _SHEET.search(error)) else SURVEY if row else ""
    for pattern, sentence in _SENTENCES:
        if found := pattern.search(error):
            return sheet, row, _(sentence).format(**found.groupdict())
    quoted = " ".join(_ROW.sub("", error).split())
    return sheet, row, _("Le convertisseur d'ODK refuse ce classeur : « {error} »").format(error=quoted)
