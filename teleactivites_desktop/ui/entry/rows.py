"""What the sheet shows of each question of a section: plain values made from the entry session."""

import itertools
import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from teleactivites_desktop.core.entry.fields import Field, FieldState
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, Questionnaire, QuestionType
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.reading import nonresponse_words

_NUMBERED = re.compile(r"^(\d+(?: (?:bis|ter|quater|quinquies|sexies))?)\. +(.+)$")
_SHORT_FORMATS = frozenset({"phone", "postcode"})
_CODED = CHOICE_TYPES | {
    QuestionType.INTEGER,
    QuestionType.DECIMAL,
    QuestionType.RANGE,
    QuestionType.DATE,
    QuestionType.TIME,
    QuestionType.ACKNOWLEDGE,
}


class Sign(Enum):
    """A sign in the margin; it says in a glance what the words of the message say in full."""

    REFUSED = auto()
    CHECK = auto()
    CONFIRMED = auto()
    AS_ON_PAPER = auto()
    NOTE = auto()


@dataclass(frozen=True)
class Row:
    """One question on the sheet. `echo` is what the code means; `wide`: its text needs the whole width;
    `searched`: so does it while being keyed, then its code stands short beside its meaning; a name that was
    typed whole is its own meaning, and stands wide.
    """

    name: str
    number: str
    label: str
    keyed: bool
    typed: str
    echo: str
    signs: tuple[Sign, ...]
    skipped: bool
    required: bool
    wide: bool
    searched: bool
    proposed: bool


def split_number(label: str) -> tuple[str, str]:
    """Part a label into its number on the paper and its words: "10 bis. Code postal"."""
    found = _NUMBERED.match(label)
    return (found[1], found[2]) if found else ("", label)


def coded(question: Question) -> bool:
    """Tell whether its text is short (a code, a number, a date), so that its meaning stands beside it."""
    return question.type in _CODED or question.format in _SHORT_FORMATS


class RowMaker:
    """Makes the rows of one paper's session."""

    def __init__(self, session: EntrySession) -> None:
        self._questionnaire: Questionnaire = session.questionnaire
        self._session = session
        self._order = {name: place for place, name in enumerate(session.questionnaire.by_name)}

    def listed(self, question: Question) -> bool:
        """Tell whether its choices are searched in a file (communes...) rather than numbered."""
        found = self._questionnaire.choice_lists.get(question.choice_list)
        return found is not None and found.from_file

    def rows(self, section: str) -> list[Row]:
        """Return the rows of `section`, in paper order; a calculation being checked comes last.

        Of neighbours skipped for one reason, the first tells it.
        """
        fields = self._session.fields(section)
        position = self._session.position
        if position and all(field.question.name != position for field in fields):
            fields.append(self._session.field(position))
        rows = [self.row(field) for field in fields]
        same = [row.skipped and row.echo == before.echo for before, row in itertools.pairwise(rows)]
        return rows[:1] + [
            replace(row, echo=_("sautée")) if again else row
            for row, again in zip(rows[1:], same, strict=True)
        ]

    def row(self, field: Field) -> Row:
        """Return the row of one field."""
        question = field.question
        number, words = split_number(self._session.label(question.labels))
        untouched = field.state is FieldState.EMPTY
        echo, listed = self._echo(field), self.listed(question)
        return Row(
            name=question.name,
            number=number,
            label=words or _("Contrôle de la section"),
            keyed=question.keyed,
            typed=field.typed or (field.proposal if untouched else ""),
            echo=echo,
            signs=_signs(field),
            skipped=not field.relevant and not field.as_on_paper,
            required=bool(question.required),
            wide=not coded(question) or (listed and not echo),
            searched=listed,
            proposed=untouched and bool(field.proposal) and not field.typed,
        )

    def _echo(self, field: Field) -> str:
        if not field.relevant and not field.as_on_paper:
            return self._why_skipped(field.question)
        if field.nonresponse is not None:
            return nonresponse_words(field.nonresponse)
        question = field.question
        if field.value is None or not (question.type in CHOICE_TYPES or question.type is QuestionType.DATE):
            return ""
        shown = self._session.display(question.name)
        return "" if shown == field.typed else shown

    def _why_skipped(self, question: Question) -> str:
        cause = self._cause(question.name)
        if cause is None:
            return _("sautée")
        number, words = split_number(self._session.label(self._questionnaire.by_name[cause].labels))
        answer = self._session.display(cause) or _("sans réponse")
        return _("sautée — {question} : {answer}").format(question=number or words, answer=answer)

    def _cause(self, name: str) -> str | None:
        """Return the keyed question that decides whether `name` is skipped, through calculations."""
        rules = self._session.form.rules
        waiting = {ref for condition in rules[name].relevant for ref in condition.references}
        seen: set[str] = set()
        while waiting - seen:
            found = sorted(waiting - seen, key=self._order.__getitem__)[-1]
            if self._questionnaire.by_name[found].keyed:
                return found
            seen.add(found)
            calculation = rules[found].calculation
            waiting |= calculation.references if calculation else frozenset()
        return None


def _signs(field: Field) -> tuple[Sign, ...]:
    found = []
    if field.state is FieldState.REFUSED:
        found.append(Sign.REFUSED)
    if field.state is FieldState.TO_CHECK:
        found.append(Sign.CHECK)
    if field.state is FieldState.CONFIRMED:
        found.append(Sign.CONFIRMED)
    if field.as_on_paper:
        found.append(Sign.AS_ON_PAPER)
    if field.note:
        found.append(Sign.NOTE)
    return tuple(found)
