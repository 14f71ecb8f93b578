"""Choice files: the CSV files beside a workbook."""

import csv
import re
from collections.abc import Mapping
from io import StringIO

from teleactivites_desktop.core.questionnaire import Choice, ChoiceList
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.problems import Problems

LARGEST_FILE = 20 << 20
"""Bytes of the largest choice file read; France's 36,000 communes take 3 MB."""

MOST_ROWS = 100_000

Table = tuple[Mapping[str, str], ...]

_SAFE_NAME = re.compile(r"[^/\\:*?\"<>|]+\.csv", re.IGNORECASE)


def is_choice_file(name: str) -> bool:
    """Tell whether `name` may be that of a choice file: a CSV beside the workbook, no path."""
    return _SAFE_NAME.fullmatch(name) is not None and not name.startswith(".")


def read_table(name: str, content: bytes, problems: Problems) -> Table:
    """Return the rows of the CSV file `name`, each column -> text; none where it cannot be read.

    UTF-8 as ODK asks, parted by commas or by semicolons (French Excel). What is wrong goes to `problems`.
    """
    if len(content) > LARGEST_FILE:
        problems.add(
            name, 0, _("Ce fichier est trop gros : {limit} Mo au plus.").format(limit=LARGEST_FILE >> 20)
        )
        return ()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(
            name, 0, _("Ce fichier n'est pas en UTF-8 : enregistrez-le au format « CSV UTF-8 » dans Excel.")
        )
        return ()
    return _rows(name, text, problems)


def _rows(name: str, text: str, problems: Problems) -> Table:
    first_line = text.partition("\n")[0]
    mark = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        headers = [header.strip() for header in next(reader, [])]
        if len(set(headers)) < len(headers):
            problems.add(name, 1, _("Deux colonnes portent le même nom : renommez l'une d'elles."))
        rows = []
        for cells in reader:
            if any(cells):
                rows.append(
                    {header: cell.strip() for header, cell in zip(headers, cells, strict=False) if header}
                )
            if len(cells) > len(headers):
                problems.add(name, reader.line_num, _("Cette ligne a plus de cellules que d'en-têtes."))
            if len(rows) > MOST_ROWS:
                problems.add(name, 0, _("Ce fichier a plus de {limit} lignes.").format(limit=MOST_ROWS))
                return ()
    except csv.Error:
        problems.add(name, reader.line_num, _("Cette ligne n'est pas lisible : vérifiez ses guillemets."))
        return ()
    return tuple({header: row.get(header, "") for header in headers if header} for row in rows)


def list_from_table(name: str, table: Table, parameters: Mapping[str, str], problems: Problems) -> ChoiceList:
    """Return the choices that a CSV file holds. The whole row goes with each choice, for choice filters.

    `parameters` may name other columns than `name` and `label`, as XLSForm has it (`value=code label=nom`).
    """
    headers = table[0].keys() if table else ()
    value, label = parameters.get("value", "name"), parameters.get("label", "label")
    languages = {
        header: _language(header) for header in headers if header.partition("::")[0].strip() == label
    }
    missing = [column for column, found in ((value, value in headers), (label, languages)) if not found]
    if table and missing:
        problems.add(name, 1, _("Il manque la colonne « {column} ».").format(column=missing[0]))
        return ChoiceList(name, (), from_file=True)
    for number, row in enumerate(table, 2):
        if not row[value]:
            problems.add(
                name, number, _("Il manque le nom du choix, colonne « {column} ».").format(column=value)
            )
    return ChoiceList(
        name,
        tuple(
            Choice(row[value], {language: row[header] for header, language in languages.items()}, row)
            for row in table
        ),
        from_file=True,
    )


def _language(header: str) -> str:
    return header.partition("::")[2].strip()
