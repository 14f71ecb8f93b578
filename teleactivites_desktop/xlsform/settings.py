"""The settings sheet: identity of the form, its version, its languages."""

import re
from dataclasses import dataclass

from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.columns import OURS
from teleactivites_desktop.xlsform.problems import SETTINGS, SURVEY, Problems
from teleactivites_desktop.xlsform.sheets import Book, Row

_DECLARED = re.compile(r"(?:^|\s)ta\s*=\s*[\"“”][^\"“”]+[\"“”]")


@dataclass(frozen=True)
class Settings:
    """What the settings sheet says; `default_language` is "" where no column names a language."""

    form_id: str
    title: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    allow_choice_duplicates: bool


def read_settings(book: Book, problems: Problems) -> Settings:
    """Return the settings; what is wrong goes to `problems`."""
    sheet = book.sheets[SETTINGS]
    row = sheet.rows[0] if sheet.rows else Row(2, {})
    languages = _languages(book)
    default = row.get("default_language") or next(iter(languages), "")
    if default and languages and default not in languages:
        problems.add(
            SETTINGS,
            row.number,
            _("default_language dit « {language} », que ne porte aucune colonne : {languages}.").format(
                language=default, languages=", ".join(languages)
            ),
        )
    form_id = row.get("form_id")
    if not form_id:
        problems.add(SETTINGS, row.number, _("Il manque l'identifiant du formulaire : remplissez form_id."))
    _check_namespace(book, row, problems)
    return Settings(
        form_id,
        row.labels("form_title").get("", form_id),
        row.get("version"),
        default,
        languages,
        row.get("allow_choice_duplicates").lower() in ("yes", "true"),
    )


def _languages(book: Book) -> tuple[str, ...]:
    """Return the languages of the columns of the survey and choices sheets, in their order."""
    columns = [column for sheet in book.sheets.values() for column in sheet.columns]
    return tuple(dict.fromkeys(column.language for column in columns if column.language))


def _check_namespace(book: Book, row: Row, problems: Problems) -> None:
    """The columns `bind::ta:...` mean something only where settings declare their prefix, says XLSForm."""
    ours = [column.header for column in book.sheets[SURVEY].columns if column.name.lower().startswith(OURS)]
    if ours and not _DECLARED.search(row.get("namespaces")):
        problems.add(
            SETTINGS,
            row.number,
            _(
                "Les colonnes {prefix} demandent que la colonne namespaces dise "
                'ta="https://teleactivites.example/ns".'
            ).format(prefix=OURS),
        )
