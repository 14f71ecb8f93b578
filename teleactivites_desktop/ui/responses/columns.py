"""The columns of the list of responses, and the order that each one sorts by."""

from collections.abc import Callable, Mapping
from datetime import datetime

from teleactivites_desktop.core.stored import ResponseLine, SortColumn
from teleactivites_desktop.core.typography import clock_time
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.reading import status_words
from teleactivites_desktop.ui.listing import Column
from teleactivites_desktop.ui.moments import day_in_words, moment_of
from teleactivites_desktop.ui.theme import GRID, Role

_SIGNS: Mapping[Status, tuple[str, Role | None]] = {
    Status.COMPLETE: ("✓", None),
    Status.INCOMPLETE: ("!", Role.WARNING),
    Status.WITHDRAWN: ("–", Role.MUTED),
}


def status_text(line: ResponseLine) -> str:
    """Return sign and word; an open conflict is said first."""
    if line.conflicts:
        return _("≠ en conflit")
    sign, _ink = _SIGNS[line.status]
    return f"{sign} {status_words(line.status)}"


def status_ink(line: ResponseLine) -> Role | None:
    """Return the ink of the status."""
    return Role.WARNING if line.conflicts else _SIGNS[line.status][1]


def _muted_when_withdrawn(line: ResponseLine) -> Role | None:
    return Role.MUTED if line.status is Status.WITHDRAWN else None


def response_columns(now: Callable[[], datetime]) -> list[tuple[Column[ResponseLine], SortColumn]]:
    """Return the columns, each with the order it sorts by; `now` gives today's date for "hier"."""

    def changed(line: ResponseLine) -> str:
        moment, today = moment_of(line.changed_at), now().date()
        return clock_time(moment) if moment.date() == today else day_in_words(moment.date(), today)

    ink = _muted_when_withdrawn
    return [
        (Column(_("Fiche"), lambda line: line.paper, ink, 13 * GRID), SortColumn.PAPER),
        (Column(_("Nom"), lambda line: line.name, ink, 20 * GRID), SortColumn.NAME),
        (Column(_("Commune"), lambda line: line.place, ink, 18 * GRID), SortColumn.PLACE),
        (Column(_("Lot"), lambda line: line.batch or line.territory, ink, 10 * GRID + 4), SortColumn.BATCH),
        (Column(_("État"), status_text, status_ink, 14 * GRID + 4), SortColumn.STATUS),
        (Column(_("Modifiée"), changed, ink, 12 * GRID), SortColumn.CHANGED),
    ]
