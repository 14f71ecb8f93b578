"""Who had seen what: the part of a history that some of its revisions descend from."""

from collections.abc import Collection, Iterable

from teleactivites_desktop.core.history.revision import Revision


def seen_from(history: Iterable[Revision], heads: Collection[str]) -> list[Revision]:
    """Return the revisions `heads` (ids) of a history and all that they descend from, in no order.

    Ids that are not in it are passed over.
    """
    by_id = {revision.id: revision for revision in history}
    found: dict[str, Revision] = {}
    waiting = list(heads)
    while waiting:
        revision = by_id.get(waiting.pop())
        if revision is not None and revision.id not in found:
            found[revision.id] = revision
            waiting += revision.parents
    return list(found.values())
