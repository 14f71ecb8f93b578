"""Laws of expressions, searched by hypothesis."""

import math
import re

import pytest
from expression_world import ANSWERS, scope
from hypothesis import assume, example, given
from hypothesis import strategies as st

from teleactivites_desktop.core.expressions import (
    Expression,
    ExpressionError,
    SimpleScope,
    compile_expression,
    number,
    text,
    truth,
)
from teleactivites_desktop.core.expressions.functions import FUNCTIONS
from teleactivites_desktop.core.expressions.patterns import PatternError, compile_pattern
from teleactivites_desktop.core.values import Value

PIECES = [
    *(f"{name}(" for name in FUNCTIONS),
    *(f"${{{name}}}" for name in ANSWERS),
    *("(", ")", ",", " ", ".", "..", "+", "-", "*", "=", "!=", "<", ">=", "and", "or", "div", "mod"),
    *("'05000'", '"a"', "''", "3", "2.5", "'2007-11-09'", "${x}", "x", "'[a-z]+'", "'communes'", "é"),
]
values: st.SearchStrategy[Value | None] = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.dates().map(str), st.times().map(str)
)


def compiled_or_refused(expression: str) -> Expression | ExpressionError:
    try:
        return compile_expression(expression, ANSWERS, bare_names={"x"})
    except ExpressionError as refusal:
        return refusal


@pytest.mark.fuzz
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), values)
@example("pow(-1, 1 div 0) + number(.)", "9" * 400)
def test_any_text_is_compiled_or_refused_and_evaluates_to_something(expression: str, current: Value) -> None:
    compiled = compiled_or_refused(expression)
    if isinstance(compiled, ExpressionError):
        assert str(compiled)
        assert compiled.position is None or 0 <= compiled.position <= len(expression)
        return
    value = compiled.evaluate(scope(current, x="1"))
    number(value), text(value), truth(value)


@pytest.mark.fuzz
@given(
    st.sampled_from(sorted(FUNCTIONS)),
    st.lists(values, min_size=4, max_size=4),
    st.integers(min_value=0, max_value=4),
)
def test_every_function_takes_every_answer(name: str, answers: list[Value | None], count: int) -> None:
    questions = [f"q{place}" for place in range(count)]
    expression = f"{name}({', '.join(f'${{{question}}}' for question in questions)})"
    try:
        compiled = compile_expression(expression, questions)
    except ExpressionError:
        assert name in ("regex", "pulldata") or not FUNCTIONS[name].takes(count)
        return
    around = SimpleScope(scope().environment, dict(zip(questions, answers, strict=False)), answers[-1])
    number(compiled.evaluate(around))


def test_the_law_above_compiles_every_function_but_two() -> None:
    compiled = set()
    for name, function in FUNCTIONS.items():
        try:
            compile_expression(f"{name}({', '.join(['${age}'] * function.least)})", ANSWERS)
            compiled.add(name)
        except ExpressionError:
            continue
    assert FUNCTIONS.keys() - compiled == {"regex", "pulldata"}


numbers = st.integers(min_value=0, max_value=999).map(lambda n: (str(n), float(n))) | st.decimals(
    min_value=0, max_value=999, places=2
).map(lambda n: (str(n), float(n)))


def combined(
    children: st.SearchStrategy[tuple[str, float]],
) -> st.SearchStrategy[tuple[str, float]]:
    def two(operator: str, left: tuple[str, float], right: tuple[str, float]) -> tuple[str, float]:
        result = {"+": left[1] + right[1], "-": left[1] - right[1], "*": left[1] * right[1]}[operator]
        return f"({left[0]} {operator} {right[0]})", result

    return st.one_of(
        st.builds(two, st.sampled_from("+-*"), children, children),
        children.map(lambda child: (f"-{child[0]}", -child[1])),
    )


@pytest.mark.fuzz
@given(st.recursive(numbers, combined, max_leaves=12))
def test_arithmetic_is_that_of_python(pair: tuple[str, float]) -> None:
    expression, expected = pair
    assert compile_expression(expression, ()).evaluate(scope()) == expected


@pytest.mark.fuzz
@given(st.lists(st.tuples(st.sampled_from(["+", "-", "*"]), st.integers(0, 50)), min_size=1, max_size=8))
def test_precedence_is_that_of_python(steps: list[tuple[str, int]]) -> None:
    expression = "1" + "".join(f" {operator} {count}" for operator, count in steps)
    assert compile_expression(expression, ()).evaluate(scope()) == float(eval(expression))


@pytest.mark.fuzz
@given(st.floats())
def test_a_number_survives_its_text(value: float) -> None:
    assume(not math.isinf(value))
    again = number(text(value))
    assert again == value or (math.isnan(value) and math.isnan(again))


ATOMS = ["a", "b", "[ab]", "[^a]", ".", r"\d", r"\.", "(?:ab)", "(a|b)", "^", "$", ""]
patterns = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@pytest.mark.fuzz
@given(patterns, st.lists(st.text("ab1.", max_size=6), min_size=1, max_size=5))
def test_a_pattern_matches_what_python_says(pattern: str, texts: list[str]) -> None:
    matches, expected = compile_pattern(pattern), re.compile(pattern)
    for one in texts:
        assert matches(one) == (expected.fullmatch(one) is not None)


@pytest.mark.fuzz
@given(st.text("ab(|)[]*+?{1,2}^$.\\-pdL"))
def test_any_pattern_is_compiled_or_refused(pattern: str) -> None:
    try:
        matches = compile_pattern(pattern)
    except PatternError:
        return
    assert matches("ab1") in (True, False)
