"""From the history of a record to the rows that show it: pure, so that checking means doing it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from teleactivites_desktop.core.history.fold import Folded, fold
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import status_of
from teleactivites_desktop.storage.columns import ListColumns
from teleactivites_desktop.storage.rows import to_text
from teleactivites_desktop.storage.words import paper_key, sort_key

ColumnsOf = Callable[[str], ListColumns]
"""Version of the questionnaire -> what its responses show in lists."""
Columns = dict[str, Any]


@dataclass(slots=True)
class Made:
    """The rows of one record: of a response or of another record, or of its erasure; and its conflicts.

    The text `fields` of a response is None where its only revision says it all (`sole`: that one's id).
    `folded` is what they were made of.
    """

    response: Columns | None
    record: Columns | None
    erasure: Columns | None
    conflicts: list[Columns]
    folded: Folded
    sole: str = ""


def make(record: str, history: Sequence[Revision], columns_of: ColumnsOf) -> Made:
    """Return the rows of `record` from all its revisions held, in any order; no row at all without any."""
    if not history:
        return Made(None, None, None, [], Folded())
    last = history[0] if len(history) == 1 else max(history, key=lambda revision: revision.rank)
    folded = fold(history)
    if folded.erased:
        return Made(None, None, _erasure(record, history, folded), [], folded)
    changed = {
        "record": record,
        "changed_at": last.at,
        "changed_by": last.officer,
        "changed_site": last.site,
        "conflicts": len(folded.conflicts),
    }
    conflicts = [
        {
            "record": record,
            "kind": last.kind.value,
            "path": path,
            "contenders": to_text([contender.revision.id for contender in contenders]),
        }
        for path, contenders in folded.conflicts.items()
    ]
    if last.kind is not Kind.RESPONSE:
        other = {**changed, "kind": last.kind.value, "fields": to_text(folded.values)}
        return Made(None, other, None, conflicts, folded)
    response = changed | _listed(folded, columns_of)
    alone = len(history) == 1 and last.patch is not None and len(last.patch) == len(folded.values)
    response["fields"] = None if alone else to_text(folded.values)
    return Made(response, None, None, conflicts, folded, last.id if alone else "")


def _listed(folded: Folded, columns_of: ColumnsOf) -> Columns:
    """Return the typed columns of a response."""
    fields = folded.values
    paper, version = _text(fields.get("paper")), _text(fields.get("questionnaire"))
    columns = columns_of(version)
    name, place = columns.name_of(fields), columns.place_of(fields)
    return {
        "paper": paper,
        "paper_key": paper_key(paper),
        "territory": _text(fields.get("territory")),
        "batch": _text(fields.get("batch")),
        "received": _text(fields.get("received")),
        "questionnaire": version,
        "status": status_of(fields).value,
        "name": name,
        "name_key": sort_key(name),
        "place": place,
        "place_key": sort_key(place),
        "search": columns.search_words(paper, name, place, fields),
    }


def _erasure(record: str, history: Sequence[Revision], folded: Folded) -> Columns:
    erasing = max((revision for revision in history if revision.erases), key=lambda revision: revision.rank)
    return {
        "record": record,
        "kind": erasing.kind.value,
        "reason": folded.reason,
        "at": erasing.at,
        "site": erasing.site,
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
