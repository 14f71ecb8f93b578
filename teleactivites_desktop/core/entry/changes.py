"""The changes made to a paper in one sitting, each of which can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.inputs import Input


@dataclass(frozen=True, slots=True)
class _Step:
    """One gesture: where the cursor was, and what it changed, question -> input before and after."""

    name: str
    changed: Mapping[str, tuple[Input, Input]]


class Changes:
    """The one way by which a session changes its engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def make(self, name: str, after: Input) -> None:
        """Give the question `name` the input `after`; no change is no step."""
        self.make_all(name, {name: after})

    def make_all(self, name: str, wanted: Mapping[str, Input]) -> None:
        """Give several questions their inputs, as one step; `name` is where the cursor was."""
        changed = {}
        for other, after in wanted.items():
            before = self._engine.input(other)
            if after != before:
                self._engine.set_input(other, after)
                changed[other] = before, self._engine.input(other)
        if changed:
            self._done.append(_Step(name, changed))
            self._undone.clear()

    def undo(self) -> str:
        """Take the last step back; return its question, "" where there is none."""
        if not self._done:
            return ""
        step = self._done.pop()
        self._undone.append(step)
        for name, (before, _after) in step.changed.items():
            self._engine.set_input(name, before)
        return step.name

    def redo(self) -> str:
        """Make the last step taken back again; return its question, "" where there is none."""
        if not self._undone:
            return ""
        step = self._undone.pop()
        self._done.append(step)
        for name, (_before, after) in step.changed.items():
            self._engine.set_input(name, after)
        return step.name
