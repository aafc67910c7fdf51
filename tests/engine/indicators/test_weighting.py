"""Weights against independent computations and closed forms."""

import itertools
import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.errors import BadInput
from queqiao.indicators.methods import Allocation, Comparison
from queqiao.indicators.pipeline import build_index
from queqiao.indicators.weighting import (
    ahp_weights,
    benefit_of_the_doubt,
    budget_weights,
    critic_weights,
    entropy_weights,
    pca_weights,
)
from queqiao.indicators.weighting.judgement import RANDOM_INDEX, comparison_matrix
from tests.engine.indicators.indices import codes, configuration, flat, panel

TABLE = np.array([[1.0, 9.0, 2.0], [3.0, 4.0, 2.0], [6.0, 5.0, 8.0], [2.0, 7.0, 4.0]])


def reciprocal(a12, a13, a23):
    return np.array([[1, a12, a13], [1 / a12, 1, a23], [1 / a13, 1 / a23, 1]])


@given(*[st.floats(1 / 9, 9)] * 3)
def test_ahp_of_three_parts_has_a_closed_form(a12, a13, a23):
    """The largest root is 1 + t + 1 / t with t the cube root of a13 / (a12 a23); the weights are
    the geometric means of the rows."""
    matrix = reciprocal(a12, a13, a23)
    turn = (a13 / (a12 * a23)) ** (1 / 3)
    rows = np.array([(a12 * a13) ** (1 / 3), (a23 / a12) ** (1 / 3), (1 / (a13 * a23)) ** (1 / 3)])

    found = ahp_weights(matrix)

    assert found.largest_root == pytest.approx(1 + turn + 1 / turn)
    assert found.ratio == pytest.approx((turn + 1 / turn - 2) / 2 / 0.58, abs=1e-9)
    assert found.weights == pytest.approx(rows / rows.sum())
    assert ahp_weights(matrix, geometric=True).weights == pytest.approx(found.weights)


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=9))
def test_ahp_gives_back_the_weights_of_a_consistent_matrix(weights):
    shares = np.array(weights) / sum(weights)

    found = ahp_weights(shares[:, None] / shares[None, :])

    assert found.weights == pytest.approx(shares)
    assert found.ratio == pytest.approx(0, abs=1e-9)


def test_ahp_matrix_of_four_by_power_iteration():
    matrix = np.array(
        [[1, 5, 7, 3], [1 / 5, 1, 3, 1 / 2], [1 / 7, 1 / 3, 1, 1 / 4], [1 / 3, 2, 4, 1]]
    )
    weights = np.ones(4)
    for _ in range(200):
        weights = matrix @ weights
        weights /= weights.sum()
    root = float((matrix @ weights).sum())

    found = ahp_weights(matrix)

    assert found.weights == pytest.approx(weights)
    assert found.ratio == pytest.approx((root - 4) / 3 / RANDOM_INDEX[3])
    assert found.ratio < 0.1


AHP = """
steps: {{normalize: none}}
index:
  id: index
  weights: {{method: ahp, comparisons: [[a, b, {ab}], [a, c, {ac}], [b, c, {bc}]]{more}}}
  parts: [{{id: a}}, {{id: b}}, {{id: c}}]
"""


def test_inconsistent_judgements_are_refused_with_the_worst_one():
    config = configuration(AHP.format(ab=3, ac="1/5", bc=4, more=""))

    with pytest.raises(BadInput) as caught:
        build_index(config, panel({"a": [1, 2], "b": [2, 1], "c": [1, 1]}))

    assert codes(caught) == ["weights.ahp_inconsistent"]
    assert caught.value.problems[0].message.params["ratio"] == pytest.approx(1.87095, abs=1e-5)
    config = configuration(AHP.format(ab=3, ac="1/5", bc=4, more=", most_ratio: 3"))
    assert build_index(config, panel({"a": [1, 2], "b": [2, 1], "c": [1, 1]})).ranks.size == 2


def test_comparisons_must_be_whole():
    comparisons = [Comparison("a", "b", 2), Comparison("b", "a", 2), Comparison("a", "x", 1)]

    with pytest.raises(BadInput) as caught:
        comparison_matrix(("a", "b", "c"), comparisons, field="g")
    assert codes(caught) == ["weights.ahp_twice", "weights.ahp_unknown"]
    with pytest.raises(BadInput) as caught:
        comparison_matrix(("a", "b", "c"), comparisons[:1], field="g")
    assert caught.value.problems[0].message.params["pairs"] == "a / c, b / c"


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        (np.ones((2, 3)), "weights.ahp_shape"),
        (np.array([[1, -1], [-1, 1]]), "weights.ahp_positive"),
        (np.array([[1, np.nan], [1, 1]]), "weights.ahp_positive"),
        (np.array([[1, 2], [2, 1]]), "weights.ahp_reciprocal"),
        (np.ones((16, 16)), "weights.ahp_large"),
    ],
)
def test_matrices_that_are_no_judgements_are_refused(matrix, code):
    with pytest.raises(BadInput) as caught:
        ahp_weights(matrix)

    assert codes(caught) == [code]


def entropy_by_hand(table):
    information = []
    for column in zip(*table, strict=True):
        shares = [value / sum(column) for value in column]
        entropy = -sum(p * math.log(p) for p in shares if p) / math.log(len(column))
        information.append(1 - entropy)
    return [value / sum(information) for value in information]


@given(st.lists(st.tuples(*[st.floats(0, 100)] * 3), min_size=2, max_size=12))
def test_entropy_by_hand(rows):
    table = np.array(rows)
    if (table.sum(axis=0) < 1e-6).any() or (np.ptp(table, axis=0) < 1e-3).any():
        return

    assert entropy_weights(table) == pytest.approx(entropy_by_hand(rows), rel=1e-6, abs=1e-9)


def test_entropy_of_two_units_on_paper():
    """Shares 1/4, 3/4: e = 0.8113, so 1 - e = 0.1887; shares 0, 1: e = 0; constant: nothing."""
    weights = entropy_weights(np.array([[1.0, 0.0, 5.0], [3.0, 8.0, 5.0]]))

    assert weights == pytest.approx([0.18872 / 1.18872, 1 / 1.18872, 0], abs=1e-5)


def critic_by_hand(table):
    columns = list(zip(*table, strict=True))
    information = []
    for column in columns:
        conflict = sum(1 - statistics.correlation(column, other) for other in columns)
        information.append(statistics.stdev(column) * conflict)
    total = sum(information)
    return [value / total for value in information] if total > 1e-9 else None


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 4), min_size=3, max_size=12))
def test_critic_by_hand(rows):
    table = np.array(rows)
    if (np.ptp(table, axis=0) < 1e-3).any():
        return
    expected = critic_by_hand(rows)
    if expected is None:
        with pytest.raises(BadInput):
            critic_weights(table)
        return

    assert critic_weights(table) == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert critic_weights(table, sample=False) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_constant_column_gets_no_weight():
    table = np.column_stack([TABLE, np.full(4, 3.0)])

    for weigh in (entropy_weights, critic_weights, pca_weights):
        weights = weigh(table)
        assert weights[3] == 0
        assert weights.sum() == pytest.approx(1)


def test_pca_is_the_first_singular_vector_of_standardized_data():
    standardized = (TABLE - TABLE.mean(axis=0)) / TABLE.std(axis=0)
    _, _, right = np.linalg.svd(standardized)

    assert pca_weights(TABLE) == pytest.approx(right[0] ** 2)


def test_factor_weights_follow_two_clear_factors():
    """Two bundles of three and one columns: each bundle loads on a factor of its own."""
    chance = np.random.default_rng(5)
    one, two = chance.normal(size=(2, 4000))
    noise = 0.3 * chance.normal(size=(4000, 4))
    table = np.column_stack([one, one, one, two]) + noise

    weights = pca_weights(table, variance=0.9)

    assert weights == pytest.approx([0.25] * 4, abs=0.02)


@pytest.mark.parametrize("weigh", [entropy_weights, critic_weights, pca_weights])
def test_weights_of_data_need_data(weigh):
    for table in (np.ones((1, 2)), np.ones((4, 2)), np.array([[1, np.nan], [2, 3], [3, 4]])):
        with pytest.raises(BadInput):
            weigh(table)
    with pytest.raises(BadInput):
        entropy_weights(np.array([[-1.0, 2.0], [1.0, 3.0]]))


def doubt_by_search(table, at, steps=20001):
    """The best ratio of own to largest weighted sum over all directions of two weights."""
    turn = np.linspace(0, np.pi / 2, steps)
    sums = table @ np.vstack([np.cos(turn), np.sin(turn)])
    return float((sums[at] / sums.max(axis=0)).max())


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)), min_size=1, max_size=8))
def test_benefit_of_the_doubt_by_search(rows):
    table = np.array(rows)

    found = benefit_of_the_doubt(table)

    for at in range(len(table)):
        assert found.scores[at] == pytest.approx(doubt_by_search(table, at), abs=2e-3)
    assert found.scores.max() == pytest.approx(1)
    assert (table @ found.weights.T).max() <= 1 + 1e-7


def test_benefit_of_the_doubt_within_bounds_on_shares():
    table = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0], [0.0, 0.0]])

    free = benefit_of_the_doubt(table)
    bound = benefit_of_the_doubt(table, share_low=0.3, share_high=0.7)

    assert free.scores.tolist() == pytest.approx([1, 1, 0.8, 0])
    assert (bound.scores <= free.scores + 1e-9).all()
    for at in range(3):
        shares = bound.weights[at] * table[at] / bound.scores[at]
        assert shares.min() >= 0.3 - 1e-7
        assert shares.max() <= 0.7 + 1e-7
    with pytest.raises(BadInput):
        benefit_of_the_doubt(table, share_low=0.6)


def test_benefit_of_the_doubt_as_a_step():
    config = flat(["a", "b"], steps="normalize: none, weights: benefit_of_the_doubt")

    built = build_index(config, panel({"a": [4, 1, 2], "b": [1, 4, 2]}))

    assert built.scores.tolist() == pytest.approx([100, 100, 80])
    assert built.ranks.tolist() == [1, 1, 3]


def test_budgets_are_averaged_as_shares_of_each_expert():
    given_points = [Allocation("甲", {"a": 30, "b": 70}), Allocation("乙", {"a": 5})]

    assert budget_weights(("a", "b"), given_points, field="g") == pytest.approx([0.65, 0.35])
    wrong = [Allocation("甲", {"x": 1}), Allocation("乙", {"a": 0})]
    with pytest.raises(BadInput) as caught:
        budget_weights(("a", "b"), wrong, field="g")
    assert codes(caught) == ["weights.budget_unknown", "weights.budget_empty"]


def test_multipliers_make_the_mean_of_the_high_tech_zone_index():
    """Multipliers 0.8 and 1.2 on scores 50 and 100 make 80."""
    config = flat(["a", "b"], steps="normalize: none", a="multiplier: 0.8", b="multiplier: 1.2")

    assert build_index(config, panel({"a": [50], "b": [100]})).scores.tolist() == [80]


def test_classes_weigh_differently():
    config = flat(
        ["a", "b"],
        steps="normalize: none",
        a="weight: 1, class_weights: {town: 3}",
        b="weight: 1",
    )

    built = build_index(config, panel({"a": [8, 8, 8], "b": [0, 0, 0]}, kinds=["city", "town", ""]))

    assert built.scores.tolist() == [4, 6, 4]


def test_every_weighting_is_blind_to_the_order_of_units():
    for weigh in (entropy_weights, critic_weights, pca_weights):
        plain = weigh(TABLE)
        for order in itertools.islice(itertools.permutations(range(4)), 6):
            assert weigh(TABLE[list(order)]) == pytest.approx(plain)
