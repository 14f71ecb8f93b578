"""What expressions give: XPath 1.0 and ODK XForms, one requirement a line."""

import math
import timeit
from datetime import date, datetime

import pytest
from expression_world import ENVIRONMENT, NOW, same, scope, value_of

from teleactivites_desktop.core.expressions import (
    XValue,
    answer,
    compile_expression,
    is_dynamic,
    is_empty,
    number,
    text,
    truth,
)
from teleactivites_desktop.core.questionnaire import QuestionType
from teleactivites_desktop.core.values import Value

NAN = math.nan

GIVES: list[tuple[str, str, XValue]] = [
    # operators
    ("product before sum", "1 + 2 * 3", 7.0),
    ("parentheses first", "(1 + 2) * 3", 9.0),
    ("subtraction groups from the left", "10 - 3 - 2", 5.0),
    ("division groups from the left", "12 div 3 div 2", 2.0),
    ("mixed chain groups from the left", "12 div 3 * 2 mod 5", 3.0),
    ("mod has the sign of the dividend", "-7 mod 3", -1.0),
    ("mod by zero is no number", "7 mod 0", NAN),
    ("division by zero is infinite", "-1 div 0", -math.inf),
    ("zero by zero is no number", "0 div 0", NAN),
    ("unary minus twice", "--3", 3.0),
    ("unary minus binds tighter than the product", "-2 * -3", 6.0),
    ("a number may start with its point", ".5 + 1.", 1.5),
    ("comparison before and, and before or", "1 = 2 and 1 = 1 or 3 > 2", True),
    ("comparison binds tighter than equality", "1 < 2 = true()", True),
    ("no spaces needed", "${age}*2-1", 93.0),
    ("a reference may have spaces inside", "${ age } + 1", 48.0),
    ("line breaks and no-break spaces are spaces", "1\n+\u00a01", 2.0),
    ("either quote", "\"l'heure\"", "l'heure"),
    # empty answers and NaN
    ("an empty answer is the empty text", "${vide} = ''", True),
    ("an empty answer is not zero", "${vide} = 0", False),
    ("an empty answer is different from zero", "${vide} != 0", True),
    ("an empty answer is smaller than nothing", "${vide} < 5", False),
    ("an empty answer is greater than nothing", "${vide} >= 0", False),
    ("an empty answer plus one is no number", "${vide} + 1", NAN),
    ("NaN is not even itself", "number('x') = number('x')", False),
    ("zero is an answer", "${zero} = ''", False),
    ("a number is not the empty text", "${age} != ''", True),
    # equality
    ("text with text as text", "'2.0' = '2'", False),
    ("number with text as numbers", "2 = '2.0'", True),
    ("truth with text as truths", "true() = 'non'", True),
    ("numbers a hair apart are equal", "0.1 + 0.2 = 0.3", True),
    ("a date equals its text", "date('2007-11-09') = ${recu}", True),
    ("a date is not the empty text", "today() != ''", True),
    # dates
    ("a stored date against a date", "${recu} <= today()", True),
    ("dates compare as days", "date('2007-10-31') < date('2007-11-01')", True),
    ("dates subtract as days", "today() - ${recu}", 3.0),
    ("a date plus days is a number of days", "date(date('2007-12-31') + 1)", date(2008, 1, 1)),
    ("days since 1970", "number(date('1970-01-02'))", 1.0),
    ("a date of days", "date(0)", date(1970, 1, 1)),
    ("what is no date is empty", "date(${nom})", ""),
    ("a leap day that was not", "date(concat('2007', '-02-29'))", ""),
    ("today", "today()", date(2007, 11, 12)),
    ("now", "now()", NOW),
    ("now is after today", "now() > today()", True),
    ("a date and time", "date-time('2007-11-09T06:00:00')", datetime(2007, 11, 9, 6)),  # noqa: DTZ001
    ("a date of a date and time", "date('2007-11-09T23:59:59')", date(2007, 11, 9)),
    ("decimal-date-time in UTC", "decimal-date-time('1970-01-02T01:00:00+01:00')", 1.0),
    ("decimal-date-time of a date", "decimal-date-time('1970-01-03')", 2.0),
    ("decimal-date-time of nothing", "decimal-date-time(${vide})", NAN),
    ("decimal-time", "decimal-time(${heure})", 0.25),
    ("times compare", "${heure} < '07:30'", True),
    ("format-date, the year", "format-date(${recu}, '%Y')", "2007"),
    ("format-date, a day", "format-date(${recu}, '%e %b %y %d/%m/%n %a %%')", "9 nov. 07 09/11/11 ven. %"),
    ("format-date, the time", "format-date-time(now(), '%H:%M:%S.%3 %h')", "18:00:00.250 18"),
    ("format-date keeps what it does not know", "format-date(${recu}, '%Y%z%')", "2007%z%"),
    ("format-date of nothing", "format-date(${vide}, '%Y')", ""),
    ("the year of nothing is nothing", "int(format-date(${vide}, '%Y'))", NAN),
    # texts
    ("concat", "concat('a', 1, true(), ${vide})", "a1true"),
    ("join", "join('-', 'a', 'b', 3)", "a-b-3"),
    ("contains", "contains('05230 05000', '05000')", True),
    ("everything contains the empty text", "contains('x', ${vide})", True),
    ("starts-with", "starts-with('Gap', 'G')", True),
    ("ends-with", "ends-with('Gap', 'ap')", True),
    ("substr counts from zero, end left out", "substr('hello', 1, 3)", "el"),
    ("substr from the end", "substr('hello', -2)", "lo"),
    ("substr out of bounds", "substr('hello', 3, 99)", "lo"),
    ("substring counts from one", "substring('12345', 2, 3)", "234"),
    ("substring rounds, as XPath has it", "substring('12345', 1.5, 2.6)", "234"),
    ("substring with NaN", "substring('12345', 0 div 0, 3)", ""),
    ("substring before the start", "substring('12345', -42, 1 div 0)", "12345"),
    ("substring-before", "substring-before('1999/04/01', '/')", "1999"),
    ("substring-before what is not there", "substring-before('a', '/')", ""),
    ("substring-after", "substring-after('1999/04/01', '/')", "04/01"),
    ("substring-after what is not there", "substring-after('a', '/')", ""),
    ("translate, shorter substitutes delete", "translate('-bar-', 'abr-', 'ABR')", "BAR"),
    ("normalize-space", "normalize-space('  a \n b ')", "a b"),
    ("string-length counts characters", "string-length(${nom})", 7.0),
    ("string of a number", "string(2.50)", "2.5"),
    ("string of a whole number", "string(${age})", "47"),
    ("string of a large number has no exponent", "string(pow(10, 22))", "1" + "0" * 22),
    ("string of a small number has no exponent", "string(1 div 10000000)", "0.0000001"),
    ("string of NaN and infinity", "concat(0 div 0, -1 div 0)", "NaN-Infinity"),
    ("string of a date", "string(today())", "2007-11-12"),
    ("string of now", "string(now())", "2007-11-12T18:00:00.250+01:00"),
    ("regex matches the whole text", "regex('05000 Gap', '[0-9]{5}')", False),
    ("regex", "regex('05000', '^[0-9]{5}$')", True),
    ("regex of letters of any language", r"regex(${nom}, '\p{L}+')", True),
    # numbers
    ("number of text", "number(' -2.5 ')", -2.5),
    ("number takes a decimal comma", "number('2,5')", 2.5),
    ("number takes no exponent", "number('1e3')", NAN),
    ("number of truth", "number(true())", 1.0),
    ("int cuts towards zero", "int(-2.9)", -2.0),
    ("round a half up", "round(2.5)", 3.0),
    ("round a negative half up", "round(-2.5)", -2.0),
    ("round to decimals", "round(2.345, 2)", 2.35),
    ("round a negative to decimals", "round(-2.345, 2)", -2.34),
    ("round to tens", "round(1250, -2)", 1300.0),
    ("round of nothing", "round(${vide}, 1)", NAN),
    ("round does not go through the half below", "round(0.49999999999999994)", 0.0),
    ("floor and ceiling", "floor(-2.5) + ceiling(2.1)", 0.0),
    ("abs", "abs(-3)", 3.0),
    ("pow", "pow(2, 10)", 1024.0),
    ("pow that is no number", "pow(-1, 0.5)", NAN),
    ("pow too large", "pow(10, 999)", math.inf),
    ("sqrt of a negative", "sqrt(-1)", NAN),
    ("logarithms", "log10(1000) + log(1)", 3.0),
    ("logarithm of zero", "log(0)", -math.inf),
    ("exp too large", "exp(1000)", math.inf),
    ("angles", "round(sin(pi() div 2) + cos(0) + atan2(0, 1))", 2.0),
    ("min leaves out what is empty", "min(3, ${vide}, 2)", 2.0),
    ("max of negatives", "max(-3, -2)", -2.0),
    ("max of nothing", "max(${vide})", NAN),
    ("sum leaves out what is empty", "sum(1, ${vide}, 2)", 3.0),
    ("sum of nothing", "sum(${vide})", 0.0),
    ("count", "count(${vide}, 1)", 2.0),
    ("count-non-empty", "count-non-empty(${vide}, '', 0, 'a')", 2.0),
    # decisions
    ("if", "if(${age} > 40, 'a', 'b')", "a"),
    ("if, otherwise", "if('', 'a', 'b')", "b"),
    ("coalesce", "coalesce(${vide}, 0)", 0.0),
    ("coalesce of several", "coalesce(${vide}, '', ${age})", 47),
    ("coalesce skips NaN", "coalesce(${vide} + 1, 5)", 5.0),
    ("not", "not(${vide})", True),
    ("boolean of zero", "boolean(${zero})", False),
    ("boolean of any text", "boolean('0')", True),
    ("boolean of a date", "boolean(today())", True),
    ("boolean-from-string", "boolean-from-string('TRUE')", True),
    ("boolean-from-string, anything else", "boolean-from-string('oui')", False),
    ("checklist", "checklist(2, -1, 1, 0, 'x')", True),
    ("checklist, too many", "checklist(-1, 1, 1, 'x')", False),
    # choices and tables
    ("selected", "selected(${langues}, 'it')", True),
    ("selected is not part of a name", "selected('autres', 'autre')", False),
    ("the empty choice is never selected", "selected('a b', ${vide})", False),
    ("count-selected", "count-selected(${langues})", 3.0),
    ("count-selected of nothing", "count-selected(${vide})", 0.0),
    ("selected-at counts from zero", "selected-at(${langues}, 1)", "it"),
    ("selected-at beyond the end", "selected-at(${langues}, 3)", ""),
    ("selected-at before the start", "selected-at(${langues}, -1)", ""),
    ("pulldata", "pulldata('communes', 'valley', 'name', ${commune})", "Vallée de la Durance"),
    ("pulldata, a file", "pulldata('communes.csv', 'valley', 'name', '05046')", "Vallée de la Durance"),
    ("pulldata of nothing", "pulldata('communes', 'valley', 'name', ${vide})", ""),
    ("jr:choice-name", "jr:choice-name(selected-at(${langues}, 1), '${langues}')", "Italien"),
    ("jr:choice-name with a bare reference", "jr:choice-name('it', ${langues})", "Italien"),
    ("jr:choice-name of nothing", "jr:choice-name(${vide}, '${langues}')", ""),
    ("position without repeats", "position(..) + position()", 2.0),
    ("random lies between 0 and 1", "random() >= 0 and random() < 1", True),
    ("uuid", "string-length(uuid())", 36.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"), [row[1:] for row in GIVES], ids=[row[0] for row in GIVES]
)
def test_an_expression_gives(expression: str, expected: XValue) -> None:
    found = value_of(expression)
    assert same(found, expected), found


CURRENT: list[tuple[str, str, Value | None, XValue]] = [
    ("the current answer", ". * 2 = round(. * 2, 0)", 2.5, True),
    ("a quarter is no half day", ". * 2 = round(. * 2, 0)", 2.25, False),
    ("a bound on each side", ". >= 0 and . <= 7", 7, True),
    ("string-length of it", "string-length() <= 3", "Gap", True),
    ("number of it", "number() + 1", "4", 5.0),
    ("string of it", "string()", 4, "4"),
    ("normalize-space of it", "normalize-space()", " a  b", "a b"),
    ("nothing", ". = ''", None, True),
    ("once keeps the first value", "once(today())", "2001-01-01", "2001-01-01"),
    ("once takes the value at first", "once('a')", None, "a"),
]


@pytest.mark.parametrize(
    ("expression", "current", "expected"), [row[1:] for row in CURRENT], ids=[row[0] for row in CURRENT]
)
def test_the_current_answer(expression: str, current: Value | None, expected: XValue) -> None:
    assert same(value_of(expression, current), expected)


def test_a_choice_filter_names_columns_bare() -> None:
    assert value_of("valley = 'Queyras' and name != ${commune}", valley="Queyras", name="05001") is True
    assert value_of("valley = 'Queyras'", valley="Champsaur") is False


def test_only_the_branch_taken_is_evaluated() -> None:
    class Untouchable(type(scope())):  # type: ignore[misc]
        def value(self, name: str) -> Value | None:
            assert name == "age"
            return 1

    untouchable = Untouchable(ENVIRONMENT)
    for expression in (
        "if(${age}, 'a', ${nom})",
        "${age} or ${nom}",
        "not(${age}) and ${nom}",
        "coalesce(${age}, ${nom})",
    ):
        compile_expression(expression, {"age", "nom"}).evaluate(untouchable)


def test_what_an_expression_reads_is_known() -> None:
    compiled = compile_expression(
        "if(. > ${a}, pulldata('t', 'c', 'k', ${b}), jr:choice-name('x', '${c}'))", {"a", "b", "c", "d"}
    )
    assert compiled.references == {"a", "b", "c"}
    assert compiled.lookups == {("t", "c", "k")}
    assert compiled.uses_current
    assert not compile_expression("${a}", {"a"}).uses_current


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (2007.0, 2007),
        (2.5, 2.5),
        ("", None),
        (NAN, None),
        (math.inf, math.inf),
        (True, "true"),
        (False, "false"),
        (date(2007, 11, 9), "2007-11-09"),
        ("abc", "abc"),
        (0.0, 0),
    ],
)
def test_the_stored_answer_of_a_calculation(given: XValue, stored: Value | None) -> None:
    assert answer(given) == stored
    assert is_empty(given) == (stored is None)


def test_conversions_of_extremes() -> None:
    assert number(10**400) == math.inf
    assert number(-(10**400)) == -math.inf
    assert text(10**20) == "1" + "0" * 20
    assert text(-0.0) == "0"
    assert truth(1e-13) is False
    assert number("2007-13-01") != number("2007-13-01")
    assert number("25:00") != number("25:00")


@pytest.mark.parametrize(
    ("default", "question_type", "expected"),
    [
        ("2007-06-01", QuestionType.DATE, False),
        ("today()", QuestionType.DATE, True),
        ("${nom}", QuestionType.TEXT, True),
        ("rue Haute (bis)", QuestionType.TEXT, False),
        ("+33 4 92", QuestionType.TEXT, False),
        ("2 + 3", QuestionType.INTEGER, True),
        ("-5", QuestionType.INTEGER, False),
        ("", QuestionType.TEXT, False),
    ],
)
def test_a_default_is_an_answer_or_an_expression(
    default: str, question_type: QuestionType, expected: bool
) -> None:
    assert is_dynamic(default, question_type) is expected


def test_a_typical_evaluation_costs_no_more_than_a_few_function_calls() -> None:
    compiled = compile_expression(". >= 1900 and . <= ${age}", {"age"})
    around = scope(1961)

    def call(value: int) -> int:
        return value

    def calls() -> None:
        for _time in range(20):
            call(1)

    evaluation = min(timeit.repeat(lambda: compiled.evaluate(around), number=2000, repeat=7))
    twenty_calls = min(timeit.repeat(calls, number=2000, repeat=7))
    assert evaluation < 6 * twenty_calls
