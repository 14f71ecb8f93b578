"""A pattern as an automaton: every character is read once, whatever the pattern.

States are followed all at once (Thompson's construction); the sets of states met are remembered with the
character that led on from them, so that the usual text costs one look-up per character.
"""

from collections.abc import Iterable

from teleactivites_desktop.core.expressions.patterns.syntax import (
    Accepts,
    Choice,
    Edge,
    One,
    Part,
    PatternError,
    Repeat,
    Sequence,
)

MOST_STATES = 5_000
"""States of the largest automaton; ``[0-9]{5}`` has some ten."""

_MOST_REMEMBERED = 5_000
"""Steps remembered before all are forgotten."""


class _Place:
    """The set of states that a text may be in, where it leads, and whether the text may end there."""

    __slots__ = ("following", "may_end", "states")

    def __init__(self, states: frozenset[int], may_end: bool) -> None:
        self.states = states
        self.may_end = may_end
        self.following: dict[str, _Place] = {}


class Automaton:
    """The compiled pattern."""

    def __init__(self, part: Part) -> None:
        self._free: list[list[int]] = [[]]
        self._edges: list[tuple[bool, int] | None] = [None]
        self._reads: list[tuple[Accepts, int] | None] = [None]
        self._final = self._build(part, 0)
        self._places: dict[frozenset[int], _Place] = {}
        self._remembered = 0
        states = self._follow({0}, at_start=True, at_end=False)
        self._start = _Place(states, self._final in self._follow({0}, at_start=True, at_end=True))

    def matches(self, text: str) -> bool:
        """Tell whether the whole of `text` matches."""
        place = self._start
        for char in text:
            place = place.following.get(char) or self._step(place, char)
        return place.may_end

    def _step(self, place: _Place, char: str) -> _Place:
        reached = set()
        for state in place.states:
            read = self._reads[state]
            if read and read[0](char):
                reached.add(read[1])
        states = self._follow(reached, at_start=False, at_end=False)
        if self._remembered >= _MOST_REMEMBERED:
            self._forget()
        self._remembered += 1
        following = self._places.get(states)
        if following is None:
            may_end = self._final in self._follow(states, at_start=False, at_end=True)
            following = self._places[states] = _Place(states, may_end)
        place.following[char] = following
        return following

    def _forget(self) -> None:
        """Start remembering afresh: what is remembered must not grow with the texts that come by."""
        self._remembered = 0
        self._start.following.clear()
        for place in self._places.values():
            place.following.clear()
        self._places.clear()

    def _follow(self, states: Iterable[int], *, at_start: bool, at_end: bool) -> frozenset[int]:
        """Return `states` and all that are reached from them without reading."""
        reached = set(states)
        pending = list(reached)
        while pending:
            state = pending.pop()
            targets = list(self._free[state])
            if (edge := self._edges[state]) and (at_start if edge[0] else at_end):
                targets.append(edge[1])
            for target in targets:
                if target not in reached:
                    reached.add(target)
                    pending.append(target)
        return frozenset(reached)

    def _new(self) -> int:
        if len(self._free) >= MOST_STATES:
            raise PatternError("too many repetitions")
        self._free.append([])
        self._edges.append(None)
        self._reads.append(None)
        return len(self._free) - 1

    def _build(self, part: Part, start: int) -> int:
        """Add the states of `part` after `start`, which nothing has left yet; return its last state."""
        if isinstance(part, One):
            self._reads[start] = (part.accepts, end := self._new())
            return end
        if isinstance(part, Edge):
            self._edges[start] = (part.at_start, end := self._new())
            return end
        if isinstance(part, Sequence):
            for one in part.parts:
                start = self._build(one, start)
            return start
        if isinstance(part, Choice):
            return self._build_choice(part, start)
        return self._build_repeat(part, start)

    def _build_choice(self, part: Choice, start: int) -> int:
        ends = [self._build(one, self._from(start)) for one in part.parts]
        end = self._new()
        for one in ends:
            self._free[one].append(end)
        return end

    def _build_repeat(self, part: Repeat, start: int) -> int:
        for _time in range(part.least):
            start = self._build(part.part, start)
        if part.most is None:
            entry = self._from(start)
            last = self._build(part.part, self._from(entry))
            self._free[last].append(entry)
            return self._from(entry)
        skipped = [start]
        for _time in range(part.most - part.least):
            start = self._build(part.part, self._from(start))
            skipped.append(start)
        end = self._new()
        for state in skipped:
            self._free[state].append(end)
        return end

    def _from(self, state: int) -> int:
        """Return a new state, reached from `state` without reading."""
        new = self._new()
        self._free[state].append(new)
        return new
