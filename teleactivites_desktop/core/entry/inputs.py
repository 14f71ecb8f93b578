"""What the officer did to one question. All the rest of a session is worked out from these."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from teleactivites_desktop.core.values import Nonresponse, Value


@dataclass(frozen=True, slots=True)
class Input:
    """The gestures on one question, as they stand.

    `typed` is the text as keyed; `given` an answer that was stored before and not keyed again; `confirmed`
    the value whose soft check was confirmed; `as_on_paper` keeps an answer in a skipped question.
    """

    typed: str = ""
    given: Value | None = None
    nonresponse: Nonresponse | None = None
    confirmed: Value | None = None
    as_on_paper: bool = False
    note: str = ""

    @property
    def has_text(self) -> bool:
        """Tell whether an answer was typed, good or bad."""
        return self.given is not None or bool(self.typed.strip())

    def typed_anew(self, text: str) -> "Input":
        """Return the input once `text` was typed over what was there."""
        return replace(self, typed=text, given=None, nonresponse=None)

    def emptied(self, kind: Nonresponse) -> "Input":
        """Return the input once the box was emptied: no answer, for the reason `kind`."""
        return replace(self, typed="", given=None, nonresponse=kind, confirmed=None)

    def to_json(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value
            for name, value in values.items()
            if value is not None and value is not False and value != ""
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Input":
        """Return the input that `to_json` wrote."""
        kind = stored.get("nonresponse")
        return cls(**{**stored, "nonresponse": Nonresponse(kind) if kind else None})


UNTOUCHED = Input()
