"""What the database gives back of shared records: lines of lists, whole records, open conflicts.

Stamps are those of the hybrid logical clock (`core.history.clock.milliseconds_of` gives the time).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from teleactivites_desktop.core.history.fold import Contender
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.history.state import ResponseState
from teleactivites_desktop.core.values import PatchValue, Status


class SortColumn(StrEnum):
    """The columns by which the list of responses can be sorted."""

    PAPER = "paper"
    NAME = "name"
    PLACE = "place"
    BATCH = "batch"
    STATUS = "status"
    RECEIVED = "received"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the list; ties follow the order of arrival."""

    column: SortColumn = SortColumn.PAPER
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """Which responses to list. Empty fields let everything through.

    `text` is what was typed in the search field: every word must begin a word of the response's number,
    name, commune, village, address, e-mail, or telephone. `batch` goes with `territory`.
    """

    text: str = ""
    territory: str = ""
    batch: str = ""
    status: Status | None = None
    in_conflict: bool = False


class PageKey(NamedTuple):
    """Where a page of a list ended: the sort key of its last line (one text, or two), and its row."""

    key: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """One line of the list of responses. `conflicts`: open ones; `changed_by`: an officer's record."""

    record: str
    paper: str
    territory: str
    batch: str
    received: str
    questionnaire: str
    status: Status
    name: str
    place: str
    changed_at: str
    changed_by: str
    changed_site: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive lines of a list; `after` asks for the next ones, None at the end."""

    lines: tuple[ResponseLine, ...]
    after: PageKey | None


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A whole response: its line, what it says, and the flat paths (`fields`) that an edit starts from."""

    line: ResponseLine
    state: ResponseState
    fields: Mapping[str, PatchValue]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record that is not a response: batch, officer, site, campaign, decision..."""

    record: str
    kind: Kind
    fields: Mapping[str, PatchValue]
    changed_at: str
    changed_by: str
    changed_site: str
    conflicts: int

    def text(self, path: str) -> str:
        """Return the text at `path`; "" where there is none or it is no text."""
        value = self.fields.get(path)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """One field on which sites differ; the value shown meanwhile comes first. `paper`: "" for other kinds."""

    record: str
    kind: Kind
    paper: str
    path: str
    contenders: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """A record that was erased: why, when (stamp), and by which site."""

    record: str
    kind: Kind
    reason: str
    at: str
    site: str


@dataclass(frozen=True, slots=True)
class QuestionnairePackage:
    """A version of the questionnaire as it is stored and exchanged: workbook, its files, compiled JSON."""

    version: str
    workbook: bytes
    files: Mapping[str, bytes]
    compiled: str
