"""What may be chosen for a document."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from teleactivites_desktop.services.tabulations import Selection


@dataclass(frozen=True)
class Options:
    """What may be chosen for a document; each takes what concerns it.

    `paper`: the paper number, for documents on one response; the first one, for blank questionnaires, of
    which `copies` are printed. `batch`: the one whose slip is printed ("A", or "GBEQ/A" where two territories
    have one of that code). `format`: labels on a sheet. `made_at`: the date printed, now when None.
    `language` ("fr", "en", "it"), `logo` (a picture) and `outline` (GeoJSON of the area): of the summary.
    `letter`: the text of a letter. `publish`: the document is given away, not only looked at.
    """

    selection: Selection = field(default_factory=Selection)
    title: str = ""
    sections: frozenset[str] = frozenset()
    paper: str = ""
    copies: int = 1
    batch: str = ""
    format: str = "24"
    made_at: datetime | None = None
    language: str = ""
    logo: Path | None = None
    outline: Path | None = None
    letter: str = ""
    publish: bool = False
