"""The documents a campaign can print: one registry for the command line and the Rapports page.

Each is written whole or not at all (temporary file, fsync, replace), and the same data and date give the
same bytes. `reportlab` and `numpy` are imported when a document is made, not before.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.i18n import N_, _, speaking
from teleactivites_desktop.services import tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from teleactivites_desktop.reports.layout import Imprint
    from teleactivites_desktop.services.exchanging import Refusals, Rehearsal


_HTML = frozenset({".html", ".htm"})
WITH_TWIN = frozenset({"summary"})
"""Documents that have an HTML twin for screen readers: written where the name ends in .html."""
PUBLISHING = frozenset({"summary"})
"""Documents whose tables are entered in the register of what was published."""
Writer = Callable[[Workspace, Path, Options, Progress | None], None]


def summary(
    workspace: Workspace, path: Path, options: Options | None = None, progress: Progress | None = None
) -> None:
    """Write the summary for a meeting to `path`: a PDF, or its HTML twin where the name ends in .html.

    Raises UserError where the file cannot be written.
    """
    from teleactivites_desktop.reports import summary as pages
    from teleactivites_desktop.reports import summary_html
    from teleactivites_desktop.services.summary import content

    chosen = options or Options()
    base = tabulations.load(workspace, chosen.selection, progress)
    document = summary_html if path.suffix.lower() in _HTML else pages
    with speaking(chosen.language), replacing(path) as file:
        document.write(content(workspace, base, chosen), file)


def response(
    workspace: Workspace, paper: str, path: Path, *, made_at: datetime | None = None, history: bool = False
) -> None:
    """Write the filled questionnaire numbered `paper`; with `history`, all that is held on its person.

    Where two sites keyed one number, all of them are printed. Raises UserError for an unknown number.
    """
    from teleactivites_desktop.reports import response as document
    from teleactivites_desktop.services.filled import Filler, found, of_person

    filler = Filler(workspace)
    chosen = of_person(workspace, paper) if history else found(workspace, paper)
    sheets = [filler.filled(stored, with_history=history) for stored in chosen]
    title = _("Tout ce que la base tient sur la fiche {paper}") if history else _("Fiche {paper}")
    imprint = _imprint(workspace, title.format(paper=paper), made_at)
    with replacing(path) as file:
        document.write(sheets, imprint, file)


def responses(
    workspace: Workspace, path: Path, options: Options | None = None, progress: Progress | None = None
) -> None:
    """Write the filled questionnaires of a selection, withdrawn ones left out, each on its own pages."""
    from teleactivites_desktop.reports import response as document
    from teleactivites_desktop.services.filled import Filler

    chosen = options or Options()
    filler = Filler(workspace)
    total = max(workspace.store.responses.count(), 1)
    taken = 0

    def sheets() -> Iterator[document.FilledResponse]:
        nonlocal taken
        for done, (line, _fields) in enumerate(workspace.store.responses.each()):
            if progress:
                progress(done / total / 2)
            stored = workspace.store.responses.get(line.record)
            if stored is not None and chosen.selection.keeps(line):
                taken += 1
                yield filler.filled(stored)

    with replacing(path) as file:
        imprint = _imprint(workspace, _("Fiches"), chosen.made_at)
        document.write(sheets(), imprint, file, _laying_out(progress, lambda: 2 * taken))


def blank(
    workspace: Workspace, path: Path, options: Options | None = None, _progress: Progress | None = None
) -> None:
    """Write blank questionnaires, `options.copies` of them, numbered from `options.paper` on.

    Without a number they begin with the next one of the territory chosen, else of this site's.
    """
    from teleactivites_desktop.reports import blank as document
    from teleactivites_desktop.services.blank_form import blank_form, papers_from
    from teleactivites_desktop.services.summary import officer_name

    chosen = options or Options()
    territory = next(iter(sorted(chosen.selection.territories)), workspace.identity.territory)
    first = chosen.paper or workspace.store.responses.next_number(territory)
    made_at = chosen.made_at or workspace.environment.now()
    form = blank_form(workspace, territory, officer_name(workspace), made_at)
    with replacing(path) as file:
        document.write(form, papers_from(first, chosen.copies), file)


def rehearsal(
    workspace: Workspace, rehearsed: "Rehearsal", path: Path, refused: "Refusals | None" = None
) -> None:
    """Write what reading an exchange file would do, and which lines the officer means to refuse."""
    from teleactivites_desktop.reports import listing as document
    from teleactivites_desktop.services.rehearsal_document import listing

    imprint = _imprint(workspace, _("Répétition d'une lecture"), None)
    with replacing(path) as file:
        document.write(listing(workspace, imprint, rehearsed, refused or {}), file)


def _listed(title: str, module: str, *, personal: bool = False) -> Writer:
    """Return the writer of a plain document, made by `listing` of a service module."""

    def write_listing(workspace: Workspace, path: Path, options: Options, progress: Progress | None) -> None:
        from teleactivites_desktop.reports import listing as document

        service = import_module(f"teleactivites_desktop.services.{module}")
        imprint = _imprint(workspace, _(title), options.made_at, personal=personal)
        made = service.listing(workspace, imprint, options, progress and _reading(progress))
        with replacing(path) as file:
            document.write(made, file, _laying_out(progress, lambda: document.expected_pages(made)))

    return write_listing


def _reading(progress: Progress) -> Progress:
    """Return what tells the first half of the way: reading the responses."""
    return lambda done: progress(done / 2)


def _laying_out(progress: Progress | None, expected: Callable[[], int]) -> Callable[[], object]:
    """Return what is called after each page, of about `expected`: the second half, and it may be given up."""
    pages = count(1)
    return lambda: progress(min(0.5 + next(pages) / max(expected(), 1) / 2, 1.0)) if progress else None


def batch_slips(workspace: Workspace, path: Path, options: Options, _progress: Progress | None) -> None:
    """Write a slip for each batch of the territories chosen, or for one, to lay on its pile of papers."""
    from teleactivites_desktop.reports import batch_slip as document
    from teleactivites_desktop.services.batch_slips import slips

    with replacing(path) as file:
        imprint = _imprint(workspace, _("Bordereaux de lot"), options.made_at, personal=False)
        document.write(slips(workspace, options), imprint, file)


def labels(workspace: Workspace, path: Path, options: Options, progress: Progress | None) -> None:
    """Write mailing labels of the people who agreed to be contacted and gave an address."""
    from teleactivites_desktop.reports import labels as document
    from teleactivites_desktop.services.addresses import addresses

    with replacing(path) as file:
        imprint = _imprint(workspace, _("Étiquettes"), options.made_at)
        sheet = document.FORMATS[options.format]
        document.write(addresses(workspace, options.selection, progress), sheet, imprint, file)


def letters(workspace: Workspace, path: Path, options: Options, progress: Progress | None) -> None:
    """Write a letter to each person who agreed to be contacted and gave an address."""
    from teleactivites_desktop.reports import letters as document
    from teleactivites_desktop.services import letters as service

    imprint = _imprint(workspace, _("Lettres"), options.made_at)
    with replacing(path) as file:
        document.write(service.letters(workspace, options, progress), imprint, file)


def officers_guide(workspace: Workspace, path: Path, options: Options, _progress: Progress | None) -> None:
    """Write the officer's guide, its pictures with it."""
    from teleactivites_desktop.reports import guide as document
    from teleactivites_desktop.services import guide

    chapters = [document.Chapter(page.title, page.text) for page in guide.pages()]
    with replacing(path) as file:
        imprint = _imprint(workspace, _("Guide de l'agent"), options.made_at, personal=False)
        document.write(chapters, guide.folder(), imprint, file)


def key_card(workspace: Workspace, path: Path, options: Options, _progress: Progress | None) -> None:
    """Write the keys on one page, to lay beside the keyboard."""
    from teleactivites_desktop.reports import guide as document
    from teleactivites_desktop.services.guide import key_blocks

    with replacing(path) as file:
        imprint = _imprint(workspace, _("Les touches de la saisie"), options.made_at, personal=False)
        document.write_card(key_blocks(), imprint, file)


def _imprint(
    workspace: Workspace, title: str, made_at: datetime | None, *, personal: bool = True
) -> "Imprint":
    """Return what stands on the pages; a document that shows people is marked as confidential."""
    from teleactivites_desktop.reports.layout import Imprint
    from teleactivites_desktop.services.summary import officer_name

    return Imprint(
        title=title,
        context=membership(workspace.store).title,
        author=officer_name(workspace),
        made_at=made_at or workspace.environment.now(),
        confidential=personal,
    )


@dataclass(frozen=True)
class Document:
    """A document of the registry: what it is called and says, and the function that writes it.

    `needs_paper`: it is about one response, which `Options.paper` names.
    """

    title: str
    sentence: str
    write: Writer
    needs_paper: bool = False


DOCUMENTS: Mapping[str, Document] = {
    "summary": Document(
        N_("Synthèse"),
        N_("Combien, où, quoi : tableaux, graphiques et carte, prêts pour une réunion."),
        summary,
    ),
    "response": Document(
        N_("Fiche"),
        N_("Le questionnaire rempli d'une personne, avec codes et libellés."),
        lambda workspace, path, options, _progress: response(
            workspace, options.paper, path, made_at=options.made_at
        ),
        needs_paper=True,
    ),
    "person": Document(
        N_("Tout sur une personne"),
        N_("Ses fiches, leur historique, ses accords : à remettre à qui demande ce que l'on tient sur lui."),
        lambda workspace, path, options, _progress: response(
            workspace, options.paper, path, made_at=options.made_at, history=True
        ),
        needs_paper=True,
    ),
    "responses": Document(
        N_("Pile de fiches"),
        N_("Les questionnaires remplis, l'un après l'autre, à imprimer d'un coup."),
        responses,
    ),
    "blank": Document(
        N_("Questionnaire vierge"),
        N_("Le questionnaire à distribuer, avec ses cases de codage et son numéro en code à barres."),
        blank,
    ),
    "directory": Document(
        N_("Annuaire"),
        N_("Les personnes qui l'acceptent, par domaine et par vallée, avec ce que chacune laisse montrer."),
        _listed(N_("Annuaire des télétravailleurs"), "directory", personal=True),
    ),
    "linelist": Document(
        N_("Liste des fiches"),
        N_("Une ligne par fiche : numéro, nom, commune, lot, état."),
        _listed(N_("Liste des fiches"), "linelist", personal=True),
    ),
    "codebook": Document(
        N_("Dictionnaire des questions"),
        N_("Chaque question avec ses codes, ses contrôles et le nombre de réponses."),
        _listed(N_("Dictionnaire des questions"), "codebook"),
    ),
    "quality": Document(
        N_("Qualité de la saisie"),
        N_("Lots, double saisie, conflits, non-réponses : ce que vaut la base aujourd'hui."),
        _listed(N_("Qualité de la saisie"), "quality"),
    ),
    "differences": Document(
        N_("Différences de saisie"),
        N_("Ce que la double saisie a trouvé : qui, les deux valeurs, ce qui a été décidé."),
        _listed(N_("Différences de saisie"), "differences_document", personal=True),
    ),
    "exchanges": Document(
        N_("Journal des échanges"),
        N_("Les fichiers lus et écrits par ce poste, et les exports, avec date et contenu."),
        _listed(N_("Journal des échanges"), "exchange_journal"),
    ),
    "register": Document(
        N_("Registre (RGPD)"),
        N_("La fiche du registre des traitements, article 30 du règlement (UE) 2016/679."),
        _listed(N_("Fiche du registre des traitements"), "register"),
    ),
    "batches": Document(
        N_("Bordereaux de lot"),
        N_("Un bordereau à poser sur chaque pile : lot, nombre attendu, code à barres, signatures."),
        batch_slips,
    ),
    "labels": Document(
        N_("Étiquettes"),
        N_("Les adresses des personnes qui acceptent d'être recontactées, sur planches A4."),
        labels,
    ),
    "letters": Document(
        N_("Lettres"),
        N_("Une lettre à chaque personne qui accepte d'être recontactée, d'après le texte que vous écrivez."),
        letters,
    ),
    "guide": Document(
        N_("Guide de l'agent"),
        N_("Ce guide, tâche par tâche, avec ses images."),
        officers_guide,
    ),
    "keys": Document(
        N_("Carte des touches"),
        N_("Toutes les touches sur une page, à poser près du clavier."),
        key_card,
    ),
}


def write(
    workspace: Workspace,
    name: str,
    path: Path,
    options: Options | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the document `name` to `path`. Raises UserError for an unknown name or a missing choice."""
    document = DOCUMENTS.get(name)
    if document is None:
        raise UserError(
            _("Il n'y a pas de document « {name} ». Il y a : {names}.").format(
                name=name, names=", ".join(DOCUMENTS)
            )
        )
    chosen = options or Options()
    if document.needs_paper and not chosen.paper:
        raise UserError(_("Ce document demande un numéro de fiche."))
    document.write(workspace, path, chosen, progress)
