"""Refusing lines of a reading: our value comes back by a revision of ours, and travels (docs/history.md)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from teleactivites_desktop.core.history.refusal import note_of, refusal, refusal_of_new
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.workspace import Workspace

Refusals = Mapping[str, str]
"""Record -> why its line is refused, "" for no reason given."""

_NEVER = frozenset({Kind.SITE, Kind.QUESTIONNAIRE})


def obstacle(change: RecordEffect) -> str:
    """Return why a line cannot be refused, in a sentence; "" where it can."""
    if change.effect is Effect.ERASED:
        return _("Un effacement ne se refuse pas : c'est le droit de la personne.")
    if change.kind in _NEVER:
        return _("Un poste ou un questionnaire ne se refuse pas : il dit ce qui existe.")
    if change.before is None and change.kind is not Kind.RESPONSE:
        return _("Ce qui est nouveau ici ne se refuse pas, sauf une fiche : rien n'est remplacé.")
    return "" if _restoring(change, "") else _("Rien à refuser : cette ligne ne change rien ici.")


def refuse(workspace: Workspace, change: RecordEffect, note: str, file: Path) -> Revision:
    """Append what restores our side of a line just applied: inside the reading's transaction.

    `note`: why, kept in the history. Raises UserError for a line that cannot be refused.
    """
    if why := obstacle(change):
        raise UserError(captioned(name_of(change), why))
    reason = note.strip() or _("refusée à la lecture de {file}").format(file=file.name)
    own = note_of(workspace.identity.site, note.strip())
    return workspace.author(change.kind, change.record, {**_restoring(change, reason), **own})


def chosen(lines: Sequence[RecordEffect], names: Sequence[str], note: str) -> dict[str, str]:
    """Return the refusals of the lines called `names` (paper numbers, codes of batches), each with `note`.

    Raises UserError for a name that is no line, or a line that cannot be refused.
    """
    by_name = {name_of(change).casefold(): change for change in lines}
    found = {}
    for name in names:
        change = by_name.get(name.strip().casefold())
        if change is None:
            raise UserError(
                _("« {name} » n'est pas parmi ce que ce fichier change : rien à refuser.").format(name=name)
            )
        if why := obstacle(change):
            raise UserError(captioned(name_of(change), why))
        found[change.record] = note
    return found


def name_of(change: RecordEffect) -> str:
    """Return what a record is called: its paper number, its code, its name; "" for none."""
    values = change.after.values or (change.before.values if change.before else {})
    named = (values.get(path) for path in ("paper", "code", "name", "label", "title"))
    return str(next(filter(None, named), ""))


def _restoring(change: RecordEffect, reason: str) -> dict[str, PatchValue]:
    if change.before is None:
        return refusal_of_new(change.after, reason)
    return refusal(change.before, change.after)
