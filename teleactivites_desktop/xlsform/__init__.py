"""XLSForm workbook -> core questionnaire. The only place of pyxform and calamine."""

from teleactivites_desktop.xlsform.problems import Problem, QuestionnaireError
from teleactivites_desktop.xlsform.reader import read_workbook, wanted_files
from teleactivites_desktop.xlsform.version import version_id

__all__ = ["Problem", "QuestionnaireError", "read_workbook", "version_id", "wanted_files"]
