"""The codebook: questions with their codes, for whom they are, their checks, how many answered them."""

from collections.abc import Iterator

import numpy as np

from teleactivites_desktop.analysis.columns import State
from teleactivites_desktop.core.outline import printed_sections
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.rule_words import constraint_words
from teleactivites_desktop.core.skip_words import skip_words
from teleactivites_desktop.core.tabulation import HIDDEN, Cell
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services import tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Base, Progress
from teleactivites_desktop.services.workspace import Workspace

_MOST_CODES = 40


def listing(workspace: Workspace, imprint: Imprint, options: Options, progress: Progress | None) -> Listing:
    """Return the codebook of the current questionnaire, a table per section."""
    base = tabulations.load(workspace, options.selection, progress)
    questionnaire = workspace.questionnaire
    heads = (_("Variable"), _("Question"), _("Nature et codes"), _("Contrôles"), _("Réponses"))
    sheets = tuple(
        Sheet(
            title,
            heads,
            tuple(_row(base, q) for q in questionnaire.in_section(section.name) if q.keyed),
            (0.15, 0.24, 0.3, 0.21, 0.1),
            (4,),
        )
        for section, title in printed_sections(questionnaire)
    )
    lead = _("Questionnaire « {title} », version {version}.").format(
        title=questionnaire.text(questionnaire.titles), version=questionnaire.version
    )
    signs = _("Signes : « – » zéro ; « s » moins de {minimum} réponses, secret statistique.").format(
        minimum=number(base.minimum)
    )
    return Listing(
        imprint, (lead, signs), sheets, _("Ce questionnaire n'a pas de question."), with_contents=True
    )


def _row(base: Base, question: Question) -> tuple[str, ...]:
    questionnaire = base.questionnaire
    answered = int(np.count_nonzero(base.columns.states[question.name] == State.ANSWERED))
    return (
        question.name,
        "\n".join(filter(None, (questionnaire.text(question.labels), skip_words(question, questionnaire)))),
        _nature(question, questionnaire),
        "\n".join(_checks(question, questionnaire)) or "–",
        (HIDDEN if 0 < answered < base.minimum else Cell.of(answered)).text,
    )


def _nature(question: Question, questionnaire: Questionnaire) -> str:
    words = {
        QuestionType.TEXT: _("texte"),
        QuestionType.INTEGER: _("nombre entier"),
        QuestionType.DECIMAL: _("nombre"),
        QuestionType.RANGE: _("nombre"),
        QuestionType.DATE: _("date"),
        QuestionType.TIME: _("heure"),
        QuestionType.SELECT_ONE: _("une réponse"),
        QuestionType.SELECT_MULTIPLE: _("plusieurs réponses"),
        QuestionType.RANK: _("réponses classées"),
        QuestionType.GEOPOINT: _("position"),
        QuestionType.ACKNOWLEDGE: _("case à cocher"),
    }
    said = [words.get(question.type, question.type.value)]
    found = questionnaire.choice_lists.get(question.choice_list)
    if found is not None and (found.from_file or len(found.choices) > _MOST_CODES):
        said.append(_("liste « {name} », {count} codes").format(name=found.name, count=len(found.choices)))
    elif found is not None:
        said += [f"{found.code_of(c.name)} {questionnaire.text(c.labels)}" for c in found.choices]
    return "\n".join(said)


def _checks(question: Question, questionnaire: Questionnaire) -> Iterator[str]:
    if question.required:
        yield _("Réponse demandée.")
    if question.constraint:
        yield constraint_words(question, questionnaire)
    if question.warning:
        yield _("À vérifier : {words}").format(
            words=questionnaire.text(question.warning_messages) or question.warning
        )
    if question.identity:
        yield _("Identifie la personne.")
    if question.consent:
        yield _("Accord de la personne.")
