"""The differences that verifications found, as a document: who, both values, what was decided."""

from teleactivites_desktop.core.typography import number, percent
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services import batches, verification_plan, verification_report
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.verification_report import ToldDifference
from teleactivites_desktop.services.workspace import Workspace


def listing(workspace: Workspace, imprint: Imprint, _options: Options, _progress: Progress | None) -> Listing:
    """Return the differences, how each batch fared, and the questions where first keyings were wrong most."""
    found = verification_report.differences(workspace)
    piles = [pile for pile in batches.batches(workspace) if verification_plan.plan(pile) is not None]
    return Listing(
        imprint=imprint,
        lead=(_("Chaque différence entre deux saisies d'une fiche, tranchée sur le papier."),),
        sheets=(
            Sheet(
                _("Lots"),
                (_("Lot"), _("Tirage"), _("Erreurs"), _("Pourquoi")),
                tuple(_batch(workspace, pile) for pile in piles),
                (0.16, 0.14, 0.26, 0.44),
            ),
            Sheet(
                _("Différences"),
                (_("Fiche"), _("Question"), _("1re saisie"), _("Contrôle"), _("Décision")),
                tuple(_difference(told) for told in found),
                (0.14, 0.28, 0.14, 0.14, 0.3),
            ),
            Sheet(
                _("Questions à revoir"),
                (_("Question"), _("Erreurs")),
                tuple(
                    (caption, number(count))
                    for _question, caption, count in verification_report.faults_by_question(found)
                ),
                (0.8, 0.2),
                (1,),
            ),
        ),
        empty=_("Aucun lot n'a encore été tiré au sort, ni aucune fiche saisie une seconde fois."),
    )


def _batch(workspace: Workspace, pile: Batch) -> tuple[str, ...]:
    plan = verification_plan.plan(pile)
    assert plan is not None  # only batches that were drawn are listed
    found = verification_plan.batch_rate(workspace, pile.territory, pile.code)
    rate = "–"
    if found.fields:
        rate = _("{value} ({low} à {high})").format(
            value=percent(found.value, 2), low=percent(found.low, 2), high=percent(found.high, 2)
        )
    drawn = _("1 fiche sur {count}").format(count=plan.one_in)
    return pile.code, drawn, rate, verification_report.why(plan)


def _difference(told: ToldDifference) -> tuple[str, ...]:
    looked = _("{words}, vue").format(words=told.decided) if told.looked else told.decided
    return told.paper, told.caption, told.first, told.second, f"{looked} ({told.who})"
