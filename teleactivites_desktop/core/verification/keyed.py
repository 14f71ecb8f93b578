"""A session that says what its questions were keyed as: both keyings of a response are one."""

from collections.abc import Mapping

from teleactivites_desktop.core.entry.inputs import Input
from teleactivites_desktop.core.entry.outcome import stored
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.core.verification.outcome import Outcome


class KeyedSession(EntrySession):
    """An entry session read from outside."""

    def outcome(self, name: str) -> Outcome:
        """Return what `name` was keyed as, before any check: rules do not make two keyings differ."""
        value, given = self._engine.candidate(name), self._engine.input(name)
        if value is not None:
            return {"answers": stored(value)}
        if given.typed.strip():
            return {"refused": given.typed.strip()}
        if given.nonresponse not in (None, Nonresponse.BLANK):
            return {"nonresponse": given.nonresponse.value}
        return {}

    def input(self, name: str) -> Input:
        """Return what was done to `name`."""
        return self._engine.input(name)

    def inputs(self) -> Mapping[str, Input]:
        """Return what was done to every question that was touched."""
        return self._engine.inputs()

    def is_asked(self, name: str) -> bool:
        """Tell whether `name` is not skipped, or was kept as on paper."""
        return self._engine.standing(name).relevant or self._engine.input(name).as_on_paper

    def could_be_asked(self, name: str) -> bool:
        """Tell whether `name` is asked, or would be if the lines above it in its table were used."""
        line = self.form.rules[name].line
        if line is None or line.counted:
            return self.is_asked(name)
        return self._engine.holds(self.form.rules[name].relevant, name) or self.is_asked(name)

    def used_lines(self) -> frozenset[str]:
        """Return the questions on lines of tables that hold something."""
        lines = (line for table in self.form.tables.values() for line in table)
        return frozenset(name for line in lines if self._engine.holds_something(line) for name in line)

    def is_on_used_line(self, name: str) -> bool:
        """Tell whether `name` is in no table, or on a line of one that holds something."""
        line = self.form.rules[name].line
        return line is None or self._engine.holds_something(line.own)
