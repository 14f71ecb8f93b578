"""What every page is given: the campaign that is open, and the ways to the rest of the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme

if TYPE_CHECKING:  # importing it loads the database libraries: 0.7 s that the first window does not wait for
    from teleactivites_desktop.services.workspace import Workspace


class Changed(StrEnum):
    """What a use case may have changed; a page refreshes when one of its own is among them."""

    RESPONSES = "responses"
    DRAFTS = "drafts"
    BATCHES = "batches"
    CAMPAIGN = "campaign"
    CONFLICTS = "conflicts"
    PARTNERS = "partners"
    BACKUPS = "backups"
    SETTINGS = "settings"


EVERYTHING = frozenset(Changed)


class PageName(StrEnum):
    """The pages of the window, in the order of the rail."""

    HOME = "home"
    ENTRY = "entry"
    RESPONSES = "responses"
    EXCHANGE = "exchange"
    CONTROL = "control"
    REPORTS = "reports"
    SETTINGS = "settings"


@dataclass(frozen=True)
class OpenResponse:
    """Navigation target: the page shows this response, at `question` where one is given.

    `document` says as which document Rapports shows it.
    """

    record: str
    question: str = ""
    document: str = "response"


@dataclass(frozen=True)
class VerifyResponse:
    """Navigation target: the Saisie page keys this response a second time."""

    record: str


@dataclass(frozen=True)
class PrintBatch:
    """Navigation target: Rapports shows the slip of this batch as it is printed."""

    territory: str
    code: str


@dataclass(frozen=True)
class ReadFile:
    """Navigation target: the Échanges page shows what reading this exchange file would do."""

    path: Path


@dataclass(frozen=True)
class SearchFor:
    """Navigation target: the list of responses shows what matches `text`."""

    text: str


@dataclass(frozen=True)
class ResumeDraft:
    """Navigation target: the Saisie page takes up the paper of this draft."""

    draft: str


class Navigator(QObject):
    """How pages speak to the window without knowing it."""

    requested = Signal(PageName, object)
    changed = Signal(frozenset)
    confirmed = Signal(str, object)
    restoring = Signal(Path, object)
    locking = Signal()

    def open(self, page: PageName, target: object = None) -> None:
        """Show `page`; `target` (`OpenResponse`, `SearchFor`...) is handed to its `open_target`."""
        self.requested.emit(page, target)

    def announce(self, changed: Iterable[Changed]) -> None:
        """Say what was changed: pages in sight refresh now, the others when they are shown."""
        self.changed.emit(frozenset(changed))

    def restore(self, copy: Path, passphrase: str | None) -> None:
        """Put a copy in the place of the open database: the campaign is closed, and opened again after."""
        self.restoring.emit(copy, passphrase)

    def lock(self) -> None:
        """Close the campaign and ask for a passphrase, to go on where one was."""
        self.locking.emit()

    def confirm(self, text: str, undo: object = None) -> None:
        """Say shortly that something was done; `undo` (a callable) adds "Annuler" for a few seconds."""
        self.confirmed.emit(text, undo)


@dataclass(frozen=True)
class Context:
    """Everything a page may use. `workspace` runs services on the window's thread."""

    workspace: Workspace
    theme: Theme
    tasks: Tasks
    errors: Errors
    navigator: Navigator
