"""list, show, history."""

import argparse
from datetime import datetime
from typing import Any

from teleactivites_desktop.cli.context import Answer, opened
from teleactivites_desktop.core.entry.outcome import restored
from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.history.fold import CALCULATED
from teleactivites_desktop.core.stored import Filters, PageKey, ResponseLine, Sort, StoredResponse
from teleactivites_desktop.core.typography import captioned, quoted
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import editing, responses
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.reading import Reader, nonresponse_words, status_words
from teleactivites_desktop.services.workspace import Workspace


def list_(request: argparse.Namespace) -> Answer:
    """List the responses, by paper number."""
    with opened(request) as workspace:
        lines = _all_lines(workspace, Filters(text=request.search))
    document = {
        "responses": [
            {
                "paper": line.paper,
                "territory": line.territory,
                "batch": line.batch,
                "status": line.status.value,
                "received": line.received,
                "name": line.name,
                "commune": line.place,
                "conflicts": line.conflicts,
                "changed": _when(line.changed_at),
            }
            for line in lines
        ]
    }
    text = [f"{line.paper:<14} {status_words(line.status):<11} {line.name}, {line.place}" for line in lines]
    return Answer(document, tuple(text) or (_("Aucune fiche."),))


def show(request: argparse.Namespace) -> Answer:
    """Show one response."""
    with opened(request) as workspace:
        stored = responses.get(workspace, editing.find_response(workspace, request.paper))
        if stored is None:
            raise UserError(_("Cette fiche n'existe plus."))
        reader = Readers(workspace).of(stored.line.questionnaire)
    return Answer(_document(stored, reader), tuple(_sheet(stored, reader)))


def history(request: argparse.Namespace) -> Answer:
    """Show who changed what of one response."""
    with opened(request) as workspace:
        record = editing.find_response(workspace, request.paper)
        entries = responses.history(workspace, record)
        reader = Readers(workspace).of_record(record)
    document = {
        "paper": request.paper,
        "history": [
            {
                "at": _when(entry.revision.at),
                "officer": entry.officer,
                "territory": entry.territory,
                "site": entry.revision.site,
                "changes": [
                    {"path": change.path, "before": change.before, "after": change.after}
                    for change in entry.changes
                ],
                "set_aside": {path: [side.value for side in sides] for path, sides in entry.settled.items()},
            }
            for entry in entries
        ],
    }
    text = []
    for entry in entries:
        text.append(f"{_when(entry.revision.at)}  {entry.officer} ({entry.territory})")
        text += [
            "    " + captioned(reader.caption(change.path), _before_and_after(change, reader))
            for change in entry.changes
        ]
        text += [
            "    " + captioned(_("écarté, {caption}").format(caption=reader.caption(path)), shown)
            for path, sides in entry.settled.items()
            for side in sides
            if (shown := reader.value(path, side.value)) and not path.startswith(CALCULATED)
        ]
    return Answer(document, tuple(text))


def _before_and_after(change: responses.Change, reader: Reader) -> str:
    before, after = (reader.value(change.path, value) or "-" for value in (change.before, change.after))
    return f"{before} -> {after}"


def _all_lines(workspace: Workspace, filters: Filters) -> list[ResponseLine]:
    lines: list[ResponseLine] = []
    after: PageKey | None = None
    while True:
        page = responses.page(workspace, filters, Sort(), after, 1000)
        lines += page.lines
        after = page.after
        if after is None:
            return lines


def _document(stored: StoredResponse, reader: Reader) -> dict[str, Any]:
    state = stored.state

    def typed(name: str, value: Value) -> Value:
        question = reader.questionnaire.by_name.get(name)
        back = restored(question, value) if question else value
        return value if back is None else back

    return {
        "paper": state.paper,
        "territory": state.territory,
        "batch": state.batch,
        "received": state.received,
        "status": state.status.value,
        "reason": state.reason,
        "answers": {name: typed(name, value) for name, value in state.answers.items()},
        "nonresponse": {name: kind.value for name, kind in state.nonresponse.items()},
        "problems": [
            {"question": name, "rule": refused.rule, "message": refused.message, "typed": refused.typed}
            for name, refused in state.refused.items()
        ],
        "confirmed": dict(state.confirmed),
        "as_on_paper": sorted(state.as_on_paper),
        "calculated": dict(state.calculated),
        "note": state.note,
        "notes": dict(state.notes),
        "conflicts": list(state.conflicts),
    }


def _sheet(stored: StoredResponse, reader: Reader) -> list[str]:
    state = stored.state
    lines = [f"{state.paper}  {state.territory}  {state.batch}  {status_words(state.status)}"]
    for question in reader.questionnaire.keyed:
        name = question.name
        if name in state.answers:
            lines.append(captioned(reader.label(name), reader.answer(name, state.answers[name])))
        elif name in state.nonresponse:
            words = nonresponse_words(state.nonresponse[name])
            lines.append(captioned(reader.label(name), f"({words})"))
        if name in state.refused:
            lines.append(f"    ! {state.refused[name].message} {quoted(state.refused[name].typed)}")
    return lines


def _when(stamp: str) -> str:
    """Return a clock stamp as local time, ISO 8601 to the second."""
    return datetime.fromtimestamp(milliseconds_of(stamp) / 1000).astimezone().isoformat(timespec="seconds")
