"""Do the parts of a questionnaire fit together? Names, lists, our own columns, defaults."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from teleactivites_desktop.core.expressions import is_dynamic
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, Questionnaire, QuestionType
from teleactivites_desktop.i18n import N_, _
from teleactivites_desktop.xlsform.columns import KNOWN, OURS
from teleactivites_desktop.xlsform.problems import SHEETS, SURVEY, Problems, did_you_mean
from teleactivites_desktop.xlsform.sheets import Book, Sheet

FORMATS = ("name", "phone", "email", "url", "postcode")
"""What `bind::ta:format` may say."""

REPEATS = ("batch",)
"""What `bind::ta:repeat` may say."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_WRITTEN = {
    QuestionType.INTEGER: (r"-?[0-9]+", N_("un nombre entier")),
    QuestionType.DECIMAL: (_NUMBER, N_("un nombre, au point décimal")),
    QuestionType.RANGE: (_NUMBER, N_("un nombre, au point décimal")),
    QuestionType.DATE: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", N_("une date écrite année-mois-jour")),
    QuestionType.TIME: (r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", N_("une heure écrite heures:minutes")),
}
"""How a default that is an answer is written, by type: pattern, and what it should have been."""

_CLOSE = 0.85
"""How alike a header and a known one are for it to be a slip rather than a column of the author's."""


def check_columns(book: Book, problems: Problems) -> None:
    """Note headers that stand twice, and those that look like a slip for a known one."""
    for name in SHEETS:
        sheet = book.sheets[name]
        seen: set[tuple[str, str]] = set()
        for column in sheet.columns:
            if (column.name, column.language) in seen:
                problems.add(
                    name,
                    1,
                    _("La colonne « {header} » est en double : retirez l'une des deux.").format(
                        header=column.header
                    ),
                )
            seen.add((column.name, column.language))
        _check_headers(sheet, problems)


def _check_headers(sheet: Sheet, problems: Problems) -> None:
    known = KNOWN[sheet.name]
    for column in sheet.columns:
        base = column.header.partition("::")[0] if OURS not in column.header.lower() else column.header
        ours = base.lower().startswith(OURS) and column.name not in known
        close = get_close_matches(base.lower(), known, 1, 0.0 if ours else _CLOSE)
        if ours or (close and column.name not in known):
            problems.add(
                sheet.name,
                1,
                _("La colonne « {header} » est inconnue.").format(header=column.header) + did_you_mean(close),
            )


def check_names(questionnaire: Questionnaire, problems: Problems) -> None:
    """Note names that cannot be, and those that stand twice: capitals do not tell columns apart."""
    seen: dict[str, str] = {}
    named = [(section.row, section.name) for section in questionnaire.sections if section.name]
    named += [(question.row, question.name) for question in questionnaire.questions]
    for row, name in sorted(named):
        if not _NAME.fullmatch(name):
            problems.add(
                SURVEY,
                row,
                _(
                    "« {name} » n'est pas un nom : une lettre, puis lettres sans accent, chiffres et _."
                ).format(name=name),
            )
        if name.lower() in seen:
            problems.add(
                SURVEY,
                row,
                _(
                    "Le nom « {name} » est déjà pris, majuscules mises à part : choisissez-en un autre."
                ).format(name=name),
            )
        seen[name.lower()] = name


def check_questions(questionnaire: Questionnaire, problems: Problems) -> None:
    """Note labels and formulas that are missing, unknown lists, and what our own columns cannot say."""
    for question in questionnaire.questions:
        for message in (
            *_about_itself(question),
            *_about_list(question, questionnaire),
            *_about_own_columns(question),
            *_about_default(question, questionnaire),
        ):
            problems.add(SURVEY, question.row, message)


def _about_itself(question: Question) -> Iterable[str]:
    if question.type is QuestionType.CALCULATE and not question.calculation:
        yield _("Il manque le calcul : remplissez la colonne calculation.")
    if question.type not in (QuestionType.CALCULATE, QuestionType.HIDDEN) and not question.labels:
        yield _("Il manque le libellé : remplissez la colonne label.")


def _about_list(question: Question, questionnaire: Questionnaire) -> Iterable[str]:
    if question.type not in CHOICE_TYPES:
        return
    found = questionnaire.choice_lists.get(question.choice_list)
    if found is None:
        close = get_close_matches(question.choice_list, questionnaire.choice_lists, 1)
        yield _("La liste de choix « {list} » n'existe pas dans la feuille choices.").format(
            list=question.choice_list
        ) + did_you_mean(close)
    elif question.type is not QuestionType.SELECT_ONE:
        for choice in found.choices:
            if " " in choice.name:
                yield _(
                    "Le nom de choix « {name} » a un espace : à choix multiple, il en faut un sans."
                ).format(name=choice.name)


def _about_own_columns(question: Question) -> Iterable[str]:
    if question.format and question.format not in FORMATS:
        yield _("bind::ta:format ne connaît pas « {value} » : {known}.").format(
            value=question.format, known=", ".join(FORMATS)
        )
    elif question.format and question.type is not QuestionType.TEXT:
        yield _("bind::ta:format ne va qu'aux questions de type text.")
    if question.repeat and question.repeat not in REPEATS:
        yield _("bind::ta:repeat ne connaît que « {known} ».").format(known=", ".join(REPEATS))
    if question.warning_messages and not question.warning:
        yield _("Il y a un message d'avertissement sans condition : remplissez bind::ta:warning.")
    if question.consent and question.type not in (
        QuestionType.SELECT_ONE,
        QuestionType.SELECT_MULTIPLE,
        QuestionType.ACKNOWLEDGE,
    ):
        yield _("bind::ta:consent ne va qu'aux questions à choix et aux cases à cocher.")


def _about_default(question: Question, questionnaire: Questionnaire) -> Iterable[str]:
    default = question.default
    if not default or is_dynamic(default, question.type):
        return
    if question.type in CHOICE_TYPES and question.choice_list in questionnaire.choice_lists:
        names = [default] if question.type is QuestionType.SELECT_ONE else default.split()
        by_name = questionnaire.choice_lists[question.choice_list].by_name
        for name in names:
            if name not in by_name:
                yield _("La valeur par défaut « {name} » n'est pas un choix de la liste.").format(name=name)
    elif question.type in _WRITTEN and not re.fullmatch(_WRITTEN[question.type][0], default):
        yield _("La valeur par défaut « {default} » n'est pas {what}.").format(
            default=default, what=_(_WRITTEN[question.type][1])
        )
