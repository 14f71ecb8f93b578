"""The documents a campaign can print: one registry for the command line and the Rapports page.

Each is written whole or not at all (temporary file, fsync, replace), and the same data and date give the
same bytes. `reportlab` and `numpy` are imported when a document is made, not before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.i18n import N_, _
from teleactivites_desktop.services import tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace


def summary(
    workspace: Workspace, path: Path, options: Options | None = None, progress: Progress | None = None
) -> None:
    """Write the summary for a meeting to `path`. Raises UserError where the file cannot be written."""
    from teleactivites_desktop.reports import summary as document
    from teleactivites_desktop.services.summary import content

    chosen = options or Options()
    base = tabulations.load(workspace, chosen.selection, progress)
    made = content(workspace, base, chosen)
    with replacing(path) as file:
        document.write(made, file)


@dataclass(frozen=True)
class Document:
    """A document of the registry: what it is called and says, and the function that writes it.

    `needs_paper`: it is about one response, which `Options.paper` names.
    """

    title: str
    sentence: str
    write: Callable[[Workspace, Path, Options, Progress | None], None]
    needs_paper: bool = False


DOCUMENTS: Mapping[str, Document] = {
    "summary": Document(
        N_("Synthèse"),
        N_("Combien, où, quoi : tableaux, graphiques et carte, prêts pour une réunion."),
        summary,
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
            _("Il n'y a pas de document « {name} ». Il y a : {names}.").format(
                name=name, names=", ".join(DOCUMENTS)
            )
        )
    chosen = options or Options()
    if document.needs_paper and not chosen.paper:
        raise UserError(_("Ce document demande un numéro de fiche."))
    document.write(workspace, path, chosen, progress)
