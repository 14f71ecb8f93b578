"""The test of independence against published values, and its silence where it has no sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.chi_square import chi_square, of_table, upper_gamma
from teleactivites_desktop.core.tabulation import HIDDEN, Cell, Counts, Heading, Table


@pytest.mark.parametrize(
    ("degrees", "statistic", "probability"),
    # Critical values of the usual printed table of the chi-square distribution.
    [(1, 3.841, 0.05), (2, 5.991, 0.05), (4, 13.277, 0.01), (10, 18.307, 0.05), (30, 59.703, 0.001)],
)
def test_probabilities_are_those_of_the_printed_table(
    degrees: int, statistic: float, probability: float
) -> None:
    assert upper_gamma(degrees / 2, statistic / 2) == pytest.approx(probability, rel=2e-3)


def test_a_known_example() -> None:
    found = chi_square([[20, 30], [30, 20]])
    assert found is not None
    assert found.statistic == pytest.approx(4.0)
    assert (found.degrees, found.shaky) == (1, False)
    assert found.probability == pytest.approx(0.0455, abs=1e-4)


@given(st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=2, max_size=5))
def test_order_does_not_matter_and_probability_is_one(rows: list[list[int]]) -> None:
    found, turned = chi_square(rows), chi_square(list(zip(*rows, strict=True)))
    assert found is not None
    assert turned is not None
    assert found.statistic == pytest.approx(turned.statistic, abs=1e-9)
    assert 0.0 <= found.probability <= 1.0


def test_small_expected_counts_are_told() -> None:
    found = chi_square([[3, 1], [1, 3]])
    assert found is not None
    assert found.shaky


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[0, 0], [1, 2]], [[1, 0], [2, 0]]])
def test_there_is_no_test_without_two_lines_and_two_columns(rows: list[list[int]]) -> None:
    assert chi_square(rows) is None


def table(*groups: tuple[Cell, ...], multiple: bool = False) -> Table:
    rows = tuple(Heading(str(i), str(i)) for i in range(len(groups[0])))
    made = tuple(Counts(group, Cell.of(9), Cell.of(9), Cell.of(9)) for group in groups)
    columns = tuple(Heading(f"g{i}", f"g{i}") for i in range(len(groups)))
    return Table("q", "Q", rows, made[0], columns, made, "g", multiple)


def test_a_table_is_tested_only_where_all_is_shown_and_answers_exclude_each_other() -> None:
    known = (Cell.of(20), Cell.of(30)), (Cell.of(30), Cell.of(20))
    tested = of_table(table(*known))
    assert tested is not None
    assert tested.statistic == pytest.approx(4.0)
    assert of_table(table(*known, multiple=True)) is None
    assert of_table(table(known[0], (HIDDEN, Cell.of(20)))) is None
    assert of_table(table(known[0])) is None
