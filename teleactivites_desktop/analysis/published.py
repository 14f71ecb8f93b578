"""What documents of this base have published already, as part of the equations a new document must respect.

The base as it was counted then and now must be the same for two documents to be put together: what is shown
in one and hidden in the other would be computed. A document on part of the people (some territories, some
weeks) is held against those on more of them: the people left out make a table too, which nobody prints and
everybody can compute. See docs/decisions/0011-published-before.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from teleactivites_desktop.analysis.disclosure_audit import Equation, Key

_LEFT_OUT = "left out"


@dataclass(frozen=True)
class Scope:
    """Whose responses a document counted: of which territories (none: all), received when (ISO, "": any)."""

    territories: frozenset[str] = frozenset()
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """Return the scope in one word, the same for the same scope."""
        return f"{'+'.join(sorted(self.territories))}/{self.first}/{self.last}"

    def within(self, other: "Scope") -> bool:
        """Tell whether everybody of this scope is in the `other`."""
        fewer = not other.territories or (bool(self.territories) and self.territories <= other.territories)
        later = not other.first or (bool(self.first) and self.first >= other.first)
        return fewer and later and (not other.last or (bool(self.last) and self.last <= other.last))


@dataclass(frozen=True)
class Publication:
    """One document: its scope, the true count of each of its cells, which are hidden, what adds up."""

    scope: Scope
    values: Mapping[Key, int]
    hidden: frozenset[Key]
    equations: tuple[Equation, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """What limits a new document: cells of earlier ones, named as the new one names its own where they are.

    `public` are shown already, hiding them helps nothing; `hidden` must stay so; `changed` (the small
    difference to what was shown when few papers had come in since) are hidden now.
    """

    values: Mapping[Key, int] = field(default_factory=dict)
    public: frozenset[Key] = frozenset()
    hidden: frozenset[Key] = frozenset()
    equations: tuple[Equation, ...] = ()
    changed: frozenset[Key] = frozenset()


def held_against(
    scope: Scope,
    values: Mapping[Key, int],
    same_base: Sequence[Publication],
    before: Publication | None,
    minimum: int,
) -> Earlier:
    """Return what limits a new document of `scope` whose cells have the true counts `values`.

    `same_base`: documents made of the very same responses; `before`: the last one of this scope made when
    fewer than a handful of papers were different, None where more have changed since, or none.
    """
    known: dict[Key, int] = {}
    public: set[Key] = set()
    hidden: set[Key] = set()
    equations: list[Equation] = []
    for one in same_base:
        prefix = () if one.scope == scope else (one.scope.name,)
        known |= {key + prefix: count for key, count in one.values.items()}
        public |= {key + prefix for key in one.values if key not in one.hidden}
        hidden |= {key + prefix for key in one.hidden}
        equations += (_moved(equation, prefix) for equation in one.equations)
        for part, whole, sums in _linked(scope, values, one, prefix):
            if sums is not None:
                equations.append(Equation(part, sums))
                continue
            rest = (*whole, _LEFT_OUT, *part)
            whole_count = known.get(whole, values.get(whole, 0))
            known[rest] = whole_count - known.get(part, values.get(part, 0))
            if 0 < known[rest] < minimum:
                hidden.add(rest)
            equations.append(Equation(whole, (part, rest)))
    changed = frozenset(_changed(values, before)) if before else frozenset()
    return Earlier(known, frozenset(public), frozenset(hidden - public), tuple(equations), changed)


def _moved(equation: Equation, prefix: Key) -> Equation:
    return Equation(equation.total + prefix, tuple(part + prefix for part in equation.parts))


_Link = tuple[Key, Key, tuple[Key, ...] | None]


def _linked(scope: Scope, values: Mapping[Key, int], one: Publication, prefix: Key) -> Iterator[_Link]:
    """Yield (cell of the part, cell of the whole, what the part is the sum of) where one is in the other."""
    if one.scope == scope:
        return
    for key in values.keys() & one.values.keys():
        if scope.within(one.scope):
            yield key, key + prefix, _by_territory(key, scope, one.values, prefix)
        elif one.scope.within(scope):
            yield key + prefix, key, _by_territory(key, one.scope, values, ())


def _by_territory(key: Key, part: Scope, whole: Mapping[Key, int], prefix: Key) -> tuple[Key, ...] | None:
    """Return the columns by territory that a count of some territories is the sum of; None without them."""
    question, row, grouped_by, group = key
    if not question and grouped_by:  # a category counted in all: disclosure.py names it as a group's size
        question, row, grouped_by = grouped_by, group, ""
    if grouped_by or not part.territories or part.first or part.last:
        return None
    columns = [(question, row, "territory", code) for code in sorted(part.territories)]
    return tuple(column + prefix for column in columns) if all(c in whole for c in columns) else None


def _changed(values: Mapping[Key, int], before: Publication) -> Iterable[Key]:
    """Yield the cells that would tell what the few papers since then answered."""
    for key, count in values.items():
        if key in before.values and key not in before.hidden and before.values[key] != count:
            yield key
