"""What an expression sees when it is evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.values import Value


class Scope(Protocol):
    """The answers and tables around one evaluation.

    `current` is the answer that `.` stands for: the question's own; in a calculation, the value it had
    before (that is how `once` keeps it). `attribute` is asked only for the bare names of a choice filter.
    """

    @property
    def current(self) -> Value | None:
        """Return the value of `.`; None where it is empty."""
        ...

    @property
    def environment(self) -> Environment:
        """Return the clock and randomness, for `today`, `now`, `random` and `uuid`."""
        ...

    def value(self, name: str) -> Value | None:
        """Return the answer to the question `name`; None where it is empty."""
        ...

    def lookup(self, table: str, column: str, key_column: str, key: str) -> str:
        """Return `column` of the first row of `table` whose `key_column` is `key`; "" where there is none."""
        ...

    def choice_label(self, question: str, name: str) -> str:
        """Return the label of the choice `name` of `question`; "" where there is none."""
        ...

    def attribute(self, name: str) -> str:
        """Return the column `name` of the choice that a choice filter is looking at."""
        ...


def no_lookup(table: str, column: str, key_column: str, key: str) -> str:
    """Find nothing: the `lookup` of a scope without tables."""
    return ""


def no_label(question: str, name: str) -> str:
    """Find nothing: the `choice_label` of a scope without choices."""
    return ""


@dataclass
class SimpleScope:
    """A `Scope` over plain mappings."""

    environment: Environment
    answers: Mapping[str, Value | None] = field(default_factory=dict)
    current: Value | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    lookup: Callable[[str, str, str, str], str] = no_lookup
    choice_label: Callable[[str, str], str] = no_label

    def value(self, name: str) -> Value | None:
        """Return the answer to `name`; None where there is none."""
        return self.answers.get(name)

    def attribute(self, name: str) -> str:
        """Return the choice's column `name`; "" where it has none."""
        return self.attributes.get(name, "")
