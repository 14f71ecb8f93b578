"""Closing a batch: its counts, the totals of its keying without names, and the draw of its verification."""

from teleactivites_desktop.services import batches, verification_plan
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.feedback import batch_totals
from teleactivites_desktop.services.workspace import Workspace


def close(workspace: Workspace, batch: Batch, reason: str = "") -> None:
    """Close `batch`, say what its keying here took (``keying.<site>``), and draw what is keyed again.

    Raises UserError, and changes nothing, when its counts do not agree and no `reason` is given.
    """
    with workspace.store.transaction():
        batches.close(workspace, batch, reason)
        totals = batch_totals(workspace, batch.territory, batch.code)
        if totals is not None:
            counters = totals.counters
            batches.tell(
                workspace,
                batch,
                {
                    f"keying.{workspace.identity.site}": {
                        "papers": totals.papers,
                        "keystrokes": counters.keystrokes,
                        "seconds": round(counters.seconds),
                        "refused": counters.refused.total(),
                        "corrected": counters.corrected.total(),
                    }
                },
            )
        if batch.keyed:
            verification_plan.draw(workspace, batch.territory, batch.code)
