"""What is wrong with a workbook: every fault at once, each with its place and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
SHEETS = (SURVEY, CHOICES, SETTINGS)
"""The sheets that are read, in the order in which their faults are told."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the sheet (or file) and its row (0: the whole of it), what is wrong and what to do."""

    sheet: str
    row: int
    message: str

    def __str__(self) -> str:
        if not self.sheet:
            return self.message
        place = _("Feuille {sheet}") if self.sheet in SHEETS else _("Fichier {sheet}")
        if self.row:
            place += _(", ligne {row}")
        return _("{place} : {message}").format(
            place=place.format(sheet=self.sheet, row=self.row), message=self.message
        )


class QuestionnaireError(UserError):
    """A workbook that cannot become a questionnaire. `problems` are all of its faults, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = ngettext(
            "Le classeur a {count} défaut à corriger :",
            "Le classeur a {count} défauts à corriger :",
            len(problems),
        ).format(count=len(problems))
        super().__init__("\n".join([count, *map(str, problems)]))
        self.problems = problems


class Problems:
    """Collects the faults while a workbook is read, so that its author mends them in one go."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, sheet: str, row: int, message: str) -> None:
        """Note one fault; the same one noted twice counts once."""
        self._found[Problem(sheet, row, message)] = None

    def known(self, sheet: str, row: int) -> bool:
        """Tell whether a fault of this row is known already; of a row that is not told (0), any fault."""
        return any(not row or (problem.sheet, problem.row) == (sheet, row) for problem in self._found)

    def sorted(self) -> tuple[Problem, ...]:
        """Return the faults by sheet, then by row."""

        def place(problem: Problem) -> tuple[int, str, int]:
            known = problem.sheet in SHEETS
            return SHEETS.index(problem.sheet) if known else len(SHEETS), problem.sheet, problem.row

        return tuple(sorted(self._found, key=place))

    def raise_any(self) -> None:
        """Raise QuestionnaireError where there is a fault."""
        if self._found:
            raise QuestionnaireError(self.sorted())


def did_you_mean(close: Sequence[str]) -> str:
    """Return the question that ends a sentence about a misspelling; "" where nothing resembles it."""
    return _(" Vouliez-vous dire « {name} » ?").format(name=close[0]) if close else ""
