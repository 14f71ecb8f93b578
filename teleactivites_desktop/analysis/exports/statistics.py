"""Exports for statistical programs: SPSS .sav, Stata .dta, Parquet.

Choices become whole numbers with their labels (the choice's own name where all names are whole numbers,
else its position). Why an answer is missing is kept as user-missing codes: SPSS 9991 to 9996, Stata .a to .f.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from teleactivites_desktop.analysis.exports.rows import Row
from teleactivites_desktop.analysis.exports.variables import Kind, Variable
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import N_, _

SPSS_NAME, STATA_NAME = 64, 32
_STATA_TEXT = 2_000
_LABEL = 80
_CODED = frozenset({Kind.CODE, Kind.FLAG})
_MISSING: Mapping[str, tuple[int, str, str]] = {
    "refused": (9991, "a", N_("Refus")),
    "unknown": (9992, "b", N_("Ne sait pas")),
    "illegible": (9993, "c", N_("Illisible")),
    "not_applicable": (9994, "d", N_("Sans objet")),
    "to_mend": (9995, "e", N_("Réponse à corriger")),
}
"""Reason -> SPSS code, Stata letter, label."""


def write_sav(variables: Sequence[Variable], rows: Iterable[Row], path: Path) -> None:
    """Write an SPSS file to `path` (a file that is not there yet)."""
    import pyreadstat

    names = safe_names([variable.name for variable in variables], SPSS_NAME)
    frame = _frame(variables, names, rows, stata=False)
    numeric = [n for v, n in zip(variables, names, strict=True) if _is_numeric(v)]
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=[variable.label[:250] for variable in variables],
        variable_value_labels=_value_labels(variables, names, stata=False),
        missing_ranges={name: [{"lo": 9991, "hi": 9995}] for name in numeric},
        variable_measure={n: "nominal" for v, n in zip(variables, names, strict=True) if v.kind in _CODED},
    )


def write_dta(variables: Sequence[Variable], rows: Iterable[Row], path: Path) -> None:
    """Write a Stata file to `path` (a file that is not there yet)."""
    import pyreadstat

    names = safe_names([variable.name for variable in variables], STATA_NAME)
    frame = _frame(variables, names, rows, stata=True)
    letters = [letter for _code, letter, _words in _MISSING.values()]
    numeric = [n for v, n in zip(variables, names, strict=True) if _is_numeric(v)]
    pyreadstat.write_dta(
        frame,
        path,
        column_labels=[variable.label[:_LABEL] for variable in variables],
        variable_value_labels=_value_labels(variables, names, stata=True),
        missing_user_values=dict.fromkeys(numeric, letters),
    )


def write_parquet(variables: Sequence[Variable], rows: Iterable[Row], path: Path) -> None:
    """Write a Parquet file to `path`. Raises UserError where the optional library is not installed."""
    import pandas as pd

    frame = pd.DataFrame([row.cells for row in rows], columns=[variable.name for variable in variables])
    try:
        frame.to_parquet(path, index=False)
    except ImportError as error:
        raise UserError(
            _("Le format Parquet demande la bibliothèque « pyarrow », qui n'est pas installée ici.")
        ) from error


def safe_names(names: Sequence[str], length: int) -> list[str]:
    """Return the names as these programs take them: ASCII letters, digits and _, short, each once."""
    done: list[str] = []
    for name in names:
        plain = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in _folded(name))
        plain = plain if plain[:1].isalpha() else f"v_{plain}"
        chosen, number = plain[:length], 1
        taken = {one.lower() for one in done}
        while chosen.lower() in taken:
            number += 1
            chosen = f"{plain[: length - len(str(number)) - 1]}_{number}"
        done.append(chosen)
    return done


def _folded(name: str) -> str:
    return name if name.isascii() else fold_text(name).replace(" ", "_")


def codes_of(variable: Variable) -> dict[str, int]:
    """Return the whole number of each choice: its own name where all are whole numbers, else its position."""
    if all(name.isascii() and name.isdigit() for name in variable.labels):
        return {name: int(name) for name in variable.labels}
    return {name: place for place, name in enumerate(variable.labels, 1)}


def _is_numeric(variable: Variable) -> bool:
    return variable.kind is Kind.NUMBER or variable.kind is Kind.FLAG or _is_coded(variable)


def _is_coded(variable: Variable) -> bool:
    return variable.kind is Kind.CODE and bool(variable.labels)


def _value_labels(
    variables: Sequence[Variable], names: Sequence[str], *, stata: bool
) -> dict[str, dict[Any, str]]:
    missing = {(letter if stata else code): _(words) for code, letter, words in _MISSING.values()}
    labels: dict[str, dict[Any, str]] = {}
    for variable, name in zip(variables, names, strict=True):
        if _is_numeric(variable):
            own = {} if variable.kind is Kind.NUMBER else codes_of(variable)
            labels[name] = {code: variable.labels[choice] for choice, code in own.items()} | missing
    return labels


def _frame(variables: Sequence[Variable], names: Sequence[str], rows: Iterable[Row], *, stata: bool) -> Any:
    import pandas as pd

    columns = [_Column(variable, stata=stata) for variable in variables]
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            column.add(cell, row.reasons)
    made = {name: column.series(pd) for name, column in zip(names, columns, strict=True)}
    return pd.DataFrame(made)


class _Column:
    """One column being filled: numbers with their missing codes, or texts."""

    def __init__(self, variable: Variable, *, stata: bool) -> None:
        self._variable = variable
        self._stata = stata
        self._codes = codes_of(variable) if _is_coded(variable) else None
        self._values: list[Any] = []

    def add(self, cell: Any, reasons: Mapping[str, str]) -> None:
        if not _is_numeric(self._variable):
            text = "" if cell is None else str(cell)
            self._values.append(text[:_STATA_TEXT] if self._stata else text)
        elif cell is None:
            self._values.append(self._missing(reasons.get(self._variable.question, "")))
        elif self._codes is None:
            self._values.append(float(cell) if isinstance(cell, int | float) else None)
        else:
            self._values.append(float(self._codes.setdefault(str(cell), len(self._codes) + 1)))

    def _missing(self, reason: str) -> Any:
        found = _MISSING.get(reason)
        if found is None:
            return None
        code, letter, _words = found
        return letter if self._stata else float(code)

    def series(self, pd: Any) -> Any:
        """Return the pandas series; a Stata column with letters among its numbers is one of objects."""
        if not _is_numeric(self._variable):
            return pd.Series(self._values, dtype="object")
        mixed = any(isinstance(value, str) for value in self._values)
        return pd.Series(self._values, dtype="object" if mixed else "float64")
