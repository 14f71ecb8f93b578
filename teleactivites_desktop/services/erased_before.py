"""Erasures outlive the return to an earlier copy: what was erased since is erased in it again.

Without this, whoever asked to be erased would be back, here and then at the partners who never heard of it.
"""

from collections.abc import Iterable

from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind
from teleactivites_desktop.core.local import ERASED_BEFORE
from teleactivites_desktop.core.stored import Erasure
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services.workspace import Workspace


def noted(erasures: Iterable[Erasure]) -> dict[str, PatchValue]:
    """Return the settings of the copy that takes the place of a database which has these `erasures`."""
    told: PatchValue = [[each.record, each.kind.value, each.reason] for each in erasures]
    return {ERASED_BEFORE: told} if told else {}


def apply_again(workspace: Workspace) -> int:
    """Erase what the database that this one replaced had erased; return how many records.

    Once: the setting goes in the same transaction.
    """
    store = workspace.store
    told = store.settings.get(ERASED_BEFORE)
    if not told:
        return 0
    with store.transaction():
        done = store.revisions.erased_records([record for record, _kind, _reason in told])
        lacking = [each for each in told if each[0] not in done]
        for record, kind, reason in lacking:
            workspace.author(Kind(kind), record, {ERASED_PATH: reason})
        store.settings.set(ERASED_BEFORE, None)
    return len(lacking)
