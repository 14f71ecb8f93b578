"""One record of a rehearsal as the lines of a sheet: here, and after the reading."""

from collections.abc import Iterator, Mapping

from teleactivites_desktop.core.history.fold import CALCULATED, Contender
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.ui.exchanges.words import Places, kind_words
from teleactivites_desktop.ui.sheet import SheetLine
from teleactivites_desktop.ui.theme import Role

_NOTHING = "—"
_SILENT = frozenset({"questionnaire", "received", "public_key", "recipient", "endorsement"})
"""Paths that mean nothing to an officer, or that an answer says too."""
_FIRST = ("paper", "territory", "batch", "code", "name")


def record_name(change: RecordEffect) -> str:
    """Return what a record is called: its paper number, its name."""
    values = change.after.values or (change.before.values if change.before else {})
    named = (values.get(path) for path in ("paper", "code", "name", "label", "title"))
    return str(next(filter(None, named), ""))


def record_title(change: RecordEffect) -> str:
    """Return the same after the kind of record, where it is not a response."""
    return change.paper or f"{kind_words(change.kind)} {record_name(change)}".strip()


def version_lines(change: RecordEffect, reader: Reader, places: Places) -> list[SheetLine]:
    """Return what changes, question by question: as it is here, as it will be; conflicts first."""
    if change.effect is Effect.ERASED:
        reason = change.after.reason or "?"
        return [SheetLine(_("Effacement"), "", _("Tout est effacé. Motif : {reason}").format(reason=reason))]
    conflicts = [
        SheetLine(
            reader.caption(path),
            reader.value(path, change.before.values.get(path) if change.before else None) or _NOTHING,
            conflict_words(change.after.conflicts[path], path, reader, places),
            second_ink=Role.WARNING,
            key=path,
        )
        for path in change.opened
        if not path.startswith(CALCULATED)
    ]
    return conflicts + list(_changed(change, reader))


def conflict_words(contenders: tuple[Contender, ...], path: str, reader: Reader, places: Places) -> str:
    """Return the values that stand against each other, each with where it was keyed."""
    sides = [
        _("{value} ({where})").format(
            value=reader.value(path, side.value) or _("rien"), where=places.of_site(side.revision.site)
        )
        for side in contenders
    ]
    return _("≠ à décider : {sides}").format(sides=_(" ou ").join(sides))


def _changed(change: RecordEffect, reader: Reader) -> Iterator[SheetLine]:
    for path, (before, after) in _in_paper_order(change, reader).items():
        if path in change.opened or path in _SILENT or path.startswith(CALCULATED):
            continue
        if path == "status" and change.before is None:
            continue
        yield SheetLine(
            reader.caption(path),
            reader.value(path, before) or _NOTHING,
            reader.value(path, after) or _NOTHING,
            ink=Role.MUTED,
            key=path,
        )


def _in_paper_order(change: RecordEffect, reader: Reader) -> Mapping[str, tuple[PatchValue, PatchValue]]:
    order = {question.name: place for place, question in enumerate(reader.questionnaire.questions)}
    order |= {path: place - len(_FIRST) for place, path in enumerate(_FIRST)}

    def place(path: str) -> int:
        return order.get(path.partition(".")[2] or path, len(order))

    found = change.changes
    return {path: found[path] for path in sorted(found, key=place)}
