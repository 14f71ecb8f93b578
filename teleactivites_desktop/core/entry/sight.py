"""What an expression sees of a paper that is being keyed."""

from typing import TYPE_CHECKING

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Choice
from teleactivites_desktop.core.values import Value

if TYPE_CHECKING:
    from teleactivites_desktop.core.entry.engine import Engine


class Sight:
    """The `Scope` of one evaluation: of the question `name`, which may be trying the value `current`."""

    __slots__ = ("_choice", "_engine", "_name", "current")

    def __init__(
        self, engine: "Engine", name: str, current: Value | None, choice: Choice | None = None
    ) -> None:
        self._engine = engine
        self._name = name
        self._choice = choice
        self.current = current

    @property
    def environment(self) -> Environment:
        """Return the clock and randomness."""
        return self._engine.environment

    def value(self, name: str) -> Value | None:
        """Return the answer that the question `name` shows to the others; its own is the one it is trying."""
        if name == self._name:
            return self.current
        return self._engine.standings[name].value

    def lookup(self, table: str, column: str, key_column: str, key: str) -> str:
        """Return a cell of a table beside the workbook; "" where there is none."""
        return self._engine.form.row(table, key_column, key).get(column, "")

    def choice_label(self, question: str, name: str) -> str:
        """Return the label of the choice `name` of `question`; "" where there is none."""
        choices = self._engine.form.list_of(self._engine.form.questionnaire.by_name[question])
        return choices.label_of(name) if choices and name in choices.choice_list.by_name else ""

    def attribute(self, name: str) -> str:
        """Return the column `name` of the choice that a choice filter is looking at."""
        if self._choice is None:
            return ""
        if name == "name":
            return self._choice.name
        if name == "label":
            return self._engine.form.questionnaire.text(self._choice.labels)
        return self._choice.attributes.get(name, "")
