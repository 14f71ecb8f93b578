"""Which questions say who a person is: told by their formats and lists, never by their names.

A questionnaire of another campaign names its questions as it likes; lists, search and likeness still know
which one is the surname.
"""

from dataclasses import dataclass

from teleactivites_desktop.core.questionnaire import Questionnaire, QuestionType

POSTAL_CODES = "postal_codes"
"""Attribute by which a list of choices is known to be one of communes (resources/questionnaire)."""


@dataclass(frozen=True)
class Roles:
    """Names of questions. `names` are the parts of a person's name in paper order (surname, first name)."""

    names: tuple[str, ...] = ()
    birth: str = ""
    place: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def roles(questionnaire: Questionnaire) -> Roles:
    """Return the roles of `questionnaire`; "" or () where nothing has that role.

    Names, telephones and e-mails have those formats; the year of birth is the first whole number that
    identifies; the commune is the first question whose list has postal codes; `texts` identify otherwise.
    Questions in tables are about others than the respondent: they have no role.
    """
    alone = [question for question in questionnaire.questions if not question.line]
    texts = [question for question in alone if question.type is QuestionType.TEXT]

    def with_format(format_: str) -> tuple[str, ...]:
        return tuple(question.name for question in texts if question.format == format_)

    return Roles(
        names=with_format("name"),
        birth=next(
            (
                question.name
                for question in alone
                if question.identity and question.type is QuestionType.INTEGER
            ),
            "",
        ),
        place=next(
            (
                question.name
                for question in alone
                if any(POSTAL_CODES in choice.attributes for choice in questionnaire.choices_of(question)[:1])
            ),
            "",
        ),
        phones=with_format("phone"),
        emails=with_format("email"),
        texts=tuple(
            question.name
            for question in texts
            if question.identity and question.format not in ("name", "phone")
        ),
    )
