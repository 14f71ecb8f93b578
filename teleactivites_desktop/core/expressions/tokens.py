"""Cutting the text of an expression into tokens."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.i18n import _

LONGEST = 20_000
"""Characters of the longest expression read. The longest of published forms are some 5,000."""


class TokenKind(Enum):
    """What a token is; `END` stands once, after the last."""

    NUMBER = auto()
    TEXT = auto()
    REFERENCE = auto()
    NAME = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` is its content, a string's or reference's without its marks; `position` its start."""

    kind: TokenKind
    text: str
    position: int


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<NUMBER>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<TEXT>"[^"]*"|'[^']*')
    | (?P<REFERENCE>\$\{[^{}]*\})
    | (?P<NAME>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    | (?P<SYMBOL><=|>=|!=|\.\.|[=<>+\-*(),.])
    | (?P<END>\Z)
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")


def tokenize(expression: str) -> list[Token]:
    """Return the tokens of `expression`, an END token last.

    Raises ExpressionError for a character that has no place in an expression, a string left open, or a text
    longer than LONGEST.
    """
    if len(expression) > LONGEST:
        raise ExpressionError(
            _("L'expression a {count} caractères : elle ne doit pas en dépasser {limit}.").format(
                count=len(expression), limit=LONGEST
            )
        )
    tokens: list[Token] = []
    position = 0
    while not tokens or tokens[-1].kind is not TokenKind.END:
        token, position = _next(expression, position)
        tokens.append(token)
    return tokens


def _next(expression: str, position: int) -> tuple[Token, int]:
    match = _TOKEN.match(expression, position)
    if match is None or match.lastgroup is None:
        raise _unreadable(expression, _SPACE.match(expression, position).end())  # type: ignore[union-attr]
    kind = TokenKind[match.lastgroup]
    content = match[kind.name]
    if kind is TokenKind.TEXT:
        content = content[1:-1]
    elif kind is TokenKind.REFERENCE:
        content = content[2:-1].strip()
    return Token(kind, content, match.start(kind.name)), match.end()


def _unreadable(expression: str, position: int) -> ExpressionError:
    character = expression[position]
    if character in "'\"":
        message = _("Une chaîne de texte est ouverte et n'est pas fermée : ajoutez le guillemet {mark}.")
    elif character in "‘’‚“”„«»":
        message = _("Le guillemet {mark} n'est pas admis ici : écrivez ' ou \".")
    elif character == "$":
        message = _("« {mark} » doit être suivi d'un nom de question entre accolades : ${{nom}}.")
    elif character == "/":
        message = _("Les chemins avec « {mark} » ne sont pas admis : écrivez ${{nom}}, ou div pour diviser.")
    elif character in "&|":
        message = _("« {mark} » n'est pas un opérateur : écrivez and ou or.")
    else:
        message = _("Le caractère « {mark} » n'a pas sa place dans une expression.")
    return ExpressionError(message.format(mark=character), position)
