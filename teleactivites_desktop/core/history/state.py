"""A response as it stands: the paths of its fold told apart (what the paths mean: `docs/history.md`)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.fold import Folded, same
from teleactivites_desktop.core.values import Nonresponse, PatchValue, Status, Value

KEPT = "kept"
"""What `status` says in every edit, so that an edit against a withdrawal is a conflict on that path."""
WITHDRAWN = "withdrawn"
"""What `status` says in a withdrawal."""

_VALUES = frozenset({str, int, float})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Text that a hard check refused: kept as typed, with the rule and the message it met."""

    typed: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class ResponseState:
    """One response. Mappings go from a question's name; `reason` is the withdrawal's, or the erasure's."""

    paper: str = ""
    territory: str = ""
    batch: str = ""
    received: str = ""
    questionnaire: str = ""
    status: Status = Status.COMPLETE
    reason: str = ""
    note: str = ""
    erased: bool = False
    answers: Mapping[str, Value] = field(default_factory=dict)
    nonresponse: Mapping[str, Nonresponse] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    confirmed: Mapping[str, Value] = field(default_factory=dict)
    as_on_paper: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    calculated: Mapping[str, Value] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()


def response_state(folded: Folded) -> ResponseState:
    """Return the response that `folded` holds; a value of a wrong shape is kept as text."""
    plain, grouped = _split(folded.values)
    refused = {name: _refusal(value) for name, value in grouped.get("refused", {}).items()}
    return ResponseState(
        paper=_text(plain.get("paper")),
        territory=_text(plain.get("territory")),
        batch=_text(plain.get("batch")),
        received=_text(plain.get("received")),
        questionnaire=_text(plain.get("questionnaire")),
        status=_status(plain.get("status"), bool(refused)),
        reason=folded.reason or _text(plain.get("reason")),
        note=_text(plain.get("note")),
        erased=folded.erased,
        answers=_values(grouped.get("answers", {})),
        nonresponse={name: _nonresponse(value) for name, value in grouped.get("nonresponse", {}).items()},
        refused=refused,
        confirmed=_values(grouped.get("confirmed", {})),
        as_on_paper=frozenset(grouped.get("as_on_paper", {})),
        notes={name: _text(value) for name, value in grouped.get("notes", {}).items()},
        calculated=_values(grouped.get("calculated", {})),
        conflicts=tuple(sorted(folded.conflicts)),
    )


def status_of(values: Mapping[str, PatchValue]) -> Status:
    """Return only the status of the response whose fold has `values`: for lists, which need no more."""
    # One search in one text: testing sixty paths one by one would be a third of what a list row costs.
    return _status(values.get("status"), "\nrefused." in "\n" + "\n".join(values))


def edit_patch(folded: Folded, wanted: Mapping[str, PatchValue]) -> dict[str, PatchValue]:
    """Return the patch that turns `folded` into `wanted` (all its paths): only what differs, None to remove.

    Writing only that is what lets two territories correct different fields and keep both. Empty when nothing
    differs. An edit also says `status: kept`, unless the status is in conflict: that is somebody's to decide.
    """
    patch: dict[str, PatchValue] = {
        path: value
        for path, value in wanted.items()
        if path not in folded.values or not same(value, folded.values[path])
    }
    patch.update({path: None for path in folded.values if path not in wanted and path != "status"})
    if patch and "status" not in folded.conflicts:
        patch.setdefault("status", KEPT)
    return patch


def _split(
    values: Mapping[str, PatchValue],
) -> tuple[dict[str, PatchValue], dict[str, dict[str, PatchValue]]]:
    """Part `values` into plain paths and groups: "answers.nom" -> grouped["answers"]["nom"]."""
    plain: dict[str, PatchValue] = {}
    grouped: defaultdict[str, dict[str, PatchValue]] = defaultdict(dict)
    for path, value in values.items():
        group, dot, name = path.partition(".")
        if dot:
            grouped[group][name] = value
        else:
            plain[path] = value
    return plain, grouped


def _status(stored: PatchValue, has_refused: bool) -> Status:
    if stored == WITHDRAWN:
        return Status.WITHDRAWN
    return Status.INCOMPLETE if has_refused else Status.COMPLETE


def _values(stored: dict[str, PatchValue]) -> dict[str, Value]:
    if set(map(type, stored.values())) <= _VALUES:
        return cast("dict[str, Value]", stored)
    return {
        name: value if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)
        for name, value in stored.items()
    }


def _text(value: PatchValue) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else canonical_json(value).decode()


def _nonresponse(value: PatchValue) -> Nonresponse:
    try:
        return Nonresponse(_text(value))
    except ValueError:
        # A kind that a later questionnaire may know: still no answer, for a reason we cannot name.
        return Nonresponse.UNKNOWN


def _refusal(value: PatchValue) -> Refusal:
    if not isinstance(value, dict):
        return Refusal(_text(value), "", "")
    return Refusal(_text(value.get("typed")), _text(value.get("rule")), _text(value.get("message")))
