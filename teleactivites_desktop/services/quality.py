"""How good the base is, in figures: for the summary's box and for the quality report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from teleactivites_desktop.core.sampling import Rate, rate
from teleactivites_desktop.core.tabulation import HIDDEN
from teleactivites_desktop.core.typography import number, percent, plural
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services import tabulations, verification_plan
from teleactivites_desktop.services.batch_words import runs, state_words
from teleactivites_desktop.services.batches import Batch, batches, missing
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exchanging.partners import status
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.tabulations import Base, Progress
from teleactivites_desktop.services.workspace import Workspace

_MOST_MISSING = 12


@dataclass(frozen=True)
class Figures:
    """Batches known and complete; fields keyed twice and wrong; open conflicts; missing exchange files."""

    batches: int
    complete: int
    verified: int
    rate: Rate
    conflicts: int
    gaps: int


def figures(workspace: Workspace) -> Figures:
    """Return the figures of the campaign as this site knows it."""
    known = batches(workspace)
    planned = [batch for batch in known if verification_plan.plan(batch) is not None]
    rates = [verification_plan.batch_rate(workspace, batch.territory, batch.code) for batch in planned]
    return Figures(
        batches=len(known),
        complete=sum(batch.agrees for batch in known),
        verified=sum(each.fields > 0 for each in rates),
        rate=rate(sum(each.wrong for each in rates), sum(each.fields for each in rates)),
        conflicts=workspace.store.conflicts.count(),
        gaps=len(status(workspace).gaps),
    )


def rate_words(found: Rate) -> str:
    """Return the error rate with its interval: ``0,21 % (de 0,05 % à 0,60 %)``; n.d. where unknown."""
    if not found.fields:
        return "n.d."
    return _("{value} (de {low} à {high})").format(
        value=percent(found.value, 2), low=percent(found.low, 2), high=percent(found.high, 2)
    )


def lines(workspace: Workspace, base: Base, hidden_share: float) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of the quality box: what, figure, remark."""
    found = figures(workspace)
    column = base.columns.groups["status"]
    complete = column.names.index("complete") if "complete" in column.names else -1
    yield (
        _("Lots complets"),
        f"{number(found.complete)} / {number(found.batches)}",
        _("lots dont toutes les fiches annoncées sont saisies"),
    )
    yield (
        _("Fiches incomplètes"),
        number(int((column.codes != complete).sum())),
        _("comptées, leurs réponses refusées laissées de côté"),
    )
    yield (
        _("Lots contrôlés par double saisie"),
        f"{number(found.verified)} / {number(found.batches)}",
        plural(found.rate.fields, _("champ saisi deux fois"), _("champs saisis deux fois")),
    )
    yield (
        _("Champs faux, estimation"),
        percent(found.rate.value, 2) if found.rate.fields else "n.d.",
        rate_words(found.rate) if found.rate.fields else _("aucun lot n'a encore été contrôlé"),
    )
    yield (
        _("Conflits ouverts"),
        number(found.conflicts),
        _("champs auxquels deux postes donnent une valeur différente"),
    )
    yield (
        _("Fichiers d'échange manquants"),
        number(found.gaps),
        _("suites de révisions annoncées et pas encore reçues"),
    )
    yield (
        _("Personnes comptées une seule fois"),
        number(base.doubles),
        _("fiches écartées parce que leur personne est déjà comptée"),
    )
    yield (
        _("Cases couvertes par le secret"),
        percent(hidden_share, 1),
        _("part des effectifs de ce document qui sont masqués"),
    )


def listing(workspace: Workspace, imprint: Imprint, options: Options, progress: Progress | None) -> Listing:
    """Return the quality report: the box, the batches one by one, nonresponse by question."""
    base = tabulations.load(workspace, options.selection, progress)
    box = tuple(lines(workspace, base, 0.0))[:-1]
    return Listing(
        imprint=imprint,
        lead=(_("Où en est la saisie, ce qui a été contrôlé, ce qui manque."),),
        sheets=(
            Sheet(_("En bref"), ("", "", ""), box, (0.38, 0.14, 0.48), (1,)),
            _batches(workspace),
            _nonresponse(base),
        ),
        empty=_("Il n'y a encore rien à dire."),
    )


def _batches(workspace: Workspace) -> Sheet:
    names = membership(workspace.store).territories
    rows = tuple(
        (
            names.get(batch.territory, batch.territory),
            batch.code,
            number(batch.keyed),
            number(batch.expected) if batch.expected else "–",
            state_words(batch),
            _rate_of(workspace, batch),
            _missing(workspace, batch),
        )
        for batch in batches(workspace)
    )
    heads = (
        _("Territoire"),
        _("Lot"),
        _("Saisies"),
        _("Attendues"),
        _("État"),
        _("Champs faux"),
        _("Numéros manquants"),
    )
    return Sheet(_("Les lots"), heads, rows, (0.24, 0.11, 0.1, 0.11, 0.1, 0.14, 0.2), (2, 3))


def _rate_of(workspace: Workspace, batch: Batch) -> str:
    if verification_plan.plan(batch) is None:
        return "n.d."
    found = verification_plan.batch_rate(workspace, batch.territory, batch.code)
    return percent(found.value, 2) if found.fields else "n.d."


def _missing(workspace: Workspace, batch: Batch) -> str:
    if not (batch.first and batch.last):
        return "–"
    found = missing(workspace, batch)
    told = runs(found)
    shown = ", ".join(told[:_MOST_MISSING])
    return shown + (" …" if len(told) > _MOST_MISSING else "") if told else _("aucun")


def _nonresponse(base: Base) -> Sheet:
    from teleactivites_desktop.analysis.columns import State

    rows = []
    for question in base.questionnaire.keyed:
        counts = Counter(base.columns.states[question.name].tolist())
        asked = base.size - counts[State.NOT_ASKED]
        without = asked - counts[State.ANSWERED]
        kinds = (State.BLANK, State.REFUSED, State.UNKNOWN, State.ILLEGIBLE, State.TO_MEND)
        share = percent(without / asked) if asked else "///"
        label = base.questionnaire.text(question.labels)
        told = (number(asked), share, *(number(counts[kind]) for kind in kinds))
        # Whom a question is put to follows from other answers: it would tell what tables hide.
        few = any(0 < count < base.minimum for count in (asked, base.size - asked))
        rows.append((label, *([HIDDEN.text] * len(told) if few else told)))
    heads = (
        _("Question"),
        _("Concernés"),
        _("Sans réponse"),
        _("Vide"),
        _("Refus"),
        _("Ne sait pas"),
        _("Illisible"),
        _("À corriger"),
    )
    widths = (0.34, 0.11, 0.11, 0.075, 0.09, 0.09, 0.1, 0.085)
    words = _(
        "Par question, les personnes concernées et pourquoi elles n'ont pas de réponse. Signes : « /// » à "
        "personne ; « s » à moins de {minimum} personnes, ou à toutes sauf moins de {minimum}, secret "
        "statistique."
    ).format(minimum=number(base.minimum))
    return Sheet(_("Les non-réponses"), heads, tuple(rows), widths, tuple(range(1, 8)), words)
