"""Functions of dates and times."""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.functions.signature import Findings, Function, eager
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node, apply
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import (
    SECONDS_OF_DAY,
    XValue,
    date_of_days,
    days,
    number,
    parse_date,
    text,
)
from teleactivites_desktop.i18n import _

MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
"""Short names of the months, for %b; French whatever the screen speaks: what is calculated is exchanged."""

WEEKDAYS = "lun. mar. mer. jeu. ven. sam. dim.".split()
"""Short names of the days of the week from Monday, for %a."""


def to_date(value: XValue) -> XValue:
    """Return `value` (ISO text, days since 1970, date) as a date; "" where it is none."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        return moment.date()
    return moment or ""


def to_datetime(value: XValue) -> XValue:
    """Return `value` (ISO text, days since 1970, date) as a date and time; "" where it is none."""
    if isinstance(value, (float, int)):
        whole = date_of_days(math.floor(value) if math.isfinite(value) else value)
        if whole is None:
            return ""
        midnight = datetime(whole.year, whole.month, whole.day)  # noqa: DTZ001 - wall clock of the form
        return midnight + timedelta(days=value - math.floor(value))
    moment = _moment(value)
    if moment is None or isinstance(moment, datetime):
        return moment or ""
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - wall clock of the form


def _moment(value: XValue) -> date | datetime | None:
    if isinstance(value, str):
        return parse_date(value.strip()) or date_of_days(number(value))
    if isinstance(value, date):
        return value
    return date_of_days(value)


def decimal_date_time(value: XValue) -> float:
    """Return days and fraction of a day since 1970, in UTC where the offset is known; NaN for no date."""
    moment = value if isinstance(value, (int, float)) else _moment(value)
    if moment is None:
        return math.nan
    if not isinstance(moment, date):
        return float(moment)
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    return days(moment) - (offset.total_seconds() / SECONDS_OF_DAY if offset else 0.0)


def decimal_time(value: XValue) -> float:
    """Return the fraction of the day of a time, or of a date and time; NaN where there is none."""
    return number(value) % 1.0 if math.isfinite(number(value)) else math.nan


_DIRECTIVES: dict[str, Callable[[datetime], str]] = {
    "Y": lambda moment: f"{moment.year:04d}",
    "y": lambda moment: f"{moment.year % 100:02d}",
    "m": lambda moment: f"{moment.month:02d}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02d}",
    "e": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02d}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02d}",
    "S": lambda moment: f"{moment.second:02d}",
    "3": lambda moment: f"{moment.microsecond // 1000:03d}",
    "a": lambda moment: WEEKDAYS[moment.weekday()],
    "W": lambda moment: str(moment.isocalendar().week),
    "%": lambda moment: "%",
}
"""ODK's directives of format-date, each with what it writes."""


def format_date(value: XValue, pattern: XValue) -> str:
    """Return a date written as ODK's `pattern` says ("%d/%m/%Y"); "" where `value` is no date."""
    moment = to_datetime(value)
    if not isinstance(moment, datetime):
        return ""
    pieces = text(pattern).split("%")
    written = [pieces[0]]
    rest = iter(pieces[1:])
    for piece in rest:
        if piece == "":
            written.append("%" + next(rest, ""))
        elif piece[0] in _DIRECTIVES:
            written.append(_DIRECTIVES[piece[0]](moment) + piece[1:])
        else:
            written.append("%" + piece)
    return "".join(written)


def _date(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `date`; a literal that is no date is refused now rather than empty for ever."""
    (argument,) = arguments
    if argument.constant is None:
        return apply(to_date, arguments)
    if (value := to_date(argument.constant)) == "":
        raise ExpressionError(
            _("« {text} » n'est pas une date : écrivez année-mois-jour, par exemple 2007-06-01.").format(
                text=argument.constant
            ),
            argument.position,
        )
    return lambda scope: value


def _today(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    return lambda scope: scope.environment.today()


def _now(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    def now(scope: Scope) -> datetime:
        return scope.environment.now()

    return now


FUNCTIONS: tuple[Function, ...] = (
    Function("today", 0, 0, _today),
    Function("now", 0, 0, _now),
    Function("date", 1, 1, _date),
    eager("date-time", to_datetime),
    eager("decimal-date-time", decimal_date_time),
    eager("decimal-time", decimal_time),
    eager("format-date", format_date, 2, 2),
    eager("format-date-time", format_date, 2, 2),
)
