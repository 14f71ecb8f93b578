"""A Pratt parser: from tokens to closures, in one pass.

Whatever cannot be compiled is refused here, with its place: nothing is left to go wrong at the keyboard.
"""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.functions import FUNCTIONS
from teleactivites_desktop.core.expressions.functions.signature import Findings, Function, current
from teleactivites_desktop.core.expressions.nodes import Node, constant
from teleactivites_desktop.core.expressions.operators import BINDING, UNARY_BINDING, chain, negative
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.tokens import Token, TokenKind, tokenize
from teleactivites_desktop.core.expressions.values import XValue
from teleactivites_desktop.i18n import _, ngettext

DEEPEST = 100
"""Parentheses and calls within one another. Each takes some four frames of Python's thousand."""


class Parser:
    """Compiles one expression, over the questions `names` and a choice filter's columns `bare_names`."""

    def __init__(self, expression: str, names: Collection[str], bare_names: Collection[str]) -> None:
        self.findings = Findings()
        self._names = names
        self._bare_names = bare_names
        self._tokens = iter(tokenize(expression))
        self._token = next(self._tokens)
        self._depth = 0

    def parse(self) -> Node:
        """Return the compiled expression; raises ExpressionError."""
        if self._at_end():
            raise ExpressionError(_("L'expression est vide."), 0)
        node = self._expression(0)
        if not self._at_end():
            raise self._unexpected(self._token)
        return node

    def _advance(self) -> Token:
        token = self._token
        self._token = next(self._tokens, token)
        return token

    def _at_end(self) -> bool:
        return self._token.kind is TokenKind.END

    def _at(self, symbol: str) -> bool:
        return self._token.kind is TokenKind.SYMBOL and self._token.text == symbol

    def _expect(self, symbol: str, opening: Token) -> None:
        if not self._at(symbol):
            if self._at_end():
                raise ExpressionError(_("La parenthèse ouverte ici n'est pas fermée."), opening.position)
            raise self._unexpected(self._token)
        self._advance()

    def _operator(self) -> str:
        """Return the binary operator that the current token is; "" where it is none."""
        in_place = self._token.kind in (TokenKind.SYMBOL, TokenKind.NAME)
        return self._token.text if in_place and self._token.text in BINDING else ""

    def _expression(self, least: int) -> Node:
        """Compile operands and operators that bind tighter than `least`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                _("L'expression a trop de parenthèses imbriquées : coupez-la en plusieurs calculs."),
                self._token.position,
            )
        node = self._operand()
        while (operator := self._operator()) and BINDING[operator] > least:
            node = self._chain(node, BINDING[operator])
        self._depth -= 1
        return node

    def _chain(self, first: Node, binding: int) -> Node:
        rest: list[tuple[str, Node]] = []
        while (operator := self._operator()) and BINDING[operator] == binding:
            self._advance()
            rest.append((operator, self._expression(binding)))
        return chain(first, rest)

    def _operand(self) -> Node:
        token = self._advance()
        if token.kind is TokenKind.NUMBER:
            return constant(float(token.text), token.position)
        if token.kind is TokenKind.TEXT:
            return constant(token.text, token.position)
        if token.kind is TokenKind.REFERENCE:
            return self._reference(token)
        if token.kind is TokenKind.NAME:
            return self._call(token) if self._at("(") else self._bare_name(token)
        prefix = _PREFIXES.get(token.text) if token.kind is TokenKind.SYMBOL else None
        if prefix is None:
            raise self._unexpected(token)
        return prefix(self, token)

    def _parenthesis(self, token: Token) -> Node:
        node = self._expression(0)
        self._expect(")", token)
        return Node(node.evaluate, token.position)

    def _minus(self, token: Token) -> Node:
        return Node(negative(self._expression(UNARY_BINDING)), token.position)

    def _current(self, token: Token) -> Node:
        self.findings.uses_current = True
        return Node(current, token.position)

    def _reference(self, token: Token) -> Node:
        name = token.text
        self._check_known(name, token.position)
        self.findings.references.add(name)

        def reference(scope: Scope) -> XValue:
            value = scope.value(name)
            return "" if value is None else value

        return Node(reference, token.position, reference=name)

    def _check_known(self, name: str, position: int) -> None:
        if name not in self._names:
            raise ExpressionError(
                _("La question « {name} » n'existe pas.").format(name=name) + _suggestion(name, self._names),
                position,
            )

    def _bare_name(self, token: Token) -> Node:
        name = token.text
        if name in self._bare_names:
            return Node(lambda scope: scope.attribute(name), token.position)
        if name in self._names:
            message = _("« {name} » est une question : écrivez ${{{name}}}.").format(name=name)
        elif name in FUNCTIONS:
            message = _("« {name} » est une fonction : ajoutez ses parenthèses, {name}(...).").format(
                name=name
            )
        elif self._bare_names:
            message = _("« {name} » n'est pas une colonne de la liste de choix.").format(name=name)
            message += _suggestion(name, self._bare_names)
        else:
            message = _("« {name} » n'est pas compris : un texte s'écrit entre guillemets, '{name}'.").format(
                name=name
            )
        raise ExpressionError(message, token.position)

    def _call(self, token: Token) -> Node:
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise ExpressionError(
                _("La fonction « {name} » n'existe pas.").format(name=token.text)
                + _suggestion(token.text, FUNCTIONS),
                token.position,
            )
        arguments = self._arguments(function)
        if not function.takes(len(arguments)):
            raise ExpressionError(_arity_message(function, len(arguments)), token.position)
        evaluate = function.build(arguments, self.findings)
        for name in self.findings.references:
            self._check_known(name, token.position)
        return Node(evaluate, token.position)

    def _arguments(self, function: Function) -> list[Node]:
        opening = self._advance()
        if function.name == "position" and self._at(".."):
            self._advance()
        arguments: list[Node] = []
        while not self._at(")"):
            arguments.append(self._expression(0))
            if not self._at(","):
                break
            self._advance()
            if self._at(")"):
                raise self._unexpected(self._token)
        self._expect(")", opening)
        return arguments

    def _unexpected(self, token: Token) -> ExpressionError:
        if token.kind is TokenKind.END:
            return ExpressionError(
                _("L'expression s'arrête trop tôt : il manque une valeur."), token.position
            )
        return ExpressionError(_("« {text} » n'est pas à sa place.").format(text=token.text), token.position)


_PREFIXES: Mapping[str, Callable[[Parser, Token], Node]] = {
    "(": Parser._parenthesis,
    "-": Parser._minus,
    ".": Parser._current,
}
"""What the symbols that may begin an operand do."""


def _suggestion(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, known, 1)
    return _(" Vouliez-vous dire « {name} » ?").format(name=close[0]) if close else ""


def _arity_message(function: Function, given: int) -> str:
    if function.most is None:
        wanted = ngettext("au moins {count} valeur", "au moins {count} valeurs", function.least)
    elif function.least == function.most:
        wanted = ngettext("{count} valeur", "{count} valeurs", function.least)
    else:
        wanted = ngettext("de {least} à {count} valeur", "de {least} à {count} valeurs", function.most)
    wanted = wanted.format(
        least=function.least, count=function.least if function.most is None else function.most
    )
    return _("La fonction « {name} » attend {wanted}, et en reçoit {given}.").format(
        name=function.name, wanted=wanted, given=given
    )
