"""What may be chosen for a document."""

from dataclasses import dataclass, field
from datetime import datetime

from teleactivites_desktop.services.tabulations import Selection


@dataclass(frozen=True)
class Options:
    """What may be chosen for a document; each takes what concerns it.

    `paper`: the paper number, for documents on one response. `made_at`: the date printed, now when None.
    """

    selection: Selection = field(default_factory=Selection)
    title: str = ""
    sections: frozenset[str] = frozenset()
    paper: str = ""
    made_at: datetime | None = None
