"""Variables made from answers: classes of a number, ages, groups of choices. Declared in a small table.

A table of five columns, one line per group: ``name``, ``label``, ``from``, ``value``, ``group``. Lines of one
name make one variable. ``from`` is a question, or ``age(question)`` for the age, in the year the paper came
in, of somebody born in the year answered. ``value`` is what is in the group: choice codes parted by spaces,
or numbers ``20-29``, ``-19`` (up to), ``60-`` (from), both ends included. See docs/derived-variables.md.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

COLUMNS = ("name", "label", "from", "value", "group")
_CHOICES = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE})
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_AGE = re.compile(r"age\((\w+)\)")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)?\s*-\s*(\d+(?:[.,]\d+)?)?")
SEVERAL = "\x1e"
"""The group of people whose answers are in several groups, where a question takes several answers."""
MOST_LINES = 2_000


@dataclass(frozen=True)
class Part:
    """One line: what is in the group `group`: `codes` of choices, or numbers from `low` to `high`."""

    group: str
    codes: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True)
class Variable:
    """A variable made from `question`; `age`: from the year of birth answered there."""

    name: str
    label: str
    question: str
    age: bool
    parts: tuple[Part, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the groups, in the order of the file."""
        return tuple(dict.fromkeys(part.group for part in self.parts))

    @property
    def group_of_code(self) -> Mapping[str, str]:
        """Return the group of each choice code."""
        return {code: part.group for part in self.parts for code in part.codes}

    def to_value(self) -> PatchValue:
        """Return the variable as the campaign keeps it: lines as in the file, without the name."""
        source = f"age({self.question})" if self.age else self.question
        parts: list[PatchValue] = [[_written(part), part.group] for part in self.parts]
        return {"label": self.label, "from": source, "parts": parts}


def read(rows: Iterable[Sequence[str]], questionnaire: Questionnaire, taken: Iterable[str]) -> list[Variable]:
    """Return the variables of a table whose first row names the columns.

    `taken` are names that groupings have already. Raises UserError, with the line, for what is wrong.
    """
    lines = [[cell.strip() for cell in row] for row in rows]
    if len(lines) > MOST_LINES:
        raise UserError(_("Ce fichier a plus de {most} lignes.").format(most=MOST_LINES))
    heads = [cell.lower() for cell in lines[0]] if lines else []
    if any(column not in heads for column in COLUMNS):
        raise UserError(
            _("La première ligne doit nommer les colonnes : {columns}.").format(columns=", ".join(COLUMNS))
        )
    places = [heads.index(column) for column in COLUMNS]
    forbidden = {*taken, *questionnaire.by_name}
    found: dict[str, Variable] = {}
    for number, line in enumerate(lines[1:], 2):
        if any(line):
            cells = [line[place] if place < len(line) else "" for place in places]
            variable = _line(number, cells, questionnaire, forbidden)
            found[variable.name] = _merged(number, found.get(variable.name), variable)
    if not found:
        raise UserError(_("Ce fichier ne déclare aucune variable."))
    return list(found.values())


def from_value(name: str, value: PatchValue, questionnaire: Questionnaire) -> Variable | None:
    """Return the variable that `to_value` gave; None for one that this questionnaire cannot make."""
    parts = value.get("parts") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not isinstance(parts, list):
        return None
    rows = [[name, value.get("label"), value.get("from"), *part] for part in parts if isinstance(part, list)]
    try:
        texts = [[str(cell) for cell in row] for row in rows]
        (variable,) = read([COLUMNS, *texts], questionnaire, ())
    except (UserError, ValueError):
        return None
    return variable


def _line(number: int, cells: Sequence[str], questionnaire: Questionnaire, forbidden: set[str]) -> Variable:
    name, label, source, value, group = cells
    age = _AGE.fullmatch(source)
    question = questionnaire.by_name.get(age.group(1) if age else source)
    if not _NAME.fullmatch(name) or name in forbidden:
        raise _wrong(number, _("« {name} » ne peut pas nommer une variable.").format(name=name))
    if question is None:
        raise _wrong(number, _("il n'y a pas de question « {name} ».").format(name=source))
    if not group:
        raise _wrong(number, _("le groupe n'a pas de nom."))
    if question.type in _NUMBERS:
        part = _numbers(number, value, group)
    elif question.type in _CHOICES and not age:
        part = Part(group, _codes(number, value, question, questionnaire))
    else:
        raise _wrong(number, _("on ne peut rien déduire de « {name} ».").format(name=source))
    return Variable(name, label or name, question.name, age is not None, (part,))


def _merged(number: int, before: Variable | None, line: Variable) -> Variable:
    if before is None:
        return line
    if (before.question, before.age) != (line.question, line.age):
        raise _wrong(number, _("« {name} » vient d'une autre question plus haut.").format(name=line.name))
    (new,) = line.parts
    for old in before.parts:
        twice = set(old.codes) & set(new.codes)
        if twice or (not new.codes and old.low <= new.high and new.low <= old.high):
            raise _wrong(number, _("cette valeur est déjà dans « {group} ».").format(group=old.group))
    return Variable(before.name, before.label, before.question, before.age, (*before.parts, new))


def _numbers(number: int, value: str, group: str) -> Part:
    ends = _RANGE.fullmatch(value)
    alone = re.fullmatch(r"\d+(?:[.,]\d+)?", value)
    if alone:
        return Part(group, (), _as_number(value), _as_number(value))
    if not ends or not any(ends.groups()):
        told = _("« {value} » n'est pas un intervalle comme 20-29, -19 ou 60-.")
        raise _wrong(number, told.format(value=value))
    low, high = ends.groups()
    part = Part(group, (), _as_number(low) if low else -math.inf, _as_number(high) if high else math.inf)
    if part.low > part.high:
        raise _wrong(number, _("« {value} » est à l'envers.").format(value=value))
    return part


def _codes(number: int, value: str, question: Question, questionnaire: Questionnaire) -> tuple[str, ...]:
    known = {choice.name for choice in questionnaire.choices_of(question)}
    codes = tuple(value.split())
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        told = _("« {code} » n'est pas un choix de « {name} ».")
        raise _wrong(number, told.format(code=" ".join(unknown), name=question.name))
    return codes


def _as_number(text: str) -> float:
    return float(text.replace(",", "."))


def _written(part: Part) -> str:
    if part.codes:
        return " ".join(part.codes)
    low = "" if math.isinf(part.low) else f"{part.low:g}"
    high = "" if math.isinf(part.high) else f"{part.high:g}"
    return f"{low}-{high}"


def _wrong(number: int, sentence: str) -> UserError:
    return UserError(_("Ligne {number} : {sentence}").format(number=number, sentence=sentence))
