"""A line of a rehearsal in words, question by question: for the window and for the printed rehearsal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.history.fold import CALCULATED, Contender
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.reading import Reader

NOTHING = "—"
_SILENT = frozenset({"questionnaire", "received", "public_key", "recipient", "endorsement"})
"""Paths that mean nothing to an officer, or that an answer says too."""
_FIRST = ("paper", "territory", "batch", "code", "name")

Where = Callable[[str], str]
"""Site -> what it is called."""


@dataclass(frozen=True)
class Told:
    """One field: as it is here, as it will be. `disputed`: it comes into conflict."""

    path: str
    caption: str
    here: str
    after: str
    disputed: bool = False


def effect_words(effect: Effect) -> str:
    """Return what reading does to a record, with its sign."""
    return {
        Effect.NEW: _("+ nouvelle"),
        Effect.CHANGED: _("~ modifiée"),
        Effect.SAME: _("= identique"),
        Effect.CONFLICT: _("≠ en conflit"),
        Effect.WITHDRAWN: _("– retirée"),
        Effect.ERASED: _("× effacée"),
    }[effect]


def told_lines(change: RecordEffect, reader: Reader, where: Where) -> list[Told]:
    """Return what changes, conflicts first, then in the order of the paper."""
    if change.effect is Effect.ERASED:
        reason = _("Tout est effacé. Motif : {reason}").format(reason=change.after.reason or "?")
        return [Told("", _("Effacement"), NOTHING, reason)]
    before = change.before.values if change.before else {}
    disputed = [
        Told(
            path,
            reader.caption(path),
            reader.value(path, before.get(path)) or NOTHING,
            contenders_words(change.after.conflicts[path], path, reader, where),
            disputed=True,
        )
        for path in change.opened
        if not path.startswith(CALCULATED)
    ]
    changes = {
        path: values
        for path, values in change.changes.items()
        if path not in change.opened and not (path == "status" and change.before is None)
    }
    return disputed + list(told_changes(changes, reader))


def told_changes(changes: Mapping[str, tuple[PatchValue, PatchValue]], reader: Reader) -> Iterator[Told]:
    """Yield `changes` (path -> what it says, what it will say) in words, in the order of the paper."""
    for path, (before, after) in _in_paper_order(changes, reader):
        if path not in _SILENT and not path.startswith(CALCULATED):
            yield Told(
                path,
                reader.caption(path),
                reader.value(path, before) or NOTHING,
                reader.value(path, after) or NOTHING,
            )


def contenders_words(contenders: tuple[Contender, ...], path: str, reader: Reader, where: Where) -> str:
    """Return the values that stand against each other, each with where it was keyed."""
    sides = [
        _("{value} ({where})").format(
            value=reader.value(path, side.value) or _("rien"), where=where(side.revision.site)
        )
        for side in contenders
    ]
    return _("≠ à décider : {sides}").format(sides=_(" ou ").join(sides))


def _in_paper_order(
    changes: Mapping[str, tuple[PatchValue, PatchValue]], reader: Reader
) -> list[tuple[str, tuple[PatchValue, PatchValue]]]:
    order = {question.name: place for place, question in enumerate(reader.questionnaire.questions)}
    order |= {path: place - len(_FIRST) for place, path in enumerate(_FIRST)}
    return sorted(
        changes.items(), key=lambda each: order.get(each[0].partition(".")[2] or each[0], len(order))
    )
