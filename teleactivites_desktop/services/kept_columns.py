"""The answers of all responses as columns: what is kept of them is read, what changed since is made anew."""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:  # numpy is loaded when something is counted, not with the window
    from teleactivites_desktop.analysis.columns import Columns

Progress = Callable[[float], None]
"""Told the share done (0.0 to 1.0); it may raise to cancel."""


def load(workspace: Workspace, progress: Progress | None = None) -> "Columns":
    """Return all responses that count, as columns; those made anew are kept for the next time.

    100,000 responses take some seconds the first time, a fraction of one from then on.
    """
    from teleactivites_desktop.analysis import loading, segments
    from teleactivites_desktop.storage.counted import SEGMENT

    store, questionnaire = workspace.store, workspace.questionnaire
    version, stamp = store.questionnaires.current_version(), _stamp(workspace)
    numbers, found, keeping = store.counted.segments(), [], True
    for number in numbers:
        if progress is not None:
            progress(number / len(numbers))
        content = store.counted.get(number, stamp)
        if content is None:
            moment = store.counted.moment()
            rows = store.responses.rows_as(version, number * SEGMENT, (number + 1) * SEGMENT - 1)
            found.append(loading.load(questionnaire, rows, workspace.environment))
            # A file that cannot be written is not tried again for each of the others.
            keeping = keeping and store.counted.keep(number, stamp, segments.packed(found[-1]), moment)
        else:
            found.append(segments.unpacked(content, questionnaire))
    return segments.joined(found) if found else loading.load(questionnaire, (), workspace.environment)


def _stamp(workspace: Workspace) -> str:
    """Return what the kept columns depend on besides the responses, as one word."""
    from teleactivites_desktop.analysis import loading, segments

    store = workspace.store
    lineage = sorted((each.record, sorted(each.fields.items())) for each in store.versions.list())
    today = workspace.environment.today() if loading.depends_on_today(workspace.questionnaire) else ""
    said = (segments.FORMAT, store.questionnaires.current_version(), lineage, today)
    return sha256(repr(said).encode()).hexdigest()
