"""Exports as text: CSV that a French Excel opens well, and one JSON object per line."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import IO

from teleactivites_desktop.analysis.exports.rows import Cell, Row
from teleactivites_desktop.analysis.exports.variables import Kind, Variable

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""First letters that make a spreadsheet take a text for a formula."""


def write_csv(variables: Sequence[Variable], rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write a CSV for French Excel: UTF-8 with its mark, semicolons, decimal commas, French dates.

    Texts stand between quotes (codes keep their zeros where a program honours them), and one that could be
    taken for a formula is preceded by an apostrophe.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([variable.name for variable in variables])
    kinds = [variable.kind for variable in variables]
    for row in rows:
        writer.writerow([csv_cell(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)])
    text.detach()


class _Bare(float):
    """A number written as it should read; the CSV writer leaves numbers without quotes."""

    def __new__(cls, _shown: str) -> "_Bare":
        return super().__new__(cls, 0.0)

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def __str__(self) -> str:
        return self._shown

    __repr__ = __str__


def csv_cell(cell: Cell, kind: Kind) -> str | float:
    """Return a cell as it is written: numbers bare with a decimal comma, dates as 12/11/2007, texts safe."""
    if cell is None:
        return _Bare("")
    if isinstance(cell, int | float):
        return _Bare(f"{cell:g}".replace(".", ",") if isinstance(cell, float) else str(cell))
    if kind is Kind.DATE and len(cell) == 10:
        return f"{cell[8:]}/{cell[5:7]}/{cell[:4]}"
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def write_jsonl(variables: Sequence[Variable], rows: Iterable[Row], out: IO[bytes]) -> None:
    """Write one JSON object per response: stored values by variable, and `nonresponse` with its reasons."""
    names = [variable.name for variable in variables]
    known = {variable.question for variable in variables}
    for row in rows:
        cells = zip(names, row.cells, strict=True)
        found: dict[str, object] = {name: cell for name, cell in cells if cell is not None}
        reasons = {name: why for name, why in row.reasons.items() if name in known}
        if reasons:
            found["nonresponse"] = reasons
        out.write(json.dumps(found, ensure_ascii=False).encode() + b"\n")
