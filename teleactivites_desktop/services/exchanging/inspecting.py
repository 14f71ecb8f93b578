"""What a file says of itself, verified, without looking at what is held here."""

from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.contents import Description
from teleactivites_desktop.exchange.format import open_exchange_file
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Inspection:
    """A file's own account. `kinds`: how many revisions it holds of each kind of record."""

    path: Path
    description: Description
    fingerprint: str
    kinds: dict[Kind, int]
    questionnaires: tuple[str, ...]


def inspect(workspace: Workspace, path: Path) -> Inspection:
    """Return what the exchange file at `path` says, every signature and byte verified. Raises UserError."""
    known = membership(workspace.store)
    with open_exchange_file(path, known.keys, known.campaign) as file:
        kinds: dict[Kind, int] = {}
        for revision in file.revisions():
            kinds[revision.kind] = kinds.get(revision.kind, 0) + 1
        return Inspection(
            path=path,
            description=file.manifest.description,
            fingerprint=keys.fingerprint(file.manifest.description.sender.public_key),
            kinds=kinds,
            questionnaires=tuple(package.version for package in file.questionnaires()),
        )
