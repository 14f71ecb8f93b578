"""After how many minutes without a touch the window locks itself: a setting of this site."""

from teleactivites_desktop.services.workspace import Workspace

CHOICES = (5, 10, 15, 30, 60, 0)
"""Minutes that can be chosen; 0: never."""
USUAL = 15
_SETTING = "lock after minutes"


def minutes_before_locking(workspace: Workspace) -> int:
    """Return the minutes; 0 for never, and for a database that anybody can open: there is nothing to lock."""
    if not workspace.store.encrypted:
        return 0
    kept = workspace.store.settings.get(_SETTING, USUAL)
    return kept if kept in CHOICES else USUAL


def lock_after(workspace: Workspace, minutes: int) -> None:
    """Keep after how many minutes it locks."""
    workspace.store.settings.set(_SETTING, minutes)
