"""What is accepted of partners that are shut out: nothing beyond the number told then, whoever brings it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.contents import Description
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import shutting_out
from teleactivites_desktop.services.membership import SHUT_OUT, shut_out_bounds, shut_out_words
from teleactivites_desktop.services.workspace import Workspace


class Acceptance:
    """What this site accepts. What it holds already stays, and its own revisions are always accepted."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        vector = workspace.store.revisions.vector()
        self._bounds = {
            site: max(last, vector.get(site, 0))
            for site, last in shut_out_bounds(workspace.store).items()
            if site != workspace.identity.site
        }

    def concerns(self, revision: Revision) -> bool:
        """Tell whether `hear` wants to know what `revision` says; its header is enough."""
        return revision.kind is Kind.SITE and revision.record in self._bounds

    def hear(self, revisions: Iterable[Revision]) -> None:
        """Obey what comes of partners that are shut out: that more is accepted of one, or that it is back.

        Its author may have written on what is refused here: that waits, and so does the word behind it.
        """
        for revision in revisions:
            if self.concerns(revision) and revision.site not in self._bounds:
                self._obey(revision.record, revision.patch or {})

    def _obey(self, site: str, patch: Mapping[str, PatchValue]) -> None:
        words = [value for path, value in patch.items() if path.startswith(SHUT_OUT)]
        if words and not any(words):
            del self._bounds[site]
        for word in shut_out_words(patch):
            self._bounds[site] = max(self._bounds[site], cast("int", word["last"]))

    def require(self, said: Description, path: Path) -> None:
        """Refuse a file that a partner wrote after it was shut out. Raises UserError."""
        site = said.sender.site
        if said.vector.get(site, 0) <= self._bounds.get(site, said.vector.get(site, 0)):
            return
        word = shutting_out.shut_outs(self._workspace)[site]
        raise UserError(
            _(
                "« {name} » vient du poste de {label} ({territory}), {word}. Rien n'a été lu. S'il doit "
                "revenir, réadmettez-le (Échanges, Partenaires), puis lisez le fichier de nouveau."
            ).format(
                name=path.name,
                label=said.sender.label or site,
                territory=said.sender.territory,
                word=word.words,
            )
        )

    def among(self, revisions: Iterable[Revision]) -> list[Revision]:
        """Return those of `revisions` that are accepted."""
        return [each for each in revisions if each.seq <= self._bounds.get(each.site, each.seq)]

    def stated(self, vector: Mapping[str, int]) -> dict[str, int]:
        """Return what a partner says that it holds, without what is not accepted: that is no gap."""
        return {site: min(seq, self._bounds.get(site, seq)) for site, seq in vector.items()}

    def vouching(self, pinned: Mapping[str, str]) -> dict[str, str]:
        """Return those of the `pinned` sites whose word for another site is taken."""
        return {site: key for site, key in pinned.items() if site not in self._bounds}
