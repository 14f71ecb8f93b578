"""Functions of choices and of the tables beside the workbook: selected, pulldata, jr:choice-name..."""

import re
from collections.abc import Sequence

from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.functions.signature import Findings, Function, eager
from teleactivites_desktop.core.expressions.nodes import Evaluate, Node
from teleactivites_desktop.core.expressions.scope import Scope
from teleactivites_desktop.core.expressions.values import XValue, number, text
from teleactivites_desktop.i18n import _

_QUOTED_REFERENCE = re.compile(r"\s*\$\{\s*([^{}]*?)\s*\}\s*")


def selected(answer: XValue, name: XValue) -> bool:
    """Tell whether the choice `name` is among the choices of `answer`, parted by spaces."""
    return text(name).strip() in text(answer).split()


def count_selected(answer: XValue) -> float:
    """Return how many choices `answer` has."""
    return float(len(text(answer).split()))


def selected_at(answer: XValue, place: XValue) -> str:
    """Return the choice at `place`, counted from 0; "" where there is none."""
    names = text(answer).split()
    wanted = number(place)
    return names[int(wanted)] if 0 <= wanted < len(names) else ""


def _pulldata(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `pulldata(table, column, key column, key)`; the first three are literals, as in ODK's uses."""
    table, column, key_column = (_literal(argument) for argument in arguments[:3])
    table = table.removesuffix(".csv")
    findings.lookups.add((table, column, key_column))
    key = arguments[3].evaluate

    def pulldata(scope: Scope) -> str:
        sought = text(key(scope))
        return scope.lookup(table, column, key_column, sought) if sought else ""

    return pulldata


def _literal(argument: Node) -> str:
    if not isinstance(argument.constant, str):
        raise ExpressionError(
            _("pulldata attend ici un texte entre guillemets : le nom d'un fichier, puis de deux colonnes."),
            argument.position,
        )
    return argument.constant


def _choice_name(arguments: Sequence[Node], findings: Findings) -> Evaluate:
    """Compile `jr:choice-name(value, '${question}')`; the question may also stand without quotes."""
    value, named = arguments
    question = named.reference
    if isinstance(named.constant, str) and (match := _QUOTED_REFERENCE.fullmatch(named.constant)):
        question = match[1]
    if not question:
        raise ExpressionError(
            _("jr:choice-name attend en second le nom d'une question, écrit '${nom}'."), named.position
        )
    findings.references.add(question)
    evaluate = value.evaluate

    def choice_name(scope: Scope) -> str:
        name = text(evaluate(scope))
        return scope.choice_label(question, name) if name else ""

    return choice_name


FUNCTIONS: tuple[Function, ...] = (
    eager("selected", selected, 2, 2),
    eager("is-selected", selected, 2, 2),
    eager("count-selected", count_selected),
    eager("selected-at", selected_at, 2, 2),
    Function("pulldata", 4, 4, _pulldata),
    Function("jr:choice-name", 2, 2, _choice_name),
)
