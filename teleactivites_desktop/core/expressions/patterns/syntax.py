"""Reading a pattern: groups, alternatives and repetitions; single characters are left to `re` itself."""

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass

Accepts = Callable[[str], bool]
"""Tells whether one character is accepted."""

MOST_REPEATS = 1000
"""The greatest number in ``{m,n}``; each costs a state."""

DEEPEST = 40
"""Groups within one another."""


class PatternError(ValueError):
    """A pattern that cannot be compiled."""


@dataclass(frozen=True, slots=True)
class One:
    """One character."""

    accepts: Accepts


@dataclass(frozen=True, slots=True)
class Edge:
    """The start (``^``) or the end (``$``) of the text."""

    at_start: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that follow one another; none: the empty text."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Parts of which one is enough."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part, `least` to `most` times over; `most` is None where there is no limit."""

    part: "Part"
    least: int
    most: int | None


Part = One | Edge | Sequence | Choice | Repeat

_GROUP = re.compile(r"\((?:\?(?:[imsux]*:|P?<[A-Za-z]\w*>))?")
_FLAGS = re.compile(r"\(\?([imsux]+)\)")
_CLASS = re.compile(r"\[\^?\]?(?:\\p\{\w+\}|\\.|[^\]\\\[]|\[(?!:))*\]", re.DOTALL)
_PROPERTY = re.compile(r"\\([pP])\{(\w+)\}")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^\W\d_]|\W|_)")
_KNOWN_LETTERS = frozenset("dDwWsStnrfv")
_QUANTIFIER = re.compile(r"(?:([*+?])|\{([0-9]{1,6})(?:(,)([0-9]{0,6}))?\})[?+]?")


def parse(pattern: str) -> Part:
    """Return the structure of `pattern`; raises PatternError."""
    return _Parser(pattern).parse()


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0
        self._flags = 0
        self._depth = 0

    def parse(self) -> Part:
        if match := _FLAGS.match(self._pattern):
            self._place = match.end()
            self._flags = _flags(match[1])
        part = self._choice()
        if self._place < len(self._pattern):
            raise PatternError("a parenthesis is closed that was not open")
        return part

    def _next(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _choice(self) -> Part:
        self._depth += 1
        if self._depth > DEEPEST:
            raise PatternError("too many groups within one another")
        parts = [self._sequence()]
        while self._next() == "|":
            self._place += 1
            parts.append(self._sequence())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._next() not in ("", "|", ")"):
            part = self._atom()
            while match := _QUANTIFIER.match(self._pattern, self._place):
                part = _repeated(part, match)
                self._place = match.end()
            parts.append(part)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _atom(self) -> Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char in "^$":
            self._place += 1
            return Edge(char == "^")
        if char in "*+?":
            raise PatternError("nothing to repeat")
        return One(self._one(char))

    def _group(self) -> Part:
        match = _GROUP.match(self._pattern, self._place)
        assert match is not None
        if self._pattern.startswith("?", match.end()):
            raise PatternError("lookaround is not known")
        before = self._flags
        if match[0].endswith(":"):
            self._flags |= _flags(match[0][2:-1])
        self._place = match.end()
        part = self._choice()
        if self._next() != ")":
            raise PatternError("a parenthesis is not closed")
        self._place += 1
        self._flags = before
        return part

    def _one(self, char: str) -> Accepts:
        """Return what accepts the single character written here: a letter, a class, an escape, a dot."""
        reader = {"[": _CLASS, "\\": _PROPERTY if self._at_property() else _ESCAPE}.get(char)
        if reader is None:
            self._place += 1
            return _by_re(char if char == "." else re.escape(char), self._flags)
        match = reader.match(self._pattern, self._place)
        if match is None:
            raise PatternError("a class or an escape is not readable")
        self._place = match.end()
        if char == "[":
            return _by_class(match[0], self._flags)
        if reader is _PROPERTY:
            return _by_property(match)
        _check_escape(match[0])
        return _by_re(match[0], self._flags)

    def _at_property(self) -> bool:
        return _PROPERTY.match(self._pattern, self._place) is not None


def _flags(letters: str) -> int:
    return re.IGNORECASE * ("i" in letters) | re.DOTALL * ("s" in letters)


def _repeated(part: Part, match: re.Match[str]) -> Repeat:
    sign, least, comma, most = match.groups()
    if sign:
        return Repeat(part, int(sign == "+"), 1 if sign == "?" else None)
    greatest = int(most) if most else None if comma else int(least)
    if max(int(least), greatest or 0) > MOST_REPEATS or (greatest is not None and greatest < int(least)):
        raise PatternError("a number of times is too great, or the wrong way round")
    return Repeat(part, int(least), greatest)


def _check_escape(escape: str) -> None:
    """Refuse escapes that are more than one character: word edges, references, or unknown letters."""
    letter = escape[1]
    if letter.isalnum() and letter not in _KNOWN_LETTERS and len(escape) == 2:
        raise PatternError(f"\\{letter} is not known")


def _by_re(source: str, flags: int) -> Accepts:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            fullmatch = re.compile(source, flags).fullmatch
        except (re.error, FutureWarning, DeprecationWarning) as error:
            raise PatternError(str(error)) from error
    return lambda char: fullmatch(char) is not None


def _by_class(source: str, flags: int) -> Accepts:
    """Return what accepts a class; `re` knows no Unicode categories, so those are taken out of it first."""
    if "&&" in source:
        raise PatternError("intersections of classes are not known")
    categories = [_by_property(match) for match in _PROPERTY.finditer(source)]
    if not categories:
        return _by_re(source, flags)
    negated = source.startswith("[^")
    rest = _PROPERTY.sub("", source[1 + negated : -1])
    accepts = [*categories, *([_by_re(f"[{rest}]", flags)] if rest else [])]
    return lambda char: any(accept(char) for accept in accepts) is not negated


def _by_property(match: re.Match[str]) -> Accepts:
    """Return what accepts a Unicode category, ``\\p{L}`` or ``\\p{Lu}`` (``\\P`` for all but it)."""
    negated, category = match[1] == "P", match[2]
    if not re.fullmatch(r"[LMNPSZC][a-z]?", category):
        raise PatternError(f"category {category} is not known")
    return lambda char: unicodedata.category(char).startswith(category) is not negated
