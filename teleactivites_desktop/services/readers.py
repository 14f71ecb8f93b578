"""What was stored is read in the words of the version of the questionnaire under which it was keyed."""

from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.workspace import Workspace


class Readers:
    """The readers of a campaign, made once for each version."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._made: dict[str, Reader] = {}

    def of(self, version: str) -> Reader:
        """Return the reader of a version; of the current one for a version that is not held here (or "")."""
        if version not in self._made:
            held = self._workspace.store.questionnaires.get(version)
            self._made[version] = Reader(held or self._workspace.questionnaire)
        return self._made[version]

    def of_record(self, record: str) -> Reader:
        """Return the reader of a response; the current version's for what is no response."""
        stored = self._workspace.store.responses.get(record)
        return self.of(stored.line.questionnaire if stored else "")
