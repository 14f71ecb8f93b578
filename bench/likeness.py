"""The search for papers of one person, on a made base with known doubles and realistic noise."""

import resource
from collections.abc import Iterator
from random import Random

from bench.figure import Figure, timed
from teleactivites_desktop.analysis.likeness import Person, find

PAPERS, DOUBLES = 100_000, 5_000
SYLLABLES = (
    "ba re mar tin gau thi er bon net col lo mi vi dal fau ar no chab rand pel le grin ro bert".split()
)
GIVEN = (
    "Jean Marie Pierre Anne Paul Jacques Claire Sophie Luc Marc Julie Nicolas Thomas Hélène Béatrice "
    "Gérard Yves Zoé Sandrine Olivier Thierry Isabelle Karine Laurence Nathalie Philippe Dominique "
    "Françoise Jérôme Rémi André Benoît Élodie Michel Alain Bernard Daniel Patrick Christian Christine "
    "Catherine Monique Sylvie Martine Valérie"
).split()


class _Maker:
    """People drawn with a fixed seed; surnames as unequal as real ones (a few are many people's)."""

    def __init__(self, seed: int = 2007) -> None:
        self._draw = Random(seed)
        syllables = (self._draw.choices(SYLLABLES, k=self._draw.randint(2, 4)) for _ in range(3000))
        self._surnames = ["".join(word).capitalize() for word in syllables]
        self._shares = [1 / (rank + 5) for rank in range(len(self._surnames))]

    def person(self, record: str) -> Person:
        draw = self._draw
        surname, given = draw.choices(self._surnames, self._shares)[0], draw.choice(GIVEN)
        contacts = set()
        if draw.random() < 0.7:
            contacts.add(f"+33{draw.randrange(10**9):09d}")
        if draw.random() < 0.7:
            contacts.add(f"{given}.{surname}{draw.randrange(1000)}@example.fr".lower())
        birth = draw.randrange(1930, 1990) if draw.random() < 0.95 else None
        return Person(record, surname, given, birth, f"05{draw.randrange(178):03d}", frozenset(contacts))

    def double(self, person: Person, record: str) -> Person:
        """The same person on another paper: slips, maiden name, swapped names, another year or commune."""
        draw = self._draw
        surname, given, birth, commune = person.surname, person.given, person.birth, person.commune
        chance = draw.random()
        if chance < 0.2:
            surname = self._slip(surname)
        elif chance < 0.3:
            surname = f"{surname}-{draw.choice(self._surnames)}"
        elif chance < 0.4:
            surname, given = given, surname
        elif chance < 0.5:
            given = self._slip(given)
        if birth and draw.random() < 0.05:
            birth += draw.choice([-1, 1])
        if draw.random() < 0.1:
            commune = f"05{draw.randrange(178):03d}"
        contacts = frozenset(contact for contact in sorted(person.contacts) if draw.random() < 0.7)
        return Person(record, surname, given, birth, commune, contacts)

    def _slip(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = self._draw.randrange(1, len(word) - 1)
        return self._draw.choice(
            [word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :]]
        )


def measure() -> Iterator[Figure]:
    """Yield time, memory, precision and recall."""
    maker = _Maker()
    people = [maker.person(f"r{number}") for number in range(PAPERS - DOUBLES)]
    originals = Random(5).sample(people, DOUBLES)
    truth = set()
    for number, person in enumerate(originals):
        people.append(maker.double(person, f"d{number}"))
        truth.add(frozenset((person.record, f"d{number}")))
    found: set[frozenset[str]] = set()
    spent = timed(lambda: found.update(frozenset((pair.first, pair.second)) for pair in find(people)))
    right = len(found & truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("likely the same person, 100,000 papers", spent, None, 15, "s")
    yield Figure("  peak memory", peak, None, 500, "MB")
    yield Figure("  pairs shown that are wrong", 100 * (1 - right / len(found)), None, 10, "%")
    yield Figure("  doubles missed", 100 * (1 - right / len(truth)), None, 10, "%")
