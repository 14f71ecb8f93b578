"""The questionnaire as it is printed blank: boxes by type, choice numbers as the screen takes them."""

import re
from collections.abc import Mapping
from datetime import datetime

from teleactivites_desktop.core.outline import column_title, printed_sections
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.skip_words import skip_words
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.blank import BlankForm, BlankQuestion, BlankSection
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

MOST_COPIES = 2_000
_LONG_TEXT = 3
_FIGURES = re.compile(r"(?<![\w{])\d+")
_NUMBERED = re.compile(r"(.*?)(\d+)$")
_BOXES = {
    QuestionType.DATE: "2/2/4",
    QuestionType.TIME: "2/2",
    QuestionType.RANGE: "2",
    QuestionType.ACKNOWLEDGE: "1",
}


def blank_form(workspace: Workspace, territory: str, author: str, made_at: datetime) -> BlankForm:
    """Return the form of the campaign's questionnaire. `territory` "" names none on it."""
    questionnaire = workspace.questionnaire
    campaign = membership(workspace.store)
    return BlankForm(
        title=campaign.title or questionnaire.text(questionnaire.titles),
        version=questionnaire.version,
        territory=campaign.territories.get(territory, territory),
        sections=tuple(
            BlankSection(
                title,
                tuple(
                    _question(questionnaire, question)
                    for question in questionnaire.in_section(section.name)
                    if question.keyed and question.line <= 1
                ),
                section.lines,
            )
            for section, title in printed_sections(questionnaire)
            if any(question.keyed for question in questionnaire.in_section(section.name))
        ),
        notice=_notice(campaign.territories),
        author=author,
        made_at=made_at,
    )


def papers_from(first: str, copies: int) -> list[str]:
    """Return the numbers of `copies` forms, from `first` on; "" gives forms without a number.

    Raises UserError for a number that cannot be counted on from, or too many copies.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise UserError(
            _("Le nombre d'exemplaires va de 1 à {most} ; vous en demandez {copies}.").format(
                most=MOST_COPIES, copies=copies
            )
        )
    if not first:
        return [""] * copies
    found = _NUMBERED.fullmatch(first)
    if found is None:
        raise UserError(
            _("« {first} » ne finit pas par un numéro : donnez par exemple GBEQ-0001.").format(first=first)
        )
    start, width = int(found[2]), len(found[2])
    return [f"{found[1]}{number:0{width}d}" for number in range(start, start + copies)]


def _question(questionnaire: Questionnaire, question: Question) -> BlankQuestion:
    choice_list = questionnaire.choice_lists.get(question.choice_list)
    choices: tuple[tuple[str, str], ...] = ()
    boxes, lines = _BOXES.get(question.type, ""), 0
    if question.type in (QuestionType.INTEGER, QuestionType.DECIMAL):
        boxes = _number_boxes(question)
    if choice_list is not None and choice_list.from_file:
        lines, boxes = 1, str(min(choice_list.code_width, 9)) if choice_list.keyed_by_name else ""
    elif choice_list is not None:
        choices = tuple(
            (choice_list.code_of(choice.name), questionnaire.text(choice.labels) or choice.name)
            for choice in choice_list.choices
        )
        one = question.type is QuestionType.SELECT_ONE
        boxes = str(choice_list.code_width) if one else ""
    elif question.type in (QuestionType.TEXT, QuestionType.GEOPOINT):
        lines = _LONG_TEXT if "multiline" in question.appearance else 1
    return BlankQuestion(
        label=column_title(question, questionnaire.text(question.labels)) or question.name,
        boxes=boxes,
        choices=choices,
        lines=lines,
        skip=skip_words(question, questionnaire),
    )


def _number_boxes(question: Question) -> str:
    """Return as many boxes as the greatest number in the question's checks has digits, 3 without any."""
    known = _FIGURES.findall(f"{question.constraint} {question.warning}")
    digits = min(max(map(len, known), default=3), 9)
    return f"{digits},1" if question.type is QuestionType.DECIMAL else str(digits)


def _notice(territories: Mapping[str, str]) -> tuple[str, ...]:
    names = ", ".join(territories.values())
    return (
        _(
            "Vos réponses servent à connaître le télétravail et, si vous l'acceptez, à vous"
            " recontacter ou à vous présenter aux entreprises. Répondre est facultatif ; une question sans"
            " réponse n'a aucune conséquence."
        ),
        _(
            "Elles sont saisies et gardées, chiffrées, par {names}, et par eux seuls. Les tableaux publiés ne"
            " montrent aucun effectif de moins de trois personnes."
        ).format(names=names),
        _(
            "Règlement (UE) 2016/679 : vous pouvez demander à voir vos réponses, à les corriger, à les"
            " effacer, à limiter leur usage, et retirer à tout moment un accord donné, auprès du territoire"
            " qui vous a remis ce questionnaire, en donnant le numéro de fiche ; vous pouvez aussi saisir"
            " la CNIL (www.cnil.fr)."
        ),
    )
