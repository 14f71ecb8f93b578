"""The changes made to a paper in one sitting, each of which can be taken back."""

from dataclasses import dataclass

from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.inputs import Input


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    before: Input
    after: Input


class Changes:
    """The one way by which a session changes its engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def make(self, name: str, after: Input) -> None:
        """Give the question `name` the input `after`; no change is no step."""
        before = self._engine.input(name)
        if after == before:
            return
        self._engine.set_input(name, after)
        self._done.append(_Step(name, before, self._engine.input(name)))
        self._undone.clear()

    def undo(self) -> str:
        """Take the last change back; return its question, "" where there is none."""
        if not self._done:
            return ""
        step = self._done.pop()
        self._undone.append(step)
        self._engine.set_input(step.name, step.before)
        return step.name

    def redo(self) -> str:
        """Make the last change taken back again; return its question, "" where there is none."""
        if not self._undone:
            return ""
        step = self._undone.pop()
        self._done.append(step)
        self._engine.set_input(step.name, step.after)
        return step.name
