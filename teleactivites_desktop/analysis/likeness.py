"""Papers that the same person may have filled: candidates by shared keys, then a weight of evidence.

The rule is Fellegi and Sunter's (J. Am. Stat. Assoc. 64, 1969): each thing compared adds log2 of how much
likelier it is between two papers of one person than between two strangers. Agreement on something rare (a
surname of the base, a telephone) weighs more than on something common; the weights come from the base's own
frequencies. A pair is shown when the sum outweighs the odds against any two papers being the same person's.
docs/likeness.md tells it in words.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import OSA

from teleactivites_desktop.analysis.candidates import Bounds, Integers, candidates
from teleactivites_desktop.core.text import fold_text

PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "di", "da"})
"""Words that a name may carry or drop."""
SURE = 3.0
"""How far (in doublings) the evidence must outweigh the odds against: 8 to 1."""
PRIOR_PAPERS_PER_DOUBLE = 10.0
"""One paper in ten is expected to have a double: what territories that overlap see at worst."""
# What a disagreement takes away: log2 of how much rarer it is on two papers of one person.
OTHER_SURNAME, OTHER_GIVEN, OTHER_BIRTH, OTHER_COMMUNE, OTHER_CONTACT = -5.0, -5.0, -4.5, -2.0, -1.0
NEAR = 0.75
"""Share of the agreement's weight that a likeness (typing slip, part of a double name) keeps."""

_STEP = 1000
"""Papers or pairs gone through between two reports."""

_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of one paper. Texts as stored; `contacts` are telephones and e-mails."""

    record: str
    surname: str
    given: str
    birth: int | None = None
    commune: str = ""
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two papers likely of the same person: weight of evidence (doublings beyond doubt) and why."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A person ready to compare: words of the names, and the keys under which it is found."""

    person: Person
    surname: tuple[str, ...]
    given: tuple[str, ...]


def find(
    people: Sequence[Person], progress: Callable[[float], None] | None = None, *, since: int = 0
) -> list[Likeness]:
    """Return the likely pairs, the surest first.

    `since`: only the pairs with somebody from that position on; the weights are those of all. `progress` is
    given the share done (0 to 1), several times a second; it may raise, to
    cancel. 100,000 papers take seconds.
    """
    told = progress or _nobody
    words = _Words()
    folded = [
        _Folded(person, words[person.surname], words[person.given])
        for person in _told_of(people, told, 0, 0.1)
    ]
    weigh = _Weights(folded)
    pairs = _pairs(folded, weigh, since, told)
    found = []
    for a, b in _told_of(pairs.tolist(), told, 0.8, 1):
        score, reasons = weigh.compare(folded[a], folded[b])
        if score >= 0:
            found.append(Likeness(people[a].record, people[b].record, round(score, 1), reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _told_of(
    items: Sequence[_Value], progress: Callable[[float], None], begin: float, end: float
) -> Iterator[_Value]:
    """Yield `items`, and report now and then the share done, from `begin` to `end`."""
    for count, item in enumerate(items):
        if count % _STEP == 0:
            progress(begin + (end - begin) * count / len(items))
        yield item


def _nobody(_share: float) -> None:
    """Report to nobody."""


class _Words(dict[str, tuple[str, ...]]):
    """Name -> its words, folded, without particles; the same names come again and again."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        words = tuple(fold_text(name).split())
        self[name] = tuple(word for word in words if word not in PARTICLES) or words
        return self[name]


def _keys(folded: _Folded) -> Iterator[tuple[object, ...]]:
    """Yield what two papers of one person nearly always share at least one of."""
    person = folded.person
    for contact in person.contacts:
        yield ("contact", contact)
    names = {*folded.surname, *folded.given}  # one set: first and last name may be swapped
    for name in names:
        start = name[:3]
        if person.birth is not None:
            yield ("birth", start, person.birth)
        if person.commune:
            yield ("commune", name[:4], person.commune)
    for first, second in combinations(sorted(names), 2):
        yield ("names", first[:4], second[:4])
        if person.birth is not None:
            yield ("all", first[:2], second[:2], person.birth)


def _code(key: tuple[object, ...]) -> int:
    """Return a number for a key: odd for those that only a shared contact gives."""
    return hash(key) | 1 if key[0] == "contact" else hash(key) & ~1


def _pairs(
    folded: Sequence["_Folded"], weigh: "_Weights", since: int, told: Callable[[float], None]
) -> Integers:
    """Return the positions of the pairs worth comparing."""
    keys = [{_code(key) for key in _keys(one)} for one in _told_of(folded[since:], told, 0.1, 0.3)]
    fresh = set[int]().union(*keys)
    held = [
        {code for key in _keys(one) if (code := _code(key)) in fresh}
        for one in _told_of(folded[:since], told, 0.3, 0.5)
    ]
    bounds = weigh.bounds(folded)
    told(0.6)
    return candidates([*held, *keys], bounds, since, lambda share: told(0.6 + 0.2 * share))


class _Rarities(dict[_Value, float]):
    """Value -> its rarity; one that is nowhere, such as a first name among surnames, has the greatest."""

    def __init__(self, known: Mapping[_Value, float], greatest: float) -> None:
        super().__init__(known)
        self._greatest = greatest

    def __missing__(self, _value: _Value) -> float:
        return self._greatest


class _Weights:
    """The evidence that agreements carry in this base: log2(1 / share of papers with that value)."""

    def __init__(self, folded: Sequence[_Folded]) -> None:
        self._papers = max(len(folded), 2)
        self._surnames = self._rarities(word for one in folded for word in set(one.surname))
        self._given = self._rarities(word for one in folded for word in set(one.given))
        self._communes = self._rarities(one.person.commune for one in folded)
        self._births = self._rarities(one.person.birth for one in folded)
        self._contacts = self._rarities(contact for one in folded for contact in one.person.contacts)
        self._against = log2(self._papers * PRIOR_PAPERS_PER_DOUBLE) + SURE

    def _rarities(self, values: Iterable[_Value]) -> "_Rarities[_Value]":
        """Return what agreeing on each value weighs; one that stands on one paper is as rare as on two."""
        return _Rarities(
            {value: log2(self._papers / max(count - 1, 1)) for value, count in Counter(values).items()},
            log2(self._papers),
        )

    def bounds(self, folded: Sequence[_Folded]) -> Bounds:
        """Return, per paper, the most that each comparison could bring."""
        people = [one.person for one in folded]
        communes = {name: code for code, name in enumerate(self._communes)} | {"": -1}
        return Bounds(
            names=np.array(
                [_best(self._surnames, one.surname) + _best(self._given, one.given) for one in folded]
            ),
            birth=np.array([self._births[person.birth] for person in people]),
            birth_codes=np.array([-1 if person.birth is None else person.birth for person in people]),
            commune=np.array([self._communes[person.commune] for person in people]),
            commune_codes=np.array([communes[person.commune] for person in people]),
            contact=np.array([_best(self._contacts, person.contacts) for person in people]),
            other_birth=0.0,  # a slip of the year takes nothing away: the bound cannot know yet
            other_commune=OTHER_COMMUNE,
            needed=self._against,
        )

    def compare(self, a: _Folded, b: _Folded) -> tuple[float, tuple[str, ...]]:
        """Return the evidence beyond the odds against, and the things that agree."""
        parts = {
            "names": self._names(a, b),
            "birth": self._birth(a.person, b.person),
            "commune": self._commune(a.person, b.person),
            "contact": self._contact(a.person, b.person),
        }
        return sum(parts.values()) - self._against, tuple(name for name, part in parts.items() if part > 0)

    def _names(self, a: _Folded, b: _Folded) -> float:
        straight = self._surname(a.surname, b.surname) + self._first(a.given, b.given)
        if straight > 0 and straight >= self._against / 2:
            return straight
        swapped = self._surname(a.surname, b.given) + self._first(a.given, b.surname)
        return max(straight, swapped * NEAR if swapped > 0 else swapped)

    def _surname(self, a: tuple[str, ...], b: tuple[str, ...]) -> float:
        return self._likeness(a, b, self._surnames, OTHER_SURNAME)

    def _first(self, a: tuple[str, ...], b: tuple[str, ...]) -> float:
        return self._likeness(a, b, self._given, OTHER_GIVEN)

    def _likeness(
        self, a: tuple[str, ...], b: tuple[str, ...], rarity: Mapping[str, float], other: float
    ) -> float:
        """All words alike: their rarity; some (maiden name, second name) or nearly: a share of it."""
        if not a or not b:
            return 0.0
        if a == b:
            return _best(rarity, a)
        shared = set(a) & set(b)
        if shared:
            return NEAR * _best(rarity, shared)
        if any(_is_slip(x, y) for x in a for y in b):
            return NEAR * min(rarity[a[0]], rarity[b[0]])
        if a[0][0] == b[0][0] and min(len(a[0]), len(b[0])) == 1:
            return 0.0
        return other

    def _birth(self, a: Person, b: Person) -> float:
        if a.birth is None or b.birth is None:
            return 0.0
        if a.birth == b.birth:
            return self._births[a.birth]
        return 0.0 if _is_slip(str(a.birth), str(b.birth)) else OTHER_BIRTH

    def _commune(self, a: Person, b: Person) -> float:
        if not a.commune or not b.commune:
            return 0.0
        return self._communes[a.commune] if a.commune == b.commune else OTHER_COMMUNE

    def _contact(self, a: Person, b: Person) -> float:
        if not a.contacts or not b.contacts:
            return 0.0
        shared = a.contacts & b.contacts
        if shared:
            return _best(self._contacts, shared)
        return OTHER_CONTACT


def _best(rarity: Mapping[str, float], values: Collection[str]) -> float:
    """Return the weight of the rarest of `values`, 0 where there are none."""
    return max([rarity[value] for value in values], default=0.0)


def _is_slip(a: str, b: str) -> bool:
    """Tell whether one typing slip (two on a long word) parts the two words."""
    shortest = min(len(a), len(b))
    allowed = 0 if shortest < 4 else 1 if shortest < 8 else 2
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed
