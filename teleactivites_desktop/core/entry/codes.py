"""Codes keyed for choices: positions padded to one width, or names that are whole numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.questionnaire import Choice, ChoiceList
from teleactivites_desktop.i18n import _

_SEPARATORS = re.compile(r"[\s,;.+/-]+")
_MOST_CODES_LISTED = 12


@dataclass(frozen=True)
class Codes:
    """The codes of one list (design.md 6): what each choice is keyed by, and the way back."""

    choice_list: ChoiceList

    @cached_property
    def by_code(self) -> Mapping[str, Choice]:
        """Return the choices by their full code ("01")."""
        choices = self.choice_list.choices
        if self.choice_list.keyed_by_name:
            return {choice.name: choice for choice in choices}
        width = self.choice_list.code_width
        return {str(position).zfill(width): choice for position, choice in enumerate(choices, 1)}

    @cached_property
    def of_name(self) -> Mapping[str, str]:
        """Return the full codes by the name of their choice."""
        return {choice.name: code for code, choice in self.by_code.items()}

    @cached_property
    def width(self) -> int:
        """Return how many digits every code has; 0 where they differ, and no code shows its own end."""
        widths = {len(code) for code in self.by_code}
        return widths.pop() if len(widths) == 1 else 0

    def find(self, typed: str) -> Choice | None:
        """Return the choice keyed `typed`; a code typed without its leading zeros is known too."""
        return self.by_code.get(typed) or self.by_code.get(typed.zfill(self.width))

    def parse_one(self, typed: str) -> str:
        """Return the name of the choice keyed. Raises RefusedTextError for no such code."""
        choice = self.find(typed.strip())
        if choice is None:
            raise self._unknown(typed.strip())
        return choice.name

    def parse_many(self, typed: str) -> list[str]:
        """Return the names of the choices keyed, in the order typed.

        Codes are parted by spaces, commas or points; where all have one width they may also follow each
        other ("0304"). Raises RefusedTextError for a code that is none.
        """
        tokens = filter(None, _SEPARATORS.split(typed))
        return [self.parse_one(code) for token in tokens for code in self._cut(token)]

    def _cut(self, token: str) -> list[str]:
        width = self.width
        if width and len(token) > width and len(token) % width == 0:
            return [token[start : start + width] for start in range(0, len(token), width)]
        return [token]

    def is_complete(self, typed: str) -> bool:
        """Tell whether the digits typed can only be a whole code, right or wrong: then no Enter is needed."""
        return len(typed) == self.width > 0 and typed.isascii() and typed.isdigit()

    def _unknown(self, code: str) -> RefusedTextError:
        codes = list(self.by_code)
        if not codes:
            return RefusedTextError(Rule.CHOICE, _("Cette liste est vide."))
        if self.choice_list.keyed_by_name and len(codes) <= _MOST_CODES_LISTED:
            message = _("Code {code} inconnu. Codes possibles : {codes}.")
        else:
            message = _("Code {code} inconnu : de {first} à {last}.")
        return RefusedTextError(
            Rule.CHOICE,
            message.format(code=code, codes=", ".join(codes), first=codes[0], last=codes[-1]),
        )
