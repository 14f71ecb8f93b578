"""References to the columns of tables, written out line by line.

Within a line, ``${age}`` is that line's; elsewhere a column stands for all of its lines, and only what counts
over lines can take it: ``sum(${age})``, ``count(${enfants})``, ``indexed-repeat(${age}, ${enfants}, 2)``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.tokens import Token, TokenKind, tokenize
from teleactivites_desktop.i18n import _

OVER_LINES = frozenset({"sum", "min", "max", "count-non-empty", "concat"})
"""Functions that take a column as all of its lines."""
_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")

_NOTHING = "''"
"""What stands instead of what cannot be: one fault is told once."""

Note = Callable[[str], None]


@dataclass(frozen=True)
class Columns:
    """`repeat_of`: the repeat of each column; `lines`: how many lines each repeat has."""

    repeat_of: Mapping[str, str]
    lines: Mapping[str, int]

    def name(self, column: str, line: int) -> str:
        """Return the name of a column's question on a line."""
        return f"{self.repeat_of[column]}[{line}].{column}"

    def all_of(self, column: str) -> list[str]:
        """Return the references to a column, line by line."""
        lines = range(1, self.lines[self.repeat_of[column]] + 1)
        return [f"${{{self.name(column, line)}}}" for line in lines]

    def used(self, repeat: str) -> str:
        """Return the expression of how many lines hold something."""
        columns = [column for column, of in self.repeat_of.items() if of == repeat]
        lines = [
            " or ".join(f"${{{self.name(column, line)}}} != ''" for column in columns)
            for line in range(1, self.lines[repeat] + 1)
        ]
        return "(" + " + ".join(f"if({line}, 1, 0)" for line in lines) + ")"


def in_label(text: str, columns: Columns, repeat: str, line: int) -> str:
    """Return a label, its references to columns of its own line written out."""

    def written(match: re.Match[str]) -> str:
        own = repeat and columns.repeat_of.get(match[1]) == repeat
        return f"${{{columns.name(match[1], line)}}}" if own else match[0]

    return _REFERENCE.sub(written, text)


def in_rule(text: str, columns: Columns, repeat: str, line: int, note: Note) -> str:
    """Return an expression with its references to columns written out; `note` is told what cannot be.

    `repeat` and `line` are where it stands, "" and 0 outside tables. What cannot be read stays: compiling
    says what is wrong with it.
    """
    if not columns.lines or not text:
        return text
    try:
        tokens = tokenize(text)
    except ExpressionError:
        return text
    return _Rewriter(text, tokens, columns, repeat, line, note).written(0, len(tokens) - 1)


class _Rewriter:
    def __init__(
        self, text: str, tokens: list[Token], columns: Columns, repeat: str, line: int, note: Note
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._columns = columns
        self._repeat = repeat
        self._line = line
        self._note = note

    def written(self, first: int, last: int) -> str:
        """Return the tokens from `first` to before `last`, with what stands between them."""
        parts = []
        place = first
        while place < last:
            replacement, after = self._piece(place)
            start, end = self._tokens[place].position, self._tokens[after].position
            source = self._text[start:end]
            space = source[len(source.rstrip()) :]
            parts.append(source if replacement is None else replacement + space)
            place = after
        return "".join(parts)

    def _piece(self, place: int) -> tuple[str | None, int]:
        """Return what stands instead of the token at `place` (None: itself), and where to go on."""
        token = self._tokens[place]
        if token.kind is TokenKind.NAME and self._is("(", place + 1):
            return self._call(place)
        if token.kind is TokenKind.REFERENCE:
            return self._reference(place), place + 1
        if token.kind is TokenKind.TEXT and self._repeat:
            source = self._text[token.position : self._tokens[place + 1].position].rstrip()
            return in_label(source, self._columns, self._repeat, self._line), place + 1
        return None, place + 1

    def _call(self, place: int) -> tuple[str | None, int]:
        name = self._tokens[place].text
        if name == "position" and self._repeat and self._is("..", place + 2) and self._is(")", place + 3):
            return str(self._line), place + 4
        if name == "count" and self._is(")", place + 3):
            found = self._tokens[place + 2].text
            repeat = self._columns.repeat_of.get(found, found)
            if self._tokens[place + 2].kind is TokenKind.REFERENCE and repeat in self._columns.lines:
                return self._columns.used(repeat), place + 4
        if name == "indexed-repeat":
            return self._indexed(place)
        return None, place + 1

    def _indexed(self, place: int) -> tuple[str | None, int]:
        """Write out ``indexed-repeat(${column}, ${repeat}, which)``."""
        end = self._closing(place + 1)
        column, repeat = self._tokens[place + 2].text, self._tokens[place + 4].text
        if end < place + 7 or self._columns.repeat_of.get(column, "") != repeat or not repeat:
            self._note(_("indexed-repeat attend ${question}, ${groupe répété}, numéro de ligne."))
            return _NOTHING, min(end + 1, len(self._tokens) - 1)
        which = self.written(place + 6, end)
        found = "''"
        for line, reference in reversed(list(enumerate(self._columns.all_of(column), 1))):
            found = f"if(({which}) = {line}, {reference}, {found})"
        return found, end + 1

    def _reference(self, place: int) -> str | None:
        name = self._tokens[place].text
        repeat = self._columns.repeat_of.get(name)
        if repeat is None:
            if name not in self._columns.lines:
                return None
            self._note(_("« {name} » est un groupe répété : écrivez count(${{{name}}}).").format(name=name))
            return _NOTHING
        if repeat == self._repeat:
            return f"${{{self._columns.name(name, self._line)}}}"
        if self._is_argument(place) and self._function_around(place) in OVER_LINES:
            return ", ".join(self._columns.all_of(name))
        self._note(
            _(
                "« {name} » a une réponse par ligne : écrivez sum(${{{name}}}), ou "
                "indexed-repeat(${{{name}}}, ${{{repeat}}}, 1)."
            ).format(name=name, repeat=repeat)
        )
        return _NOTHING

    def _is_argument(self, place: int) -> bool:
        """Tell whether the token is a whole argument of a function."""
        return (self._is("(", place - 1) or self._is(",", place - 1)) and (
            self._is(")", place + 1) or self._is(",", place + 1)
        )

    def _is(self, symbol: str, place: int) -> bool:
        if not 0 <= place < len(self._tokens):
            return False
        token = self._tokens[place]
        return token.kind is TokenKind.SYMBOL and token.text == symbol

    def _closing(self, opening: int) -> int:
        """Return the place of the parenthesis that closes the one at `opening`; of the end without any."""
        depth = 0
        for place in range(opening, len(self._tokens)):
            depth += self._is("(", place) - self._is(")", place)
            if not depth:
                return place
        return len(self._tokens) - 1

    def _function_around(self, place: int) -> str:
        depth = 0
        for before in range(place - 1, -1, -1):
            depth += self._is(")", before) - self._is("(", before)
            if depth < 0:
                return self._tokens[before - 1].text if before else ""
        return ""
