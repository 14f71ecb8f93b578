"""The words of the command line (docs/command-line.md): names and meanings are a contract.

Standard argparse, not typer: it costs 10 ms at start instead of 200, and the window's door reads the
arguments too (docs/decisions/0001-argparse.md).
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from teleactivites_desktop import __version__
from teleactivites_desktop.i18n import _

Adder = Callable[..., argparse.ArgumentParser]


class _Shared(argparse.ArgumentParser):
    """A parser whose sub-parsers also take --database and --json, so that both may stand anywhere."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.add_argument(
            "--database", type=Path, default=argparse.SUPPRESS, metavar="FILE", help=_("base de la campagne")
        )
        self.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=_("un document JSON en sortie")
        )


def parse(words: list[str]) -> argparse.Namespace:
    """Return the request; `command` is None when the window is asked for. Wrong usage exits with 2."""
    request = _parser().parse_args(words)
    return argparse.Namespace(**({"database": None, "json": False} | vars(request)))


def _parser() -> argparse.ArgumentParser:
    parser = _Shared(prog="teleactivites", description=_("Recensement des télétravailleurs, sur papier."))
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _demonstration(commands.add_parser)
    _campaign(commands.add_parser)
    _keying(commands.add_parser)
    _batches(commands.add_parser)
    _importing(commands.add_parser)
    _persons(commands.add_parser)
    _responses(commands.add_parser)
    _verification(commands.add_parser)
    _exchange(commands.add_parser)
    _partners(commands.add_parser)
    _decisions(commands.add_parser)
    _documents(commands.add_parser)
    _tables(commands.add_parser)
    _maintenance(commands.add_parser)
    return parser


def _demonstration(add: Adder) -> None:
    demo = add("demo", help=_("tout le travail sur les fiches d'exemple, sans écran"))
    demo.add_argument("--output", type=Path, required=True, metavar="DIR")
    add("self-test", help=_("vérifie que le programme installé est entier"))
    doctor = add(
        "doctor", help=_("dit ce qui ne va pas dans l'installation : fichiers, bibliothèques, disque, droits")
    )
    doctor.add_argument(
        "--report", type=Path, metavar="FILE", help=_("et l'écrit, avec le journal des défauts")
    )


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--territory", required=True, metavar="T")
    parser.add_argument("--officer", required=True, metavar="NAME")
    parser.add_argument("--plain", action="store_true", help=_("base non chiffrée"))


def _campaign(add: Adder) -> None:
    create = add("create", help=_("crée une campagne"))
    _who(create)
    create.add_argument("--questionnaire", type=Path, metavar="FILE.xlsx")
    invite = add("invite", help=_("écrit une invitation pour un autre poste"))
    invite.add_argument("--to", type=Path, required=True, metavar="FILE")
    join = add("join", help=_("rejoint une campagne avec une invitation"))
    join.add_argument("file", type=Path, metavar="FILE")
    _who(join)
    renew = add("renew", help=_("prend dans une invitation la nouvelle clé de la campagne"))
    renew.add_argument("file", type=Path, metavar="FILE")
    passphrase = add("passphrase", help=_("change la phrase secrète d'un agent"))
    passphrase.add_argument("--officer", default="", metavar="NAME", help=_("avec le code de secours"))
    passphrase.add_argument(
        "--keychain", choices=("keep", "forget"), help=_("trousseau du système : retenir ou oublier la clé")
    )
    questionnaire = add("questionnaire", help=_("questionnaires")).add_subparsers(
        dest="action", required=True
    )
    check = questionnaire.add_parser("check", help=_("dit ce qui ne va pas dans un classeur"))
    check.add_argument("file", type=Path, metavar="FILE.xlsx")
    write = questionnaire.add_parser("write", help=_("écrit le questionnaire : XLSForm et DDI"))
    write.add_argument("folder", type=Path, metavar="DIR")
    for name, text in (
        ("compare", _("dit ce qu'un classeur change au questionnaire de la campagne")),
        ("adopt", _("fait d'un classeur le questionnaire de la campagne")),
    ):
        version = questionnaire.add_parser(name, help=text)
        version.add_argument("file", type=Path, metavar="FILE.xlsx")
        version.add_argument(
            "--renamed", nargs="+", default=[], metavar="OLD=NEW", help=_("questions renommées")
        )


def _keying(add: Adder) -> None:
    key = add("key", help=_("saisit des transcriptions"))
    key.add_argument("file", type=Path, metavar="FILE.ndjson")
    edit = add("edit", help=_("corrige une fiche"))
    edit.add_argument("paper", metavar="PAPER")
    edit.add_argument("answers", nargs="+", metavar="NAME=TYPED")
    withdraw = add("withdraw", help=_("retire une fiche"))
    erase = add("erase", help=_("efface une fiche, à la demande de la personne"))
    erase.add_argument("--person", action="store_true", help=_("toutes les fiches de la personne"))
    for parser in (withdraw, erase):
        parser.add_argument("paper", metavar="PAPER")
        parser.add_argument("--reason", required=True, metavar="TEXT")


def _batches(add: Adder) -> None:
    actions = add("batch", help=_("lots de fiches")).add_subparsers(dest="action", required=True)
    actions.add_parser("list", help=_("liste les lots, ce qui manque et ce qui est perdu"))
    setting = actions.add_parser("set", help=_("dit combien un lot a de fiches, et leurs numéros"))
    lost = actions.add_parser("lost", help=_("note une fiche perdue ou illisible"))
    found = actions.add_parser("found", help=_("la fiche est retrouvée"))
    close = actions.add_parser("close", help=_("clôt un lot"))
    reopen = actions.add_parser("reopen", help=_("rouvre un lot"))
    for parser in (setting, lost, found, close, reopen):
        parser.add_argument("territory", metavar="T")
        parser.add_argument("batch", metavar="BATCH")
    setting.add_argument("--expected", type=int, default=0, metavar="N")
    setting.add_argument("--first", default="", metavar="PAPER")
    setting.add_argument("--last", default="", metavar="PAPER")
    for parser in (lost, found):
        parser.add_argument("paper", metavar="PAPER")
    lost.add_argument("--reason", required=True, metavar="TEXT")
    close.add_argument("--reason", default="", metavar="TEXT", help=_("si les comptes diffèrent"))


def _importing(add: Adder) -> None:
    importing = add("import", help=_("fait des brouillons d'une liste CSV ou XLSX"))
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--column", nargs="+", default=[], metavar="HEAD=QUESTION")
    importing.add_argument("--territory", default="", metavar="T")
    importing.add_argument("--batch", default="", metavar="BATCH")
    importing.add_argument("--close", action="store_true", help=_("clôt les fiches où rien ne manque"))
    importing.add_argument("--rehearse", action="store_true", help=_("dit ce qui se ferait, sans l'écrire"))


def _persons(add: Adder) -> None:
    consents = add("consent", help=_("accords d'une personne, par finalité"))
    actions = consents.add_subparsers(dest="action", required=True)
    for name, text in (
        ("list", _("dit à quoi la personne consent aujourd'hui")),
        ("withdraw", _("retire un accord, pour toutes les fiches de la personne")),
        ("restore", _("rend un accord retiré")),
    ):
        parser = actions.add_parser(name, help=text)
        parser.add_argument("paper", metavar="PAPER")
        if name != "list":
            parser.add_argument("purpose", metavar="PURPOSE")
        if name == "withdraw":
            parser.add_argument("--reason", required=True, metavar="TEXT")
            parser.add_argument("--on", default="", metavar="DATE", help=_("jour de la demande"))
    add("erasures", help=_("dit qui a été effacé, et quels postes l'ont fait"))
    kept = add("retention", help=_("durée de conservation des noms")).add_subparsers(
        dest="action", required=True
    )
    kept.add_parser("show", help=_("dit la date et ce qui est à anonymiser"))
    day = kept.add_parser("set", help=_("fixe le dernier jour, pour toute la campagne"))
    day.add_argument("day", metavar="DATE", help=_("ou « none » pour n'en avoir aucun"))
    kept.add_parser("anonymise", help=_("anonymise ce qui est à anonymiser"))


def _responses(add: Adder) -> None:
    listing = add("list", help=_("liste les fiches"))
    listing.add_argument("--search", default="", metavar="TEXT")
    for name, text in (("show", _("montre une fiche")), ("history", _("montre l'historique d'une fiche"))):
        add(name, help=text).add_argument("paper", metavar="PAPER")


def _verification(add: Adder) -> None:
    undo = add("undo", help=_("annule le dernier changement d'une fiche"))
    undo.add_argument("paper", metavar="PAPER")
    undo.add_argument("--to", type=int, metavar="N", help=_("rétablit l'état de la ligne N de l'historique"))
    add("redo", help=_("refait le changement annulé")).add_argument("paper", metavar="PAPER")
    verification = add("verification", help=_("double saisie de contrôle"))
    actions = verification.add_subparsers(dest="action", required=True)
    for name, text in (
        ("draw", _("tire au sort les fiches d'un lot à saisir une seconde fois")),
        ("ask", _("confie le contrôle d'un lot à un autre territoire")),
    ):
        parser = actions.add_parser(name, help=text)
        parser.add_argument("territory", metavar="T")
        parser.add_argument("batch", metavar="BATCH")
        if name == "ask":
            parser.add_argument("--by", required=True, metavar="T")
    actions.add_parser("list", help=_("liste les fiches à contrôler"))
    again = actions.add_parser("key", help=_("saisit une pile une seconde fois, d'après un fichier"))
    again.add_argument("file", type=Path, metavar="FILE.ndjson")
    actions.add_parser("differences", help=_("dit ce que les contrôles ont trouvé"))


def _exchange(add: Adder) -> None:
    actions = add("exchange", help=_("échanges entre postes")).add_subparsers(dest="action", required=True)
    write = actions.add_parser("write", help=_("écrit un fichier d'échange"))
    write.add_argument("--to", type=Path, required=True, metavar="FILE")
    scope = write.add_mutually_exclusive_group()
    scope.add_argument("--for", dest="partner", metavar="TERRITORY")
    scope.add_argument("--full", action="store_true")
    for name, text in (
        ("read", _("lit et fusionne des fichiers d'échange")),
        ("rehearse", _("dit ce que ferait une lecture, sans rien écrire")),
    ):
        reading = actions.add_parser(name, help=text)
        reading.add_argument("files", type=Path, nargs="+", metavar="FILE")
        reading.add_argument("--trust-new", action="store_true", help=_("accepte un poste jamais vu"))
        if name == "read":
            reading.add_argument(
                "--refuse",
                action="append",
                default=[],
                metavar="LINE",
                help=_("garde notre version de cette fiche ou de ce lot"),
            )
            reading.add_argument("--note", default="", metavar="TEXT", help=_("pourquoi on refuse"))
        else:
            reading.add_argument("--output", type=Path, metavar="FILE.pdf", help=_("imprime la répétition"))
    actions.add_parser("inspect", help=_("décrit un fichier d'échange")).add_argument("file", type=Path)
    actions.add_parser("undo", help=_("annule la dernière fusion"))
    folder = actions.add_parser("folder", help=_("échange par un dossier ou une clé USB"))
    folder.add_argument("folder", type=Path, metavar="DIR")
    folder.add_argument("--trust-new", action="store_true", help=_("accepte un poste jamais vu"))
    actions.add_parser("status", help=_("dit qui a quoi"))


def _partners(add: Adder) -> None:
    actions = add("partners", help=_("autres postes")).add_subparsers(dest="action", required=True)
    actions.add_parser("list", help=_("liste les autres postes"))
    for name, text in (
        ("shut-out", _("met un poste à l'écart et renouvelle la clé de la campagne")),
        ("accept", _("accepte ce qui est tenu ici d'un poste mis à l'écart")),
        ("readmit", _("réadmet un poste mis à l'écart")),
    ):
        parser = actions.add_parser(name, help=text)
        parser.add_argument("site", metavar="SITE")
        if name == "shut-out":
            parser.add_argument("--reason", required=True, metavar="TEXT")


def _decisions(add: Adder) -> None:
    conflicts = add("conflicts", help=_("conflits ouverts")).add_subparsers(dest="action", required=True)
    conflicts.add_parser("list", help=_("liste les conflits"))
    resolve = conflicts.add_parser("resolve", help=_("règle un conflit"))
    resolve.add_argument("paper", metavar="PAPER")
    resolve.add_argument("path", metavar="PATH")
    resolve.add_argument("--keep", required=True, metavar="VALUE")
    resolve.add_argument("--note", default="", metavar="TEXT", help=_("pourquoi ; voyage avec la décision"))
    pairs = add("duplicates", help=_("fiches sans doute d'une même personne"))
    duplicates = pairs.add_subparsers(dest="action", required=True)
    duplicates.add_parser("list", help=_("liste les paires"))
    decide = duplicates.add_parser("decide", help=_("dit si deux fiches sont d'une même personne"))
    decide.add_argument("papers", nargs=2, metavar="PAPER")
    decide.add_argument("decision", choices=("same", "different"))


def _documents(add: Adder) -> None:
    report = add("report", help=_("écrit un document PDF"))
    report.add_argument("name", metavar="NAME")
    report.add_argument("--output", type=Path, required=True, metavar="FILE.pdf")
    report.add_argument("--paper", default="", metavar="PAPER", help=_("pour le document d'une fiche"))
    report.add_argument("--batch", default="", metavar="BATCH", help=_("pour le bordereau d'un seul lot"))
    report.add_argument("--title", default="", metavar="TEXT", help=_("titre de la synthèse"))
    report.add_argument("--sections", nargs="+", default=[], metavar="SECTION")
    report.add_argument("--language", default="", choices=("fr", "en", "it"))
    report.add_argument("--logo", type=Path, metavar="IMAGE")
    report.add_argument("--outline", type=Path, metavar="FILE.geojson", help=_("contour sur la carte"))
    report.add_argument("--copies", type=int, default=1, metavar="N")
    report.add_argument(
        "--labels", default="24", choices=("14", "21", "24"), help=_("étiquettes par feuille")
    )
    report.add_argument("--letter", type=Path, metavar="FILE.txt", help=_("texte de la lettre"))
    _selection(report)
    export = add("export", help=_("exporte les fiches"))
    export.add_argument("--format", required=True, choices=("csv", "xlsx", "sav", "dta", "parquet", "jsonl"))
    export.add_argument("--output", type=Path, required=True, metavar="FILE")
    export.add_argument(
        "--mode",
        default="pseudonymised",
        choices=("identified", "pseudonymised", "anonymous"),
        help=_("ce qui est dit de chaque personne"),
    )
    _selection(export)


def _tables(add: Adder) -> None:
    table = add("table", help=_("tableaux")).add_subparsers(dest="action", required=True)
    make = table.add_parser("make", help=_("compte une question, en tout ou par colonnes"))
    make.add_argument("rows", metavar="ROWS")
    make.add_argument("--by", default="", metavar="COLUMNS")
    make.add_argument("--where", default="", metavar="NAME=CODES", help=_("seulement ces réponses"))
    make.add_argument("--show", default="counts", choices=("counts", "column", "row", "statistics"))
    make.add_argument("--nonresponse", action="store_true", help=_("montre les non-réponses"))
    make.add_argument("--keep", default="", metavar="NAME", help=_("garde le tableau sous ce nom"))
    make.add_argument("--in-summary", action="store_true", help=_("l'imprime dans la synthèse"))
    _selection(make)
    table.add_parser("list", help=_("liste les tableaux gardés"))
    for name, text in (("show", _("montre un tableau gardé")), ("forget", _("supprime un tableau gardé"))):
        table.add_parser(name, help=text).add_argument("name", metavar="NAME")
    variables = add("variables", help=_("variables déduites")).add_subparsers(dest="action", required=True)
    variables.add_parser("list", help=_("liste les variables déduites"))
    load = variables.add_parser("load", help=_("lit un fichier de variables"))
    load.add_argument("file", type=Path, metavar="FILE.csv")
    variables.add_parser("forget", help=_("supprime une variable")).add_argument("name", metavar="NAME")
    coding = add("coding", help=_("codage des réponses écrites")).add_subparsers(dest="action", required=True)
    listed = coding.add_parser("list", help=_("liste ce qui n'a pas de code, avec des propositions"))
    give = coding.add_parser("give", help=_("donne un code à toutes les fiches qui ont écrit cela"))
    for parser in (listed, give):
        parser.add_argument("question", metavar="QUESTION")
    give.add_argument("text", metavar="TEXT")
    give.add_argument("code", metavar="CODE")


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--territories", nargs="+", default=[], metavar="T")
    parser.add_argument("--since", default="", metavar="DATE", help=_("fiches reçues à partir de ce jour"))
    parser.add_argument("--until", default="", metavar="DATE", help=_("fiches reçues jusqu'à ce jour"))


def _maintenance(add: Adder) -> None:
    add("check", help=_("vérifie la base : fichier, chaînes, fiches"))
    recheck = add("recheck", help=_("refait tous les contrôles du questionnaire sur toutes les fiches"))
    after = recheck.add_mutually_exclusive_group()
    after.add_argument("--mend", action="store_true", help=_("écrit ce qui découle des réponses"))
    after.add_argument(
        "--current",
        action="store_true",
        help=_("avec les règles du questionnaire actuel pour toutes les fiches"),
    )
    add("backup", help=_("sauvegarde la base")).add_argument("--to", type=Path, metavar="FILE")
    restore = add("restore", help=_("restaure une sauvegarde"))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--rehearse", action="store_true", help=_("dit ce que cela ferait, sans rien faire"))
    add("rebuild", help=_("refait les listes et la recherche à partir des historiques"))
