"""Tables that were given a name: kept in the campaign's own record, so they travel and all sites have them.

A table is one path, ``tables.<name>``: two sites that name different tables do not meet, the same table named
twice is none, and one name given to two tables is an ordinary conflict.
"""

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.table_choice import TableChoice, from_value
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

_PATH = "tables."
LONGEST_NAME = 80


def named_tables(workspace: Workspace) -> list[TableChoice]:
    """Return the named tables by name; what another program wrote in another shape is left out."""
    found = (
        from_value(path.removeprefix(_PATH), value)
        for path, value in _fields(workspace).items()
        if path.startswith(_PATH)
    )
    return sorted((each for each in found if each is not None), key=lambda each: each.name.casefold())


def named_table(workspace: Workspace, name: str) -> TableChoice:
    """Return the table of that name. Raises UserError where there is none."""
    for each in named_tables(workspace):
        if each.name.casefold() == name.strip().casefold():
            return each
    raise UserError(_("Aucun tableau ne s'appelle « {name} ».").format(name=name))


def keep(workspace: Workspace, choice: TableChoice) -> Revision | None:
    """Keep a table under its name, in place of one that has it; None where it is kept so already.

    Raises UserError without a name.
    """
    name = choice.name.strip()
    if not name:
        raise UserError(_("Donnez un nom au tableau."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("Ce nom est trop long : {most} signes au plus.").format(most=LONGEST_NAME))
    return _write(workspace, name, choice.to_value())


def remove(workspace: Workspace, name: str) -> Revision | None:
    """Forget a named table; None where there is none of that name."""
    return _write(workspace, name, None)


def _write(workspace: Workspace, name: str, value: dict[str, PatchValue] | None) -> Revision | None:
    path = f"{_PATH}{name}"
    with workspace.store.transaction():
        if _fields(workspace).get(path) == value:
            return None
        return workspace.author(Kind.CAMPAIGN, membership(workspace.store).campaign, {path: value})


def _fields(workspace: Workspace) -> dict[str, PatchValue]:
    stored = workspace.store.campaigns.get(membership(workspace.store).campaign)
    return dict(stored.fields) if stored else {}
