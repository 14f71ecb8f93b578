"""Expressions of questionnaires: the XPath of ODK XForms, without node sets, compiled to closures.

    expression = compile_expression(". <= ${annee_ref}", names={"annee_ref"})
    truth(expression.evaluate(scope))

What is wrong with an expression is found when it is compiled (`ExpressionError`); evaluating raises nothing.
"""

from teleactivites_desktop.core.expressions.defaults import is_dynamic
from teleactivites_desktop.core.expressions.errors import ExpressionError
from teleactivites_desktop.core.expressions.expression import Expression, compile_expression
from teleactivites_desktop.core.expressions.scope import Scope, SimpleScope
from teleactivites_desktop.core.expressions.values import XValue, answer, is_empty, number, text, truth

__all__ = [
    "Expression",
    "ExpressionError",
    "Scope",
    "SimpleScope",
    "XValue",
    "answer",
    "compile_expression",
    "is_dynamic",
    "is_empty",
    "number",
    "text",
    "truth",
]
