"""What somebody chose to have counted: a table before it is made, to be named, kept and made again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from teleactivites_desktop.core.values import PatchValue


class Show(StrEnum):
    """What the cells of a table say."""

    COUNTS = "counts"
    COLUMN_SHARES = "column"
    """Of those of the column who answered: each column is 100 % where one answer is possible."""
    ROW_SHARES = "row"
    """Of those who gave the answer: each row is 100 %."""
    STATISTICS = "statistics"
    """Mean, median and quartiles of numbers; choices have none."""


@dataclass(frozen=True)
class TableChoice:
    """Rows (a question, or a grouping such as ``valley``) by columns ("": none), of whom, and what is shown.

    `territories` (empty: all), `first` and `last` (ISO dates, "": open) choose responses; so does `among`:
    those who answered one of these codes to the question or grouping `where` ("": everybody).
    """

    rows: str
    by: str = ""
    territories: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    where: str = ""
    among: tuple[str, ...] = ()
    show: Show = Show.COUNTS
    nonresponse: bool = False
    name: str = ""
    in_summary: bool = False

    @property
    def filtered(self) -> bool:
        """Tell whether some responses are left out."""
        return bool(self.territories or self.first or self.last or (self.where and self.among))

    def to_value(self) -> dict[str, PatchValue]:
        """Return the choice as it is stored, without its name; what is usual is left out."""
        value: dict[str, PatchValue] = {"rows": self.rows}
        for key in ("by", "first", "last", "where"):
            if getattr(self, key):
                value[key] = getattr(self, key)
        for key in ("territories", "among"):
            if getattr(self, key):
                value[key] = list(getattr(self, key))
        if self.show is not Show.COUNTS:
            value["show"] = self.show.value
        if self.nonresponse:
            value["nonresponse"] = True
        if self.in_summary:
            value["in_summary"] = True
        return value

    def named(self, name: str, *, in_summary: bool) -> "TableChoice":
        """Return the same under a name."""
        return replace(self, name=name.strip(), in_summary=in_summary)


def from_value(name: str, value: PatchValue) -> TableChoice | None:
    """Return the choice that `to_value` gave; None for a value of another shape (another program's)."""
    if not isinstance(value, Mapping) or not isinstance(value.get("rows"), str):
        return None

    def text(key: str) -> str:
        found = value.get(key)
        return found if isinstance(found, str) else ""

    def texts(key: str) -> tuple[str, ...]:
        found = value.get(key)
        return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()

    shown = text("show")
    return TableChoice(
        rows=text("rows"),
        by=text("by"),
        territories=texts("territories"),
        first=text("first"),
        last=text("last"),
        where=text("where"),
        among=texts("among"),
        show=Show(shown) if shown in set(Show) else Show.COUNTS,
        nonresponse=value.get("nonresponse") is True,
        name=name,
        in_summary=value.get("in_summary") is True,
    )
