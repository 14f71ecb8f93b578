"""The lists of the verification topic: what their lines are, and what their columns say."""

from dataclasses import dataclass

from teleactivites_desktop.core.sampling import EVERY_ONE, Rate
from teleactivites_desktop.core.typography import number, percent
from teleactivites_desktop.core.verification import Verdict
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import verification_report
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.verification_plan import Due, DueState, Plan
from teleactivites_desktop.services.verification_report import QuestionFaults, ToldDifference
from teleactivites_desktop.ui.listing import Column
from teleactivites_desktop.ui.theme import GRID, Role


@dataclass(frozen=True)
class BatchLine:
    """A batch, its plan (None: not drawn), and what its verification has found so far."""

    batch: Batch
    plan: Plan | None
    found: Rate


def due_columns() -> list[Column[Due]]:
    """Return the columns of what is to be keyed again."""
    return [
        Column(_("Fiche"), lambda due: due.line.paper, width=16 * GRID),
        Column(_("Lot"), lambda due: due.line.batch, width=14 * GRID),
        Column(_("État"), due_words, lambda due: None if due.state is DueState.READY else Role.MUTED),
    ]


def batch_columns() -> list[Column[BatchLine]]:
    """Return the columns of how batches are verified."""
    return [
        Column(_("Lot"), lambda line: line.batch.code, width=14 * GRID),
        Column(_("Territoire"), lambda line: line.batch.territory, width=11 * GRID),
        Column(_("Contrôlé par"), lambda line: line.plan.verify_at if line.plan else "", width=13 * GRID),
        Column(_("Tirage"), drawn_words, width=15 * GRID),
        Column(_("Erreurs"), rate_words, width=26 * GRID),
        Column(_("Pourquoi"), lambda line: verification_report.why(line.plan) if line.plan else ""),
    ]


def difference_columns() -> list[Column[ToldDifference]]:
    """Return the columns of the differences."""
    return [
        Column(_("Fiche"), lambda told: told.paper, width=13 * GRID),
        Column(_("Question"), lambda told: told.caption, width=17 * GRID),
        Column(_("1re saisie"), lambda told: told.first, width=13 * GRID),
        Column(_("Contrôle"), lambda told: told.second, width=13 * GRID),
        Column(_("Erreur de"), lambda told: told.booked_to, width=14 * GRID),
        Column(_("Contrôlé par"), lambda told: told.verifier, width=15 * GRID),
        Column(_("Décision"), decision_words),
    ]


def fault_columns() -> list[Column[QuestionFaults]]:
    """Return the columns of the questions that cause faults."""
    return [
        Column(_("Erreurs"), lambda found: number(found.faults), width=11 * GRID, right=True),
        Column(_("Refusées ici"), lambda found: number(found.refused), width=14 * GRID, right=True),
        Column(_("Corrigées ici"), lambda found: number(found.corrected), width=14 * GRID, right=True),
        Column(_("Question"), lambda found: found.caption),
    ]


def due_words(due: Due) -> str:
    """Return whether a paper can be keyed again now."""
    if due.state is DueState.HELD and due.held_until is not None:
        return _("à partir du {day:%d/%m/%Y} : vous l’avez saisie vous-même").format(day=due.held_until)
    if due.state is DueState.COLLEAGUE:
        return _("à contrôler par un collègue : vous l’avez saisie vous-même")
    return _("à contrôler")


def drawn_words(line: BatchLine) -> str:
    """Return how many papers are keyed again."""
    if line.plan is None:
        return _("pas tiré")
    if line.plan.one_in == EVERY_ONE:
        return _("toutes")
    return _("1 fiche sur {count}").format(count=line.plan.one_in)


def rate_words(line: BatchLine) -> str:
    """Return the error rate measured, with its interval; what is not measured is not told."""
    found = line.found
    if not found.fields:
        return "—"
    return _("{value} ({low} à {high})").format(
        value=percent(found.value, 2), low=percent(found.low, 2), high=percent(found.high, 2)
    )


def decision_words(told: ToldDifference) -> str:
    """Return which value is kept, shortly, and whether the first one was looked at."""
    if told.verdict is None:
        words = _("pas tranché")
    else:
        words = _("contrôle gardé") if told.verdict is Verdict.KEYER else _("1re saisie gardée")
    return _("{words}, vue").format(words=words) if told.looked else words
