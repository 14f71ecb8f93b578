"""The register sheet of the processing (article 30 of Regulation (EU) 2016/679), from what the base knows."""

from teleactivites_desktop.core.typography import date_in_words, enumerate_words, plural
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.retention import retention
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace


def listing(workspace: Workspace, imprint: Imprint, _options: Options, _progress: Progress | None) -> Listing:
    """Return the sheet: who, why, whose data, which, who sees them, how long, how they are protected."""
    campaign = membership(workspace.store)
    questionnaire = workspace.questionnaire
    identity = [questionnaire.text(q.labels) for q in questionnaire.questions if q.identity]
    consents = [questionnaire.text(q.labels) for q in questionnaire.questions if q.consent]
    territories = enumerate_words(list(campaign.territories.values()))
    encrypted = workspace.store.encrypted
    rows = (
        (_("Traitement"), campaign.title),
        (_("Responsables conjoints"), territories),
        (
            _("Finalités"),
            _(
                "Connaître le télétravail (statistiques) ; recontacter les personnes qui l'acceptent ;"
                " présenter aux entreprises celles qui l'acceptent."
            ),
        ),
        (
            _("Base légale"),
            _("Mission d'intérêt public pour les statistiques ; consentement pour le reste : {q}.").format(
                q=" ; ".join(consents)
            ),
        ),
        (
            _("Personnes concernées"),
            _("Télétravailleurs ayant rempli le questionnaire : {count}.").format(
                count=plural(workspace.store.responses.count(), _("fiche"), _("fiches"))
            ),
        ),
        (_("Données identifiantes"), " ; ".join(identity)),
        (_("Autres données"), _("Foyer, études, activité, équipement, installation, besoins.")),
        (
            _("Destinataires"),
            _("Agents de {territories} ; nul autre sans accord.").format(territories=territories),
        ),
        (_("Transferts hors de l'Union"), _("Aucun : fichiers chiffrés portés de poste à poste.")),
        (_("Durée de conservation"), _kept_until(workspace)),
        (
            _("Sécurité"),
            (_("Base chiffrée sur ce poste") if encrypted else _("Base non chiffrée sur ce poste"))
            + _(
                " ; fichiers d'échange chiffrés et signés ; historique de chaque modification ; exports"
                " journalisés ; tableaux publiés sous secret statistique."
            ),
        ),
        (
            _("Droits des personnes"),
            _(
                "Accès : document « Tout sur une personne ». Rectification : correction de la fiche."
                " Effacement : il se propage à tous les postes et aux fichiers lus ensuite."
            ),
        ),
        (_("Délégué à la protection des données"), "......................................"),
    )
    return Listing(imprint, (), (Sheet("", ("", ""), rows, (0.28, 0.72)),), "")


def _kept_until(workspace: Workspace) -> str:
    day = retention(workspace)
    if day is None:
        return _("À fixer par les responsables : ........................")
    return _("Noms gardés jusqu'au {day}, puis fiches anonymisées.").format(day=date_in_words(day))
