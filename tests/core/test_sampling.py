"""Error rates, their exact interval, and how often a batch is keyed again."""

from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.sampling import (
    EVERY_ONE,
    RAREST,
    START,
    Reason,
    is_sampled,
    rate,
    recent,
    sampling,
)


def at_most(k: int, n: int, p: float) -> float:
    """P(X <= k) of the binomial law, from its definition."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_bounds_are_where_the_binomial_tails_hold_half_of_what_is_left(case: tuple[int, int]) -> None:
    wrong, fields = case
    found = rate(wrong, fields)
    if wrong:
        assert 1 - at_most(wrong - 1, fields, found.low) == pytest.approx(0.025, abs=1e-6)
    if wrong < fields:
        assert at_most(wrong, fields, found.high) == pytest.approx(0.025, abs=1e-6)
    assert found.low <= found.value <= found.high


def test_published_interval() -> None:
    """10 of 100: 4.90 % to 17.62 %, as in every textbook's table."""
    found = rate(10, 100)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0490, 0.1762)


def test_nothing_measured_knows_nothing() -> None:
    assert (rate(0, 0).low, rate(0, 0).high) == (0.0, 1.0)


@pytest.mark.parametrize(("wrong", "fields"), [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(wrong: int, fields: int) -> None:
    with pytest.raises(ValueError, match="wrong of"):
        rate(wrong, fields)


@pytest.mark.parametrize("true_rate", [0.001, 0.003, 0.01])
def test_interval_covers_the_true_rate_in_at_least_95_of_100_runs(true_rate: float) -> None:
    draw = Random(20261123)
    covered = 0
    for _ in range(100):
        wrong = sum(draw.random() < true_rate for _ in range(2_000))
        found = rate(wrong, 2_000)
        covered += found.low <= true_rate <= found.high
    assert covered >= 95


@pytest.mark.parametrize("true_rate", [0.001, 0.003, 0.01])
@pytest.mark.parametrize("fields", [200, 1_000, 3_000])
def test_interval_covers_the_true_rate_as_often_as_it_says(true_rate: float, fields: int) -> None:
    """Not a draw but the binomial law itself: the chance of all counts whose interval holds the truth."""
    covered = 0.0
    for wrong in range(fields + 1):
        found = rate(wrong, fields)
        if found.low > true_rate:
            break
        if true_rate <= found.high:
            covered += comb(fields, wrong) * true_rate**wrong * (1 - true_rate) ** (fields - wrong)
    assert covered >= 0.95


def test_evidence_is_of_the_latest_batches_taken_whole() -> None:
    old, new = [(90, 4_000)] * 5, [(1, 2_000), (2, 2_500), (3, 1_500)]
    assert recent([*old, *new]) == (6, 6_000)
    assert recent(new[:1]) == (1, 2_000)
    assert recent([]) == (0, 0)


def test_too_few_fields_change_nothing() -> None:
    assert sampling(START, 5, 50).one_in == START
    assert sampling(START, 5, 50).reason is Reason.START


def test_good_keyer_is_checked_less_and_less() -> None:
    n = START
    for _ in range(4):
        n = sampling(n, 0, 5_000).one_in
    assert n == RAREST


def test_poor_keyer_is_checked_on_everything() -> None:
    assert sampling(RAREST, 40, 2_000).one_in == EVERY_ONE


@given(st.integers(1, 40), st.integers(0, 1_000), st.integers(1, 400))
def test_one_response_in_n_is_drawn_whatever_the_start(one_in: int, start: int, turns: int) -> None:
    drawn = sum(is_sampled(position, one_in, start) for position in range(one_in * turns))
    assert drawn == turns
