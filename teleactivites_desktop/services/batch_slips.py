"""The slips of batches, as values."""

from collections.abc import Iterator

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.batch_slip import Slip
from teleactivites_desktop.services.batches import batches
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace


def slips(workspace: Workspace, options: Options) -> Iterator[Slip]:
    """Yield a slip per batch of the territories chosen, or that of `options.batch` alone.

    Raises UserError for a batch that nobody has set up.
    """
    names = membership(workspace.store).territories
    territories = options.selection.territories
    chosen = [
        batch
        for batch in batches(workspace)
        if options.batch in ("", batch.code, f"{batch.territory}/{batch.code}")
    ]
    if options.batch and not chosen:
        raise UserError(
            _("Il n'y a pas de lot « {code} » : fixez d'abord ce qui y est attendu.").format(
                code=options.batch
            )
        )
    for batch in chosen:
        if not territories or batch.territory in territories:
            yield Slip(
                code=batch.code,
                territory=names.get(batch.territory, batch.territory),
                expected=batch.expected,
                keyed=batch.keyed,
                first=batch.first,
                last=batch.last,
            )
