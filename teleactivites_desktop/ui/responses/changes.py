"""The history of a record as the lines of a sheet: who, when, where, then each field before and after."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.history.refusal import DECIDED, refuses
from teleactivites_desktop.core.history.state import WITHDRAWN
from teleactivites_desktop.core.history.undo import UNDONE
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.reading import VERIFICATION, Reader
from teleactivites_desktop.services.responses import Change, HistoryEntry
from teleactivites_desktop.ui.moments import moment_in_brief, moment_of
from teleactivites_desktop.ui.sheet import SheetLine
from teleactivites_desktop.ui.theme import Role

_NOTHING = "—"
_SILENT = ("calculated", "questionnaire", "undone")
"""Groups of paths that follow from the others: the officer did not key them."""


def change_lines(history: Sequence[HistoryEntry], reader: Reader, now: datetime) -> list[SheetLine]:
    """Return the whole history, the latest change first. The first keying is summed up in one line."""
    lines: list[SheetLine] = []
    known = {entry.revision.id: entry for entry in history}
    for entry in reversed(history):
        of = entry.revision.id
        lines.append(SheetLine(f"{_what(entry)} — {signature(entry, now)}", heading=True, of=of))
        if entry.blank:
            lines.append(SheetLine(_("Effacé"), _("Ce qui était saisi n’existe plus."), ink=Role.MUTED))
        elif entry.revision.parents:
            lines += _changed(entry, reader, known, now)
        else:
            lines.append(SheetLine(_("Première saisie"), "", _keyed_words(entry.changes), of=of))
            lines += [
                _lost_line(entry, Change(path, None, (entry.revision.patch or {}).get(path)), reader)
                for path in entry.lost
            ]
    return lines


def signature(entry: HistoryEntry, now: datetime) -> str:
    """Return when, who and where: ``hier 14 h 05, MD, GBEQ``."""
    where = entry.territory or _("poste {site}").format(site=entry.revision.site)
    who = entry.officer or _("agent inconnu ici")
    return f"{moment_in_brief(moment_of(entry.revision.at), now)}, {who}, {where}"


def _what(entry: HistoryEntry) -> str:
    if entry.blank:
        return _("Effacement")
    if not entry.revision.parents:
        return _("Saisie")
    if refuses(entry.revision.patch or {}):
        return _("Refus à la lecture")
    if len(entry.revision.parents) > 1:
        return _("Décision")
    for change in entry.changes:
        if change.path.startswith(UNDONE):
            return _("Annulation") if change.after else _("Rétablissement")
        if change.path.startswith(f"{VERIFICATION}."):
            return _("Contrôle")
        if change.path.startswith(f"{consents.GROUP}."):
            return _("Accord retiré") if change.after else _("Accord rendu")
    status = next((change for change in entry.changes if change.path == "status"), None)
    if status is not None:
        return _("Retrait") if status.after == WITHDRAWN else _("Remise")
    return _("Correction")


def _changed(
    entry: HistoryEntry, reader: Reader, known: Mapping[str, HistoryEntry], now: datetime
) -> Iterator[SheetLine]:
    """Yield what an entry changes; what a decision did not keep stands under what it keeps."""
    order = {question.name: place for place, question in enumerate(reader.questionnaire.questions)}

    def place(change: Change) -> tuple[int, str]:
        return order.get(change.path.partition(".")[2], -1), change.path

    decided = [_kept(entry, path) for path in entry.settled if path not in {c.path for c in entry.changes}]
    for change in sorted((*entry.changes, *decided), key=place):
        if change.path in entry.lost:
            yield _lost_line(entry, change, reader)
        elif change.path.startswith(DECIDED):
            yield from _note_line(change, reader)
        elif change.path.partition(".")[0] not in _SILENT:
            yield _line(entry, change, reader)
        for side in entry.settled.get(change.path, ()):
            author = known.get(side.revision.id)
            yield SheetLine(
                _("Écarté, reste dans l’historique"),
                signature(author, now) if author else "",
                reader.value(change.path, side.value) or _NOTHING,
                ink=Role.MUTED,
                second_ink=Role.MUTED,
                of=side.revision.id,
            )


def _kept(entry: HistoryEntry, path: str) -> Change:
    """Return what a decision keeps although it was shown already."""
    value = (entry.revision.patch or {}).get(path)
    return Change(path, value, value)


def _line(entry: HistoryEntry, change: Change, reader: Reader) -> SheetLine:
    return SheetLine(
        reader.caption(change.path),
        reader.value(change.path, change.before) or _NOTHING,
        reader.value(change.path, change.after) or _NOTHING,
        ink=Role.MUTED,
        key=change.path.partition(".")[2],
        of=entry.revision.id,
    )


def _lost_line(entry: HistoryEntry, change: Change, reader: Reader) -> SheetLine:
    """Return a value that somebody decided against: it stays here, and says so."""
    value = reader.value(change.path, change.after) or _NOTHING
    return SheetLine(
        reader.caption(change.path),
        reader.value(change.path, change.before) or _NOTHING,
        _("{value} — écarté par une décision").format(value=value),
        ink=Role.MUTED,
        second_ink=Role.WARNING,
        key=change.path.partition(".")[2],
        of=entry.revision.id,
    )


def _note_line(change: Change, reader: Reader) -> Iterator[SheetLine]:
    if note := reader.value(change.path, change.after):
        yield SheetLine(reader.caption(change.path), "", note)


def _keyed_words(changes: Sequence[Change]) -> str:
    count = sum(change.path.startswith("answers.") for change in changes)
    return ngettext("{count} réponse", "{count} réponses", count).format(count=count)
