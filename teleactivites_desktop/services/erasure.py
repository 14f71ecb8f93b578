"""A person's right to be erased: what was typed goes, here at once, everywhere as it travels.

Each site's next file says, by its vector, that the erasure reached it: that is its acknowledgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.stored import Erasure
from teleactivites_desktop.services import responses
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Acknowledgement:
    """What is known of an erasure elsewhere: when (`at`, ISO) a file of `site` said that it was done there.

    `at` is "" while it has not said so.
    """

    site: str
    territory: str
    at: str


@dataclass(frozen=True)
class Erased:
    """A record that was erased here, and where else."""

    erasure: Erasure
    acknowledgements: tuple[Acknowledgement, ...]


def erase(workspace: Workspace, paper: str, reason: str) -> Revision:
    """Erase the response of `paper` for ever, with the reason. Raises UserError for none, or no reason."""
    return responses.erase(workspace, find_response(workspace, paper), reason)


def erased(workspace: Workspace) -> list[Erased]:
    """Return what was erased, the latest first, and which sites have said that they did it too."""
    return [
        Erased(erasure, tuple(_acknowledgements(workspace, erasure)))
        for erasure in workspace.store.erasures.list()
        if erasure.kind is Kind.RESPONSE
    ]


def _acknowledgements(workspace: Workspace, erasure: Erasure) -> Iterator[Acknowledgement]:
    store = workspace.store
    erasing = [revision for revision in store.revisions.history(erasure.record) if revision.erases]
    statements = store.partners.statements()
    for site in store.sites.list():
        if site.record == workspace.identity.site:
            continue
        said = statements.get(site.record)
        done = said is not None and any(
            said.vector.get(revision.site, 0) >= revision.seq for revision in erasing
        )
        yield Acknowledgement(site.record, site.text("territory"), said.at if said and done else "")
