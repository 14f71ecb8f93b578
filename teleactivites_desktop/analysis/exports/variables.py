"""The columns of an export: one per question, one per choice where several may be ticked.

`Mode` says how much of a person is in them. Anonymous is not only without names: texts, exact commune,
exact years and days go too, for they find a person again in a small valley.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.i18n import _


class Mode(StrEnum):
    """How much an export tells of a person.

    `IDENTIFIED`: identity columns too, filled only for people who agreed to be contacted. `PSEUDONYMISED`: a
    code stands for the person, the same in every export of this database. `ANONYMOUS`: no code, no text, the
    commune as its valley, years in classes of five, days as months.
    """

    IDENTIFIED = "identified"
    PSEUDONYMISED = "pseudonymised"
    ANONYMOUS = "anonymous"


class Kind(StrEnum):
    """What a column holds. `FLAG` is one choice among several that may be ticked: 0 or 1."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True)
class Variable:
    """A column: its name, the label for readers, its kind, and what its codes mean (in their order).

    `source` is the path in a response's fields, or the name of one of its line; `choice` the choice of a
    flag; `identity` columns are emptied for people who did not agree to be contacted.
    """

    name: str
    label: str
    kind: Kind
    source: str
    labels: Mapping[str, str] = field(default_factory=dict)
    choice: str = ""
    identity: bool = False
    question: str = ""


_KINDS = {
    QuestionType.SELECT_ONE: Kind.CODE,
    QuestionType.INTEGER: Kind.NUMBER,
    QuestionType.DECIMAL: Kind.NUMBER,
    QuestionType.RANGE: Kind.NUMBER,
    QuestionType.DATE: Kind.DATE,
}
_SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


def variables(
    questionnaire: Questionnaire, territories: Mapping[str, str], mode: Mode, place: str = ""
) -> list[Variable]:
    """Return the columns of an export, those of the paper first. `place` is the question of the commune."""
    found = list(_of_paper(territories, mode))
    for question in questionnaire.questions:
        if question.type is not QuestionType.NOTE and not _left_out(question, mode):
            found += _of_question(questionnaire, question, mode, place)
    return found


def _of_paper(territories: Mapping[str, str], mode: Mode) -> Iterator[Variable]:
    if mode is Mode.IDENTIFIED:
        yield Variable("fiche", _("Numéro de fiche"), Kind.TEXT, "line.paper")
    if mode is Mode.PSEUDONYMISED:
        yield Variable("personne", _("Code de la personne"), Kind.TEXT, "pseudonym")
    yield Variable("territoire", _("Territoire"), Kind.CODE, "line.territory", dict(territories))
    if mode is not Mode.ANONYMOUS:
        yield Variable("lot", _("Lot"), Kind.TEXT, "line.batch")
        yield Variable("recue", _("Date de réception"), Kind.DATE, "line.received")
    statuses = {"complete": _("Complète"), "incomplete": _("Incomplète")}
    yield Variable("etat", _("État de la fiche"), Kind.CODE, "line.status", statuses)


def _left_out(question: Question, mode: Mode) -> bool:
    if mode is Mode.PSEUDONYMISED:
        return question.identity and question.type is not QuestionType.INTEGER  # years of birth stay
    return mode is Mode.ANONYMOUS and (question.identity or question.type in _FREE)


_FREE: Collection[QuestionType] = frozenset({QuestionType.TEXT, QuestionType.GEOPOINT})


def _of_question(
    questionnaire: Questionnaire, question: Question, mode: Mode, place: str
) -> Iterator[Variable]:
    label = questionnaire.text(question.labels) or question.name
    source = f"calculated.{question.name}" if question.calculation else f"answers.{question.name}"
    choices = {c.name: questionnaire.text(c.labels) or c.name for c in questionnaire.choices_of(question)}
    if question.type in _SEVERAL:
        for code, words in choices.items():
            yield Variable(
                f"{question.name}__{code}",
                f"{label} : {words}",
                Kind.FLAG,
                source,
                {"0": _("Non"), "1": _("Oui")},
                choice=code,
                question=question.name,
            )
        return
    if mode is Mode.ANONYMOUS and question.name == place:
        valleys = dict.fromkeys(
            c.attributes["valley"] for c in questionnaire.choices_of(question) if c.attributes.get("valley")
        )
        label = _("Vallée de résidence")
        yield Variable("vallee_residence", label, Kind.CODE, source, {v: v for v in valleys}, question=place)
        return
    yield Variable(
        question.name,
        label,
        _KINDS.get(question.type, Kind.TEXT),
        source,
        choices,
        identity=question.identity,
        question=question.name,
    )
