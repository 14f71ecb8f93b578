"""What is refused when an expression is compiled: a French sentence and the place."""

import pytest
from expression_world import (
    ANSWERS,
    scope,
)

from teleactivites_desktop.core.expressions import ExpressionError, compile_expression, truth

REFUSED: list[tuple[str, str, int | None, str]] = [
    ("an unknown function", "1 + foo(2)", 4, "La fonction « foo » n'existe pas."),
    ("a misspelt function", "strng(1)", 0, "Vouliez-vous dire « string » ?"),
    ("an unknown question", "${agee} > 1", 0, "« agee » n'existe pas. Vouliez-vous dire « age » ?"),
    ("an unknown question in quotes", "jr:choice-name('a', '${x}')", 0, "La question « x » n'existe pas."),
    ("too few arguments", "if(1, 2)", 0, "attend 3 valeurs, et en reçoit 2"),
    ("too many arguments", "today(1)", 0, "attend 0 valeur, et en reçoit 1"),
    ("out of a span of arguments", "round()", 0, "attend de 1 à 2 valeurs, et en reçoit 0"),
    ("too few of any number", "join('-')", 0, "attend au moins 2 valeurs, et en reçoit 1"),
    ("nothing", "", 0, "L'expression est vide."),
    ("only spaces", "  ", 0, "L'expression est vide."),
    ("an end too soon", "1 +", 3, "s'arrête trop tôt"),
    ("a parenthesis left open", "2 * (1 + 2", 4, "La parenthèse ouverte ici n'est pas fermée."),
    ("a call left open", "int(1", 3, "La parenthèse ouverte ici n'est pas fermée."),
    ("a parenthesis too many", "1)", 1, "« ) » n'est pas à sa place."),
    ("a comma out of place", "1, 2", 1, "« , » n'est pas à sa place."),
    ("a comma too many", "max(1, )", 7, "« ) » n'est pas à sa place."),
    ("two values side by side", "1 2", 2, "« 2 » n'est pas à sa place."),
    ("an operator without its left side", "= 1", 0, "« = » n'est pas à sa place."),
    ("a text left open", "'abc", 0, "ouverte et n'est pas fermée"),
    ("curly quotes", "‘abc’", 0, "Le guillemet ‘ n'est pas admis"),
    ("a path", "/data/nom = 1", 0, "Les chemins avec « / »"),
    ("a reference without braces", "$nom", 0, "« $ » doit être suivi"),
    ("an operator of other languages", "1 && 2", 2, "écrivez and ou or"),
    ("a character of nothing", "1 # 2", 2, "Le caractère « # »"),
    ("a bare question", "age > 1", 0, "« age » est une question : écrivez ${age}."),
    ("a bare function", "today > 1", 0, "« today » est une fonction"),
    ("a bare word", "oui = 1", 0, "un texte s'écrit entre guillemets, 'oui'"),
    ("the parent of nothing", "..", 0, "« .. » n'est pas à sa place."),
    ("a literal that is no date", "date('12/11/2007')", 5, "n'est pas une date"),
    ("a pattern that cannot be read", "regex(., '[a')", 9, "Le motif « [a » n'est pas compris"),
    ("a pattern that is no text", "regex(., ${nom})", 9, "un motif entre guillemets"),
    ("a table that is no text", "pulldata(${nom}, 'a', 'b', 1)", 9, "un texte entre guillemets"),
    ("a choice of no question", "jr:choice-name('a', 'b')", 20, "écrit '${nom}'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "position", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_an_expression_is_refused(expression: str, position: int | None, sentence: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(expression, ANSWERS)
    assert sentence in str(refusal.value)
    assert refusal.value.position == position


def test_a_column_that_the_list_does_not_have_is_refused() -> None:
    with pytest.raises(ExpressionError, match=r"« valey » n'est pas une colonne.*« valley »"):
        compile_expression("valey = 'x'", ANSWERS, bare_names={"valley"})


@pytest.mark.parametrize(
    "deep",
    ["(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "if(" * 5000, "not(" * 200 + "1" + ")" * 200],
    ids=["parentheses", "minuses", "open calls", "calls"],
)
def test_too_deep_is_a_sentence(deep: str) -> None:
    with pytest.raises(ExpressionError, match="trop de parenthèses imbriquées"):
        compile_expression(deep, ANSWERS)


def test_too_long_is_a_sentence() -> None:
    with pytest.raises(ExpressionError, match="20008 caractères"):
        compile_expression("1" + " + 1" * 5001 + "   ", ANSWERS)


@pytest.mark.parametrize("operator", [" or ", " and ", " + ", " * "])
def test_a_long_chain_is_not_deep(operator: str) -> None:
    expression = operator.join(["1"] * 2500)
    assert truth(compile_expression(expression, ANSWERS).evaluate(scope()))


def test_as_deep_as_allowed_evaluates() -> None:
    expression = "if(1, " * 90 + "'fond'" + ", 0)" * 90
    assert compile_expression(expression, ANSWERS).evaluate(scope()) == "fond"
