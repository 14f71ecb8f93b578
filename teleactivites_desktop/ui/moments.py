"""When something happened, in the words that one would say it with today."""

from datetime import UTC, date, datetime, timedelta

from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.typography import clock_time, short_date
from teleactivites_desktop.i18n import _


def moment_of(stamp: str) -> datetime:
    """Return the local time of a clock stamp (16 hexadecimal digits)."""
    return datetime.fromtimestamp(milliseconds_of(stamp) / 1000, UTC).astimezone()


def moment_from_iso(text: str) -> datetime:
    """Return the local time of an ISO 8601 text with its offset."""
    return datetime.fromisoformat(text).astimezone()


def day_in_words(day: date, today: date) -> str:
    """Return ``aujourd'hui``, ``hier``, else ``12/11/2007``."""
    if day == today:
        return _("aujourd'hui")
    if day == today - timedelta(days=1):
        return _("hier")
    return short_date(day)


def moment_in_brief(moment: datetime, now: datetime) -> str:
    """Return ``aujourd'hui 9 h 05``, ``hier 14 h 30``, ``12/11/2007 9 h 05``, in the time zone of `now`."""
    local = moment.astimezone(now.tzinfo)
    return f"{day_in_words(local.date(), now.date())} {clock_time(local)}"
