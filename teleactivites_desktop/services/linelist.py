"""The list of responses, one line each, for those who look papers up."""

from collections.abc import Iterator
from datetime import date

from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.typography import plural, short_date
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.reading import status_words
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace


def listing(workspace: Workspace, imprint: Imprint, options: Options, progress: Progress | None) -> Listing:
    """Return the responses of the selection, by name."""
    rows = sorted(_rows(workspace, options, progress), key=lambda row: (fold_text(row[1]), row[0]))
    heads = (_("Numéro"), _("Nom"), _("Commune"), _("Lot"), _("Reçue le"), _("État"))
    widths = (0.13, 0.29, 0.24, 0.11, 0.12, 0.11)
    return Listing(
        imprint=imprint,
        lead=(plural(len(rows), _("fiche"), _("fiches")) + ".",),
        sheets=(Sheet("", heads, tuple(rows), widths, one_line=True),),
        empty=_("Aucune fiche ne répond à ces choix."),
    )


def _rows(workspace: Workspace, options: Options, progress: Progress | None) -> Iterator[tuple[str, ...]]:
    total = max(workspace.store.responses.count(), 1)
    for done, (line, _fields) in enumerate(workspace.store.responses.each()):
        if progress:
            progress(done / total)
        if options.selection.keeps(line):
            received = short_date(date.fromisoformat(line.received)) if line.received else ""
            yield line.paper, line.name, line.place, line.batch, received, status_words(line.status)
