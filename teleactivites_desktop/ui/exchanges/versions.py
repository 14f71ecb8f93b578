"""One row of a rehearsal as the lines of a sheet: both versions side by side."""

from collections.abc import Mapping

from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import responses
from teleactivites_desktop.services.exchanging import Rehearsal
from teleactivites_desktop.services.exchanging.telling import Told, told_changes, told_lines
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.exchanges.lines import Row
from teleactivites_desktop.ui.exchanges.words import Places
from teleactivites_desktop.ui.sheet import SheetLine
from teleactivites_desktop.ui.theme import Role

Fields = Mapping[str, PatchValue]


def column_titles(row: Row | None) -> tuple[str, str]:
    """Return what the two columns of values show for a row."""
    if row is not None and row.pair is not None:
        return row.pair.papers
    if row is not None and row.ahead is not None:
        return _("Ici"), _("Chez lui")
    return _("Ici"), _("Après la lecture")


def version_lines(
    row: Row, rehearsal: Rehearsal, workspace: Workspace, readers: Readers, places: Places
) -> list[SheetLine]:
    """Return what stands against what, question by question."""
    if row.pair is not None:
        first, second = (_fields(workspace, rehearsal, each) for each in (row.pair.first, row.pair.second))
        return _compared(first, second, readers)
    if row.ahead is not None:
        reader = readers.of(str(row.ahead.here.values.get("questionnaire", "")))
        return [_line(told) for told in told_changes(row.ahead.changes, reader)]
    assert row.change is not None
    reader = readers.of(str(row.change.after.values.get("questionnaire", "")))
    return [_line(told) for told in told_lines(row.change, reader, places.of_site)]


def _line(told: Told) -> SheetLine:
    second = Role.WARNING if told.disputed else None
    ink = None if told.disputed else Role.MUTED
    return SheetLine(told.caption, told.here, told.after, ink=ink, second_ink=second, key=told.path)


def _fields(workspace: Workspace, rehearsal: Rehearsal, record: str) -> Fields:
    """Return what a response says, as the file brings it or as it is held here."""
    coming = next((line for line in rehearsal.lines if line.record == record), None)
    if coming is not None:
        return coming.after.values
    held = responses.get(workspace, record)
    return held.fields if held else {}


def _compared(first: Fields, second: Fields, readers: Readers) -> list[SheetLine]:
    """Return the answers of two papers, side by side; what differs is in the ink of a warning."""
    reader = readers.of(str(first.get("questionnaire", "")))
    paths = {path for path in (*first, *second) if path.startswith("answers.")}
    both = {path: (first.get(path), second.get(path)) for path in paths}
    return [
        SheetLine(
            told.caption,
            told.here,
            told.after,
            ink=Role.WARNING if told.here != told.after else None,
            second_ink=Role.WARNING if told.here != told.after else None,
            key=told.path,
        )
        for told in told_changes(both, reader)
    ]
