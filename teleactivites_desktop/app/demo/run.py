"""The demonstration, step after step, and the page that says what to look at."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from teleactivites_desktop.app.demo import story
from teleactivites_desktop.app.demo.page import write_page
from teleactivites_desktop.app.demo.story import Outcome, Site
from teleactivites_desktop.app.demo.terminal import Terminal
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import documents, locations
from teleactivites_desktop.services.document_options import Options

SEED = 2007
MARK = ".demonstration"
"""File by which a folder is known to be an earlier demonstration's, to be done again."""
PRINTED_PAPER = "GBEQ-0006"
PHOTOGRAPHED = 7
"""Which sample paper is keyed once more, under another number, for the photographs; it is not kept."""


def demonstrate(output: Path) -> int:
    """Do the whole job in `output` (made, and empty before) and return 0; raises UserError at a refusal.

    Four sites key their papers through the window, exchange, correct, exchange again in a drawn order, and
    print. What must come out is compared with the samples; a difference is an error, not a line.
    """
    _prepare(output)
    terminal = Terminal()
    terminal.step(_("Quatre postes : une campagne, trois invitations"))
    sites = story.found_campaign(output)
    _key(sites, terminal)
    draw = Random(SEED)
    terminal.step(_("Premier échange, par fichiers"))
    story.exchange(sites, output / "echanges-1", draw, terminal.step)
    terminal.step(_("Corrections, chacun de son côté : {count}").format(count=story.correct(sites)))
    terminal.step(_("Second échange, dans un ordre tiré au sort"))
    story.exchange(sites, output / "echanges-2", draw, terminal.step)
    outcomes = [story.outcome(site) for site in sites]
    story.require_agreement(outcomes)
    _tell(outcomes, terminal)
    _print(sites[0], output, terminal)
    _photograph(sites[0], output, terminal)
    page = write_page(output, outcomes)
    terminal.step(_("Terminé. Ouvrez {page}").format(page=page))
    return 0


def _prepare(output: Path) -> None:
    """Begin with an empty folder: what an earlier demonstration left goes, what is somebody's stays."""
    mark = output / MARK
    if mark.exists():
        shutil.rmtree(output)
    elif output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UserError(
            _("« {folder} » n'est pas vide : effacez ce dossier ou nommez-en un autre.").format(folder=output)
        )
    output.mkdir(parents=True, exist_ok=True)
    mark.touch()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ[locations.HOME_VARIABLE] = str(output.resolve() / "preferences")


def _key(sites: Sequence[Site], terminal: Terminal) -> None:
    from teleactivites_desktop.app.demo.screen import opened

    for site in sites:
        papers = story.papers_of(site)
        terminal.step(
            _("{territory} saisit {count} fiches dans la fenêtre, touche par touche").format(
                territory=site.territory, count=len(papers)
            )
        )
        with opened(site.database) as screen:
            keyed = screen.key(papers, terminal.count)
        refused = [each for each in keyed if each.why]
        for each in refused:
            terminal.step(_("    {paper} refusée : {why}").format(paper=each.paper, why=each.why))
        with site.opened() as workspace:
            wrong = story.differences(workspace)
        if wrong:
            raise UserError(
                _("Ce qui est enregistré n'est pas ce qui était attendu : {papers}").format(
                    papers=", ".join(wrong)
                )
            )


def _tell(outcomes: Sequence[Outcome], terminal: Terminal) -> None:
    for each in outcomes:
        terminal.step(
            _("    {territory} : {count} fiches, conflits sur {conflicts}, code {code}, base saine").format(
                territory=each.territory,
                count=each.responses,
                conflicts=", ".join(each.conflicts),
                code=each.code,
            )
        )


def _print(site: Site, output: Path, terminal: Terminal) -> None:
    (output / "pdf").mkdir()
    with site.opened() as workspace:
        for name, document in documents.DOCUMENTS.items():
            terminal.step(_("Impression : {title}").format(title=_(document.title)))
            options = Options(paper=PRINTED_PAPER if document.needs_paper else "")
            documents.write(workspace, name, output / "pdf" / f"{name}.pdf", options)


def _photograph(site: Site, output: Path, terminal: Terminal) -> None:
    from teleactivites_desktop.app.demo.screen import opened
    from teleactivites_desktop.ui.context import PageName

    terminal.step(_("Photographies de chaque page"))
    folder = output / "ecrans"
    with opened(site.database) as screen:
        for number, page in enumerate(PageName, 1):
            screen.photograph(page, folder / f"{number}-{page.value}.png")
        paper = replace(story.papers_of(site)[PHOTOGRAPHED], paper=f"{site.territory}-0099")
        for name in screen.begin_until(paper, ("naissance", "commune", "statut", "raison_1")):
            screen.save(folder / f"2-entry-{name}.png")
