"""The survey sheet: sections and questions, as written. What they refer to is checked afterwards."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from teleactivites_desktop.core.questionnaire import Question, QuestionType, Section, Skipped
from teleactivites_desktop.i18n import _
from teleactivites_desktop.xlsform.cells import condition, parameters, yes_no
from teleactivites_desktop.xlsform.choices import OTHER, which_label
from teleactivites_desktop.xlsform.problems import SURVEY, Problems, did_you_mean
from teleactivites_desktop.xlsform.sheets import Row, Sheet
from teleactivites_desktop.xlsform.types import SIMPLE, SKIPPED, RowKind, RowType, row_type

_VERIFY = "bind::ta:verify"
_RANGE = {"start": "1", "end": "10", "step": "1"}
"""The bounds of a range whose parameters do not say, as ODK's tools have them."""


@dataclass
class Survey:
    """What the survey sheet holds, in its order."""

    sections: list[Section] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    repeats: dict[str, str] = field(default_factory=dict)
    """Sections that are repeated: name -> what the column repeat_count says."""
    files: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    """Choice files asked for: name -> the first row that does, and its parameters."""


class SurveyReader:
    """Reads the rows one after another, with the groups that are open."""

    def __init__(self, languages: tuple[str, ...], problems: Problems) -> None:
        self._languages = languages or ("",)
        self._problems = problems
        self._survey = Survey()
        self._open: list[tuple[str, int]] = []

    def read(self, sheet: Sheet) -> Survey:
        """Return what the sheet holds; what is wrong goes to the problems."""
        if sheet.missing:
            self._problems.add(SURVEY, 0, _("Cette feuille manque : elle porte les questions."))
        for row in sheet.rows:
            self._read(row)
        for name, number in self._open:
            self._problem(
                number,
                _("Le groupe « {name} » n'est pas fermé : ajoutez une ligne end group.").format(name=name),
            )
        return self._survey

    def _problem(self, row: int, message: str) -> None:
        self._problems.add(SURVEY, row, message)

    def _read(self, row: Row) -> None:
        cell = row.get("type")
        if not cell:
            if row.get("name") or row.labels("label"):
                self._problem(row.number, _("Il manque le type de la question : remplissez la colonne type."))
            return
        found = row_type(cell)
        name = row.get("name")
        if found.kind is RowKind.SKIPPED:
            self._survey.skipped.append(Skipped(SURVEY, row.number, cell, name))
        elif found.kind is RowKind.QUESTION:
            self._question(row, found, name)
        elif found.kind is RowKind.END:
            self._end(row)
        elif found.kind in (RowKind.BEGIN_GROUP, RowKind.BEGIN_REPEAT):
            self._begin(row, found, name)
        else:
            self._refuse_type(row, found, cell)

    def _refuse_type(self, row: Row, found: RowType, cell: str) -> None:
        if found.kind is RowKind.EXTERNAL:
            message = _("Le type « {type} » n'est pas repris : employez select_one et choice_filter.")
        elif cell.split()[0] in ("select_one", "select_multiple", "rank"):
            message = _("Le type « {type} » doit nommer une liste de choix, en un seul mot.")
        else:
            message = _("Le type « {type} » est inconnu.")
        close = get_close_matches(cell.lower(), [*SIMPLE, *SKIPPED, "begin group", "end group"], 1)
        self._problem(row.number, message.format(type=cell) + did_you_mean(close))

    def _begin(self, row: Row, found: RowType, name: str) -> None:
        if found.kind is RowKind.BEGIN_REPEAT and name:
            self._survey.repeats[name] = row.get("repeat_count").strip()
        if not name:
            self._problem(row.number, _("Il manque le nom du groupe : remplissez la colonne name."))
        parent = self._open[-1][0] if self._open else ""
        self._open.append((name, row.number))
        self._survey.sections.append(
            Section(
                name,
                row.labels("label"),
                parent,
                relevant=row.get("relevant"),
                appearance=row.get("appearance"),
                row=row.number,
            )
        )

    def _end(self, row: Row) -> None:
        if self._open:
            self._open.pop()
        else:
            self._problem(row.number, _("Aucun groupe n'est ouvert ici : retirez cette ligne."))

    def _question(self, row: Row, found: RowType, name: str) -> None:
        if not name and found.question is QuestionType.NOTE:
            name = f"note_{row.number}"
        if not name:
            self._problem(row.number, _("Il manque le nom de la question : remplissez la colonne name."))
            return
        given = self._parameters(row)
        if found.from_file:
            self._survey.files.setdefault(found.choice_list, (row.number, given))
        self._survey.questions.append(self._build(row, found, name, given))
        if found.or_other:
            self._survey.questions.append(self._which_other(row, name))

    def _parameters(self, row: Row) -> dict[str, str]:
        given = parameters(row.get("parameters"))
        if given is None:
            self._problem(row.number, _("La colonne parameters doit être écrite comme « start=1 end=10 »."))
        return given or {}

    def _build(self, row: Row, found: RowType, name: str, given: dict[str, str]) -> Question:
        assert found.question is not None
        return Question(
            name,
            found.question,
            row.labels("label"),
            self._open[-1][0] if self._open else "",
            row=row.number,
            hints=row.labels("hint"),
            required=condition(row.get("required")),
            required_messages=row.labels("required_message"),
            relevant=row.get("relevant"),
            constraint=row.get("constraint"),
            constraint_messages=row.labels("constraint_message"),
            calculation=row.get("calculation"),
            default=row.get("default"),
            choice_filter=row.get("choice_filter"),
            choice_list=found.choice_list,
            or_other=found.or_other,
            appearance=row.get("appearance"),
            read_only=self._flag(row, "read_only"),
            parameters={**_RANGE, **given} if found.question is QuestionType.RANGE else given,
            warning=row.get("bind::ta:warning"),
            warning_messages=row.labels("bind::ta:warningmsg"),
            format=row.get("bind::ta:format"),
            repeat=row.get("bind::ta:repeat"),
            identity=self._flag(row, "bind::ta:identity"),
            consent=row.get("bind::ta:consent"),
            verify=self._verify(row),
        )

    def _verify(self, row: Row) -> str:
        """Return "yes" or "no" as the column says, "" where it says nothing."""
        if not row.get(_VERIFY):
            return ""
        return "yes" if self._flag(row, _VERIFY) else "no"

    def _flag(self, row: Row, column: str) -> bool:
        said = yes_no(row.get(column))
        if said is None:
            self._problem(row.number, _("La colonne {name} se remplit par yes ou no.").format(name=column))
        return bool(said)

    def _which_other(self, row: Row, name: str) -> Question:
        """Return the question that `or_other` adds: which other?"""
        return Question(
            f"{name}_{OTHER}",
            QuestionType.TEXT,
            {language: which_label(language) for language in self._languages},
            self._open[-1][0] if self._open else "",
            row=row.number,
            relevant=f"selected(${{{name}}}, '{OTHER}')",
        )
