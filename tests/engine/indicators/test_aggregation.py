"""Means and outranking against brute force; zeros, negatives and gaps as documented."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from queqiao.errors import BadInput
from queqiao.indicators.aggregation import (
    copeland_scores,
    kemeny,
    kemeny_ranking,
    outranking,
)
from queqiao.indicators.pipeline import build_index
from tests.engine.indicators.indices import codes, flat, panel

POSITIVE = {"a": [2.0, 8.0], "b": [8.0, 8.0], "c": [1.0, 27.0]}


def scores(how, columns=POSITIVE, missing="refuse", **options):
    names = list(columns)
    steps = f"missing: keep, normalize: none, aggregate: {{method: {how}, missing: {missing}}}"
    return build_index(flat(names, steps=steps, **options), panel(columns)).scores.tolist()


def test_means_are_those_of_scipy():
    rows = np.array(list(POSITIVE.values())).T
    weights = [3, 2, 1]
    options = {name: f"weight: {w}" for name, w in zip(POSITIVE, weights, strict=True)}

    assert scores("arithmetic", **options) == pytest.approx(
        np.average(rows, axis=1, weights=weights)
    )
    assert scores("geometric", **options) == pytest.approx(
        stats.gmean(rows, axis=1, weights=weights)
    )
    assert scores("harmonic", **options) == pytest.approx(
        stats.hmean(rows, axis=1, weights=weights)
    )
    assert scores("power, power: 2.5", **options) == pytest.approx(
        stats.pmean(rows, 2.5, axis=1, weights=weights)
    )
    assert scores("power, power: -2", **options) == pytest.approx(
        stats.pmean(rows, -2, axis=1, weights=weights)
    )


@given(
    st.lists(st.tuples(*[st.floats(0.5, 100)] * 3), min_size=1, max_size=6),
    st.lists(st.floats(-4, 4), min_size=2, max_size=2).map(sorted),
)
def test_power_means_grow_with_the_power_and_stay_between_their_parts(rows, powers):
    columns = dict(zip("abc", map(list, zip(*rows, strict=True)), strict=True))

    low, high = (scores(f"power, power: {power}", columns) for power in powers)

    for row, one, other in zip(rows, low, high, strict=True):
        assert min(row) * (1 - 1e-9) <= one <= other * (1 + 1e-9)
        assert other <= max(row) * (1 + 1e-9)


@pytest.mark.parametrize("how", ["geometric", "harmonic", "power, power: -1", "power, power: 0"])
def test_zeros_are_refused_unless_a_floor_deals_with_them(how):
    columns = {"a": [0.0, 4.0], "b": [9.0, 4.0]}

    with pytest.raises(BadInput) as caught:
        scores(how, columns)
    assert codes(caught) == ["aggregate.not_positive"]
    assert caught.value.problems[0].message.params == {"part": "a", "units": "U1"}
    assert scores(f"{how}, floor: 0", columns) == pytest.approx([0, 4])
    assert scores("geometric, floor: 1", columns) == pytest.approx([3, 4])


def test_negative_scores_are_refused_where_a_mean_has_no_root():
    columns = {"a": [-1.0, 4.0], "b": [9.0, 4.0]}

    assert scores("arithmetic", columns) == [4, 4]
    assert scores("power, power: 3", columns) == pytest.approx([364 ** (1 / 3), 4])
    for how in ("geometric", "power, power: 2", "power, power: 0.5"):
        with pytest.raises(BadInput):
            scores(how, columns)


GAPS = {"a": [10.0, None, 10.0], "b": [20.0, 20.0, None], "c": [60.0, 50.0, 70.0]}


def test_missing_parts_are_refused_renormalized_or_zero():
    with pytest.raises(BadInput) as caught:
        scores("arithmetic", GAPS)
    assert [p.message.params["part"] for p in caught.value.problems] == ["a", "b"]
    assert scores("arithmetic", GAPS, "renormalize") == pytest.approx([30, 35, 40])
    assert scores("arithmetic", GAPS, "zero") == pytest.approx([30, 70 / 3, 80 / 3])


def test_unit_without_anything_is_unranked_and_never_scored():
    built = build_index(
        flat(["a"], steps="missing: keep, normalize: none, aggregate: {method: arithmetic, "
             "missing: renormalize}"),
        panel({"a": [3.0, None]}),
    )  # fmt: skip

    assert np.isnan(built.scores[1])
    assert built.ranks.tolist() == [1, 0]


def support_by_hand(table, shares):
    count = len(table)
    result = np.zeros((count, count))
    for i, j in itertools.permutations(range(count), 2):
        for one, other, share in zip(table[i], table[j], shares, strict=True):
            result[i, j] += share if one > other else share / 2 if one == other else 0
    return result


tables = st.integers(2, 6).flatmap(
    lambda units: st.lists(
        st.tuples(*[st.integers(0, 3).map(float)] * 3), min_size=units, max_size=units
    )
)
shares = st.tuples(*[st.integers(1, 5)] * 3).map(lambda w: np.array(w) / sum(w))


@given(tables, shares)
def test_outranking_and_copeland_by_hand(rows, weights):
    table = np.array(rows)
    expected = support_by_hand(rows, weights)

    support = outranking(table, weights)

    assert support == pytest.approx(expected)
    wins = [
        sum(np.sign(round(expected[i, j] - expected[j, i], 9)) for j in range(len(rows)) if j != i)
        for i in range(len(rows))
    ]
    assert copeland_scores(support).tolist() == wins


def best_support(support):
    orders = itertools.permutations(range(len(support)))
    return max(np.triu(support[np.ix_(o, o)], 1).sum() for o in map(list, orders))


@given(tables, shares)
def test_kemeny_is_the_best_of_all_orders(rows, weights):
    support = support_by_hand(rows, weights)

    found = kemeny_ranking(support)

    assert sorted(found.order) == list(range(len(rows)))
    assert found.support == pytest.approx(best_support(support))
    assert found.optimal
    assert found.bound == pytest.approx(found.support)


def test_condorcet_winner_comes_first_in_a_cycle_of_the_rest():
    """One beats all; the other three beat one another in a circle."""
    support = np.array(
        [[0, 0.6, 0.6, 0.6], [0.4, 0, 0.7, 0.2], [0.4, 0.3, 0, 0.9], [0.4, 0.8, 0.1, 0]]
    )

    assert kemeny_ranking(support).order == (0, 2, 3, 1)


def cyclic(count, seed):
    chance = np.random.default_rng(seed)
    upper = np.triu(chance.random((count, count)), 1)
    return upper + np.tril(1 - upper.T, -1)


@pytest.mark.parametrize("seed", range(4))
def test_integer_program_agrees_with_subsets(seed):
    support = cyclic(10, seed)

    order, bound = kemeny._by_program(support, kemeny._copeland_order(support))

    exact = kemeny._support(support, kemeny._by_subsets(support))
    assert kemeny._support(support, order) == pytest.approx(exact)
    assert bound == pytest.approx(exact)


def test_medium_tournament_is_proven_and_a_large_one_says_how_far_it_may_be():
    medium, large = kemeny_ranking(cyclic(20, 1)), kemeny_ranking(cyclic(120, 2))

    assert medium.optimal
    assert not large.optimal
    assert large.support < large.bound
    assert sorted(large.order) == list(range(120))


def test_copeland_and_kemeny_as_steps():
    columns = {"a": [3.0, 2.0, 1.0], "b": [3.0, 1.0, 2.0], "c": [1.0, 3.0, 2.0]}

    assert scores("copeland", columns) == [2, 0, -2]
    assert scores("kemeny", columns)[0] == 3
    with pytest.raises(BadInput):
        scores("copeland", {"a": [1.0, None]})
