"""Makes the shipped questionnaire: the workbook and its two choice files, from text that a person can read.

In: `resources/questionnaire/questionnaire.md` (the sheets as tables) and `resources/reference/*.csv`.
Out: `teleactivites.xlsx`, `communes.csv` and `metiers.csv` beside the first. The same input gives the same
bytes: the version of a questionnaire is the digest of its files.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import xlsxwriter
from anyascii import anyascii

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "questionnaire"
REFERENCE = ROOT / "resources" / "reference"
SHEETS = ("survey", "choices", "settings")
MADE = datetime(2007, 11, 1)  # noqa: DTZ001 - a fixed date, so that the bytes never change

COMMUNE_COLUMNS = (
    "valley",
    "postal_codes",
    "territory",
    "latitude",
    "longitude",
    "name_today",
    "exists_today",
    "successor_code",
    "successor_name",
    "merged_on",
    "canton_2008",
    "arrondissement",
    "area",
    "territory_basis",
)

Table = list[list[str]]


def read_tables(markdown: str) -> dict[str, Table]:
    """Return the sheets written as tables in `markdown`: sheet -> rows of cells, the header first."""
    tables: dict[str, Table] = {}
    rows: Table | None = None
    for line in markdown.splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 1:
            rows = tables[cells[0]] = []
        elif rows is not None:
            rows.append(cells[1:])
    return {name: tables[name] for name in SHEETS}


def write_workbook(tables: Mapping[str, Table], target: Path) -> None:
    """Write the sheets as a workbook: text cells only, the header in bold and frozen."""
    workbook = xlsxwriter.Workbook(target)
    workbook.set_properties({"created": MADE})
    bold = workbook.add_format({"bold": True})
    for name, rows in tables.items():
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(zip(*rows, strict=True)):
            sheet.set_column(place, place, min(60, max(map(len, column)) + 2))
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, place, cell, None if number else bold)
    workbook.close()


def slug(label: str) -> str:
    """Return a choice name for `label`: small ASCII letters and digits, parted by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", anyascii(label).lower()).strip("_")


def communes() -> Iterable[dict[str, str]]:
    """Yield the communes of 2008 as choices: INSEE code, name, then what is known of each."""
    for row in _read(REFERENCE / "communes.csv"):
        yield {
            "name": row["insee_code"],
            "label": row["name"],
            **{column: row[column] for column in COMMUNE_COLUMNS},
        }


def occupations() -> Iterable[dict[str, str]]:
    """Yield the occupations as choices: a slug, the label, its domain and its ROME code."""
    for row in _read(REFERENCE / "occupations.csv"):
        yield {
            "name": slug(row["label_fr"]),
            "label": row["label_fr"],
            "domain": row["domain"],
            "rome_code": row["rome_v3_code"],
        }


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def write_choices(rows: Iterable[Mapping[str, str]], target: Path) -> None:
    """Write a choice file: UTF-8, comma, one header."""
    listed = list(rows)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, listed[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def main() -> None:
    """Write the three files."""
    tables = read_tables((FOLDER / "questionnaire.md").read_text(encoding="utf-8"))
    write_workbook(tables, FOLDER / "teleactivites.xlsx")
    write_choices(communes(), FOLDER / "communes.csv")
    write_choices(occupations(), FOLDER / "metiers.csv")


if __name__ == "__main__":
    main()
