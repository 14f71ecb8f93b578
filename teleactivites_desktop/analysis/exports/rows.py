"""The rows of an export, in the order of its variables: text, number, or None where nothing stands."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teleactivites_desktop.analysis.exports.variables import Kind, Mode, Variable
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.values import PatchValue, Status

Cell = str | int | float | None
Fields = Mapping[str, PatchValue]
_YEARS_PER_CLASS = 5
_CODE_DIGITS = 12


@dataclass(frozen=True)
class Rules:
    """What decides on the content of cells.

    `secret` makes the codes of persons; `agrees`: who may be named, and so has the identity columns filled;
    `valleys`: commune -> valley; `place`: the question of it.
    """

    mode: Mode
    secret: bytes = field(default=b"", repr=False)
    agrees: Callable[[Fields], bool] = lambda _fields: False
    place: str = ""
    valleys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One response: its cells, and why questions have none (question -> reason)."""

    cells: tuple[Cell, ...]
    reasons: Mapping[str, str]


def rows(
    responses: Iterable[tuple[ResponseLine, Fields]], variables: Sequence[Variable], rules: Rules
) -> Iterator[Row]:
    """Yield a row per response; withdrawn ones are left out."""
    readers = [_reader(variable, rules) for variable in variables]
    for line, fields in responses:
        if line.status is not Status.WITHDRAWN:
            cells = tuple(read(line, fields) for read in readers)
            yield Row(cells, _reasons(fields))


Reader = Callable[[ResponseLine, Fields], Cell]


def _reader(variable: Variable, rules: Rules) -> Reader:
    read = _plain_reader(variable, rules)
    if not variable.identity or rules.mode is not Mode.IDENTIFIED:
        return read

    def only_with_consent(line: ResponseLine, fields: Fields) -> Cell:
        return read(line, fields) if rules.agrees(fields) else None

    return only_with_consent


def _plain_reader(variable: Variable, rules: Rules) -> Reader:
    source = variable.source
    if source == "pseudonym":
        return lambda line, _fields: pseudonym(rules.secret, line.record)
    if source.startswith("line."):
        name = source.removeprefix("line.")
        return lambda line, _fields: str(getattr(line, name)) or None
    if variable.kind is Kind.FLAG:
        return lambda _line, fields: _flag(fields.get(source), variable.choice)
    if rules.mode is Mode.ANONYMOUS:
        return _generalised(variable, rules)
    return lambda _line, fields: _scalar(fields.get(source))


def _generalised(variable: Variable, rules: Rules) -> Reader:
    """Return what an anonymous export tells: the valley, the month, the first year of a class of five."""
    source = variable.source
    if variable.question == rules.place:
        return lambda _line, fields: rules.valleys.get(str(fields.get(source)))
    if variable.kind is Kind.DATE:
        return lambda _line, fields: str(fields[source])[:7] if fields.get(source) else None
    return lambda _line, fields: _year_class(_scalar(fields.get(source)))


def _year_class(value: Cell) -> Cell:
    if isinstance(value, int) and 1800 <= value <= 2200:
        return value - value % _YEARS_PER_CLASS
    return value


def _flag(value: PatchValue, choice: str) -> Cell:
    return None if value is None else int(choice in str(value).split())


def _scalar(value: PatchValue) -> Cell:
    return value if isinstance(value, str | int | float) else None


def pseudonym(secret: bytes, record: str) -> str:
    """Return the code that stands for a person: nobody without the `secret` finds the record again."""
    return hmac.new(secret, record.encode(), hashlib.sha256).hexdigest()[:_CODE_DIGITS]


def _reasons(fields: Fields) -> dict[str, str]:
    reasons = {}
    for path, value in fields.items():
        group, _dot, name = path.partition(".")
        if group == "nonresponse":
            reasons[name] = str(value)
        elif group == "refused":
            reasons[name] = "to_mend"
    return reasons
