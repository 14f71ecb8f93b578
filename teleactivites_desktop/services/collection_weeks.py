"""Papers received and keyed, week by week, on one scale."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from teleactivites_desktop.core.tabulation import Series
from teleactivites_desktop.core.typography import date_in_words
from teleactivites_desktop.i18n import _

MOST_LATE = timedelta(weeks=26)
"""Papers keyed longer after the last was received are another story: their weeks are not drawn."""

_MOST_AT_ONCE = 4
"""Papers keyed in a week for one received in the busiest: beyond, their line would flatten the other."""


def keyed_words(keyed: Mapping[int, int]) -> str:
    """Return from when to when papers were keyed, as a sentence; "" for none."""
    if not keyed:
        return ""
    first, last = (datetime.fromtimestamp(each / 1000, UTC).date() for each in (min(keyed), max(keyed)))
    if first == last:
        return _("Elles ont été saisies le {day}.").format(day=date_in_words(first))
    return _("Elles ont été saisies du {first} au {last}.").format(
        first=date_in_words(first), last=date_in_words(last)
    )


def with_keyed(received: Series, keyed: Mapping[int, int]) -> tuple[Series, tuple[int, ...]]:
    """Return the weeks received, prolonged to the last one with papers keyed, and how many each has keyed.

    `keyed`: moment (ms since 1970, UTC) -> how many. () where they do not fall in the weeks of collection.
    """
    if not received.points or not keyed:
        return received, ()
    by_week: Counter[date] = Counter()
    for moment, count in keyed.items():
        day = datetime.fromtimestamp(moment / 1000, UTC).date()
        by_week[day - timedelta(days=day.weekday())] += count
    first = date.fromisoformat(received.points[0][0])
    last = date.fromisoformat(received.points[-1][0])
    counts = dict(received.points)
    piled_up = max(by_week.values()) > _MOST_AT_ONCE * max(counts.values())
    if piled_up or min(by_week) < first or max(by_week) > last + MOST_LATE:
        return received, ()
    span = (max(last, max(by_week)) - first).days // 7 + 1
    weeks = [first + timedelta(weeks=place) for place in range(span)]
    points = tuple((week.isoformat(), counts.get(week.isoformat(), 0)) for week in weeks)
    return Series(_("Fiches reçues et saisies par semaine"), points), tuple(by_week[week] for week in weeks)
