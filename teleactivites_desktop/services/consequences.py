"""What follows from answers that were not keyed but decided, or taken back: calculated values."""

from collections.abc import Mapping

from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.core.history.fold import CALCULATED
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace


def calculated_after(
    workspace: Workspace, record: str, values: Mapping[str, PatchValue]
) -> dict[str, PatchValue]:
    """Return the calculated paths that follow from `values` (all paths of a response), where they differ.

    None takes a path away, as in `values`.
    """
    answers = {path: value for path, value in values.items() if value is not None}
    questionnaire = Readers(workspace).of_record(record).questionnaire
    session = EntrySession.for_edit(questionnaire, workspace.environment, formats(), values=answers)
    content = session.finish()
    paths = {path for path in (*content, *answers) if path.startswith(CALCULATED)}
    return {path: content.get(path) for path in sorted(paths) if content.get(path) != answers.get(path)}
