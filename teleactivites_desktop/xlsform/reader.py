"""A workbook becomes a questionnaire, or a list of everything that must be mended first."""

import re
from collections.abc import Mapping
from dataclasses import replace

from teleactivites_desktop.core.questionnaire import ChoiceList, Questionnaire
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.checks import check_columns, check_names, check_questions
from teleactivites_desktop.xlsform.choices import (
    check_unique,
    languages_of,
    read_choice_lists,
    with_other,
)
from teleactivites_desktop.xlsform.gate import pass_gate
from teleactivites_desktop.xlsform.problems import CHOICES, SURVEY, Problems
from teleactivites_desktop.xlsform.repeats import MOST_LINES, Tables, check_nested
from teleactivites_desktop.xlsform.rules import check_rules
from teleactivites_desktop.xlsform.settings import read_settings
from teleactivites_desktop.xlsform.sheets import Book, read_book
from teleactivites_desktop.xlsform.survey import Survey, SurveyReader
from teleactivites_desktop.xlsform.tables import Table, is_choice_file, list_from_table, read_table

_PULLDATA = re.compile(r"pulldata\(\s*['\"]([^'\"]+)['\"]")
_FROM_FILE = re.compile(r"from[_ ]file (\S+)")


def wanted_files(workbook: bytes) -> tuple[str, ...]:
    """Return the names of the choice files that `workbook` (the bytes of an .xlsx) asks for, sorted.

    Raises DamagedFileError where the workbook cannot be read.
    """
    names: set[str] = set()
    for row in read_book(workbook).sheets[SURVEY].rows:
        names.update(_FROM_FILE.findall(row.get("type")))
        if row.get("type").lower() == "csv-external":
            names.add(f"{row.get('name')}.csv")
        for cell in row.cells.values():
            names.update(f"{table.removesuffix('.csv')}.csv" for table in _PULLDATA.findall(cell))
    return tuple(sorted(filter(is_choice_file, names)))


def read_workbook(workbook: bytes, files: Mapping[str, bytes]) -> Questionnaire:
    """Return the questionnaire of a workbook (the bytes of an .xlsx) and its choice files (name -> bytes).

    Raises DamagedFileError where the workbook cannot be read at all, QuestionnaireError with every fault
    found where it can but is not right.
    """
    problems = Problems()
    book = read_book(workbook)
    check_columns(book, problems)
    settings = read_settings(book, problems)
    survey = SurveyReader(settings.languages, problems).read(book.sheets[SURVEY])
    lists = read_choice_lists(book.sheets[CHOICES], settings.allow_choice_duplicates, problems)
    tables = _tables(survey, files, problems)
    lists.update(_lists_from_files(survey, tables, problems))
    questionnaire = Questionnaire(
        form_id=settings.form_id,
        version=settings.version,
        titles={"": settings.title},
        default_language=settings.default_language,
        languages=settings.languages,
        sections=tuple(survey.sections),
        questions=tuple(survey.questions),
        choice_lists=_with_others(survey, lists),
        tables=tables,
        skipped=tuple(survey.skipped),
    )
    check_nested(survey.sections, survey.repeats, problems)
    repeated = Tables(survey, problems)
    _check(questionnaire, repeated, book, problems)
    return _with_tables(questionnaire, repeated) if repeated.any else questionnaire


def _with_tables(questionnaire: Questionnaire, repeated: Tables, most: int = MOST_LINES) -> Questionnaire:
    sections, questions = repeated.written_out(most)
    return replace(questionnaire, sections=sections, questions=questions)


def _check(questionnaire: Questionnaire, repeated: Tables, book: Book, problems: Problems) -> None:
    check_names(questionnaire, problems)
    check_questions(questionnaire, problems)
    # One line of each table says what is wrong with all of them.
    check_rules(_with_tables(questionnaire, repeated, 1) if repeated.any else questionnaire, problems)
    pass_gate(book, problems)
    problems.raise_any()


def _tables(survey: Survey, files: Mapping[str, bytes], problems: Problems) -> dict[str, Table]:
    """Read the files given; note the files of choice questions that are missing or cannot be."""
    for name, (row, _parameters) in survey.files.items():
        if not is_choice_file(name):
            message = _("« {name} » ne peut être un fichier de choix : un fichier .csv, à côté du classeur.")
            problems.add(SURVEY, row, message.format(name=name))
        elif name not in files:
            message = _("Le fichier « {name} » manque : placez-le à côté du classeur.")
            problems.add(SURVEY, row, message.format(name=name))
    return {name[: -len(".csv")]: read_table(name, content, problems) for name, content in files.items()}


def _lists_from_files(
    survey: Survey, tables: Mapping[str, Table], problems: Problems
) -> dict[str, ChoiceList]:
    lists: dict[str, ChoiceList] = {}
    for name, (_row, parameters) in survey.files.items():
        found = list_from_table(name, tables.get(name[: -len(".csv")], ()), parameters, problems)
        check_unique(name, name, list(enumerate(found.choices, 2)), problems)
        lists[name] = found
    return lists


def _with_others(survey: Survey, lists: dict[str, ChoiceList]) -> dict[str, ChoiceList]:
    for question in survey.questions:
        if question.or_other and question.choice_list in lists:
            languages = languages_of(lists, question.choice_list) or ("",)
            lists[question.choice_list] = with_other(lists[question.choice_list], languages)
    return lists
