"""Finding a line of a list question (communes, trades) from what an officer types.

Accents, capitals, hyphens and little words do not count, « St » is « Saint ». A file of places may bring
three columns that are searched too: `postal_codes`, and `name_today` and `successor_name`, the names that a
place, or the place it was merged into, bears today.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from teleactivites_desktop.core.entry.codes import Codes
from teleactivites_desktop.core.entry.fields import Suggestion
from teleactivites_desktop.core.entry.likeness import nearest
from teleactivites_desktop.core.entry.place_names import NOWHERE, WORD_BY_WORD, PlaceName
from teleactivites_desktop.core.questionnaire import Choice, ChoiceList
from teleactivites_desktop.i18n import _

POSTAL_COLUMN = "postal_codes"
SUCCESSOR_COLUMN = "successor_name"
TODAY_COLUMNS = ("name_today", SUCCESSOR_COLUMN)
LEAST_PREFIX = 3
"""Letters from which the beginning of one name alone is taken for it."""
MOST_SUGGESTIONS = 8

Allowed = Callable[[Choice], bool]


def everything(choice: Choice) -> bool:
    """Allow every choice: a question without a choice filter."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One line of the list: its own name first, then today's names; `merged` into another place since."""

    place: int
    choice: Choice
    names: tuple[PlaceName, ...]
    postal_codes: tuple[str, ...]
    merged: bool

    def begun_by(self, wanted: PlaceName) -> int:
        """Tell how `wanted` begins one of the names: the best rank of `PlaceName.begun_by`."""
        own, *others = self.names
        return min(own.begun_by(wanted, False), *(name.begun_by(wanted, True) for name in others), NOWHERE)


class ListSearch:
    """The search over one list; `label` gives the name shown for a choice."""

    def __init__(self, choice_list: ChoiceList, codes: Codes, label: Callable[[Choice], str]) -> None:
        self._list = choice_list
        self._codes = codes
        self._label = label

    @cached_property
    def _entries(self) -> list[_Entry]:
        return [self._entry(place, choice) for place, choice in enumerate(self._list.choices)]

    def _entry(self, place: int, choice: Choice) -> _Entry:
        own = self._label(choice)
        today = {choice.attributes.get(column, "") for column in TODAY_COLUMNS} - {"", own}
        return _Entry(
            place,
            choice,
            (PlaceName.of(own), *(PlaceName.of(name) for name in sorted(today))),
            tuple(choice.attributes.get(POSTAL_COLUMN, "").split()),
            bool(choice.attributes.get(SUCCESSOR_COLUMN)),
        )

    @cached_property
    def _by_word(self) -> list[tuple[str, int]]:
        """Each word of each name with the place of its entry, sorted, to be searched by bisection."""
        return sorted(
            {(word, entry.place) for entry in self._entries for name in entry.names for word in name.words}
        )

    def resolve(self, typed: str) -> tuple[Choice, ...]:
        """Return what `typed` means: one choice when it is certain, several when it is not, none.

        A code comes first, then a whole name of the time, a whole name of today, a postal code, then the
        beginning of a name (from `LEAST_PREFIX` letters).
        """
        text = typed.strip()
        if choice := self._codes.find(text) or self._list.by_name.get(text):
            return (choice,)
        for tier in (self._named(text), self._at_postal_code(text), self._beginning(text)):
            if tier:
                return tuple(entry.choice for entry in tier)
        return ()

    def _named(self, text: str) -> list[_Entry]:
        wanted = PlaceName.of(text)
        own, today = [], []
        loose_own, loose_today = [], []
        for entry in self._starting_with(wanted.words):
            first, *others = entry.names
            if first.key == wanted.key:
                own.append(entry)
            elif any(name.key == wanted.key for name in others):
                today.append(entry)
            elif first.loose == wanted.loose:
                loose_own.append(entry)
            elif any(name.loose == wanted.loose for name in others):
                loose_today.append(entry)
        return own or today or loose_own or loose_today

    def _at_postal_code(self, text: str) -> list[_Entry]:
        digits = text.replace(" ", "")
        if not (digits.isascii() and digits.isdigit()):
            return []
        return [entry for entry in self._entries if digits in entry.postal_codes]

    def _beginning(self, text: str) -> list[_Entry]:
        wanted = PlaceName.of(text)
        if len(wanted.loose) < LEAST_PREFIX:
            return []
        ranked = [(entry.begun_by(wanted), entry) for entry in self._starting_with(wanted.words)]
        best = min((rank for rank, entry in ranked), default=NOWHERE)
        return [entry for rank, entry in ranked if rank == best] if best < WORD_BY_WORD else []

    def _starting_with(self, words: tuple[str, ...]) -> Iterator[_Entry]:
        """Yield the entries with a word that begins like the longest of `words`, in list order."""
        longest = max(words, key=len, default="")
        if not longest:
            return iter(())
        start = bisect_left(self._by_word, (longest, -1))
        places = set()
        for word, place in islice(self._by_word, start, None):
            if not word.startswith(longest):
                break
            places.add(place)
        return (self._entries[place] for place in sorted(places))

    def suggest(
        self, typed: str, allowed: Allowed = everything, most: int = MOST_SUGGESTIONS
    ) -> list[Suggestion]:
        """Return the lines to offer while `typed` is in the box, likeliest first; all of them for no text."""
        found = self._likely(typed.strip()) if typed.strip() else self._entries
        return [self._suggestion(entry) for entry in islice((e for e in found if allowed(e.choice)), most)]

    def _likely(self, text: str) -> Iterable[_Entry]:
        certain = {choice.name for choice in self.resolve(text)}
        wanted = PlaceName.of(text)
        ranked = [
            (rank, entry.merged, entry.place, entry)
            for entry in self._starting_with(wanted.words)
            if (rank := entry.begun_by(wanted)) < NOWHERE
        ]
        found = [entry for entry in self._entries if entry.choice.name in certain]
        found.sort(key=lambda entry: entry.merged)
        found += [entry for *_rank, entry in sorted(ranked, key=lambda item: item[:3])]
        found += [entry for entry in self._entries if self._digits_match(entry, text)]
        return dict.fromkeys(found) if found else self.near(text)

    def _digits_match(self, entry: _Entry, text: str) -> bool:
        if not text[0].isdigit():
            return False
        code = self._codes.of_name[entry.choice.name]
        return code.startswith(text) or any(postal.startswith(text) for postal in entry.postal_codes)

    def near(self, text: str) -> list[_Entry]:
        """Return the entries whose name is likest to `text`, for a slip of the finger."""
        return nearest(PlaceName.of(text).key, self._entries, lambda entry: entry.names[0].key)

    def _suggestion(self, entry: _Entry) -> Suggestion:
        details = [_("aujourd'hui {name}").format(name=name.text) for name in entry.names[1:]]
        details += [", ".join(entry.postal_codes)] if entry.postal_codes else []
        return Suggestion(
            self._codes.of_name[entry.choice.name], self._label(entry.choice), " – ".join(details)
        )
