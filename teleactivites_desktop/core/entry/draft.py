"""A paper put aside: its inputs as JSON, and the very question where keying stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from teleactivites_desktop.core.entry.inputs import Input
from teleactivites_desktop.core.entry.outcome import calculated_of, inputs_of
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.values import PatchValue, Value


@dataclass(frozen=True)
class Kept:
    """What a draft keeps. `position` is None where the paper is only begun, "" past its last question."""

    inputs: Mapping[str, Input] = field(default_factory=dict)
    calculated: Mapping[str, Value] = field(default_factory=dict)
    position: str | None = None
    note: str = ""
    counters: Mapping[str, Any] = field(default_factory=dict)


def write(kept: Kept) -> dict[str, Any]:
    """Return the draft as JSON."""
    return {
        "position": kept.position,
        "note": kept.note,
        "inputs": {name: given.to_json() for name, given in kept.inputs.items()},
        "calculated": dict(kept.calculated),
        "counters": dict(kept.counters),
    }


def read(stored: Mapping[str, Any]) -> Kept:
    """Return the draft that `write` wrote; an empty one for {}."""
    return Kept(
        inputs={name: Input.from_json(given) for name, given in stored.get("inputs", {}).items()},
        calculated=stored.get("calculated", {}),
        position=stored.get("position"),
        note=stored.get("note", ""),
        counters=stored.get("counters", {}),
    )


def known(kept: Kept, questionnaire: Questionnaire) -> Kept:
    """Return `kept` without the questions that `questionnaire` has not (a draft of another version)."""
    return replace(
        kept,
        inputs={name: given for name, given in kept.inputs.items() if name in questionnaire.by_name},
    )


def of_response(questionnaire: Questionnaire, values: Mapping[str, PatchValue]) -> Kept:
    """Return what a stored response amounts to; `values` is its fold, path -> value."""
    return Kept(
        inputs=inputs_of(questionnaire, values),
        calculated=calculated_of(questionnaire, values),
        note=str(values.get("note") or ""),
    )


def corrected(opened: Kept, corrections: Kept) -> Kept:
    """Return a response as `opened`, with the draft of its corrections."""
    return replace(corrections, inputs={**opened.inputs, **corrections.inputs}, calculated=opened.calculated)
