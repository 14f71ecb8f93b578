"""A small world for expressions: a clock that stands still, some answers, one table."""

import math
from datetime import datetime, timedelta, timezone

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.expressions import SimpleScope, XValue, compile_expression
from teleactivites_desktop.core.values import Value

NOW = datetime(2007, 11, 12, 18, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=1)))
ENVIRONMENT = Environment(lambda: NOW, lambda count: bytes(range(count)))

ANSWERS: dict[str, Value | None] = {
    "vide": None,
    "age": 47,
    "jours": 2.5,
    "nom": "Œuvrard",
    "langues": "fr it autre",
    "recu": "2007-11-09",
    "heure": "06:00:00",
    "commune": "05046",
    "zero": 0,
}
LABELS = {("langues", "it"): "Italien"}
TABLE = {("communes", "valley", "name", "05046"): "Vallée de la Durance"}


def scope(current: Value | None = None, **attributes: str) -> SimpleScope:
    return SimpleScope(
        ENVIRONMENT,
        ANSWERS,
        current,
        attributes,
        lookup=lambda *asked: TABLE.get(asked, ""),
        choice_label=lambda question, name: LABELS.get((question, name), ""),
    )


def value_of(expression: str, current: Value | None = None, **attributes: str) -> XValue:
    compiled = compile_expression(expression, ANSWERS, bare_names=frozenset(attributes))
    return compiled.evaluate(scope(current, **attributes))


def same(one: XValue, other: XValue) -> bool:
    """Equal, of one type, and NaN is NaN."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other
