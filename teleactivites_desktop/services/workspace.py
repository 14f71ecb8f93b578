"""An open campaign on one site: the store, who writes, and the world outside."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.chain import SALT_BYTES, make_revision
from teleactivites_desktop.core.history.clock import Clock
from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.core.questionnaire import Questionnaire

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.core.entry import Form
    from teleactivites_desktop.storage.database import Store

RECORD_BYTES = 16
"""Length of a random record id."""


@dataclass(frozen=True)
class SiteIdentity:
    """Who this installation is in the campaign: site id, territory, and the seed of its signing key."""

    site: str
    territory: str
    seed: bytes = field(repr=False)


class Workspace:
    """An open campaign. `officer` is the record id of the officer at work."""

    def __init__(
        self,
        store: "Store",
        identity: SiteIdentity,
        officer: str,
        environment: Environment,
        release: Callable[[], None] = lambda: None,
        present: Callable[["Workspace"], None] | None = None,
    ) -> None:
        """`release` lets other processes open the database; `close` calls it.

        `present` writes the first revision of a site that has none yet: see `ensure_presented`.
        """
        self.store = store
        self._release = release
        self._present = present
        self.identity = identity
        self.officer = officer
        self.environment = environment
        self._forms: dict[str, Form] = {}

    def close(self) -> None:
        """Give the database back. Harmless twice."""
        self.store.close()
        self._release()

    def reopen(self) -> "Workspace":
        """Return the same workspace on a connection of its own, for another thread; close it there."""
        return Workspace(
            self.store.reopen(), self.identity, self.officer, self.environment, present=self._present
        )

    def ensure_presented(self) -> None:
        """Write this site's first revision where it has none yet. Inside a transaction.

        A database that was copied or restored goes on under a new site id, and only once it writes: looking
        at it, or refusing a file, leaves it as it was.
        """
        if self._present is not None and self.store.revisions.tip(self.identity.site) is None:
            self._present(self)

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the campaign's current questionnaire; reading an exchange file may bring another one."""
        return self.store.questionnaires.current()

    def form(self, version: str) -> "Form":
        """Return the questionnaire `version` ready for keying; the current one where it is not held.

        Its expressions are compiled once, in some 15 ms, so that the next paper begins at once.
        """
        from teleactivites_desktop.core.entry import Form

        questionnaire = self.store.questionnaires.get(version) or self.questionnaire
        ready = self._forms.get(version)
        if ready is None or ready.questionnaire is not questionnaire:
            ready = self._forms[version] = Form(questionnaire)
        return ready

    def new_record(self) -> str:
        """Return a fresh record id."""
        return self.environment.random_bytes(RECORD_BYTES).hex()

    def author(
        self,
        kind: Kind,
        record: str,
        patch: Patch,
        *,
        parents: Collection[str] | None = None,
        officer: str | None = None,
    ) -> Revision:
        """Append one revision of `record` and return it; it is on disk when the transaction ends.

        Its parents are the record's current heads unless given (an inverse written for undo names its own);
        `officer` stands for the one at work when a transcript names another. The clock restarts from what
        the store holds, so a revision written by another connection of this site is never stepped over.
        """
        with self.store.transaction():
            revisions = self.store.revisions
            tip = revisions.tip(self.identity.site)
            if tip is None and kind is not Kind.SITE:
                self.ensure_presented()
                tip = revisions.tip(self.identity.site)
            wall = self.environment.milliseconds()
            heads = revisions.heads(record) if parents is None else parents
            clock = Clock(tip.at if tip else "")
            for head in heads:
                seen = revisions.by_id(head)
                if seen is not None:
                    clock.observe(seen.at, wall)
            revision = make_revision(
                site=self.identity.site,
                seq=tip.seq + 1 if tip else 1,
                previous=tip.id if tip else "",
                record=record,
                kind=kind,
                parents=heads,
                at=clock.tick(wall),
                officer=self.officer if officer is None else officer,
                salt=self.environment.random_bytes(SALT_BYTES).hex(),
                patch=patch,
            )
            revisions.append([revision])
        return revision
