"""Trends against scipy, bursts against trying every sequence of states."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from queqiao.documents.collections import find_bursts, find_trend, kendall_p
from queqiao.documents.collections.trends import GAMMA, SCALING

VALUES = st.lists(st.integers(0, 50), min_size=4, max_size=6, unique=True)


@given(VALUES)
def test_p_value_of_few_periods_is_the_exact_one(values):
    expected = stats.kendalltau(range(len(values)), values, method="exact").pvalue

    assert kendall_p(values) == pytest.approx(expected)


@given(st.lists(st.integers(0, 9999), min_size=20, max_size=40, unique=True))
def test_p_value_of_many_periods_is_near_the_exact_one(values):
    expected = stats.kendalltau(range(len(values)), values, method="exact").pvalue

    assert kendall_p(values) == pytest.approx(expected, abs=0.02)


def test_ties_leave_less_to_tell():
    rising = kendall_p([1, 2, 3, 4, 5, 6, 7, 8, 9])
    tied = kendall_p([1, 1, 1, 4, 4, 4, 7, 7, 7])

    assert rising < tied < 0.05
    assert kendall_p([3] * 12) == 1.0
    assert kendall_p([3] * 5) == 1.0


@given(st.lists(st.tuples(st.integers(2, 5), st.integers(5, 9)), min_size=4, max_size=9))
def test_slope_is_that_of_theil_and_sen(pairs):
    counts, totals = zip(*pairs, strict=True)
    shares = [r / d for r, d in pairs]
    expected = stats.theilslopes(shares, range(len(shares))).slope

    assert find_trend(counts, totals).slope == pytest.approx(expected)


def test_periods_without_stories_tell_nothing_but_time_passes():
    trend = find_trend([1, 0, 2, 3, 4], [10, 0, 10, 10, 10])

    assert trend.periods == 4
    assert trend.slope == pytest.approx(0.08, abs=0.025)
    assert find_trend([1, 2, 3], [9, 9, 9]) is None


def test_a_name_in_four_stories_has_no_trend():
    assert find_trend([0, 1, 1, 2], [9, 9, 9, 9]) is None
    assert find_trend([0, 1, 1, 3], [9, 9, 9, 9]) is not None


def brute_force(counts, totals):
    """The least cost of any sequence of states, and the sequences that have it."""
    usual = sum(counts) / sum(totals)
    rates = usual, min(SCALING * usual, max(0.95, (1 + usual) / 2))
    found = {}
    for states in product((0, 1), repeat=len(counts)):
        cost = sum(
            -math.log(math.comb(d, r) * rates[s] ** r * (1 - rates[s]) ** (d - r))
            for s, r, d in zip(states, counts, totals, strict=True)
        )
        entered = sum(a < b for a, b in zip((0, *states), states, strict=False))
        found[states] = cost + entered * GAMMA * math.log(len(counts))
    return found


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=8))
def test_bursts_are_the_cheapest_states(pairs):
    counts = [min(pair) for pair in pairs]
    totals = [max(pair) for pair in pairs]
    bursts = find_bursts(counts, totals)
    if not 0 < sum(counts) < sum(totals):
        assert bursts == ()
        return
    costs = brute_force(counts, totals)
    states = tuple(int(any(b.first <= t <= b.last for b in bursts)) for t in range(len(counts)))

    assert costs[states] == pytest.approx(min(costs.values()))
    assert all(burst.weight > 0 for burst in bursts)


def test_a_sudden_wave_is_one_burst():
    (burst,) = find_bursts([1, 1, 0, 8, 9, 1, 0, 1], [20] * 8)

    assert (burst.first, burst.last) == (3, 4)


def test_even_attention_is_no_burst():
    assert find_bursts([3, 3, 3, 3], [10] * 4) == ()
    assert find_bursts([9], [10]) == ()
