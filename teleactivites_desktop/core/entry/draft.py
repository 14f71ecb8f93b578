"""A paper put aside: its inputs as JSON, and the very question where keying stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from teleactivites_desktop.core.entry.inputs import Input
from teleactivites_desktop.core.values import Value


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
