"""The slips of batches, as values."""

from collections.abc import Iterator

from teleactivites_desktop.reports.batch_slip import Slip
from teleactivites_desktop.services.batches import batches
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace


def slips(workspace: Workspace, selection: Selection) -> Iterator[Slip]:
    """Yield a slip per batch of the territories chosen."""
    names = membership(workspace.store).territories
    for batch in batches(workspace):
        if not selection.territories or batch.territory in selection.territories:
            yield Slip(
                code=batch.code,
                territory=names.get(batch.territory, batch.territory),
                expected=batch.expected,
                keyed=batch.keyed,
                first=batch.first,
                last=batch.last,
            )
