"""Taking changes of a stored response back, making them again, going back to an earlier state."""

from collections.abc import Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.history import undo as reversals
from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import KEPT, WITHDRAWN
from teleactivites_desktop.core.history.undo import Reversal
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.consequences import calculated_after
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace

_ANSWERS = "answers."


@dataclass(frozen=True)
class Done:
    """What was done: the revision appended, and in words the fields left as they were changed since."""

    revision: Revision
    kept: tuple[str, ...]


def undo(workspace: Workspace, record: str) -> Done:
    """Take back the last change of a response that still stands, whoever made it.

    What was changed since stays. Raises UserError where there is nothing to take back.
    """
    with workspace.store.transaction():
        history = _history(workspace, record)
        target = reversals.last_change(history)
        if target is None:
            raise UserError(_("Rien à annuler : la fiche est comme à sa première saisie."))
        return _append(workspace, record, history, reversals.undo(history, target))


def redo(workspace: Workspace, record: str) -> Done:
    """Make again the change that was taken back last. Raises UserError where there is none."""
    with workspace.store.transaction():
        history = _history(workspace, record)
        target = reversals.last_undone(history)
        if target is None:
            raise UserError(_("Rien à rétablir : aucun changement de cette fiche n'est annulé."))
        return _append(workspace, record, history, reversals.redo(history, target))


def restore_state(workspace: Workspace, record: str, revision: str) -> Revision:
    """Bring back the state that a revision of the response's history left, as one change.

    Raises UserError where the response is like that already, or has no such revision.
    """
    with workspace.store.transaction():
        history = _history(workspace, record)
        if revision not in {each.id for each in history}:
            raise UserError(_("Cet état n'est pas dans l'historique de la fiche."))
        patch = reversals.restore(history, revision)
        if not patch:
            raise UserError(_("La fiche est déjà dans cet état."))
        return workspace.author(Kind.RESPONSE, record, patch)


def _append(workspace: Workspace, record: str, history: list[Revision], found: Reversal) -> Done:
    reader = Readers(workspace).of_record(record)
    kept = tuple(dict.fromkeys(reader.caption(path) for path in found.kept))
    if not found.patch:
        raise UserError(
            _("Ce changement ne peut être annulé : {fields} — changé depuis, ou en conflit.").format(
                fields=", ".join(kept)
            )
        )
    values = fold(history).values
    patch = {**found.patch, **_follows(workspace, record, values, found)}
    if any(path.startswith(_ANSWERS) for path in patch) and values.get("status") != WITHDRAWN:
        patch.setdefault("status", KEPT)
    return Done(workspace.author(Kind.RESPONSE, record, patch), kept)


def _follows(
    workspace: Workspace, record: str, values: Mapping[str, PatchValue], found: Reversal
) -> dict[str, PatchValue]:
    """Return what is to be calculated anew: nothing where the change is reversed whole."""
    return calculated_after(workspace, record, {**values, **found.patch}) if found.kept else {}


def _history(workspace: Workspace, record: str) -> list[Revision]:
    history = workspace.store.revisions.history(record)
    if workspace.store.responses.get(record) is None:
        raise UserError(_("Cette fiche n'existe plus : elle a été effacée."))
    return history
