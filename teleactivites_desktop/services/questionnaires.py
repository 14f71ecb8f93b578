"""Questionnaires from files: checking a workbook, loading one, and the one that is shipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.questionnaire import Questionnaire, Skipped
from teleactivites_desktop.core.questionnaire_json import to_json
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import _

if TYPE_CHECKING:
    from teleactivites_desktop.xlsform import Problem

SHIPPED = "resources/questionnaire/teleactivites.xlsx"


@dataclass(frozen=True)
class Package:
    """A questionnaire and the files it comes from: what a campaign stores, and what travels to other sites.

    `files` are the choice files by name, as bytes; only those that the workbook asks for.
    """

    workbook: bytes
    files: Mapping[str, bytes]
    questionnaire: Questionnaire

    @cached_property
    def version_id(self) -> str:
        """Return the id of this version: 32 hexadecimal digits, of the files' content alone."""
        from teleactivites_desktop.xlsform import version_id

        return version_id(self.workbook, self.files)

    @cached_property
    def compiled(self) -> str:
        """Return the questionnaire as JSON, as it is stored beside the workbook."""
        return to_json(self.questionnaire)


@dataclass(frozen=True)
class CheckResult:
    """What is said of a workbook: `questions` is their number, 0 where it cannot be used.

    A problem has a sheet ("" for the file as a whole), a row (0 for the whole sheet) and a sentence.
    """

    questions: int
    problems: "tuple[Problem, ...]" = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether the workbook can be used as it is."""
        return not self.problems


def check(path: Path) -> CheckResult:
    """Read the workbook `path` and say what is wrong with it; nothing is kept."""
    from teleactivites_desktop.xlsform import Problem, QuestionnaireError

    try:
        questionnaire = load(path).questionnaire
    except QuestionnaireError as error:
        return CheckResult(0, error.problems)
    except UserError as error:
        return CheckResult(0, (Problem("", 0, str(error)),))
    return CheckResult(len(questionnaire.questions), (), questionnaire.skipped)


def load(path: Path) -> Package:
    """Return the questionnaire of the workbook `path`, with the choice files that stand beside it.

    Raises UserError where it cannot be read, QuestionnaireError where it has faults.
    """
    from teleactivites_desktop.xlsform import wanted_files

    if path.suffix.lower() != ".xlsx":
        raise DamagedFileError(
            _("« {name} » n'est pas un classeur .xlsx : enregistrez-le dans ce format.").format(
                name=path.name
            )
        )
    workbook = _read(path)
    beside = {name: path.parent / name for name in wanted_files(workbook)}
    return from_files(workbook, {name: _read(file) for name, file in beside.items() if file.is_file()})


def from_files(workbook: bytes, files: Mapping[str, bytes]) -> Package:
    """Return the questionnaire of a workbook and its choice files, already in memory (from an exchange file).

    Raises QuestionnaireError where it has faults, DamagedFileError where it cannot be read.
    """
    from teleactivites_desktop.xlsform import read_workbook

    return Package(workbook, files, read_workbook(workbook, files))


def shipped() -> Package:
    """Return the questionnaire that comes with the program."""
    return load(shipped_data.path(SHIPPED))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            _("« {path} » ne peut être lu : vérifiez que le fichier existe et qu'il est lisible.").format(
                path=path
            )
        ) from error
