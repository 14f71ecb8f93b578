"""The lines of a rehearsal as rows of its table: what comes, what is changed here, who is likely the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.duplicates import LikelyPair
from teleactivites_desktop.services.exchanging import Rehearsal
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.exchanging.refusing import name_of
from teleactivites_desktop.services.exchanging.rehearsing import ChangedHere
from teleactivites_desktop.services.exchanging.telling import effect_words
from teleactivites_desktop.ui.exchanges.words import EFFECT_INK, kind_words
from teleactivites_desktop.ui.theme import Role

HERE, LIKELY, OTHER = "here", "likely", "other"
"""Groups of rows beside the effects: changed here only, likely the same person, batches and the like."""
ORDER = (
    Effect.CONFLICT,
    LIKELY,
    Effect.ERASED,
    Effect.WITHDRAWN,
    Effect.CHANGED,
    Effect.NEW,
    HERE,
    Effect.SAME,
    OTHER,
)
"""What matters most comes first."""


@dataclass(frozen=True)
class Row:
    """One row. `group`: what it is counted with; `change`, `ahead` or `pair` says what it is about."""

    group: str
    words: str
    ink: Role | None
    kind: str
    name: str
    change: RecordEffect | None = None
    ahead: ChangedHere | None = None
    pair: LikelyPair | None = None

    @property
    def title(self) -> str:
        """Return what the row is about: its number, after its kind where it is no response."""
        if self.change is None or self.change.kind is Kind.RESPONSE:
            return self.name
        return f"{self.kind} {self.name}".strip()


def rows_of(rehearsal: Rehearsal) -> list[Row]:
    """Return all rows, what matters most first, then by number."""
    rows = [*map(_coming, rehearsal.lines), *map(_ahead, rehearsal.ahead), *_likely(rehearsal)]
    return sorted(rows, key=lambda row: (ORDER.index(row.group), row.title))


def _coming(change: RecordEffect) -> Row:
    group = change.effect.value if change.kind is Kind.RESPONSE else OTHER
    ink = EFFECT_INK.get(change.effect)
    return Row(
        group, effect_words(change.effect), ink, kind_words(change.kind), name_of(change), change=change
    )


def _ahead(line: ChangedHere) -> Row:
    paper = str(line.here.values.get("paper") or line.there.values.get("paper") or "")
    return Row(HERE, _("‹ modifiée ici"), Role.MUTED, kind_words(Kind.RESPONSE), paper, ahead=line)


def _likely(rehearsal: Rehearsal) -> Iterator[Row]:
    for pair in rehearsal.likely:
        name = f"{pair.papers[0]} ↔ {pair.papers[1]}"
        yield Row(LIKELY, _("? même personne"), Role.WARNING, kind_words(Kind.RESPONSE), name, pair=pair)
