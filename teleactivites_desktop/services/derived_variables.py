"""Variables made from answers, declared in a small file: read, checked, kept with the campaign, forgotten.

They are paths of the campaign's record, ``variables.<name>``, so they travel and every site counts alike.
"""

import csv
from io import StringIO
from pathlib import Path

from teleactivites_desktop.core.derived import Variable, from_value, read
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

_PATH = "variables."
_TAKEN = ("territory", "valley", "batch", "status")
_LARGEST = 1_000_000
"""Bytes of a file; ours have a few thousand."""


def variables(workspace: Workspace) -> list[Variable]:
    """Return the variables of the campaign that its questionnaire can make, by name."""
    questionnaire = workspace.questionnaire
    found = (
        from_value(path.removeprefix(_PATH), value, questionnaire)
        for path, value in sorted(_fields(workspace).items())
        if path.startswith(_PATH)
    )
    return [each for each in found if each is not None]


def load_file(workspace: Workspace, file: Path) -> tuple[list[Variable], Revision | None]:
    """Read a CSV file and keep its variables; those of other names stay. Nothing is written if one is wrong.

    Returns them, and the revision (None where all were known so). Raises UserError, with the line.
    """
    found = read(_rows(file), workspace.questionnaire, _TAKEN)
    held = _fields(workspace)
    patch = {f"{_PATH}{each.name}": each.to_value() for each in found}
    changed = {path: value for path, value in patch.items() if held.get(path) != value}
    return found, _write(workspace, changed) if changed else None


def forget(workspace: Workspace, name: str) -> Revision:
    """Forget a variable. Raises UserError where there is none of that name."""
    if f"{_PATH}{name}" not in _fields(workspace):
        raise UserError(_("Aucune variable ne s'appelle « {name} ».").format(name=name))
    return _write(workspace, {f"{_PATH}{name}": None})


def _write(workspace: Workspace, patch: dict[str, PatchValue]) -> Revision:
    return workspace.author(Kind.CAMPAIGN, membership(workspace.store).campaign, patch)


def _rows(file: Path) -> list[list[str]]:
    try:
        content = file.read_bytes()
        if len(content) > _LARGEST:
            raise UserError(
                _("« {file} » est trop gros pour un fichier de variables.").format(file=file.name)
            )
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise UserError(
            _("« {file} » ne se lit pas : {reason}.").format(file=file.name, reason=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            _("« {file} » n'est pas en UTF-8 : enregistrez-le en CSV UTF-8.").format(file=file.name)
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    return list(csv.reader(StringIO(text), delimiter=delimiter))


def _fields(workspace: Workspace) -> dict[str, PatchValue]:
    stored = workspace.store.campaigns.get(membership(workspace.store).campaign)
    return dict(stored.fields) if stored else {}
