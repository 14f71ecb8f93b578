"""What the tab of exports says."""

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exports import Exported, Format, Mode, Outlook

_NAMED = 8
"""Questions left out that are named; of more, how many."""


def formats() -> dict[Format, tuple[str, str]]:
    """Return each form: its words and the ending of its files."""
    return {
        Format.XLSX: (_("Excel, libellés et dictionnaire"), ".xlsx"),
        Format.CSV: (_("CSV pour Excel français"), ".csv"),
        Format.SAV: (_("SPSS, avec libellés"), ".sav"),
        Format.DTA: (_("Stata, avec libellés"), ".dta"),
        Format.PARQUET: (_("Parquet"), ".parquet"),
        Format.JSONL: (_("JSON, une ligne par fiche"), ".jsonl"),
    }


def mode_words(mode: Mode) -> tuple[str, str]:
    """Return the name of a mode, and what it tells of a person."""
    return {
        Mode.PSEUDONYMISED: (
            _("Pseudonymisé"),
            _("Un code par personne, toujours le même ; ni nom, ni adresse, ni téléphone."),
        ),
        Mode.ANONYMOUS: (
            _("Anonyme"),
            _("Sans code ni texte : la vallée pour la commune, les années par cinq, les mois."),
        ),
        Mode.IDENTIFIED: (
            _("Identifié"),
            _("Avec nom et coordonnées des seules personnes qui acceptent d’être recontactées."),
        ),
    }[mode]


def mode_of(noted: Exported) -> str:
    """Return what a noted export held."""
    known = noted.mode in set(Mode)
    return f"{mode_words(Mode(noted.mode))[0] if known else noted.mode}, {noted.format.upper()}"


def leaving_words(mode: Mode, found: Outlook) -> str:
    """Return how much would leave."""
    if not found.people:
        return _("Aucune fiche ne répond à ces choix : il n’y a rien à exporter.")
    said = _("{people}, en {columns} colonnes.").format(
        people=ngettext("{n} fiche", "{n} fiches", found.people).format(n=number(found.people)),
        columns=number(found.columns),
    )
    if mode is Mode.IDENTIFIED:
        said += " " + ngettext(
            "{n} personne y est nommée ; les autres n’ont pas donné leur accord.",
            "{n} personnes y sont nommées ; les autres n’ont pas donné leur accord.",
            found.named,
        ).format(n=number(found.named))
    return said


def whom_words(mode: Mode) -> str:
    """Return for whom such a file is, and what to be careful of."""
    return {
        Mode.PSEUDONYMISED: _(
            "Pour qui traite l’enquête : ce sont encore des données personnelles. Le fichier n’est pas"
            " chiffré : gardez-le en lieu sûr, effacez-le quand le travail est fait."
        ),
        Mode.ANONYMOUS: _(
            "Pour qui n’a pas à connaître les personnes. Une combinaison rare de réponses peut encore en"
            " désigner une : publiez plutôt des tableaux."
        ),
        Mode.IDENTIFIED: _(
            "Pour recontacter, dans le territoire, les personnes qui l’acceptent, et pour rien d’autre. Le"
            " fichier n’est pas chiffré : effacez-le dès que possible."
        ),
    }[mode]


def left_out_words(found: Outlook) -> str:
    """Return which questions stay here; "" for none."""
    if not found.left_out:
        return ""
    named = " ; ".join(found.left_out[:_NAMED])
    if len(found.left_out) > _NAMED:
        more = len(found.left_out) - _NAMED
        named += " ; " + ngettext("et {n} autre", "et {n} autres", more).format(n=number(more))
    return _("Ne partent pas : {questions}.").format(questions=named)
