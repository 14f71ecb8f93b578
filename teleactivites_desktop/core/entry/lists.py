"""The choices of one list as they are keyed: codes, and for a list from a file the search besides."""

import re
from collections.abc import Sequence

from teleactivites_desktop.core.entry.codes import Codes
from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.places import ListSearch
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.questionnaire import Choice, ChoiceList, Questionnaire
from teleactivites_desktop.i18n import _

_MOST_NAMED = 4
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_LINES = re.compile("[;+/]")


class CodedList:
    """One choice list of a questionnaire; labels are in the questionnaire's default language."""

    def __init__(self, questionnaire: Questionnaire, choice_list: ChoiceList) -> None:
        self._questionnaire = questionnaire
        self.choice_list = choice_list
        self.codes = Codes(choice_list)
        self.search = ListSearch(choice_list, self.codes, self.label)
        self._order = {choice.name: place for place, choice in enumerate(choice_list.choices)}

    def label(self, choice: Choice) -> str:
        """Return the label of `choice`, its name where it has none."""
        return self._questionnaire.text(choice.labels) or choice.name

    def label_of(self, name: str) -> str:
        """Return the label of the choice `name`; the name itself where the list has no such choice."""
        choice = self.choice_list.by_name.get(name)
        return self.label(choice) if choice else name

    def parse_one(self, typed: str) -> str:
        """Return the name of the one choice that `typed` means. Raises RefusedTextError."""
        if not self.choice_list.from_file:
            return self.codes.parse_one(typed)
        found = self.search.resolve(typed)
        if len(found) == 1:
            return found[0].name
        raise RefusedTextError(Rule.CHOICE, self._not_one(typed.strip(), found))

    def parse_many(self, typed: str) -> str:
        """Return the names of the choices keyed, in list order, parted by spaces. Raises RefusedTextError.

        Lines of a list question may be typed as words, parted by ; + or /.
        """
        if self.choice_list.from_file and _LETTER.search(typed):
            names = {self.parse_one(part) for part in _BETWEEN_LINES.split(typed) if part.strip()}
        else:
            names = set(self.codes.parse_many(typed))
        return " ".join(sorted(names, key=self._order.__getitem__))

    def parse_ranks(self, typed: str) -> str:
        """Return the names of the choices keyed, in the order typed. Raises RefusedTextError."""
        names = self.codes.parse_many(typed)
        if len(set(names)) < len(names):
            raise RefusedTextError(Rule.CHOICE, _("Un même choix a deux rangs."))
        return " ".join(names)

    def codes_of(self, stored: str) -> str:
        """Return the codes typed for a stored answer; a choice that the list has not stays its name."""
        return " ".join(self.codes.of_name.get(name, name) for name in stored.split())

    def as_typed(self, stored: str) -> str:
        """Return what is typed for one choice: its code, or the name of a line of a list question.

        A line whose name is another's too is typed by its code.
        """
        if self.choice_list.from_file and stored in self.choice_list.by_name:
            label = self.label_of(stored)
            if [choice.name for choice in self.search.resolve(label)] == [stored]:
                return label
        return self.codes_of(stored)

    def labels_of(self, stored: str) -> str:
        """Return the labels of a stored answer's choices, parted by commas."""
        return ", ".join(self.label_of(name) for name in stored.split())

    def _not_one(self, typed: str, found: Sequence[Choice]) -> str:
        if found:
            names = ", ".join(self.label(choice) for choice in found[:_MOST_NAMED])
            more = "…" if len(found) > _MOST_NAMED else ""
            return _("« {typed} » : plusieurs possibilités ({names}). Précisez, ou tapez le code.").format(
                typed=typed, names=names + more
            )
        near = self.search.near(typed)
        if near:
            return _("« {typed} » n'est pas dans la liste. Peut-être {names} ?").format(
                typed=typed, names=_(" ou ").join(self.label(entry.choice) for entry in near)
            )
        return _("« {typed} » n'est pas dans la liste.").format(typed=typed)
