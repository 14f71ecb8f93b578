"""The choices sheet: lists of choices."""

from collections.abc import Iterable, Mapping, Sequence

from teleactivites_desktop.core.questionnaire import Choice, ChoiceList
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.columns import CHOICES_COLUMNS
from teleactivites_desktop.xlsform.problems import CHOICES, Problems
from teleactivites_desktop.xlsform.sheets import Row, Sheet

OTHER = "other"
"""Name of the choice that `or_other` adds, as ODK's tools write it."""


def read_choice_lists(sheet: Sheet, allow_duplicates: bool, problems: Problems) -> dict[str, ChoiceList]:
    """Return the lists of the choices sheet by name, their choices in the sheet's order."""
    lists: dict[str, list[tuple[int, Choice]]] = {}
    for row in sheet.rows:
        list_name, name = row.get("list_name"), row.get("name")
        if not list_name:
            problems.add(CHOICES, row.number, _("Il manque le nom de la liste : remplissez list_name."))
        elif not name:
            problems.add(CHOICES, row.number, _("Il manque le nom du choix : remplissez la colonne name."))
        elif not row.labels("label"):
            problems.add(
                CHOICES, row.number, _("Il manque le libellé du choix : remplissez la colonne label.")
            )
        else:
            lists.setdefault(list_name, []).append(
                (row.number, Choice(name, row.labels("label"), _others(row)))
            )
    if not allow_duplicates:
        for list_name, numbered in lists.items():
            check_unique(CHOICES, list_name, numbered, problems)
    return {name: ChoiceList(name, tuple(choice for _row, choice in found)) for name, found in lists.items()}


def _others(row: Row) -> dict[str, str]:
    return {name: text for (name, _language), text in row.cells.items() if name not in CHOICES_COLUMNS}


def check_unique(
    sheet: str, list_name: str, numbered: Sequence[tuple[int, Choice]], problems: Problems
) -> None:
    """Note every choice of a list whose name an earlier one has: what is stored could not tell them apart."""
    seen: set[str] = set()
    for row, choice in numbered:
        if choice.name in seen:
            problems.add(
                sheet,
                row,
                _(
                    "Le choix « {name} » est deux fois dans la liste « {list} » : renommez l'un des deux."
                ).format(name=choice.name, list=list_name),
            )
        seen.add(choice.name)


def with_other(choice_list: ChoiceList, languages: Iterable[str]) -> ChoiceList:
    """Return the list with the choice that `or_other` asks for, unless it has one of that name."""
    if OTHER in choice_list.by_name:
        return choice_list
    labels = {language: other_label(language) for language in languages}
    return ChoiceList(choice_list.name, (*choice_list.choices, Choice(OTHER, labels)), choice_list.from_file)


def other_label(language: str) -> str:
    """Return the label of the choice "other" in `language`, as the workbook writes languages."""
    return "Other" if _is_english(language) else _("Autre")


def which_label(language: str) -> str:
    """Return the label of the question that asks which other, in `language`."""
    return "Other: which?" if _is_english(language) else _("Autre : précisez")


def _is_english(language: str) -> bool:
    return language.lower().startswith("english") or "(en" in language.lower()


def languages_of(lists: Mapping[str, ChoiceList], list_name: str) -> tuple[str, ...]:
    """Return the languages in which the choices of a list have labels, in the order met."""
    found = lists[list_name].choices if list_name in lists else ()
    return tuple(dict.fromkeys(language for choice in found for language in choice.labels))
